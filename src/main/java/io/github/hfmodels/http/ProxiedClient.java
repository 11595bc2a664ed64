package io.github.hfmodels.http;

import io.github.hfmodels.model.Secrets;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.proxy.Proxy;
import io.github.hfmodels.proxy.ProxyException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.client5.http.auth.AuthExchange;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * HttpClient with the configured proxies, one for each server, and a deadline for each exchange. The login is sent to a proxy with
 * the first request, since the proxy would otherwise refuse every connection once. Thread-safe.
 */
final class ProxiedClient implements Closeable {

    private static final String PROXY = "hf-models.proxy";
    private static final String LEASED = "hf-models.leased-connection";
    private static final String PASSED = "hf-models.passed-proxy";
    private static final int WANTS_LOGIN = 407;

    private final HttpSettings settings;
    private final CloseableHttpClient client;
    private final Deadlines deadlines;

    ProxiedClient(HttpSettings settings) {
        this.settings = settings;
        this.client = HttpClients.create(settings);
        this.deadlines = new Deadlines(
                Stream.of(settings.apiTimeout(), settings.readTimeout(), settings.firstByteTimeout())
                        .filter(Objects::nonNull)
                        .min(Comparator.naturalOrder())
                        .orElseThrow(),
                () -> settings.maxConnections()
                        - settings.shared().connections().availablePermits());
    }

    /** Builds a client that uses the proxy in the context of each request. */
    static HttpClientBuilder builder(String userAgent) {
        return HttpClientBuilder.create()
                .setUserAgent(userAgent)
                .addExecInterceptorFirst("hf-models.direct", new DirectExchange(userAgent))
                .setRequestExecutor(new ExchangeLimits.Executor())
                .setRoutePlanner(new DefaultRoutePlanner(null) {
                    @Override
                    protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
                        return (HttpHost) context.getAttribute(PROXY);
                    }
                })
                .addExecInterceptorBefore(ChainElement.CONNECT.name(), LEASED, (request, scope, chain) -> {
                    acquire(scope);
                    return chain.proceed(request, scope);
                })
                // Runs only when the tunnel is open. Otherwise HttpClient returns the proxy's response as the server's.
                .addExecInterceptorAfter(ChainElement.CONNECT.name(), PASSED, (request, scope, chain) -> {
                    scope.clientContext.setAttribute(PASSED, true);
                    return chain.proceed(request, scope);
                });
    }

    /** Waits for a connection to become free, which is no fault of the server, and may take any time. */
    static void acquire(ExecChain.Scope scope) throws IOException {
        scope.execRuntime.acquireEndpoint(
                scope.exchangeId, scope.route, scope.clientContext.getUserToken(), scope.clientContext);
        ExchangeLimits limits = ExchangeLimits.of(scope.clientContext);
        if (limits != null) {
            limits.begin();
        }
    }

    /**
     * Does nothing unless an exchange has taken too long. HttpClient tries a host's next address when the connection to one was
     * closed, which it takes for a failure of that address.
     *
     * @throws SocketTimeoutException when it has
     */
    static void failIfExceeded(HttpContext context) throws SocketTimeoutException {
        ExchangeLimits limits = ExchangeLimits.of(context);
        if (limits != null) {
            limits.deadline().failIfExceeded();
        }
    }

    /**
     * The proxy for requests to an address; null for none.
     *
     * @throws ProxyException when the configuration is wrong
     */
    @Nullable
    Proxy proxyFor(URI address) throws ProxyException {
        try {
            return settings.proxies().proxyFor(address).orElse(null);
        } catch (UserException e) {
            throw ProxyException.misconfigured(e);
        }
    }

    /**
     * Sends a request.
     *
     * @param proxy the proxy to use; null for none
     * @param firstByte how long the server may be silent before it answers
     * @param silence how long it may be silent later
     * @throws ProxyException when the proxy answers instead of the server
     * @throws UnreachableException when neither answers
     */
    Exchange send(
            HttpUriRequestBase request, Origin origin, @Nullable Proxy proxy, Duration firstByte, Duration silence)
            throws IOException {
        HttpHost host = origin.toHttpHost();
        try {
            try {
                return open(host, request, proxy, firstByte, silence);
            } catch (NoHttpResponseException e) {
                // The server had closed a connection that was kept open for further requests.
                return open(host, request, proxy, firstByte, silence);
            }
        } catch (ProxyException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreachableException(origin.host(), proxy, e);
        }
    }

    private Exchange open(
            HttpHost host, HttpUriRequestBase request, @Nullable Proxy proxy, Duration firstByte, Duration silence)
            throws IOException {
        HttpClientContext context = context(proxy);
        ExchangeDeadline deadline = deadlines.of(request::cancel);
        new ExchangeLimits(deadline, settings.connectTimeout(), firstByte, silence).addTo(context);
        ClassicHttpResponse response = execute(host, request, context, deadline);
        var exchange = new Exchange(request, response, deadline);
        if (proxy == null || !isOfProxy(response, host, context)) {
            return exchange;
        }
        try (exchange) {
            String challenges = Stream.of(response.getHeaders("Proxy-Authenticate"))
                    .map(Header::getValue)
                    .collect(Collectors.joining(", "));
            throw ProxyException.refusal(proxy, host.toHostString(), response.getCode(), challenges);
        }
    }

    private ClassicHttpResponse execute(
            HttpHost host, HttpUriRequestBase request, HttpClientContext context, ExchangeDeadline deadline)
            throws IOException {
        boolean isAnswered = false;
        try {
            ClassicHttpResponse response = client.executeOpen(host, request, context);
            isAnswered = true;
            return response;
        } catch (IOException e) {
            throw deadline.explain(e);
        } catch (IllegalStateException e) {
            // This is how HttpClient fails when its connection is closed from another thread, or when it is closed
            // itself.
            throw deadline.explain(new InterruptedIOException("the connection was closed"));
        } finally {
            if (!isAnswered) {
                deadline.end();
            }
        }
    }

    /** A proxy answers itself when it does not open a tunnel, and over plain http when it wants a login. */
    private static boolean isOfProxy(ClassicHttpResponse response, HttpHost server, HttpClientContext context) {
        boolean hasPassed = context.getAttribute(PASSED) != null;
        return !hasPassed
                || (response.getCode() == WANTS_LOGIN && server.getSchemeName().equals("http"));
    }

    private static HttpClientContext context(@Nullable Proxy proxy) {
        HttpClientContext context = HttpClientContext.create();
        if (proxy == null) {
            return context;
        }
        HttpHost host = Origin.of(proxy).toHttpHost();
        context.setAttribute(PROXY, host);
        Proxy.Login login = proxy.login();
        if (login != null) {
            Secrets.hide(login.password());
            Secrets.hide(base64(login));
            var basic = new BasicScheme();
            basic.initPreemptive(new UsernamePasswordCredentials(
                    login.user(), login.password().toCharArray()));
            var exchange = new AuthExchange();
            exchange.select(basic);
            context.setAuthExchange(host, exchange);
        }
        return context;
    }

    /** What HttpClient sends in the scheme Basic, without the padding. */
    private static String base64(Proxy.Login login) {
        byte[] pair = (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().withoutPadding().encodeToString(pair);
    }

    /** Closes all connections at once; responses that are being read fail. */
    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
        deadlines.close();
    }
}
