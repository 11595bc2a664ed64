package io.github.hfmodels.http;

import io.github.hfmodels.proxy.ProxyRoutes;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How to make requests. Together with the time for a connection, the times in which a server may be silent also bound how long
 * it may take until all headers of a response have been read.
 *
 * @param userAgent the header of that name
 * @param maxConnections how many connections may be open at once, over all files
 * @param connectTimeout how long connecting may take
 * @param apiTimeout how long a server may be silent during an API call
 * @param readTimeout how long a server may be silent while it sends a content
 * @param firstByteTimeout how long a server may be silent before it begins to answer; null for as long as later
 * @param retries how often a request that failed is repeated
 * @param maxWait how long all requests of the build together may wait because servers ask for it
 * @param proxies the proxies to use
 * @param shared what the settings have in common with others in this process
 * @param hasAlternative whether another server may be asked instead, so that one that does not respond is asked only once
 */
public record HttpSettings(
        String userAgent,
        int maxConnections,
        Duration connectTimeout,
        Duration apiTimeout,
        Duration readTimeout,
        @Nullable Duration firstByteTimeout,
        int retries,
        Duration maxWait,
        ProxyRoutes proxies,
        Shared shared,
        boolean hasAlternative) {

    /** The same settings for a server instead of which another may be asked. */
    public HttpSettings withAlternative() {
        return new HttpSettings(
                userAgent,
                maxConnections,
                connectTimeout,
                apiTimeout,
                readTimeout,
                firstByteTimeout,
                retries,
                maxWait,
                proxies,
                shared,
                true);
    }

    /**
     * Limits that hold for all requests of this process together. It has JDK types only, since its users may be loaded by
     * several class loaders.
     *
     * @param connections a permit for each connection that receives a content
     * @param pauses until when no request is sent to a server, by server
     * @param waits until when somebody waits for a server, and how long that has been in all; what several wait at the same time
     *     counts once
     */
    public record Shared(
            Semaphore connections,
            ConcurrentMap<String, AtomicReference<Instant>> pauses,
            AtomicReference<Map.Entry<Instant, Duration>> waits) {

        /** Limits that are not shared with others. */
        public static Shared own(int maxConnections) {
            return new Shared(new Semaphore(maxConnections, true), new ConcurrentHashMap<>(), noWaits());
        }

        /** Nobody has waited so far. */
        public static AtomicReference<Map.Entry<Instant, Duration>> noWaits() {
            return new AtomicReference<>(new SimpleImmutableEntry<>(Instant.EPOCH, Duration.ZERO));
        }

        AtomicReference<Instant> pauseOf(Origin server) {
            return pauses.computeIfAbsent(server.toString(), unknown -> new AtomicReference<>(Instant.EPOCH));
        }

        /** How long all have waited, and will have when nobody waits any more. */
        Duration waited() {
            return Objects.requireNonNull(waits.get()).getValue();
        }

        /** Notes that somebody will wait, unless all would then have waited longer than the limit, to the second. */
        boolean mayWait(Instant now, Duration wait, Duration limit) {
            Instant until = now.plus(wait);
            while (true) {
                Map.Entry<Instant, Duration> before = Objects.requireNonNull(waits.get());
                Instant from = before.getKey().isAfter(now) ? before.getKey() : now;
                if (!until.isAfter(from)) {
                    return true;
                }
                Duration total = before.getValue().plus(Duration.between(from, until));
                if (total.toSeconds() > limit.toSeconds()) {
                    return false;
                }
                if (waits.compareAndSet(before, new SimpleImmutableEntry<>(until, total))) {
                    return true;
                }
            }
        }
    }
}
