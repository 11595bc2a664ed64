package io.github.hfmodels.http;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Sets HttpClient up so that it does what it is told and nothing on its own account. */
final class HttpClients {

    private static final int MAX_HEADER_LINE = 64 * 1_024;
    private static final int MAX_HEADERS = 200;

    private HttpClients() {}

    static CloseableHttpClient create(HttpSettings settings) {
        muteLogs();
        var http1 = Http1Config.custom()
                .setMaxLineLength(MAX_HEADER_LINE)
                .setMaxHeaderCount(MAX_HEADERS)
                .build();
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(socket -> QuietConnection.create(socket, http1))
                .setTlsSocketStrategy(new LazyTls())
                .setMaxConnTotal(settings.maxConnections())
                .setMaxConnPerRoute(settings.maxConnections())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                        .build())
                .build();
        return ProxiedClient.builder()
                .setConnectionManager(connections)
                .setUserAgent(settings.userAgent())
                .disableRedirectHandling()
                .disableContentCompression()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    /**
     * With {@code mvn -X} HttpClient would log addresses with their signatures. Maven silences only the previous major
     * version's loggers, so this says the same of the present one, to Maven 3 and to Maven 4, unless the user has said
     * otherwise.
     */
    private static void muteLogs() {
        for (String prefix : new String[] {"org.slf4j.simpleLogger.log.", "maven.logger.log."}) {
            System.getProperties().putIfAbsent(prefix + "org.apache.hc", "info");
        }
    }

    /**
     * Reads the trusted certificates when it first meets an encrypted connection, which takes some 80 ms: those of the Java
     * machine, or those that its properties {@code javax.net.ssl.*} name.
     */
    private static final class LazyTls implements TlsSocketStrategy {

        private @Nullable TlsSocketStrategy strategy;

        @Override
        public SSLSocket upgrade(
                Socket socket, String target, int port, @Nullable Object attachment, HttpContext context)
                throws IOException {
            return strategy().upgrade(socket, target, port, attachment, context);
        }

        private synchronized TlsSocketStrategy strategy() {
            if (strategy == null) {
                strategy = DefaultClientTlsStrategy.createSystemDefault();
            }
            return strategy;
        }
    }
}
