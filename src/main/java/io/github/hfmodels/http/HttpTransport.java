package io.github.hfmodels.http;

import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.http.Credentials.Headers;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.Secrets;
import io.github.hfmodels.proxy.Proxy;
import io.github.hfmodels.proxy.ProxyException;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpHead;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Makes GET and HEAD requests, and POST requests with forms. It follows redirects itself rather than leaving them to HttpClient:
 * credentials are sent only to the origin that they are for, and there not below an address that has its own, and a redirect from
 * https to http is refused. Thread-safe.
 */
public final class HttpTransport implements Closeable {

    private static final Log LOG = Log.of(HttpTransport.class);
    private static final int MAX_REDIRECTS = 10;
    private static final String COOKIE = "Cookie";

    /** A connection becomes free when a download ends, which may take any time. */
    private static final Timeout MAX_WAIT_FOR_CONNECTION = Timeout.ofDays(1);

    private final HttpSettings settings;
    private final Sleeper sleeper;
    private final InstantSource clock;
    private final Redirects redirects;
    private final ProxiedClient client;
    private final Map<Origin, RateLimiter> limiters = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicBoolean hasWarned = new AtomicBoolean();

    /**
     * @param sleeper how to wait before trying again
     * @param clock tells when a pause is over
     * @param redirects is told where redirects lead, and may refuse to follow them
     */
    public HttpTransport(HttpSettings settings, Sleeper sleeper, InstantSource clock, Redirects redirects) {
        this.settings = settings;
        this.redirects = redirects;
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
     * @throws TransferException when a redirect is not safe
     * @throws java.net.SocketTimeoutException when the body takes too long
     * @throws IOException when the response breaks off
     */
    public <T> T get(HttpRequest request, HttpResponse.Reader<T> reader) throws IOException {
        requests.incrementAndGet();
        URI current = request.address();
        var cookies = new RedirectCookies();
        // Not refused when it leads to the same address again: some load balancers and gateways let that succeed.
        for (int followed = 0; followed <= MAX_REDIRECTS; followed++) {
            Origin server = Origin.of(current);
            try (Exchange exchange = send(current, server, request, cookies)) {
                ResponseHead head = exchange.head();
                limiter(server).observe(head);
                Optional<String> location = head.header("Location");
                if (isRedirect(head.status(), request) && location.isPresent()) {
                    URI target = target(current, location.get());
                    if (request.purpose() == HttpRequest.Purpose.HEADERS
                            && !Origin.of(target).equals(server)) {
                        return reader.read(exchange.success(current, head, request.purpose(), silence(request)));
                    }
                    reader.redirected(current, head);
                    redirects.follow(request, target);
                    exchange.forEachHeader("Set-Cookie", cookie -> cookies.set(server, cookie));
                    exchange.skipBody();
                    current = target;
                } else if (head.status() == 200 || (head.status() == 206 && request.range() != null)) {
                    redirects.arrived(request, current);
                    return read(reader, exchange.success(current, head, request.purpose(), silence(request)), server);
                } else {
                    throw new HttpStatusException(request.address(), current, head, exchange.text(silence(request)));
                }
            }
        }
        throw TransferException.permanent(Addresses.printable(request.address()) + " redirects more than "
                + MAX_REDIRECTS + " times, lastly to " + Addresses.printable(current));
    }

    /** Some servers refuse with a success, of which the reader tells the true status. */
    private <T> T read(HttpResponse.Reader<T> reader, HttpResponse response, Origin server) throws IOException {
        try {
            return reader.read(response);
        } catch (HttpStatusException e) {
            limiter(server).observe(e.head());
            throw e;
        }
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

    /** How long the build has waited so far because servers limit the rate of requests. */
    public Duration waited() {
        return settings.shared().waited();
    }

    public Sleeper sleeper() {
        return sleeper;
    }

    /** Closes all connections at once; responses that are being read fail. */
    @Override
    public void close() {
        client.close();
    }

    private Exchange send(URI address, Origin origin, HttpRequest request, RedirectCookies cookies) throws IOException {
        limiter(origin).admit();
        HttpUriRequestBase message = message(address, request);
        Proxy proxy = client.proxyFor(address);
        Credentials credentials = request.credentials();
        if (credentials != null && credentials.isFor(address)) {
            addCredentials(message, credentials, mayCarrySecrets(origin, proxy));
        }
        if (!request.headers().isEmpty() && origin.equals(Origin.of(request.address()))) {
            request.headers().forEach(message::setHeader);
        }
        Header own = message.getFirstHeader(COOKIE);
        cookies.header(origin, own == null ? "" : own.getValue())
                .ifPresent(header -> message.setHeader(COOKIE, header));
        return client.send(message, origin, proxy, firstByte(request), silence(request));
    }

    private void addCredentials(HttpUriRequestBase message, Credentials credentials, boolean maySend) {
        Headers headers = credentials.headers();
        if (maySend) {
            headers.fields().forEach(message::setHeader);
            headers.fields().values().forEach(Secrets::hide);
            Authorization authorization = credentials.authorization();
            if (authorization != null) {
                authorization.hide();
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
        HttpUriRequestBase message = isHead(request)
                ? new HttpHead(address)
                : request.form() == null ? new HttpGet(address) : new HttpPost(address);
        if (request.form() != null) {
            message.setEntity(new StringEntity(request.form(), ContentType.APPLICATION_FORM_URLENCODED));
        }
        message.setConfig(RequestConfig.custom()
                .setResponseTimeout(Timeout.of(firstByte(request)))
                .setConnectionRequestTimeout(MAX_WAIT_FOR_CONNECTION)
                .setRedirectsEnabled(false)
                // HttpClient would offer TLS to the servers of plain http addresses.
                .setProtocolUpgradeEnabled(false)
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
        return request.purpose() == HttpRequest.Purpose.HEADERS && request.range() == null;
    }

    private Duration silence(HttpRequest request) {
        return request.purpose() == HttpRequest.Purpose.API ? settings.apiTimeout() : settings.readTimeout();
    }

    private Duration firstByte(HttpRequest request) {
        return settings.firstByteTimeout() == null ? silence(request) : settings.firstByteTimeout();
    }

    private RateLimiter limiter(Origin origin) {
        return limiters.computeIfAbsent(
                origin, server -> new RateLimiter(server, settings.maxWait(), clock, sleeper, settings.shared()));
    }

    /** A request to this machine by a proxy on another one leaves this machine. */
    private static boolean mayCarrySecrets(Origin origin, @Nullable Proxy proxy) {
        return origin.isEncrypted()
                || (origin.isLoopback() && (proxy == null || Origin.of(proxy).isLoopback()));
    }

    /** The older statuses would make a GET of a POST. */
    private static boolean isRedirect(int status, HttpRequest request) {
        boolean isOlder = status == 301 || status == 302 || status == 303;
        return (isOlder && request.form() == null) || status == 307 || status == 308;
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
        if (target.getRawAuthority().contains("@")) {
            throw TransferException.permanent(Addresses.printable(from) + " redirects to an address with a login, at "
                    + Addresses.printable(target));
        }
        if (isDowngrade) {
            throw TransferException.permanent(Addresses.printable(from)
                    + " redirects from https to plain http, which is refused, at " + Addresses.printable(target));
        }
        return target;
    }
}
