package io.github.hfmodels.http;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.client5.http.utils.DateUtils;

/**
 * Status and headers of a response.
 *
 * @param status the HTTP status
 * @param headers the headers, found by name in any case
 */
public record ResponseHead(int status, Map<String, String> headers) {

    /** One of the limits in a header {@code RateLimit}, which are separated by commas. */
    private static final Pattern LIMIT = Pattern.compile("(?:\"[^\"]*+\"|[^\",])++");

    private static final Pattern REMAINING = Pattern.compile("(?:;\\s*r|\\bremaining)\\s*=\\s*(\\d{1,9})(?!\\d)");
    private static final Pattern RESET = Pattern.compile("(?:;\\s*t|\\breset)\\s*=\\s*(\\d{1,9})(?!\\d)");

    /** Older forms have a header for each number. */
    private static final String[] OLDER_FORMS = {"RateLimit-", "X-RateLimit-", "X-Rate-Limit-"};

    /** Some of these say the second since 1970 rather than the seconds that remain. */
    private static final long FIRST_EPOCH_SECOND = 1_000_000_000;

    /** The header of that name, in any case; several of one name are joined by commas. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /**
     * How long the server wants no further request, as {@code RateLimit} and its older forms say, else {@code Retry-After};
     * empty when neither does. Times of day are reckoned from the response's own {@code Date}, since the server's clock may be
     * wrong.
     *
     * @param now is used where the response has no date
     */
    public Optional<Duration> pause(Instant now) {
        Instant date = header("Date").flatMap(ResponseHead::date).orElse(now);
        // There may be several limits; one that still allows requests is not the reason.
        return Stream.concat(limits(), olderLimits(date))
                .filter(limit -> limit.remaining() == 0)
                .map(Limit::reset)
                .max(Comparator.naturalOrder())
                .or(() -> header("Retry-After").flatMap(value -> retryAfter(value.strip(), date)));
    }

    /**
     * A limit of a server.
     *
     * @param remaining how many requests it still allows
     * @param reset the time until it allows more
     */
    private record Limit(long remaining, Duration reset) {}

    private Stream<Limit> limits() {
        String header = header("RateLimit").orElse("");
        // An older form of the same header has its three numbers as items of the list.
        Stream<String> items =
                header.contains(";") ? LIMIT.matcher(header).results().map(item -> item.group()) : Stream.of(header);
        return items.flatMap(item -> {
            Matcher remaining = REMAINING.matcher(item);
            Matcher reset = RESET.matcher(item);
            return remaining.find() && reset.find()
                    ? Stream.of(new Limit(
                            Long.parseLong(remaining.group(1)), Duration.ofSeconds(Long.parseLong(reset.group(1)))))
                    : Stream.empty();
        });
    }

    private Stream<Limit> olderLimits(Instant date) {
        return Stream.of(OLDER_FORMS).flatMap(form -> {
            OptionalLong remaining = number(form + "Remaining");
            OptionalLong reset = number(form + "Reset");
            if (remaining.isEmpty() || reset.isEmpty()) {
                return Stream.empty();
            }
            long seconds = reset.getAsLong();
            long wait = seconds < FIRST_EPOCH_SECOND ? seconds : Math.max(0, seconds - date.getEpochSecond());
            return Stream.of(new Limit(remaining.getAsLong(), Duration.ofSeconds(wait)));
        });
    }

    private OptionalLong number(String name) {
        String text = header(name).orElse("").strip();
        return text.matches("\\d{1,10}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static Optional<Duration> retryAfter(String value, Instant date) {
        if (value.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        return date(value).map(time -> Duration.ofSeconds(Math.max(0, date.until(time, ChronoUnit.SECONDS) + 1)));
    }

    /** A date as HTTP has it, in the present form or an older one. */
    private static Optional<Instant> date(String text) {
        return Optional.ofNullable(DateUtils.parseStandardDate(text));
    }
}
