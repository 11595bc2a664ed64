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

/** Sets HttpClient up so that it makes the requests that it is given and no others. */
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
        return ProxiedClient.builder(settings.userAgent())
                .setConnectionManager(connections)
                .disableRedirectHandling()
                .disableContentCompression()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    /**
     * Sets two system properties, unless the user has set them. This is the only thing in this program that changes the whole
     * JVM. It keeps HttpClient from logging signed addresses when Maven logs at debug level, and from warnings
     * that quote headers of servers; what goes wrong its exceptions say. Maven silences the loggers of
     * HttpClient's previous major version only. The properties are those of Maven 3 and of Maven 4. They must be set before
     * HttpClient creates its loggers, and cannot be unset later, since the loggers of other class loaders read them too.
     */
    private static void muteLogs() {
        for (String prefix : new String[] {"org.slf4j.simpleLogger.log.", "maven.logger.log."}) {
            System.getProperties().putIfAbsent(prefix + "org.apache.hc", "off");
        }
    }

    /**
     * Reads the trusted certificates before the first encrypted connection, since that takes some 80 ms. They are those of the
     * Java installation, or those that the system properties {@code javax.net.ssl.*} name.
     */
    private static final class LazyTls implements TlsSocketStrategy {

        private @Nullable TlsSocketStrategy strategy;

        @Override
        public SSLSocket upgrade(
                Socket socket, String target, int port, @Nullable Object attachment, HttpContext context)
                throws IOException {
            ProxiedClient.failIfExceeded(context);
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
