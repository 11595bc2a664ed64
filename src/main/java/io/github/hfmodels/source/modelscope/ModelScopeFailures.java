package io.github.hfmodels.source.modelscope;

import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
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

/** Explains failures to users, with ModelScope's own message and the id of the request, by which its support finds it. */
final class ModelScopeFailures {

    private final ModelScopeAddresses addresses;
    private final Credentials credentials;
    private final boolean sendsCredentials;
    private final StatusFailures statuses;
    private final RedirectFailures redirects;

    /**
     * @param sendsCredentials whether credentials may be sent to the endpoint, so that there is no plain http
     * @param waits how long the build has waited because of limits of the rate
     */
    ModelScopeFailures(
            ModelScopeAddresses addresses,
            Credentials credentials,
            boolean sendsCredentials,
            Supplier<Duration> waits) {
        this.addresses = addresses;
        this.credentials = credentials;
        this.sendsCredentials = sendsCredentials;
        this.statuses = new StatusFailures("ModelScope", waits);
        this.redirects = new RedirectFailures("ModelScope", credentials, sendsCredentials);
    }

    /** What the server is known to have, so that it is something else that it does not have. */
    enum Known {
        NOTHING,
        REPOSITORY,
        REVISION
    }

    SourceException ofListing(IOException failure, RepoId repo, String revision, Known known) {
        String what = "revision '" + Printable.of(revision) + "'";
        if (!(failure instanceof HttpStatusException status)) {
            return TransferFailures.of(failure, what, false, host());
        }
        if (!status.isFrom(credentials.origin())) {
            return redirects.ofListing(status, what, addresses.page(repo));
        }
        if (known == Known.REVISION && Refusals.isAbsent(status)) {
            return new SourceException(
                    Kind.UNAVAILABLE,
                    "ModelScope has the " + what + ", but does not list its files" + ErrorText.of(status),
                    Advice.to(Action.CHECK_ENDPOINT_OR_PROXY),
                    status);
        }
        boolean isOfRevision = known != Known.NOTHING
                || FailureWords.isOfRevision(ErrorText.words(status).orElse(""));
        if (isOfRevision && Refusals.isAbsent(status)) {
            return new SourceException(
                    Kind.REVISION_NOT_FOUND,
                    "the repository has no " + what + ErrorText.of(status),
                    Advice.to(Action.CHECK_REVISION),
                    status);
        }
        return status.status() == 404 ? notFound(status, repo) : ofStatus(status, repo, what);
    }

    /** The failure to find a name among the branches and tags. */
    SourceException noRevision(String name) {
        return new SourceException(
                Kind.REVISION_NOT_FOUND,
                "the repository has no branch or tag '" + Printable.of(name) + "'",
                Advice.to(Action.CHECK_REVISION),
                null);
    }

    /** @param revision the name by which the content was asked for: the commit, or a branch or a tag, which may move */
    SourceException ofFile(IOException failure, RepoId repo, CommitHash commit, RepoFile file, String revision) {
        SourceException known = ofFile(failure, repo, file.path());
        boolean isOfContent = known.kind() == Kind.CORRUPT || known.kind() == Kind.FILE_NOT_FOUND;
        if (!isOfContent) {
            return known;
        }
        if (revision.equals(commit.hex())) {
            return known.kind() == Kind.FILE_NOT_FOUND ? known.at(commit) : known;
        }
        return new SourceException(
                known.kind(),
                known.getMessage() + "; '" + Printable.of(revision) + "' may have moved since it was listed",
                Advice.to(Action.LOOK_UP_AGAIN),
                failure);
    }

    private SourceException ofFile(IOException failure, RepoId repo, String path) {
        String what = Printable.of(path);
        if (!(failure instanceof HttpStatusException status)) {
            return TransferFailures.of(failure, what, true, host());
        }
        if (!status.isFrom(credentials.origin())) {
            return redirects.ofFile(status, what, addresses.page(repo));
        }
        if (status.status() != 404) {
            return ofStatus(status, repo, what);
        }
        return FailureWords.isOfRepository(ErrorText.words(status).orElse(""), path)
                ? notFound(status, repo)
                : new SourceException(
                        Kind.FILE_NOT_FOUND,
                        what + " is listed, but ModelScope does not have it" + ErrorText.of(status),
                        Advice.to(Action.EXCLUDE_FILE),
                        status);
    }

    private SourceException ofStatus(HttpStatusException failure, RepoId repo, String what) {
        if (LoginFailures.isOne(failure)) {
            return LoginFailures.of(failure, credentials, sendsCredentials);
        }
        String page = addresses.page(repo);
        return switch (failure.status()) {
            case 401 ->
                refused(failure, "ModelScope wants a login", "ModelScope does not know the token", "replace it");
            case 403 ->
                refused(
                        failure,
                        "access is forbidden",
                        "access is forbidden",
                        "ask for access at " + page
                                + (ErrorText.isPage(failure.body()) ? ", or " + RedirectFailures.CHECK_THE_WAY : ""));
            case 429 -> statuses.rateLimited(failure, ErrorText.of(failure), "");
            default -> statuses.of(failure, what, page);
        };
    }

    /** @param withToken the reason where a token was sent, and what to do then */
    private SourceException refused(
            HttpStatusException failure, String withoutToken, String withToken, String todoWithToken) {
        Authorization known = credentials.authorization();
        boolean isSent = known != null && sendsCredentials;
        return new SourceException(
                Kind.FORBIDDEN,
                (isSent ? withToken + foundIn() : withoutToken) + ErrorText.of(failure),
                Advice.of(isSent ? todoWithToken : tokenAdvice()),
                failure,
                known == null);
    }

    /** ModelScope hides private repositories: it answers as if they did not exist. */
    private SourceException notFound(HttpStatusException failure, RepoId repo) {
        String reason = "there is no " + repo.type().word() + " of that name at " + host() + ", or it is private";
        boolean isSent = credentials.authorization() != null && sendsCredentials;
        return new SourceException(
                Kind.REPOSITORY_NOT_FOUND,
                reason + (isSent ? " and not open to the token" + foundIn() : "") + ErrorText.of(failure),
                Advice.of(isSent ? "check the id" : "check the id, or " + tokenAdvice()),
                failure,
                credentials.authorization() == null);
    }

    private String foundIn() {
        Authorization known = credentials.authorization();
        return known == null ? "" : " (from " + known.foundIn() + ")";
    }

    private String tokenAdvice() {
        Authorization known = credentials.authorization();
        if (known != null) {
            return LoginFailures.useHttps(known);
        }
        String settings =
                "give a token for the server id '" + credentials.lookup().serverId() + "' in the settings";
        return credentials.lookup().usesEnvironment() ? "set MODELSCOPE_API_TOKEN, or " + settings : settings;
    }

    private String host() {
        return credentials.origin().host();
    }
}
