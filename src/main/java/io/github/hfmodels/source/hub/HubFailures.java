package io.github.hfmodels.source.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.http.HttpSettings.Authorization;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.http.HttpTransport;
import io.github.hfmodels.http.TransferException;
import io.github.hfmodels.http.UnreachableException;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.proxy.ProxyException;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says in the user's terms what a failure means. The order of the cases is huggingface_hub's, since several of the Hub's
 * answers fit more than one of them.
 */
final class HubFailures {

    private static final String DISABLED_MESSAGE = "Access to this resource is disabled.";
    private static final String BAD_TOKEN_MESSAGE = "Invalid credentials in Authorization header";
    private static final Pattern RATE_LIMIT =
            Pattern.compile("\"(\\w+)\"\\s*;\\s*r\\s*=\\s*(\\d+)\\s*;\\s*t\\s*=\\s*(\\d+)");

    private final HttpTransport transport;
    private final HubAddresses addresses;

    HubFailures(HttpTransport transport, HubAddresses addresses) {
        this.transport = transport;
        this.addresses = addresses;
    }

    /**
     * @param asked what was asked for, as words for the message
     * @param commit the commit at which a file was asked for; null for a question
     */
    SourceException explain(IOException failure, RepoId repo, String asked, @Nullable CommitHash commit) {
        if (failure instanceof SourceException known) {
            return known;
        }
        if (failure instanceof HttpStatusException status) {
            return ofStatus(status, repo, asked, commit);
        }
        if (failure instanceof ProxyException proxy) {
            Kind kind = proxy.isUserError() ? Kind.PROXY : Kind.UNAVAILABLE;
            return new SourceException(kind, asked + ": " + proxy.getMessage(), proxy);
        }
        if (failure instanceof TransferException wrong) {
            Kind kind = wrong.isRateLimit() ? Kind.RATE_LIMITED : Kind.CORRUPT;
            return new SourceException(kind, asked + ": " + wrong.getMessage(), wrong);
        }
        return unreachable(failure, asked);
    }

    private SourceException ofStatus(
            HttpStatusException failure, RepoId repo, String asked, @Nullable CommitHash commit) {
        if (!failure.isFrom(transport.settings().endpoint())) {
            return because(
                    failure,
                    Kind.UNAVAILABLE,
                    asked + ": " + Printable.of(failure.host()) + ", to which the Hub redirects, answered "
                            + failure.status() + "; try again later");
        }
        String code = failure.header("X-Error-Code").orElse("");
        String message = failure.header("X-Error-Message").orElse("");
        return switch (code) {
            case "RevisionNotFound" ->
                because(
                        failure,
                        Kind.REVISION_NOT_FOUND,
                        "the repository has no " + (commit == null ? asked : "commit " + commit)
                                + "; check <revision>");
            case "EntryNotFound" ->
                because(
                        failure,
                        // Only a server that names the commit has looked there.
                        isAbout(commit, failure) ? Kind.FILE_NOT_FOUND : Kind.MALFORMED,
                        asked + " is listed, but the Hub does not have it; leave it out with <excludes>");
            case "GatedRepo" -> because(failure, Kind.GATED, gated(repo));
            case "RepoNotFound" -> because(failure, Kind.REPOSITORY_NOT_FOUND, notFound(repo));
            default ->
                message.equals(DISABLED_MESSAGE)
                        ? because(
                                failure,
                                Kind.DISABLED,
                                "the Hub has disabled access to this repository; see " + addresses.page(repo))
                        : ofBareStatus(failure, repo, asked, message);
        };
    }

    private static boolean isAbout(@Nullable CommitHash commit, HttpStatusException failure) {
        return commit != null
                && failure.header("X-Repo-Commit").filter(commit.hex()::equals).isPresent();
    }

    private SourceException ofBareStatus(HttpStatusException failure, RepoId repo, String asked, String message) {
        return switch (failure.status()) {
            case 401 ->
                message.startsWith(BAD_TOKEN_MESSAGE)
                        ? because(
                                failure,
                                Kind.FORBIDDEN,
                                "the Hub does not know the token" + credential() + "; replace it or remove it")
                        : because(failure, Kind.REPOSITORY_NOT_FOUND, notFound(repo));
            case 403 ->
                because(
                        failure,
                        Kind.FORBIDDEN,
                        "access is forbidden" + credential() + serverText(failure) + "; check the token's permissions");
            case 404 ->
                because(
                        failure,
                        Kind.REPOSITORY_NOT_FOUND,
                        asked + " is not found at " + addresses.page(repo) + "; check the id and hf.endpoint");
            case 407 -> because(failure, Kind.MALFORMED, "the proxy wants a login" + serverText(failure));
            case 429 -> because(failure, Kind.RATE_LIMITED, rateLimited(failure));
            default ->
                because(
                        failure,
                        failure.status() >= 500 ? Kind.UNAVAILABLE : Kind.MALFORMED,
                        asked + ": the Hub answered " + failure.status() + serverText(failure)
                                + (failure.status() >= 500 ? "; try again later" : ""));
        };
    }

