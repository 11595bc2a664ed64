package io.github.hfmodels.source.hub;

import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.source.http.ErrorText;
import io.github.hfmodels.source.http.LoginFailures;
import io.github.hfmodels.source.http.RedirectFailures;
import io.github.hfmodels.source.http.StatusFailures;
import io.github.hfmodels.source.http.TransferFailures;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Explains failures to users. The order of the cases is huggingface_hub's, since some responses of the Hub match several.
 */
final class HubFailures {

    private static final String DISABLED_MESSAGE = "Access to this resource is disabled.";
    private static final String BAD_TOKEN_MESSAGE = "Invalid credentials in Authorization header";

    private final HubAddresses addresses;
    private final Credentials credentials;
    private final boolean sendsCredentials;
    private final StatusFailures statuses;
    private final RedirectFailures redirects;

    /**
     * @param sendsCredentials whether credentials may be sent to the endpoint, so that there is no plain http
     * @param waits how long the build has waited because of limits of the rate
     */
    HubFailures(HubAddresses addresses, Credentials credentials, boolean sendsCredentials, Supplier<Duration> waits) {
        this.addresses = addresses;
        this.credentials = credentials;
        this.sendsCredentials = sendsCredentials;
        this.statuses = new StatusFailures("the Hub", waits);
        this.redirects = new RedirectFailures("the Hub", credentials, sendsCredentials);
    }

    SourceException ofListing(IOException failure, RepoId repo, Revision revision) {
        return explain(failure, repo, "revision '" + revision + "'", null);
    }

    /** The failure of a server that has the commit, and then refuses to list its files. */
    SourceException ofFiles(IOException failure, RepoId repo, CommitHash commit) {
        SourceException known = ofListing(failure, repo, new Revision(commit.hex()));
        boolean isRoute = failure instanceof HttpStatusException status
                && status.header("X-Error-Code").isEmpty()
                && known.kind() == Kind.REPOSITORY_NOT_FOUND;
        SourceException told = isRoute
                ? new SourceException(
                        Kind.MALFORMED,
                        "the Hub has commit " + commit + ", but answered " + ((HttpStatusException) failure).status()
                                + " when asked for its list of files",
                        Advice.to(Action.CHECK_ENDPOINT_OR_PROXY),
                        failure)
                : known;
        return told.at(commit);
    }

    SourceException ofFile(IOException failure, RepoId repo, RepoFile file, CommitHash commit) {
        return explain(failure, repo, Printable.of(file.path()), commit);
    }

    /**
     * @param what what was requested, in words for the message
     * @param commit the commit of the requested file; null for an API call
     */
    private SourceException explain(IOException failure, RepoId repo, String what, @Nullable CommitHash commit) {
        return failure instanceof HttpStatusException status
                ? ofStatus(status, repo, what, commit)
                : TransferFailures.of(
                        failure, what, commit != null, credentials.origin().host());
    }

    private SourceException ofStatus(
            HttpStatusException failure, RepoId repo, String what, @Nullable CommitHash commit) {
        if (!failure.isFrom(credentials.origin())) {
            return commit == null
                    ? redirects.ofListing(failure, what, addresses.page(repo))
                    : redirects.ofFile(failure, what, addresses.page(repo));
        }
        if (LoginFailures.isOne(failure)) {
            return LoginFailures.of(failure, credentials, sendsCredentials);
        }
        String message = failure.header("X-Error-Message").orElse("");
        return switch (failure.header("X-Error-Code").orElse("")) {
            case "RevisionNotFound" ->
                because(
                        failure,
                        Kind.REVISION_NOT_FOUND,
                        "the repository has no " + (commit == null ? what : "commit " + commit),
                        Advice.to(Action.CHECK_REVISION));
            case "EntryNotFound" ->
                commit == null
                        ? ofBareStatus(failure, repo, what, message)
                        : because(
                                        failure,
                                        // Only a server that names the commit has looked for the file there.
                                        isAbout(commit, failure) ? Kind.FILE_NOT_FOUND : Kind.MALFORMED,
                                        what + " is listed, but the Hub does not have it",
                                        Advice.to(Action.EXCLUDE_FILE))
                                .at(commit);
            case "GatedRepo" -> gated(failure, repo);
            case "RepoNotFound" -> notFound(failure, repo);
            default ->
                message.equals(DISABLED_MESSAGE)
                        ? because(
                                failure,
                                Kind.DISABLED,
                                "the Hub has disabled access to this repository",
                                Advice.of("see " + addresses.page(repo)))
                        : ofBareStatus(failure, repo, what, message);
        };
    }

