package io.github.hfmodels.http;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.EofSensorInputStream;
import org.apache.hc.core5.http.io.EofSensorWatcher;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Sends requests without a body to servers that need no proxy, in place of HttpClient's other handlers: what these prepare for logins,
 * tunnels and other bodies would take a third of the time that a small content takes.
 *
 * @param userAgent the header of that name
 */
record DirectExchange(String userAgent) implements ExecChainHandler {

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (scope.route.getProxyHost() != null || request.getEntity() != null) {
            return chain.proceed(request, scope);
        }
        request.setHeader("Host", request.getAuthority());
        request.setHeader("Connection", "keep-alive");
        if (!request.containsHeader("User-Agent")) {
            request.setHeader("User-Agent", userAgent);
        }
        ExecRuntime runtime = scope.execRuntime;
        ProxiedClient.acquire(scope);
        boolean isAnswered = false;
        try {
            if (!runtime.isEndpointConnected()) {
                runtime.connectEndpoint(scope.clientContext);
            }
            ClassicHttpResponse response = runtime.execute(scope.exchangeId, request, scope.clientContext);
            if (DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, scope.clientContext)) {
                runtime.markConnectionReusable(
                        null,
                        DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(
                                response, scope.clientContext));
            }
            if (response.getEntity() == null) {
                runtime.releaseEndpoint();
            } else {
                response.setEntity(new Body(response.getEntity(), runtime));
            }
            isAnswered = true;
            return response;
        } finally {
            if (!isAnswered) {
                runtime.discardEndpoint();
            }
        }
    }

    /** A body whose connection is free when it has been read to its end. */
    private static final class Body extends HttpEntityWrapper implements EofSensorWatcher {

        private final InputStream content;
        private final ExecRuntime runtime;

        Body(HttpEntity body, ExecRuntime runtime) throws IOException {
            super(body);
            this.content = new EofSensorInputStream(body.getContent(), this);
            this.runtime = runtime;
        }

        @Override
        public InputStream getContent() {
            return content;
        }

        @Override
        public boolean eofDetected(InputStream body) throws IOException {
            return streamClosed(body);
        }

        @Override
        public boolean streamClosed(InputStream body) throws IOException {
            boolean isWhole = false;
            try {
                body.close();
                isWhole = true;
            } finally {
                if (!isWhole) {
                    runtime.discardEndpoint();
                }
            }
            runtime.releaseEndpoint();
            return false;
        }

        /** Closing the body would read it to its end. */
        @Override
        public boolean streamAbort(InputStream body) {
            runtime.discardEndpoint();
            return false;
        }
    }
}