    private String notFound(RepoId repo) {
        String what = "there is no " + repo.type().word() + " of that name, or it is private";
        return isAuthorized()
                ? what + " and not open to the token" + credential() + "; check the id"
                : what + "; check the id, or " + tokenAdvice();
    }

    private String gated(RepoId repo) {
        String terms = "the " + repo.type().word() + " is gated; ask for access at " + addresses.page(repo);
        return isAuthorized()
                ? terms + " with the account whose token is used" + credential()
                : terms + ", then " + tokenAdvice();
    }

    private boolean isAuthorized() {
        return transport.settings().authorization() != null && transport.mayAuthorize();
    }

    private String credential() {
        Authorization authorization = transport.settings().authorization();
        return authorization == null || !isAuthorized() ? "" : " (from " + authorization.origin() + ")";
    }

    private String tokenAdvice() {
        Authorization authorization = transport.settings().authorization();
        return authorization == null
                ? "set HF_TOKEN or run 'hf auth login'"
                : "use https, since the token (from " + authorization.origin() + ") is not sent over plain http";
    }

    private String rateLimited(HttpStatusException failure) {
        String wait = failure.header("RateLimit")
                .map(RATE_LIMIT::matcher)
                .filter(Matcher::find)
                .map(limit -> "try again in " + limit.group(3) + " s")
                .or(() -> failure.header("Retry-After").map(seconds -> "try again in " + Printable.of(seconds) + " s"))
                .orElse("try again in some minutes");
        return "the Hub limits the rate of requests (429); " + wait
                + (isAuthorized() ? "" : ", or " + tokenAdvice() + " for a higher limit");
    }

    /** The server's own explanation, unless it is a page of HTML; with the id that its support asks for. */
    private static String serverText(HttpStatusException failure) {
        Optional<String> text = failure.header("X-Error-Message")
                .or(() -> jsonError(failure.body()))
                .or(() -> Optional.of(failure.body().strip()).filter(body -> !body.isEmpty() && !body.startsWith("<")));
        Optional<String> id = failure.header("X-Request-Id")
                .or(() -> failure.header("X-Amzn-Trace-Id"))
                .or(() -> failure.header("X-Amz-Cf-Id"));
        return text.map(words -> " (" + Printable.of(words) + ")").orElse("")
                + id.map(request -> " [request " + Printable.of(request) + "]").orElse("");
    }

    private static Optional<String> jsonError(String body) {
        try {
            return Optional.ofNullable(new ObjectMapper().readTree(body))
                    .map(json -> json.path("error").asText(""))
                    .filter(error -> !error.isEmpty());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static SourceException unreachable(IOException failure, String asked) {
        boolean isUnreached = failure instanceof UnreachableException;
        Throwable cause = isUnreached && failure.getCause() != null ? failure.getCause() : failure;
        String what = failure instanceof UnreachableException unreachable
                ? Printable.of(unreachable.host()) + " cannot be reached"
                        + unreachable
                                .proxy()
                                .map(proxy -> " by the proxy " + proxy)
                                .orElse("")
                : "the connection broke";
        return new SourceException(
                Kind.UNAVAILABLE,
                asked + ": " + what + " (" + Printable.of(reason(cause)) + "); " + advice(cause) + ", or build with -o",
                failure);
    }

    private static String advice(Throwable cause) {
        boolean isUntrusted = cause instanceof SSLException
                && String.valueOf(cause.getMessage()).contains("PKIX");
        return isUntrusted
                ? "have Java trust its certificate (-Djavax.net.ssl.trustStore=FILE in MAVEN_OPTS)"
                : "check network and proxy";
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        if (cause instanceof UnknownHostException) {
            return "the host name is not known";
        }
        if (cause instanceof SSLException) {
            return "no secure connection: " + message;
        }
        return cause instanceof SocketTimeoutException ? "timed out: " + message : message;
    }

    private SourceException because(HttpStatusException failure, Kind kind, String message) {
        return new SourceException(kind, message, failure, isTokenMissing(failure, kind));
    }

    /** The Hub hides private repositories from strangers: it tells them what it tells of those that are not there. */
    private boolean isTokenMissing(HttpStatusException failure, Kind kind) {
        return transport.settings().authorization() == null
                && (kind == Kind.GATED || (kind == Kind.REPOSITORY_NOT_FOUND && failure.status() == 401));
    }
}
