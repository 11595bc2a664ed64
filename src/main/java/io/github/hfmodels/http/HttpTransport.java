package io.github.hfmodels.http;

import io.github.hfmodels.http.HttpSettings.Authorization;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
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
 * GET requests. Redirects are followed here rather than by HttpClient, because the credential must go to the endpoint's
 * origin alone, encryption must not be given up on the way, and loops must be told from long ways. Thread-safe.
 */
public final class HttpTransport implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpTransport.class);
    private static final int MAX_REDIRECTS = 10;
    private static final int ERROR_TEXT_BYTES = 4_096;

    /** Whoever waits for a connection waits for a download to end, and no timeout of its own makes sense. */
    private static final Timeout MAX_WAIT_FOR_CONNECTION = Timeout.ofDays(1);

    private final HttpSettings settings;
    private final Sleeper sleeper;
    private final InstantSource clock;
    private final Origin endpoint;
    private final ProxiedClient client;
    private final Map<Origin, RateLimiter> governors = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();

    /** @throws IllegalArgumentException when the endpoint is not an HTTP address */
    public HttpTransport(HttpSettings settings) {
        this(settings, Sleeper.REAL, InstantSource.system());
    }

    /**
     * @param sleeper how to wait before trying again
     * @param clock tells when a pause is over
     * @throws IllegalArgumentException when the endpoint is not an HTTP address
     */
    public HttpTransport(HttpSettings settings, Sleeper sleeper, InstantSource clock) {
        this.settings = settings;
        this.sleeper = sleeper;
        this.clock = clock;
        this.endpoint = Origin.of(settings.endpoint());
        this.client = new ProxiedClient(settings);
        if (!settings.headers().fields().isEmpty() && !mayAuthorize()) {
            LOG.warn(
                    "The {} are not sent over plain http; use https for hf.endpoint",
                    Printable.of(settings.headers().toString()));
        }
    }

    /**
     * Makes one request, following redirects, and reads the answer. Nothing can interrupt it but {@link #close}.
     *
     * @throws HttpStatusException when the server's last answer is not a success
     * @throws UnreachableException when a server does not answer
     * @throws ProxyException when a proxy does not let the request pass
     * @throws TransferException when a redirect leads where it must not
     * @throws IOException when the answer breaks off
     */
    public <T> T get(HttpRequest get, HttpResponse.Reader<T> reader) throws IOException {
        requests.incrementAndGet();
        URI current = get.address();
        var visited = new HashSet<URI>();
        while (visited.add(current)) {
            if (visited.size() > MAX_REDIRECTS + 1) {
                throw TransferException.lasting(Addresses.printable(get.address()) + " redirects more than "
                        + MAX_REDIRECTS + " times, lastly to " + Addresses.printable(current));
            }
            try (ProxiedClient.Exchange exchange = send(current, get)) {
                ClassicHttpResponse response = exchange.response();
                var head = new ResponseHead(response.getCode(), headers(response));
                governor(Origin.of(current)).observe(head);
                Optional<String> location = head.header("Location");
                if (isRedirect(head.status()) && location.isPresent()) {
                    URI target = target(current, location.get());
                    consumeIfShort(response.getEntity());
                    current = target;
                } else if (head.status() == 200 || (head.status() == 206 && get.range() != null)) {
                    return reader.read(answer(current, head, response.getEntity()));
                } else {
                    throw failure(current, head, response.getEntity());
                }
            }
        }
        throw TransferException.lasting(
                Addresses.printable(get.address()) + " redirects in a circle, back to " + Addresses.printable(current));
    }

    /** How to talk to the server. */
    public HttpSettings settings() {
        return settings;
    }

    /** Whether a credential may be sent to the endpoint: over an encrypted connection, or within this machine. */
    public boolean mayAuthorize() {
        return mayCarrySecrets(
                endpoint, settings.proxies().proxyFor(settings.endpoint()).orElse(null));
    }

    /** What was asked for so far, questions and contents; the redirects on the way to one do not count. */
    public int requestCount() {
        return requests.get();
    }

    /** How this transport waits, and others should who work with it. */
    public Sleeper sleeper() {
        return sleeper;
    }

    /** Closes all connections at once; whatever is being read fails. */
    @Override
    public void close() {
        client.close();
    }

    private ProxiedClient.Exchange send(URI address, HttpRequest get) throws IOException {
        Origin origin = Origin.of(address);
        governor(origin).admit();
        HttpGet request = request(address, get);
        Proxy proxy = client.proxyFor(address);
        if (origin.equals(endpoint) && mayCarrySecrets(origin, proxy)) {
            settings.headers().fields().forEach(request::setHeader);
            Authorization authorization = settings.authorization();
            if (authorization != null) {
                request.setHeader("Authorization", authorization.headerValue());
            }
        }
        return client.send(request, origin, proxy);
    }

    private HttpGet request(URI address, HttpRequest get) {
        var request = new HttpGet(address);
        boolean isQuestion = get.purpose() == HttpRequest.Purpose.API;
        request.setConfig(RequestConfig.custom()
                .setResponseTimeout(Timeout.of(isQuestion ? settings.answerTimeout() : settings.readTimeout()))
                .setConnectionRequestTimeout(MAX_WAIT_FOR_CONNECTION)
                .setRedirectsEnabled(false)
                .build());
        // Lengths and ranges are those of the content only where nobody compresses it.
        request.setHeader("Accept-Encoding", "identity");
        HttpRequest.Range range = get.range();
        if (range != null) {
            request.setHeader("Range", range.header());
        }
        if (get.bypassCaches()) {
            request.setHeader("Cache-Control", "no-cache");
        }
        return request;
    }

    private RateLimiter governor(Origin origin) {
        return governors.computeIfAbsent(
                origin,
                server -> new RateLimiter(
                        server.host(),
                        settings.maxWait(),
                        clock,
                        sleeper,
                        settings.shared().pauseOf(server.toString())));
    }

    /** What goes to this machine by a proxy elsewhere has left it. */
    private static boolean mayCarrySecrets(Origin origin, @Nullable Proxy proxy) {
        return origin.isEncrypted()
                || (origin.isLoopback() && (proxy == null || Origin.of(proxy).isLoopback()));
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /** So that the connection can serve again; a long or endless text is not worth that. */
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
        } catch (IllegalArgumentException e) {
            throw TransferException.lasting(
                    Addresses.printable(from) + " redirects to something that is not an http or https address");
        }
        if (isDowngrade) {
            throw TransferException.lasting(Addresses.printable(from)
                    + " redirects from https to plain http, which is refused, at " + Addresses.printable(target));
        }
        return target;
    }

    private static HttpResponse answer(URI address, ResponseHead head, @Nullable HttpEntity entity) throws IOException {
        if (entity == null) {
            return new HttpResponse(head, address, 0, InputStream.nullInputStream());
        }
        String encoding =
                head.header("Content-Encoding").orElse("identity").strip().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "", "identity" -> new HttpResponse(head, address, entity.getContentLength(), entity.getContent());
            // Some servers compress although they were asked not to.
            case "gzip", "x-gzip" -> new HttpResponse(head, address, -1, new GZIPInputStream(entity.getContent()));
            default ->
                throw TransferException.lasting(Addresses.printable(address)
                        + " answered in an encoding that nobody asked for: " + Printable.of(encoding));
        };
    }

    private static HttpStatusException failure(URI address, ResponseHead head, @Nullable HttpEntity entity) {
        return new HttpStatusException(address, head, entity == null ? "" : beginning(entity));
    }

    /** What can be read of a text that explains a status; the status counts even if the text does not arrive. */
    private static String beginning(HttpEntity entity) {
        var text = new ByteArrayOutputStream();
        try {
            // Not closed, since that would wait for the rest; who closes the answer gives the connection up instead.
            InputStream body = entity.getContent();
            byte[] buffer = new byte[ERROR_TEXT_BYTES];
            for (int count = 0; count >= 0 && text.size() < ERROR_TEXT_BYTES; count = body.read(buffer)) {
                text.write(buffer, 0, Math.min(count, ERROR_TEXT_BYTES - text.size()));
            }
        } catch (IOException e) {
            LOG.debug("The text of an answer did not arrive whole", e);
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
