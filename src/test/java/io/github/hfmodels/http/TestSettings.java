package io.github.hfmodels.http;

import io.github.hfmodels.http.Credentials.Headers;
import io.github.hfmodels.proxy.ProxyRoutes;
import java.net.URI;
import java.time.Duration;

/** Settings and credentials for tests of what makes requests. */
public final class TestSettings {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TestSettings() {}

    /** Without retries and proxies. */
    public static HttpSettings settings() {
        return settings(4, PATIENCE, 0);
    }

    /** Without proxies. */
    public static HttpSettings settings(int maxConnections, Duration patience, int retries) {
        return settings(patience, patience, retries, HttpSettings.Shared.own(maxConnections));
    }

    /** Without proxies, and with as many connections as others share with it. */
    public static HttpSettings settings(Duration api, Duration content, int retries, HttpSettings.Shared shared) {
        int connections = Math.max(1, shared.connections().availablePermits());
        return new HttpSettings(
                "test",
                connections,
                PATIENCE,
                api,
                content,
                null,
                retries,
                PATIENCE,
                ProxyRoutes.DIRECT,
                shared,
                false);
    }

    /** No token and no headers, for the server at this address. */
    public static Credentials anonymous(String server) {
        return Credentials.of(URI.create(server), null, Headers.NONE);
    }
}
