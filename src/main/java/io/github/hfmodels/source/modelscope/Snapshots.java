package io.github.hfmodels.source.modelscope;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Fingerprint;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.modelscope.ModelScopeFailures.Known;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;

/**
 * Finds what a revision holds, and by which name the server is asked for it. A snapshot is identified by the commit that the user gave,
 * else by the commit of the branch or tag, else, where the server does not say that, by a fingerprint. Thread-safe.
 */
final class Snapshots {

    private static final Log LOG = Log.of(Snapshots.class);

    private final RepoLists lists;
    private final ModelScopeFailures failures;
    private final RevisionMemory memory;
    private final FingerprintSearch search;
    private final Map<Key, FutureTask<Snapshot>> snapshots = new ConcurrentHashMap<>();

    Snapshots(RepoLists lists, ModelScopeFailures failures, RevisionMemory memory) {
        this.lists = lists;
        this.failures = failures;
        this.memory = memory;
        this.search = new FingerprintSearch(lists, memory);
    }

    private record Key(RepoId repo, CommitHash commit) {}

    private record Snapshot(Listing listing, Map<String, RepoFile> byPath) {

        private static Snapshot of(Listing listing) {
            return new Snapshot(
                    listing,
                    listing.files().stream().collect(Collectors.toUnmodifiableMap(RepoFile::path, file -> file)));
        }
    }

    /**
     * Lists the files of a revision.
     *
     * @throws SourceException when they cannot be listed; has the commit if the server has named it before
     */
    Listing list(ListingRequest request) throws SourceException {
        String name = request.revision().name();
        if (request.revision().isCommit()) {
            CommitHash commit = new CommitHash(name);
            if (!request.isThorough()) {
                snapshots.remove(new Key(request.repo(), commit));
            }
            return snapshot(request.repo(), commit).listing();
        }
        Optional<Revisions> revisions = revisions(request.repo(), name);
        if (revisions.isPresent()
                && revisions.get().hasBranches()
                && !revisions.get().has(name)) {
            throw failures.noRevision(name);
        }
        Optional<CommitHash> commit = revisions.flatMap(known -> known.commit(name));
        boolean isAsked = commit.isPresent() && !memory.refusesCommits(request.repo());
        if (isAsked) {
            Optional<Listing> listing = ofNamed(request, commit.orElseThrow());
            if (listing.isPresent()) {
                return listing.get();
            }
        }
        try {
            List<RepoFile> files = lists.files(request.repo(), name);
            if (isAsked) {
                memory.noteRefusalOfCommits(request.repo());
            }
            CommitHash fingerprint = Fingerprint.of(files);
            memory.note(request.repo(), fingerprint, name);
            return noted(request.repo(), fingerprint, files);
        } catch (IOException e) {
            throw failures.ofListing(e, request.repo(), name, known(revisions, name));
        }
    }

    private static Known known(Optional<Revisions> revisions, String name) {
        if (revisions.isEmpty()) {
            return Known.NOTHING;
        }
        return revisions.get().has(name) ? Known.REVISION : Known.REPOSITORY;
    }

    /** Empty when the server does not list branches and tags, or does not have the repository, which the list of files tells then. */
    private Optional<Revisions> revisions(RepoId repo, String name) throws SourceException {
        try {
            return Optional.of(lists.revisions(repo));
        } catch (IOException e) {
            if (Refusals.isAbsent(e) || Refusals.isOfCall(e)) {
                LOG.debug("The branches and tags of {} are not listed: {}", repo, e.toString());
                return Optional.empty();
            }
            throw failures.ofListing(e, repo, name, Known.NOTHING);
        }
    }

    /** The listing of the commit that the server has named; empty when it does not list commits by their ids. */
    private Optional<Listing> ofNamed(ListingRequest request, CommitHash commit) throws SourceException {
        if (Fingerprint.mayBe(commit)) {
            memory.note(request.repo(), commit, commit.hex());
        }
        if (request.isListed().test(commit)) {
            return Optional.of(Listing.ofCommit(commit, null));
        }
        try {
            Optional<Listing> listing = Refusals.orElse(
                    () -> Optional.of(noted(request.repo(), commit, lists.files(request.repo(), commit.hex()))),
                    Optional.empty());
            return listing;
        } catch (IOException e) {
            throw failures.ofListing(e, request.repo(), commit.hex(), Known.REVISION)
                    .at(commit);
        }
    }

    /**
     * A file of a commit, which this source may have listed before; empty when the commit does not have it.
     *
     * @throws SourceException when the files of the commit cannot be listed
     */
    Optional<RepoFile> file(RepoId repo, CommitHash commit, String path) throws SourceException {
        return Optional.ofNullable(snapshot(repo, commit).byPath().get(path));
    }

    /** Lists a commit once, however many files need it at the same time, and one that does not exist neither. */
    private Snapshot snapshot(RepoId repo, CommitHash commit) throws SourceException {
        var key = new Key(repo, commit);
        var own = new FutureTask<Snapshot>(() -> Snapshot.of(listed(repo, commit)));
        FutureTask<Snapshot> other = snapshots.putIfAbsent(key, own);
        FutureTask<Snapshot> task = other == null ? own : other;
        if (other == null) {
            own.run();
        }
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failures.ofListing(
                    new InterruptedIOException("interrupted while waiting for a list"),
                    repo,
                    commit.hex(),
                    Known.NOTHING);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof SourceException failure)) {
                snapshots.remove(key, task);
                if (e.getCause() instanceof VirtualMachineError exhausted) {
                    throw exhausted;
                }
                throw new IllegalStateException("the search ended with " + e.getCause(), e.getCause());
            }
            if (failure.kind() != SourceException.Kind.REVISION_NOT_FOUND) {
                snapshots.remove(key, task);
            }
            throw failure;
        }
    }

    private Listing listed(RepoId repo, CommitHash commit) throws SourceException {
        try {
            List<RepoFile> files =
                    Fingerprint.mayBe(commit) ? search.files(repo, commit) : lists.files(repo, commit.hex());
            return new Listing(commit, files);
        } catch (IOException e) {
            boolean isThere = Refusals.isAbsent(e) && isThere(repo);
            throw failures.ofListing(e, repo, commit.hex(), isThere ? Known.REPOSITORY : Known.NOTHING);
        }
    }

    /** Whether the server has the repository, so that what it does not have is the commit. */
    private boolean isThere(RepoId repo) {
        try {
            lists.revisions(repo);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The name by which the server is asked for the contents of a commit.
     *
     * @throws SourceException when no branch or tag has the files of a fingerprint
     */
    String revision(RepoId repo, CommitHash commit) throws SourceException {
        if (!Fingerprint.mayBe(commit)) {
            return commit.hex();
        }
        Optional<String> known = memory.revision(repo, commit);
        if (known.isPresent()) {
            return known.get();
        }
        snapshot(repo, commit);
        return memory.revision(repo, commit).orElse(commit.hex());
    }

    private Listing noted(RepoId repo, CommitHash commit, List<RepoFile> files) {
        var listing = new Listing(commit, files);
        var task = new FutureTask<>(() -> Snapshot.of(listing));
        task.run();
        snapshots.put(new Key(repo, commit), task);
        return listing;
    }
}
