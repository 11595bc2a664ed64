package io.github.hfmodels.http;

import io.github.hfmodels.model.UserTimeZone;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delays all requests to one server while the server refuses them: when one request is refused with a time, all wait for that
 * time and a little longer. Thread-safe.
 *
 * <p>Reads the headers {@code RateLimit} and {@code Retry-After}, the latter in both forms of RFC 9110.
 */
final class RateLimiter {

    private static final Logger LOG = LoggerFactory.getLogger(RateLimiter.class);
    private static final Duration WORTH_LOGGING = Duration.ofSeconds(3);
    private static final long MAX_JITTER_MILLIS = 1_000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final String server;
    private final Duration maxWait;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final AtomicReference<Instant> closedUntil;

    /**
     * @param server the server's name, for messages
     * @param maxWait the longest wait that is allowed
     * @param closedUntil until when no request is sent, shared by all rate limiters of this server
     */
    RateLimiter(
            String server,
            Duration maxWait,
            InstantSource clock,
            Sleeper sleeper,
            AtomicReference<Instant> closedUntil) {
        this.server = server;
        this.maxWait = maxWait;
        this.clock = clock;
        this.sleeper = sleeper;
        this.closedUntil = closedUntil;
    }

    /**
     * Waits until a request may be sent.
     *
     * @throws TransferException when that takes longer than is allowed
     */
    void admit() throws IOException {
        for (Duration wait = remaining(); wait.compareTo(Duration.ZERO) > 0; wait = remaining()) {
            // During the pause another response may have asked for a longer one.
            if (wait.compareTo(maxWait) > 0) {
                throw TransferException.rateLimited(server + " limits the rate of requests and wants a pause of "
                        + wait.toSeconds() + " s, more than the " + maxWait.toSeconds() + " s that are allowed");
            }
            sleeper.sleep(wait);
        }
    }

    /** Notes how long to wait if a response is a refusal; other responses have the same headers without that meaning. */
    void observe(ResponseHead response) {
        if (response.status() != 429 && response.status() != 503) {
            return;
        }
        // There may be several limits; one that still allows requests is not the reason.
        response.rateLimits()
                .filter(limit -> limit.remaining() == 0)
                .map(ResponseHead.RateLimit::reset)
                .max(Comparator.naturalOrder())
                .or(() -> response.header("Retry-After").flatMap(this::retryAfter))
                .ifPresent(this::close);
    }

    @UserTimeZone
    private void close(Duration wait) {
        long jitter = ThreadLocalRandom.current().nextLong(MAX_JITTER_MILLIS);
        Instant until = clock.instant().plus(wait).plusMillis(jitter);
        Instant before = closedUntil.getAndAccumulate(until, (one, other) -> one.isAfter(other) ? one : other);
        boolean isNews = before.plusMillis(MAX_JITTER_MILLIS).isBefore(until);
        if (isNews && wait.compareTo(WORTH_LOGGING) >= 0 && wait.compareTo(maxWait) <= 0) {
            LOG.info(
                    "{} limits the rate of requests; going on at {}, in {} s",
                    server,
                    TIME.format(until.atZone(ZoneId.systemDefault())),
                    wait.toSeconds());
        }
    }

    private Duration remaining() {
        Instant now = clock.instant();
        Instant until = Objects.requireNonNull(closedUntil.get());
        return until.isAfter(now) ? Duration.between(now, until).plusMillis(1) : Duration.ZERO;
    }

    private Optional<Duration> retryAfter(String value) {
        String text = value.strip();
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            ZonedDateTime time = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            long seconds = Math.max(0, clock.instant().until(time, ChronoUnit.SECONDS) + 1);
            return Optional.of(Duration.ofSeconds(seconds));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
