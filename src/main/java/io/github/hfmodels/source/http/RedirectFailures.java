package io.github.hfmodels.source.http;

import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;

/**
 * Explains refusals of a host to which a source redirects. It is not sent the token, and knows nothing of repositories.
 *
 * @param source what messages call the source
 * @param credentials the endpoint's
 * @param sendsCredentials whether they may be sent to the endpoint, so that there is no plain http
 */
public record RedirectFailures(String source, Credentials credentials, boolean sendsCredentials) {

    public static final String TRY_LATER = "try again later";
    public static final String CHECK_THE_WAY = "see whether a proxy or a firewall refuses it";
    public static final String LEGAL = ", which means legal reasons";

    /**
     * @param what what was requested, in words for the message
     * @param page the address of the repository's page
     */
    public SourceException ofListing(HttpStatusException failure, String what, String page) {
        // The Hub has other addresses, such as hf.co, that redirect to the one where the token would be sent.
        var setEndpoint = new Advice(Action.SET_ENDPOINT, failure.server());
        return of(failure, what, page, setEndpoint, setEndpoint);
    }

    /**
     * @param what what was requested, in words for the message
     * @param page the address of the repository's page
     */
    public SourceException ofFile(HttpStatusException failure, String what, String page) {
        boolean isHub = failure.header("X-Error-Code").isPresent();
        return of(
                failure,
                what,
                page,
                isHub
                        ? new Advice(Action.SET_ENDPOINT, failure.server())
                        : Advice.of(CHECK_THE_WAY + ", or " + TRY_LATER),
                Advice.of(TRY_LATER));
    }

    private SourceException of(
            HttpStatusException failure, String what, String page, Advice ifRefused, Advice ifNotFound) {
        String reason = what + ": " + Printable.of(failure.host()) + ", to which " + source + " redirects, answered "
                + failure.status();
        return switch (failure.status()) {
            case 401, 403 ->
                new SourceException(Kind.UNAVAILABLE, reason + token(), ifRefused, failure, isTokenMissing(failure));
            case 404 -> new SourceException(Kind.UNAVAILABLE, reason, ifNotFound, failure);
            case 451 -> new SourceException(Kind.DISABLED, reason + LEGAL, Advice.of("see " + page), failure);
            default ->
                new SourceException(
                        failure.status() == 429 ? Kind.RATE_LIMITED : Kind.UNAVAILABLE,
                        reason,
                        Advice.of(TRY_LATER),
                        failure);
        };
    }

    private String token() {
        Authorization authorization = credentials.authorization();
        if (authorization == null) {
            return " (no token is sent there)";
        }
        return " (the token from " + authorization.foundIn()
                + (sendsCredentials
                        ? " is sent to " + Printable.of(credentials.origin().authority()) + " alone)"
                        : " is not sent over plain http)");
    }

    /**
     * With a token the endpoint may give an address that needs none. A server without accounts, such as a content network, refuses a
     * wrong or an old address with a bare 403.
     */
    private boolean isTokenMissing(HttpStatusException failure) {
        boolean wantsToken = failure.status() == 401
                || failure.header("X-Error-Code").filter("GatedRepo"::equals).isPresent();
        return wantsToken && credentials.authorization() == null;
    }
}
