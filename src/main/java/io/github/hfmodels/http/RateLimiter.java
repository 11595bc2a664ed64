package io.github.hfmodels.http;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.UserTimeZone;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Delays all requests to one server while the server refuses them: when one request is refused with a time, all wait for that
 * time and a little longer. All waiting of a build together has a limit. Thread-safe.
 */
final class RateLimiter {

    private static final Log LOG = Log.of(RateLimiter.class);
    private static final Duration WORTH_LOGGING = Duration.ofSeconds(3);
    private static final long MAX_JITTER_MILLIS = 1_000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final String server;
    private final Duration maxWait;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final HttpSettings.Shared shared;
    private final AtomicReference<Instant> closedUntil;

    /**
     * @param maxWait how long the build may wait in all
     * @param shared has what was waited so far, and until when no request is sent
     */
    RateLimiter(Origin server, Duration maxWait, InstantSource clock, Sleeper sleeper, HttpSettings.Shared shared) {
        this.server = server.host();
        this.maxWait = maxWait;
        this.clock = clock;
        this.sleeper = sleeper;
        this.shared = shared;
        this.closedUntil = shared.pauseOf(server);
    }

    /**
     * Waits until a request may be sent.
     *
     * @throws TransferException when the build would wait longer than is allowed
     */
    void admit() throws IOException {
        while (true) {
            // Read once, so that what is waited is counted for the time in which it is.
            Instant now = clock.instant();
            Duration wait = remaining(now);
            if (wait.isZero()) {
                return;
            }
            if (!shared.mayWait(now, wait, maxWait)) {
                throw TransferException.rateLimited(server + " limits the rate of requests and wants a pause of "
                        + wait.toSeconds() + " s, " + reason());
            }
            sleeper.sleep(wait);
            // During the pause another response may have asked for a longer one.
        }
    }

    private String reason() {
        long waited = shared.waited().toSeconds();
        return waited == 0
                ? "more than the " + maxWait.toSeconds() + " s that are allowed"
                : "after " + waited + " s of waiting, together more than the " + maxWait.toSeconds()
                        + " s that are allowed";
    }

    /** Notes how long to wait if a response is a refusal; other responses have the same headers without that meaning. */
    void observe(ResponseHead response) {
        if (response.status() == 429 || response.status() == 503) {
            response.pause(clock.instant()).ifPresent(this::close);
        }
    }

    @UserTimeZone
    private void close(Duration wait) {
        long jitter = ThreadLocalRandom.current().nextLong(MAX_JITTER_MILLIS);
        Instant until = clock.instant().plus(wait).plusMillis(jitter);
        Instant before = closedUntil.getAndAccumulate(until, (one, other) -> one.isAfter(other) ? one : other);
        boolean isNews = before.plusMillis(MAX_JITTER_MILLIS).isBefore(until);
        boolean isAllowed = shared.waited().plus(wait).compareTo(maxWait) <= 0;
        if (isNews && wait.compareTo(WORTH_LOGGING) >= 0 && isAllowed) {
            LOG.info(
                    "{} limits the rate of requests; going on at {}, in {} s",
                    server,
                    TIME.format(until.atZone(ZoneId.systemDefault())),
                    wait.toSeconds());
        }
    }

    private Duration remaining(Instant now) {
        Instant until = Objects.requireNonNull(closedUntil.get());
        return until.isAfter(now) ? Duration.between(now, until).plusMillis(1) : Duration.ZERO;
    }
}
