package io.github.hfmodels.source.hub;

import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.http.TransferException;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.source.http.ServerJson;
import io.github.hfmodels.transfer.ApiClient;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lists the files of a revision. One API call normally has all of them. If its list may be cut, or lacks sizes or hashes, the pages of
 * the tree replace it; where a server has no tree, files are asked for by their paths, or remain names.
 */
final class HubListing {

    private static final Log LOG = Log.of(HubListing.class);

    private final ApiClient api;
    private final HubAddresses addresses;
    private final ServerJson json;
    private final HubFailures failures;
    private final RouteMemory memory;
    private final InfoRoutes infoRoutes;
    private final PathsInfo pathsInfo;

    HubListing(ApiClient api, HubAddresses addresses, ServerJson json, HubFailures failures, RouteMemory memory) {
        this.api = api;
        this.addresses = addresses;
        this.json = json;
        this.failures = failures;
        this.memory = memory;
        this.infoRoutes = new InfoRoutes(api, addresses, json, memory);
        this.pathsInfo = new PathsInfo(api, addresses, json);
    }

    /** @throws SourceException when the files cannot be listed; has the commit if the server has named it before */
    Listing of(ListingRequest request) throws SourceException {
        try {
            return list(request);
        } catch (IOException e) {
            throw failures.ofListing(e, request.repo(), request.revision());
        }
    }

    private Listing list(ListingRequest request) throws IOException {
        CommitHash named = named(request);
        // A list of the commit was had before, without the tree.
        boolean isTreeWanted = request.revision().isCommit() && request.isThorough();
        if (named != null && (isTreeWanted || infoRoutes.areLacking(request.repo()))) {
            Optional<Listing> found = ofTree(request.repo(), named, isTreeWanted);
            if (found.isPresent()) {
                tellUnlessNamed(request, named);
                return found.get();
            }
        }
        RepoInfo info;
        try {
            info = infoRoutes.of(request.repo(), request.revision());
        } catch (IOException e) {
            return ofNamedCommit(request, named, e);
        }
        CommitHash commit = commit(info, request.revision());
        try {
            return ofInfo(request, commit, info);
        } catch (IOException e) {
            throw failures.ofFiles(e, request.repo(), commit);
        }
    }

    /** The commit that is known without the server: the revision itself, or where it was last. */
    private static @Nullable CommitHash named(ListingRequest request) {
        return request.revision().isCommit() ? new CommitHash(request.revision().name()) : request.known();
    }

    /**
     * The files of a commit that the server need not name; empty when it has none for it.
     *
     * @param isThere whether the server is known to have the commit, so that a refusal is the route's
     */
    private Optional<Listing> ofTree(RepoId repo, CommitHash commit, boolean isThere) throws IOException {
        try {
            return Optional.of(new Listing(commit, tree(repo, commit), null))
                    .filter(listing -> !listing.files().isEmpty());
        } catch (IOException e) {
            requireRefusal(e);
            if (isThere && Route.isRefused(e)) {
                memory.noteLack(repo.type(), Route.TREE);
            }
            return Optional.empty();
        }
    }

    /** Without a route that says what is at a revision. When all else fails too, the first refusal says most. */
    private Listing ofNamedCommit(ListingRequest request, @Nullable CommitHash commit, IOException refusal)
            throws IOException {
        boolean mayHaveOthers = Route.isRefused(refusal)
                || (refusal instanceof SourceException known && known.kind() == Kind.REVISION_NOT_FOUND);
        if (commit == null || !mayHaveOthers) {
            throw refusal;
        }
        Optional<Listing> found = ofTree(request.repo(), commit, false);
        if (found.isEmpty()) {
            found = withoutTree(request, commit, null);
        }
        Listing listing = found.orElseThrow(() -> refusal);
        if (Route.isRefused(refusal)) {
            infoRoutes.noteLack(request.repo());
        }
        tellUnlessNamed(request, commit);
        return listing;
    }

    private static void tellUnlessNamed(ListingRequest request, CommitHash commit) {
        if (!request.revision().isCommit()) {
            LOG.info(
                    "{}: the server does not say where the revision '{}' is; using the commit where it was last, {}",
                    request.repo(),
                    request.revision(),
                    commit);
        }
    }

