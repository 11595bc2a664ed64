package io.github.hfmodels.http;

import io.github.hfmodels.proxy.ProxyRoutes;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How to make requests.
 *
 * @param userAgent the header of that name
 * @param maxConnections how many connections may be open at once, over all files
 * @param connectTimeout how long connecting may take
 * @param apiTimeout how long a server may be silent during an API call
 * @param readTimeout how long a server may be silent while it sends a content
 * @param retries how often a request that failed is repeated
 * @param maxWait the longest wait that a server may ask for
 * @param proxies the proxies to use
 * @param shared what the settings have in common with others in this process
 */
public record HttpSettings(
        String userAgent,
        int maxConnections,
        Duration connectTimeout,
        Duration apiTimeout,
        Duration readTimeout,
        int retries,
        Duration maxWait,
        ProxyRoutes proxies,
        Shared shared) {

    /**
     * Limits that hold for all requests of this process together. It has JDK types only, since its users may be loaded by
     * several class loaders.
     *
     * @param connections a permit for each connection that receives a content
     * @param pauses until when no request is sent to a server, by server
     */
    public record Shared(Semaphore connections, ConcurrentMap<String, AtomicReference<Instant>> pauses) {

        /** Limits that are not shared with others. */
        public static Shared own(int maxConnections) {
            return new Shared(new Semaphore(maxConnections, true), new ConcurrentHashMap<>());
        }

        AtomicReference<Instant> pauseOf(Origin server) {
            return pauses.computeIfAbsent(server.toString(), unknown -> new AtomicReference<>(Instant.EPOCH));
        }
    }
}