    private static boolean isAbout(CommitHash commit, HttpStatusException failure) {
        return failure.header("X-Repo-Commit").filter(commit.hex()::equals).isPresent();
    }

    private SourceException ofBareStatus(HttpStatusException failure, RepoId repo, String what, String message) {
        return switch (failure.status()) {
            case 401 -> message.startsWith(BAD_TOKEN_MESSAGE) ? badToken(failure) : notFound(failure, repo);
            case 403 ->
                because(
                        failure,
                        Kind.FORBIDDEN,
                        "access is forbidden" + foundIn() + ErrorText.of(failure),
                        // The Hub explains itself; a page is often from something in between.
                        Advice.of((isAuthorized() ? "check the token's permissions" : tokenAdvice())
                                + (ErrorText.isPage(failure.body()) ? ", or " + RedirectFailures.CHECK_THE_WAY : "")));
            case 404 ->
                because(
                        failure,
                        Kind.REPOSITORY_NOT_FOUND,
                        what + " is not found at " + addresses.page(repo),
                        Advice.to(Action.CHECK_ID_OR_ENDPOINT));
            case 429 ->
                statuses.rateLimited(
                        failure, "", isAuthorized() ? "" : ", or " + tokenAdvice() + " for a higher limit");
            default -> statuses.of(failure, what, addresses.page(repo));
        };
    }

    private SourceException badToken(HttpStatusException failure) {
        return isAuthorized()
                ? because(
                        failure,
                        Kind.FORBIDDEN,
                        "the Hub does not know the token" + foundIn(),
                        Advice.of("replace it or remove it"))
                : because(
                        failure,
                        Kind.FORBIDDEN,
                        "the Hub refuses a token, although none was sent" + ErrorText.of(failure),
                        Advice.to(Action.CHECK_ENDPOINT_OR_PROXY));
    }

    private SourceException notFound(HttpStatusException failure, RepoId repo) {
        String reason = "there is no " + repo.type().word() + " of that name, or it is private";
        return isAuthorized()
                ? because(
                        failure,
                        Kind.REPOSITORY_NOT_FOUND,
                        reason + " and not open to the token" + foundIn(),
                        Advice.of("check the id"))
                : because(failure, Kind.REPOSITORY_NOT_FOUND, reason, Advice.of("check the id, or " + tokenAdvice()));
    }

    private SourceException gated(HttpStatusException failure, RepoId repo) {
        return because(
                failure,
                Kind.GATED,
                "the " + repo.type().word() + " is gated",
                Advice.of("ask for access at " + addresses.page(repo)
                        + (isAuthorized()
                                ? " with the account whose token is used" + foundIn()
                                : ", then " + tokenAdvice())));
    }

    private boolean isAuthorized() {
        return credentials.authorization() != null && sendsCredentials;
    }

    private String foundIn() {
        return isAuthorized() && credentials.authorization() != null
                ? " (from " + credentials.authorization().foundIn() + ")"
                : "";
    }

    private String tokenAdvice() {
        if (credentials.authorization() == null) {
            return credentials.lookup().usesEnvironment()
                    ? "set HF_TOKEN or run 'hf auth login'"
                    : "give a token for the server id '" + credentials.lookup().serverId() + "' in the settings";
        }
        return LoginFailures.useHttps(credentials.authorization());
    }

    private SourceException because(HttpStatusException failure, Kind kind, String reason, Advice advice) {
        // The Hub hides private repositories: without a token it answers as if they did not exist.
        boolean mayNeedToken = kind == Kind.GATED || (kind == Kind.REPOSITORY_NOT_FOUND && failure.status() == 401);
        return new SourceException(kind, reason, advice, failure, mayNeedToken && credentials.authorization() == null);
    }
}
