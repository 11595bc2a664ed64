package io.github.hfmodels.source.http;

import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Explains the statuses that mean the same at every source.
 *
 * @param source what messages call the source, such as {@code the Hub}
 * @param waits how long the build has waited because of limits of the rate
 */
public record StatusFailures(String source, Supplier<Duration> waits) {

    /**
     * @param what what was requested, in words for the message
     * @param page the repository's web page
     */
    public SourceException of(HttpStatusException failure, String what, String page) {
        String answer = what + ": " + source + " answered " + failure.status() + ErrorText.of(failure);
        return switch (failure.status()) {
            case 407 ->
                because(
                        failure,
                        Kind.PROXY,
                        "the proxy wants a login" + ErrorText.of(failure),
                        Advice.to(Action.CHECK_NETWORK));
            case 408, 425 -> because(failure, Kind.UNAVAILABLE, answer, Advice.of(RedirectFailures.TRY_LATER));
            case 451 -> because(failure, Kind.DISABLED, answer + RedirectFailures.LEGAL, Advice.of("see " + page));
            case 501, 505 -> because(failure, Kind.UNAVAILABLE, answer, Advice.to(Action.CHECK_ENDPOINT_OR_PROXY));
            case 511 -> because(failure, Kind.UNAVAILABLE, answer, Advice.to(Action.CHECK_NETWORK));
            default ->
                failure.status() >= 500
                        ? because(failure, Kind.UNAVAILABLE, answer, Advice.of(RedirectFailures.TRY_LATER))
                        : because(failure, Kind.MALFORMED, answer, Advice.to(Action.CHECK_ENDPOINT_OR_PROXY));
        };
    }

    /**
     * @param words what the source itself says, for the end of the reason; may be empty
     * @param alternative what else may be done, for the end of the advice; may be empty
     */
    public SourceException rateLimited(HttpStatusException failure, String words, String alternative) {
        String wait = failure.head()
                .pause(Instant.now())
                .map(pause -> pause.toSeconds() + " s")
                .orElse("some minutes");
        long waited = waits.get().toSeconds();
        return because(
                failure,
                Kind.RATE_LIMITED,
                source + " limits the rate of requests (429)"
                        + (waited == 0 ? "" : ", also after " + waited + " s of waiting") + words,
                Advice.of("try again in " + wait + alternative));
    }

    private static SourceException because(HttpStatusException failure, Kind kind, String reason, Advice advice) {
        return new SourceException(kind, reason, advice, failure);
    }
}
