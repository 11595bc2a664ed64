package io.github.hfmodels.http;

import io.github.hfmodels.proxy.ProxyRoutes;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How to talk to a server.
 *
 * @param endpoint the server's base address; the authorization is sent to its scheme, host and port alone
 * @param authorization the credential; null sends none
 * @param userAgent the header of that name
 * @param maxConnections connections open at once, over all files
 * @param connectTimeout how long connecting may take
 * @param answerTimeout how long the answer to a question may be silent
 * @param readTimeout how long a content may be silent
 * @param retries how often a request is tried again before it has failed
 * @param maxWait how long a wait that the server asks for may be
 * @param headers further headers, which go where the authorization may
 * @param proxies the proxies on the way to servers
 * @param shared what others who talk to servers in this process share with this one
 */
public record HttpSettings(
        URI endpoint,
        @Nullable Authorization authorization,
        String userAgent,
        int maxConnections,
        Duration connectTimeout,
        Duration answerTimeout,
        Duration readTimeout,
        int retries,
        Duration maxWait,
        Headers headers,
        ProxyRoutes proxies,
        Shared shared) {

    /** Without further headers and proxies, and for itself alone. */
    public HttpSettings(
            URI endpoint,
            @Nullable Authorization authorization,
            String userAgent,
            int maxConnections,
            Duration connectTimeout,
            Duration answerTimeout,
            Duration readTimeout,
            int retries,
            Duration maxWait) {
        this(
                endpoint,
                authorization,
                userAgent,
                maxConnections,
                connectTimeout,
                answerTimeout,
                readTimeout,
                retries,
                maxWait,
                Headers.NONE,
                ProxyRoutes.DIRECT,
                Shared.own(maxConnections));
    }

    /**
     * What bounds all who talk to servers together. Of the JDK's types alone, since they may not have loaded the same classes.
     *
     * @param connections a permit for each connection that receives a content
     * @param pauses until when nothing is asked of a server, by server
     */
    public record Shared(Semaphore connections, ConcurrentMap<String, AtomicReference<Instant>> pauses) {

        /** Shared with nobody. */
        public static Shared own(int maxConnections) {
            return new Shared(new Semaphore(maxConnections, true), new ConcurrentHashMap<>());
        }

        AtomicReference<Instant> pauseOf(String server) {
            return pauses.computeIfAbsent(server, unknown -> new AtomicReference<>(Instant.EPOCH));
        }
    }

    /**
     * Headers that a server wants besides those of the protocol.
     *
     * @param fields values by name; {@link #toString} tells the names alone
     * @param origin where they were found, in words for a message
     */
    public record Headers(Map<String, String> fields, String origin) {

        /** No further headers. */
        public static final Headers NONE = new Headers(Map.of(), "nowhere");

        @Override
        public String toString() {
            return "headers " + fields.keySet() + " from " + origin;
        }
    }

    /**
     * What is sent in the header of that name.
     *
     * @param headerValue scheme and credential; {@link #toString} never tells it
     * @param origin where the credential was found, in words for a message
     */
    public record Authorization(String headerValue, String origin) {

        /** The credential of that scheme which the Hub takes. */
        public static Authorization bearer(String token, String origin) {
            return new Authorization("Bearer " + token, origin);
        }

        @Override
        public String toString() {
            return "authorization from " + origin;
        }
    }
}
