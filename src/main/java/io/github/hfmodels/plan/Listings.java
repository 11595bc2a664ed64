package io.github.hfmodels.plan;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Listings of repositories: what the cache has, and what sources say. The one place that stores them. Nobody else's word is stored, least
 * of all that of a lock: every program that shares the cache believes a listing.
 */
public final class Listings {

    private static final Log LOG = Log.of(Listings.class);

    private final SnapshotCache cache;
    private final SourceRegistry sources;
    private final boolean stores;
    /** What sources said when they were asked again, by repository and commit; empty where they said no more. */
    private final Map<String, Optional<Listing>> again = new ConcurrentHashMap<>();

    /** @param stores whether listings are stored; a dry run stores none */
    public Listings(SnapshotCache cache, SourceRegistry sources, boolean stores) {
        this.cache = cache;
        this.sources = sources;
        this.stores = stores;
    }

    /** What the cache has of a commit; empty when it has no listing. */
    public Optional<Listing> stored(RepoId repo, CommitHash commit) {
        return cache.repository(repo).listing(commit);
    }

    /**
     * What was found when a source was asked.
     *
     * @param listing the files
     * @param isFromCache whether the source has only said where the revision is, and the files are what was listed before
     */
    record Found(Listing listing, boolean isFromCache) {}

    /**
     * Asks the source where a revision points and what the repository has there. Stores nothing yet: the caller looks at it first.
     * Where a source names the commit, and does not list it as a whole, what it or another one has listed before is used.
     *
     * @param revision the model's, or a commit at which that is taken to be
     * @throws SourceException when the source does not say; with the commit if it has said that
     */
    public Listing fetch(ModelRequest model, Revision revision) throws SourceException {
        return find(model, revision, listing -> false).listing();
    }

    /**
     * The same.
     *
     * @param isStale tells the listings of the cache that must not be used, as they have proved wrong
     */
    Found find(ModelRequest model, Revision revision, Predicate<Listing> isStale) throws SourceException {
        RepoId repo = model.repo();
        LOG.debug("{}: asking where {} points and what it holds", repo, revision);
        Function<CommitHash, Optional<Listing>> usable =
                commit -> stored(repo, commit).filter(Predicate.not(isStale));
        try {
            Listing listing = sources.of(repo).list(request(model, revision, usable));
            return listing.isComplete()
                    ? new Found(listing, false)
                    : usable.apply(listing.commit())
                            .map(known ->
                                    new Found(new Listing(listing.commit(), known.files(), listing.license()), true))
                            .orElse(new Found(listing, false));
        } catch (SourceException e) {
            CommitHash commit = e.commit();
            Listing known = commit == null ? null : usable.apply(commit).orElse(null);
            if (known == null) {
                throw e;
            }
            LOG.debug(
                    "{}: the source says that {} is at {}, of which the cache has the list", repo, revision, commit, e);
            return new Found(known, true);
        }
    }

    private ListingRequest request(
            ModelRequest model, Revision revision, Function<CommitHash, Optional<Listing>> usable) {
        return new ListingRequest(
                model.repo(),
                revision,
                revision.isCommit()
                        ? null
                        : cache.repository(model.repo()).commitOf(revision).orElse(null),
                model.selection().isByPatterns() ? model.selection().patterns().paths() : List.of(),
                false,
                commit -> usable.apply(commit).isPresent());
    }

    /**
     * Asks the source again for the files of a commit that it has just listed without one that is wanted: some servers cut their lists, and
     * have the rest in another place.
     *
     * @return the whole listing; empty when it is no other, or cannot be had
     * @throws SourceException when the source's list is known to be cut
     */
    public Optional<Listing> fetchRest(RepoId repo, Listing listing) throws SourceException {
        if (listing.partial()) {
            return Optional.empty();
        }
        String key = repo + "@" + listing.commit();
        Optional<Listing> rest = again.get(key);
        if (rest == null) {
            rest = listAgain(repo, listing);
            again.put(key, rest);
        }
        return rest.filter(whole -> !whole.hasSameContents(listing));
    }

    private Optional<Listing> listAgain(RepoId repo, Listing listing) throws SourceException {
        CommitHash commit = listing.commit();
        LOG.debug("{}: asking for the files of {} again, as one is missing", repo, commit);
        try {
            Listing whole = sources.of(repo)
                    .list(new ListingRequest(repo, new Revision(commit.hex()), commit, List.of(), true, any -> false));
            return Optional.of(
                    new Listing(commit, whole.files(), listing.license(), whole.partial(), whole.doubtful()));
        } catch (SourceException e) {
            if (e.kind() == SourceException.Kind.MALFORMED) {
                throw e;
            }
            LOG.debug("{}: the source does not list {} again", repo, commit, e);
            return Optional.empty();
        }
    }

    /**
     * Asks the source anew for all files of a commit, whatever the cache has of it. Stores nothing yet.
     *
     * @throws SourceException when the source does not list them
     */
    public Listing fetchAnew(RepoId repo, CommitHash commit) throws SourceException {
        LOG.debug("{}: asking for the files of {} anew", repo, commit);
        return sources.of(repo)
                .list(new ListingRequest(repo, new Revision(commit.hex()), commit, List.of(), false, any -> false));
    }

    /**
     * Stores what a source has listed anew, if it is complete, in place of what is stored. Otherwise that stays.
     *
     * @param commit the commit that was asked for
     * @throws IOException when the listing cannot be written
     */
    public void replace(RepoId repo, CommitHash commit, Listing listing) throws IOException {
        boolean isStored = stored(repo, commit).filter(listing::hasSameContents).isPresent();
        if (!isStored && listing.isComplete() && listing.commit().equals(commit)) {
            cache.writer(repo).replaceListing(listing);
        }
    }

    /**
     * Stores what a source gave, if that is complete. A complete snapshot does not need it, so a failure to store it is not an error.
     *
     * @return whether the cache has the listing now
     */
    public boolean store(RepoId repo, Listing listing) {
        boolean isStored =
                stored(repo, listing.commit()).filter(listing::hasSameContents).isPresent();
        return isStored || (stores && listing.isComplete() && write(repo, listing));
    }

    private boolean write(RepoId repo, Listing listing) {
        try {
            cache.writer(repo).writeListing(listing);
            return true;
        } catch (IOException e) {
            LOG.debug("{}: the listing of {} cannot be stored", repo, listing.commit(), e);
            return false;
        }
    }
}
