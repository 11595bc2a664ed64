package io.github.hfmodels.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.hub.SourceException.Kind;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.transfer.HttpStatusException;
import io.github.hfmodels.transfer.HttpTransport;
import io.github.hfmodels.transfer.TransferException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Says in the user's terms what a failure means. The order of the cases is huggingface_hub's, since several of the Hub's
 * answers fit more than one of them.
 */
final class HubFailures {

    private static final String DISABLED_MESSAGE = "Access to this resource is disabled.";
    private static final String BAD_TOKEN_MESSAGE = "Invalid credentials in Authorization header";
    private static final Pattern RATE_LIMIT =
            Pattern.compile("\"(\\w+)\"\\s*;\\s*r\\s*=\\s*(\\d+)\\s*;\\s*t\\s*=\\s*(\\d+)");
    private static final String SET_TOKEN = "set HF_TOKEN or run 'hf auth login'";

    private final HttpTransport transport;
    private final HubAddresses addresses;

    HubFailures(HttpTransport transport, HubAddresses addresses) {
        this.transport = transport;
        this.addresses = addresses;
    }

    /** @param asked what was asked for, as words for the message */
    SourceException explain(IOException failure, RepoId repo, String asked) {
        if (failure instanceof SourceException known) {
            return known;
        }
        if (failure instanceof HttpStatusException status) {
            return ofStatus(status, repo, asked);
        }
        if (failure instanceof TransferException wrong) {
            return new SourceException(Kind.CORRUPT, asked + ": " + wrong.getMessage(), wrong);
        }
        return unreachable(failure, asked);
    }

    private SourceException ofStatus(HttpStatusException failure, RepoId repo, String asked) {
        if (!failure.isFrom(transport.settings().endpoint())) {
            return because(
                    failure,
                    Kind.UNAVAILABLE,
                    asked + ": " + Printable.of(failure.host()) + ", to which the Hub redirects, answered "
                            + failure.status() + serverText(failure) + "; try again later");
        }
        String code = failure.header("X-Error-Code").orElse("");
        String message = failure.header("X-Error-Message").orElse("");
        return switch (code) {
            case "RevisionNotFound" ->
                because(failure, Kind.REVISION_NOT_FOUND, "the repository has no " + asked + "; check <revision>");
            case "EntryNotFound" ->
                because(
                        failure,
                        // Only a server that names the commit has looked there.
                        failure.header("X-Repo-Commit").isPresent() ? Kind.FILE_NOT_FOUND : Kind.MALFORMED,
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
        String what = "there is no " + repo.type().word() + " of that name";
        return transport.credentialOrigin() == null
                ? what + ", or it is private; check the id, or " + SET_TOKEN
                : what + ", or it is private and not open to the token" + credential() + "; check the id";
    }

    private String gated(RepoId repo) {
        String terms = "the " + repo.type().word() + " is gated; ask for access at " + addresses.page(repo);
        return transport.credentialOrigin() == null
                ? terms + ", then " + SET_TOKEN
                : terms + " with the account whose token is used" + credential();
    }

    private String credential() {
        String origin = transport.credentialOrigin();
        return origin == null ? "" : " (from " + origin + ")";
    }

    private String rateLimited(HttpStatusException failure) {
        String wait = failure.header("RateLimit")
                .map(RATE_LIMIT::matcher)
                .filter(Matcher::find)
                .map(limit -> "try again in " + limit.group(3) + " s")
                .or(() -> failure.header("Retry-After").map(seconds -> "try again in " + Printable.of(seconds) + " s"))
                .orElse("try again in some minutes");
        return "the Hub limits the rate of requests (429); " + wait
                + (transport.credentialOrigin() == null ? ", or " + SET_TOKEN + " for a higher limit" : "");
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

    private SourceException unreachable(IOException failure, String asked) {
        String host =
                Printable.of(String.valueOf(transport.settings().endpoint().getHost()));
        String reason;
        if (failure instanceof UnknownHostException) {
            reason = "the host name is not known: " + failure.getMessage();
        } else if (failure instanceof SSLException) {
            reason = "no secure connection: " + failure.getMessage();
        } else if (failure instanceof SocketTimeoutException) {
            reason = "timed out: " + failure.getMessage();
        } else if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            reason = String.valueOf(failure.getMessage());
        } else {
            reason = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        }
        return new SourceException(
                Kind.UNAVAILABLE,
                asked + ": " + host + " cannot be reached (" + Printable.of(reason)
                        + "); check network and proxy, or build with -o",
                failure);
    }

    private static SourceException because(HttpStatusException failure, Kind kind, String message) {
        return new SourceException(kind, message, failure);
    }
}
