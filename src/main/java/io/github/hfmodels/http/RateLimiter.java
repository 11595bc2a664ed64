package io.github.hfmodels.http;

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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps all requests to one server within the limits that it announces: when one is told to wait, all wait, until the
 * window is over and a little longer. Thread-safe.
 *
 * <p>Understands the headers {@code RateLimit} and {@code Retry-After}, the latter in both forms of RFC 9110.
 */
final class RateLimiter {

    private static final Logger LOG = LoggerFactory.getLogger(RateLimiter.class);
    private static final Pattern LIMIT =
            Pattern.compile("\"(\\w+)\"\\s*;\\s*r\\s*=\\s*(\\d{1,9})\\s*;\\s*t\\s*=\\s*(\\d{1,9})");
    private static final Duration WORTH_SAYING = Duration.ofSeconds(3);
    private static final long MAX_JITTER_MILLIS = 1_000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final String server;
    private final Duration patience;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final AtomicReference<Instant> closedUntil;

    /**
     * @param server the server's name, for messages
     * @param patience the longest wait that makes sense
     * @param closedUntil until when nothing is asked, for all who ask this server
     */
    RateLimiter(
            String server,
            Duration patience,
            InstantSource clock,
            Sleeper sleeper,
            AtomicReference<Instant> closedUntil) {
        this.server = server;
        this.patience = patience;
        this.clock = clock;
        this.sleeper = sleeper;
        this.closedUntil = closedUntil;
    }

    /**
     * Waits until the server may be asked.
     *
     * @throws TransferException when that would take longer than is worth waiting for
     */
    void admit() throws IOException {
        for (Duration wait = remaining(); wait.compareTo(Duration.ZERO) > 0; wait = remaining()) {
            // Others may have been told to wait longer during the pause.
            if (wait.compareTo(patience) > 0) {
                throw TransferException.rateLimited(server + " limits the rate of requests and wants a pause of "
                        + wait.toSeconds() + " s, more than the " + patience.toSeconds() + " s of hf.maxWait");
            }
            sleeper.sleep(wait);
        }
    }

    /** Learns from an answer; only refusals say that there is something to wait for. */
    void observe(ResponseHead answer) {
        if (answer.status() != 429 && answer.status() != 503) {
            return;
        }
        // There may be several limits; those of which something remains are not the reason.
        LIMIT.matcher(answer.header("RateLimit").orElse(""))
                .results()
                .filter(limit -> Long.parseLong(limit.group(2)) == 0)
                .map(limit -> Duration.ofSeconds(Long.parseLong(limit.group(3))))
                .max(Comparator.naturalOrder())
                .or(() -> answer.header("Retry-After").flatMap(this::retryAfter))
                .ifPresent(this::close);
    }

    private void close(Duration wait) {
        long jitter = ThreadLocalRandom.current().nextLong(MAX_JITTER_MILLIS);
        Instant until = clock.instant().plus(wait).plusMillis(jitter);
        Instant before = closedUntil.getAndAccumulate(until, (one, other) -> one.isAfter(other) ? one : other);
        boolean isNews = before.plusMillis(MAX_JITTER_MILLIS).isBefore(until);
        if (isNews && wait.compareTo(WORTH_SAYING) >= 0 && wait.compareTo(patience) <= 0) {
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
