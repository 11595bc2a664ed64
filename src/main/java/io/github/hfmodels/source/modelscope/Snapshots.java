package io.github.hfmodels.source.modelscope;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Fingerprint;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.SourceException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds what a revision holds, and by which name the server is asked for it. A snapshot is identified by the commit that the user gave,
 * else by the commit of the branch or tag, else, where the server does not say that, by a fingerprint. Thread-safe.
 */
final class Snapshots {

    private final RepoLists lists;
    private final ModelScopeFailures failures;
    private final RevisionMemory memory;
    private final FingerprintSearch search;
    private final Map<Key, Listing> listings = new ConcurrentHashMap<>();

    Snapshots(RepoLists lists, ModelScopeFailures failures, RevisionMemory memory) {
        this.lists = lists;
        this.failures = failures;
        this.memory = memory;
        this.search = new FingerprintSearch(lists, memory);
    }

    private record Key(RepoId repo, CommitHash commit) {}

    /**
     * Lists the files of a revision.
     *
     * @throws SourceException when they cannot be listed; has the commit if the server has named it before
     */
    Listing list(ListingRequest request) throws SourceException {
        String name = request.revision().name();
        if (request.revision().isCommit()) {
            return listed(request.repo(), new CommitHash(name));
        }
        Optional<Revisions> revisions = revisions(request.repo(), name);
        if (revisions.isPresent()
                && !revisions.get().isEmpty()
                && !revisions.get().has(name)) {
            throw failures.noRevision(name);
        }
        Optional<CommitHash> commit = revisions.flatMap(known -> known.commit(name));
        if (commit.isPresent() && !memory.refusesCommits()) {
            Optional<Listing> listing = ofNamed(request, commit.get());
            if (listing.isPresent()) {
                return listing.get();
            }
        }
        try {
            List<RepoFile> files = lists.files(request.repo(), name);
            CommitHash fingerprint = Fingerprint.of(files);
            memory.note(request.repo(), fingerprint, name);
            return noted(request.repo(), fingerprint, files);
        } catch (IOException e) {
            throw failures.ofListing(e, request.repo(), name, revisions.isPresent());
        }
    }

    /** Empty when the server does not list branches and tags, or does not have the repository. */
    private Optional<Revisions> revisions(RepoId repo, String name) throws SourceException {
        try {
            return Refusals.orElse(() -> Optional.of(lists.revisions(repo)), Optional.empty());
        } catch (IOException e) {
            throw failures.ofListing(e, repo, name, false);
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
            if (listing.isEmpty()) {
                memory.noteRefusalOfCommits();
            }
            return listing;
        } catch (IOException e) {
            throw failures.ofListing(e, request.repo(), commit.hex(), true).at(commit);
        }
    }

    /**
     * The files of a commit, which this source may have listed before.
     *
     * @throws SourceException when they cannot be listed
     */
    Listing of(RepoId repo, CommitHash commit) throws SourceException {
        Listing known = listings.get(new Key(repo, commit));
        return known == null ? listed(repo, commit) : known;
    }

    private Listing listed(RepoId repo, CommitHash commit) throws SourceException {
        try {
            List<RepoFile> files =
                    Fingerprint.mayBe(commit) ? search.files(repo, commit) : lists.files(repo, commit.hex());
            return noted(repo, commit, files);
        } catch (IOException e) {
            throw failures.ofListing(e, repo, commit.hex(), Refusals.isAbsent(e) && isThere(repo));
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
        return known.isPresent() ? known.get() : searched(repo, commit);
    }

    /** One search at a time: many files may need the same. */
    private synchronized String searched(RepoId repo, CommitHash fingerprint) throws SourceException {
        Optional<String> known = memory.revision(repo, fingerprint);
        if (known.isPresent()) {
            return known.get();
        }
        of(repo, fingerprint);
        return memory.revision(repo, fingerprint).orElse(fingerprint.hex());
    }

    private Listing noted(RepoId repo, CommitHash commit, List<RepoFile> files) {
        var listing = new Listing(commit, files);
        listings.put(new Key(repo, commit), listing);
        return listing;
    }
}
