package io.github.hfmodels.http;

import io.github.hfmodels.model.UserException;
import io.github.hfmodels.proxy.Proxy;
import io.github.hfmodels.proxy.ProxyException;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.client5.http.auth.AuthExchange;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HttpClient with the configured proxies, one for each server. The login is sent to a proxy with the first request, since the
 * proxy would otherwise refuse every connection once. Thread-safe.
 */
final class ProxiedClient implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(ProxiedClient.class);
    private static final String PROXY = "hf-models.proxy";
    private static final String PASSED = "hf-models.passed-proxy";
    private static final int WANTS_LOGIN = 407;

    private final HttpSettings settings;
    private final CloseableHttpClient client;

    ProxiedClient(HttpSettings settings) {
        this.settings = settings;
        this.client = HttpClients.create(settings);
    }

    /** Builds a client that uses the proxy in the context of each request. */
    static HttpClientBuilder builder() {
        return HttpClientBuilder.create()
                .setRoutePlanner(new DefaultRoutePlanner(null) {
                    @Override
                    protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
                        return (HttpHost) context.getAttribute(PROXY);
                    }
                })
                // Runs only when the tunnel is open. Otherwise HttpClient returns the proxy's response as the server's.
                .addExecInterceptorAfter(ChainElement.CONNECT.name(), PASSED, (request, scope, chain) -> {
                    scope.clientContext.setAttribute(PASSED, true);
                    return chain.proceed(request, scope);
                });
    }

    /** A request and its response. */
    record Exchange(HttpUriRequestBase request, ClassicHttpResponse response) implements Closeable {

        /** Does not wait for the rest of the body, which closing the response alone would do. */
        @Override
        public void close() {
            // If the body was read to its end, the connection is in the pool again, and this does not close it.
            request.cancel();
            try {
                response.close();
            } catch (IOException e) {
                LOG.debug("A response was not read to its end: {}", e.toString());
            }
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
     * @throws ProxyException when the proxy answers instead of the server
     * @throws UnreachableException when neither answers
     */
    Exchange send(HttpUriRequestBase request, Origin origin, @Nullable Proxy proxy) throws IOException {
        var host = new HttpHost(origin.scheme(), origin.host(), origin.port());
        try {
            try {
                return open(host, request, proxy);
            } catch (NoHttpResponseException e) {
                // The server had closed a connection that was kept open for further requests.
                return open(host, request, proxy);
            }
        } catch (ProxyException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreachableException(origin.host(), proxy, e);
        }
    }

    private Exchange open(HttpHost host, HttpUriRequestBase request, @Nullable Proxy proxy) throws IOException {
        HttpClientContext context = context(proxy);
        var exchange = new Exchange(request, client.executeOpen(host, request, context));
        if (proxy == null || !isOfProxy(exchange.response(), host, context)) {
            return exchange;
        }
        try (exchange) {
            String challenges = Stream.of(exchange.response().getHeaders("Proxy-Authenticate"))
                    .map(Header::getValue)
                    .collect(Collectors.joining(", "));
            throw ProxyException.refusal(
                    proxy, host.toHostString(), exchange.response().getCode(), challenges);
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
        var host = new HttpHost(proxy.scheme(), proxy.host(), proxy.port());
        context.setAttribute(PROXY, host);
        Proxy.Login login = proxy.login();
        if (login != null) {
            var basic = new BasicScheme();
            basic.initPreemptive(new UsernamePasswordCredentials(
                    login.user(), login.password().toCharArray()));
            var exchange = new AuthExchange();
            exchange.select(basic);
            context.setAuthExchange(host, exchange);
        }
        return context;
    }

    /** Closes all connections at once; responses that are being read fail. */
    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