    private Listing ofInfo(ListingRequest request, CommitHash commit, RepoInfo info) throws IOException {
        RepoId repo = request.repo();
        var siblings = new Siblings(request, info);
        if (!siblings.isDoubtful()) {
            return listing(commit, siblings.files(), info);
        }
        if (request.isListed().test(commit)) {
            return Listing.ofCommit(commit, info.license());
        }
        IOException refusal = null;
        boolean isTreeLast = memory.lacks(repo.type(), Route.TREE);
        if (!isTreeLast) {
            try {
                return ofTreeAndInfo(repo, commit, info);
            } catch (IOException e) {
                requireRefusal(e);
                refusal = e;
            }
        }
        Optional<Listing> found = withoutTree(request, commit, info);
        if (found.isEmpty()) {
            if (refusal != null) {
                throw refusal;
            }
            return ofTreeAndInfo(repo, commit, info);
        }
        // A server may have failed for this repository alone, and names alone are a poor replacement.
        if (refusal != null
                && (!Route.isFailing(refusal) || found.get().files().stream().noneMatch(RepoFile::isNameOnly))) {
            memory.noteLack(repo.type(), Route.TREE);
        }
        return found.get();
    }

    private Listing ofTreeAndInfo(RepoId repo, CommitHash commit, RepoInfo info) throws IOException {
        List<RepoFile> files = tree(repo, commit);
        // A repository may be empty, if both say so.
        if (files.isEmpty() && (info.siblings() == null || !info.siblings().isEmpty())) {
            throw ServerJson.malformed("the Hub's list of files is empty", null);
        }
        return listing(commit, files, info);
    }

    /**
     * What the server lists without the tree, and what it says of files by their paths.
     *
     * @param info what the server said of the revision; null when it did not
     * @return empty when it has nothing
     */
    private Optional<Listing> withoutTree(ListingRequest request, CommitHash commit, @Nullable RepoInfo info)
            throws IOException {
        var siblings = new Siblings(request, info);
        List<RepoFile> described = described(request.repo(), commit, siblings.unknown(), info != null);
        if (!siblings.isEmpty() || !described.isEmpty()) {
            return Optional.of(siblings.listing(commit, described, info == null ? null : info.license()));
        }
        if (info == null || request.paths().isEmpty()) {
            return Optional.empty();
        }
        // The server has the commit. Whether it has the files, their addresses say.
        List<RepoFile> wanted = request.paths().stream().map(RepoFile::named).toList();
        return Optional.of(new Listing(commit, wanted, info.license(), true));
    }

    /** @param isThere whether the server is known to have the repository, so that a refusal is the route's */
    private List<RepoFile> described(RepoId repo, CommitHash commit, List<String> paths, boolean isThere)
            throws IOException {
        if (paths.isEmpty() || memory.lacks(repo.type(), Route.PATHS_INFO)) {
            return List.of();
        }
        try {
            return pathsInfo.of(repo, commit, paths);
        } catch (IOException e) {
            // It is asked only because there is nothing better; any other answer is as good as a refusal.
            if (!isAnswer(e)) {
                throw e;
            }
            LOG.debug("{}: the server does not describe files by their paths: {}", repo, e.toString());
            if (isThere && Route.isRefused(e)) {
                memory.noteLack(repo.type(), Route.PATHS_INFO);
            }
            return List.of();
        }
    }

    /** Whether the server has answered something, other than to ask later. */
    private static boolean isAnswer(IOException failure) {
        return failure instanceof SourceException
                || (failure instanceof TransferException wrong && !wrong.isRateLimit())
                || (failure instanceof HttpStatusException status && status.status() != 429);
    }

    private List<RepoFile> tree(RepoId repo, CommitHash commit) throws IOException {
        return new TreePages(api, addresses, json, repo, commit).read();
    }

    private static void requireRefusal(IOException failure) throws IOException {
        if (!Route.isRefused(failure) && !Route.isFailing(failure)) {
            throw failure;
        }
    }

    static CommitHash commit(RepoInfo info, Revision revision) throws SourceException {
        if (info.sha() == null || !CommitHash.isCommitHash(info.sha())) {
            throw ServerJson.malformed(
                    "the Hub's answer does not name a commit"
                            + (info.sha() == null ? "" : ": '" + Printable.of(info.sha()) + "'"),
                    null);
        }
        if (revision.isCommit() && !revision.name().equals(info.sha())) {
            throw ServerJson.malformed(
                    "the Hub answered with commit " + info.sha() + " when asked for " + revision, null);
        }
        return new CommitHash(info.sha());
    }

    private static Listing listing(CommitHash commit, List<RepoFile> files, RepoInfo info) {
        return new Listing(commit, files, info.license());
    }
}
