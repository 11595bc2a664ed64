package io.github.hfmodels.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Status and headers of a response.
 *
 * @param status the HTTP status
 * @param headers the headers, found by name in any case
 */
public record ResponseHead(int status, Map<String, String> headers) {

    private static final Pattern RATE_LIMIT =
            Pattern.compile("\"(\\w+)\"\\s*;\\s*r\\s*=\\s*(\\d{1,9})\\s*;\\s*t\\s*=\\s*(\\d{1,9})");

    /** The header of that name, in any case; several of one name are joined by commas. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The limits in the header {@code RateLimit}. */
    public Stream<RateLimit> rateLimits() {
        return RATE_LIMIT
                .matcher(header("RateLimit").orElse(""))
                .results()
                .map(limit -> new RateLimit(
                        Long.parseLong(limit.group(2)), Duration.ofSeconds(Long.parseLong(limit.group(3)))));
    }

    /**
     * A limit of a server.
     *
     * @param remaining how many requests it still allows
     * @param reset the time until it allows more
     */
    public record RateLimit(long remaining, Duration reset) {}
}
