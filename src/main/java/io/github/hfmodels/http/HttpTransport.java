package io.github.hfmodels.http;

import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.http.Credentials.Headers;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.proxy.Proxy;
import io.github.hfmodels.proxy.ProxyException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpHead;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes GET and HEAD requests. It follows redirects itself rather than leaving them to HttpClient: credentials are sent only to the
 * origin that they are for, a redirect from https to http is refused, and a loop has a message of its own. Thread-safe.
 */
public final class HttpTransport implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpTransport.class);
    private static final int MAX_REDIRECTS = 10;
    private static final int ERROR_TEXT_BYTES = 4_096;

    /** A connection becomes free when a download ends, which may take any time. */
    private static final Timeout MAX_WAIT_FOR_CONNECTION = Timeout.ofDays(1);

    private final HttpSettings settings;
    private final Sleeper sleeper;
    private final InstantSource clock;
    private final ProxiedClient client;
    private final Map<Origin, RateLimiter> limiters = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicBoolean hasWarned = new AtomicBoolean();

    /**
     * @param sleeper how to wait before trying again
     * @param clock tells when a pause is over
     */
    public HttpTransport(HttpSettings settings, Sleeper sleeper, InstantSource clock) {
        this.settings = settings;
        this.sleeper = sleeper;
        this.clock = clock;
        this.client = new ProxiedClient(settings);
    }

    /**
     * Makes one request, follows redirects, and reads the response. A request for headers is answered by a redirect to another server,
     * which is where the content is, and not what describes it. Only {@link #close} can interrupt it.
     *
     * @throws HttpStatusException when the last response is not a success
     * @throws UnreachableException when a server does not respond
     * @throws ProxyException when a proxy does not let the request pass
     * @throws TransferException when a redirect is refused
     * @throws IOException when the response breaks off
     */
    public <T> T get(HttpRequest request, HttpResponse.Reader<T> reader) throws IOException {
        requests.incrementAndGet();
        URI current = request.address();
        var visited = new HashSet<URI>();
        while (visited.add(current)) {
            if (visited.size() > MAX_REDIRECTS + 1) {
                throw TransferException.permanent(Addresses.printable(request.address()) + " redirects more than "
                        + MAX_REDIRECTS + " times, lastly to " + Addresses.printable(current));
            }
            try (ProxiedClient.Exchange exchange = send(current, request)) {
                ClassicHttpResponse response = exchange.response();
                var head = new ResponseHead(response.getCode(), headers(response));
                limiter(Origin.of(current)).observe(head);
                Optional<String> location = head.header("Location");
                if (isRedirect(head.status()) && location.isPresent()) {
                    URI target = target(current, location.get());
                    if (isHead(request) && !Origin.of(target).equals(Origin.of(current))) {
                        return reader.read(success(current, head, null));
                    }
                    consumeIfShort(response.getEntity());
                    current = target;
                } else if (head.status() == 200 || (head.status() == 206 && request.range() != null)) {
                    return reader.read(success(current, head, response.getEntity()));
                } else {
                    throw new HttpStatusException(current, head, beginning(response.getEntity()));
                }
            }
        }
        throw TransferException.permanent(Addresses.printable(request.address()) + " redirects in a circle, back to "
                + Addresses.printable(current));
    }

    public HttpSettings settings() {
        return settings;
    }

    /** Whether credentials are sent for a request to this address: over an encrypted connection, or within this machine. */
    public boolean sendsCredentialsTo(URI address) {
        return mayCarrySecrets(
                Origin.of(address), settings.proxies().proxyFor(address).orElse(null));
    }

    /** How many requests were made so far; following a redirect does not count. */
    public int requestCount() {
        return requests.get();
    }

    public Sleeper sleeper() {
        return sleeper;
    }

    /** Closes all connections at once; responses that are being read fail. */
    @Override
    public void close() {
        client.close();
    }

    private ProxiedClient.Exchange send(URI address, HttpRequest request) throws IOException {
        Origin origin = Origin.of(address);
        limiter(origin).admit();
        HttpUriRequestBase message = message(address, request);
        Proxy proxy = client.proxyFor(address);
        Credentials credentials = request.credentials();
        if (credentials != null && credentials.origin().equals(origin)) {
            addCredentials(message, credentials, mayCarrySecrets(origin, proxy));
        }
        return client.send(message, origin, proxy);
    }

    private void addCredentials(HttpUriRequestBase message, Credentials credentials, boolean maySend) {
        Headers headers = credentials.headers();
        if (maySend) {
            headers.fields().forEach(message::setHeader);
            Authorization authorization = credentials.authorization();
            if (authorization != null) {
                message.setHeader("Authorization", authorization.headerValue());
            }
        } else if (!headers.fields().isEmpty() && !hasWarned.getAndSet(true)) {
            LOG.warn(
                    "The {} are not sent over plain http; use https for {}",
                    Printable.of(headers.toString()),
                    credentials.origin().host());
        }
    }

    private HttpUriRequestBase message(URI address, HttpRequest request) {
        HttpUriRequestBase message = isHead(request) ? new HttpHead(address) : new HttpGet(address);
        boolean isApi = request.purpose() == HttpRequest.Purpose.API;
        message.setConfig(RequestConfig.custom()
                .setResponseTimeout(Timeout.of(isApi ? settings.apiTimeout() : settings.readTimeout()))
                .setConnectionRequestTimeout(MAX_WAIT_FOR_CONNECTION)
                .setRedirectsEnabled(false)
                .build());
        // A compressed body has other lengths and ranges than the content.
        message.setHeader("Accept-Encoding", "identity");
        HttpRequest.Range range = request.range();
        if (range != null) {
            message.setHeader("Range", range.header());
        }
        if (request.bypassesCaches()) {
            message.setHeader("Cache-Control", "no-cache");
        }
        return message;
    }

    private static boolean isHead(HttpRequest request) {
        return request.purpose() == HttpRequest.Purpose.HEADERS;
    }

    private RateLimiter limiter(Origin origin) {
        return limiters.computeIfAbsent(
                origin,
                server -> new RateLimiter(
                        server.host(),
                        settings.maxWait(),
                        clock,
                        sleeper,
                        settings.shared().pauseOf(server)));
    }

    /** A request to this machine by a proxy on another one leaves this machine. */
    private static boolean mayCarrySecrets(Origin origin, @Nullable Proxy proxy) {
        return origin.isEncrypted()
                || (origin.isLoopback() && (proxy == null || Origin.of(proxy).isLoopback()));
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /** A connection can be used again once the body is read; for a long or endless body that does not pay. */
    private static void consumeIfShort(@Nullable HttpEntity entity) {
        if (entity != null && entity.getContentLength() >= 0 && entity.getContentLength() <= ERROR_TEXT_BYTES) {
            EntityUtils.consumeQuietly(entity);
        }
    }

    private static URI target(URI from, String location) throws TransferException {
        boolean isDowngrade;
        URI target;
        try {
            target = Addresses.resolve(from, location);
            isDowngrade = !Origin.of(target).isEncrypted() && Origin.of(from).isEncrypted();
        } catch (IllegalArgumentException | InvalidValueException e) {
            throw TransferException.permanent(
                    Addresses.printable(from) + " redirects to something that is not an http or https address");
        }
        if (isDowngrade) {
            throw TransferException.permanent(Addresses.printable(from)
                    + " redirects from https to plain http, which is refused, at " + Addresses.printable(target));
        }
        return target;
    }

    private static HttpResponse success(URI address, ResponseHead head, @Nullable HttpEntity entity)
            throws IOException {
        if (entity == null) {
            return new HttpResponse(head, address, 0, InputStream.nullInputStream());
        }
        String encoding =
                head.header("Content-Encoding").orElse("identity").strip().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "", "identity" -> new HttpResponse(head, address, entity.getContentLength(), entity.getContent());
            // Some servers compress in spite of Accept-Encoding.
            case "gzip", "x-gzip" -> new HttpResponse(head, address, -1, new GZIPInputStream(entity.getContent()));
            default ->
                throw TransferException.permanent(Addresses.printable(address)
                        + " answered in an encoding that was not asked for: " + Printable.of(encoding));
        };
    }

    /** The beginning of the text that explains a status, as far as it arrives. */
    private static String beginning(@Nullable HttpEntity entity) {
        if (entity == null) {
            return "";
        }
        var text = new ByteArrayOutputStream();
        try {
            // Not closed here, since that waits for the rest. Closing the exchange closes the connection instead.
            InputStream body = entity.getContent();
            byte[] buffer = new byte[ERROR_TEXT_BYTES];
            for (int count = 0; count >= 0 && text.size() < ERROR_TEXT_BYTES; count = body.read(buffer)) {
                text.write(buffer, 0, Math.min(count, ERROR_TEXT_BYTES - text.size()));
            }
        } catch (IOException e) {
            LOG.debug("The text of a response is incomplete", e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static Map<String, String> headers(ClassicHttpResponse response) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : response.getHeaders()) {
            headers.merge(header.getName(), header.getValue(), (one, other) -> one + ", " + other);
        }
        return headers;
    }
}
