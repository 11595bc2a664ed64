package io.github.hfmodels.source.hub;

import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;

/** Explains refusals of a host to which the Hub redirects. It is not sent the token, and knows nothing of repositories. */
final class RedirectFailures {

    private RedirectFailures() {}

    /**
     * @param what what was requested, in words for the message
     * @param page the address of the repository's page
     */
    static SourceException ofListing(HttpStatusException failure, String what, String page) {
        // The Hub has other addresses, such as hf.co, that redirect to the one where the token would be sent.
        var setEndpoint = new Advice(Action.SET_ENDPOINT, failure.server());
        return of(failure, what, page, setEndpoint, setEndpoint);
    }

    /**
     * @param what what was requested, in words for the message
     * @param page the address of the repository's page
     */
    static SourceException ofFile(HttpStatusException failure, String what, String page) {
        return of(
                failure,
                what,
                page,
                Advice.of(HubFailures.CHECK_THE_WAY + ", or " + HubFailures.TRY_LATER),
                Advice.of(HubFailures.TRY_LATER));
    }

    private static SourceException of(
            HttpStatusException failure, String what, String page, Advice ifRefused, Advice ifNotFound) {
        String reason = what + ": " + Printable.of(failure.host()) + ", to which the Hub redirects, answered "
                + failure.status();
        return switch (failure.status()) {
            case 401, 403 ->
                new SourceException(Kind.UNAVAILABLE, reason + " (no token is sent there)", ifRefused, failure);
            case 404 -> new SourceException(Kind.UNAVAILABLE, reason, ifNotFound, failure);
            case 451 ->
                new SourceException(Kind.DISABLED, reason + HubFailures.LEGAL, Advice.of("see " + page), failure);
            default ->
                new SourceException(
                        failure.status() == 429 ? Kind.RATE_LIMITED : Kind.UNAVAILABLE,
                        reason,
                        Advice.of(HubFailures.TRY_LATER),
                        failure);
        };
    }
}
