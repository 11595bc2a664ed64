package io.github.hfmodels.plan;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.source.SourceException;
import java.io.IOException;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plans a model that is not locked. Asks its source only for what neither the cache nor another module of the build knows, and
 * stores the listings at once, for those other modules.
 *
 * @param buildStart the time that update policies take for the present; called only when a policy needs it
 */
public record SourcePlanner(
        SnapshotCache cache,
        Listings listings,
        FileSelector selector,
        MissingContents missing,
        SharedWork shared,
        FetchOptions options,
        Supplier<ZonedDateTime> buildStart)
        implements Planner {

    private static final Log LOG = Log.of(SourcePlanner.class);

    @Override
    public SnapshotPlan plan(ModelRequest model) throws IOException {
        if (options.offline()) {
            return cached(model, null, false, null);
        }
        Optional<Listing> stored = believedCommit(model).flatMap(commit -> listings.stored(model.repo(), commit));
        try {
            if (stored.isPresent()) {
                return plan(model, stored.get(), true, false);
            }
        } catch (UserException | InvalidValueException e) {
            LOG.debug("{}: the stored listing cannot be used, asking for another", model, e);
        } catch (SourceException e) {
            if (!new ModelFailure(model, e).suggestsStaleListing()) {
                throw e;
            }
            LOG.debug("{}: the stored listing names files that cannot be fetched, asking for another", model, e);
        }
        return refresh(model, listing -> stored.filter(listing::hasSameContents).isPresent());
    }

    @Override
    public SnapshotPlan preview(ModelRequest model) throws IOException {
        return options.offline() ? plan(model, known(model, null, null), true, false) : plan(model);
    }

    @Override
    public SnapshotPlan refresh(ModelRequest model) throws IOException {
        return refresh(model, listing -> true);
    }

    /** @param isStale tells the listings of the cache that have proved wrong */
    private SnapshotPlan refresh(ModelRequest model, Predicate<Listing> isStale) throws IOException {
        if (shared.isGivenUp(model.repo(), model.revision()) && !options.force()) {
            try {
                return cached(model, null, false, null);
            } catch (UserException e) {
                LOG.debug("{}: the cache was enough for another module, but is not for this one", model, e);
            }
        }
        try {
            return lookUp(model, isStale);
        } catch (SourceException e) {
            // A source that has named the commit has answered, and what is older is not at the revision.
            if (e.commit() != null || !e.leavesCacheValid() || options.force()) {
                throw e;
            }
            SnapshotPlan plan = cachedInstead(model, null, false, e);
            shared.giveUp(model.repo(), model.revision());
            return plan;
        }
    }

    private SnapshotPlan lookUp(ModelRequest model, Predicate<Listing> isStale) throws IOException {
        Optional<CommitHash> believed = believedCommit(model);
        if (believed.isPresent() && !model.revision().isCommit()) {
            try {
                // Not for the revision, which might have moved: the update policy says that it stays for now.
                return lookUp(model, new Revision(believed.get().hex()), isStale);
            } catch (SourceException e) {
                if (e.kind() != SourceException.Kind.REVISION_NOT_FOUND || e.commit() != null) {
                    throw e;
                }
                LOG.debug("{}: the source no longer has commit {}", model, believed.get(), e);
            }
        }
        return lookUp(model, model.revision(), isStale);
    }

    /** Where the revision points, if it need not be looked up: it is a commit, or the update policy trusts the last lookup. */
    private Optional<CommitHash> believedCommit(ModelRequest model) {
        CachedRepository repository = cache.repository(model.repo());
        boolean isToBeAsked = options.force()
                // What the source has said in this build holds for all of it, and costs nothing.
                || shared.isAnswered(model.repo(), model.revision())
                || (!model.revision().isCommit()
                        && repository
                                .lastLookup(model.revision())
                                .filter(last -> !options.updatePolicy().isDue(last, buildStart))
                                .isEmpty());
        return isToBeAsked ? Optional.empty() : repository.commitOf(model.revision());
    }

    /**
     * Asks the source, unless another module of the build has done so.
     *
     * @param revision the model's, or the commit that this is believed to be at
     */
    private SnapshotPlan lookUp(ModelRequest model, Revision revision, Predicate<Listing> isStale) throws IOException {
        boolean isLookedUp = !revision.isCommit();
        try (SharedWork.Lookup lookup = shared.lookUp(model.repo(), revision)) {
            Optional<Listing> known = lookup.result()
                    .flatMap(commit -> listings.stored(model.repo(), commit))
                    .filter(Predicate.not(isStale));
            Listings.Found found;
            try {
                found = known.isPresent()
                        ? new Listings.Found(known.get(), false)
                        : listings.find(model, revision, options.force() ? listing -> true : isStale);
            } catch (SourceException e) {
                CommitHash commit = e.commit();
                if (commit == null || options.force()) {
                    throw e;
                }
                return cachedInstead(model, commit, isLookedUp, e);
            }
            SnapshotPlan plan = planFound(model, revision, found, isLookedUp);
            if (plan.listing() != known.orElse(null) && listings.store(model.repo(), plan.listing())) {
                lookup.succeeded(plan.listing().commit());
            }
            return plan;
        }
    }

    /** Where the source has not listed the files itself, and what was listed before proves wrong, it is to list them. */
    private SnapshotPlan planFound(ModelRequest model, Revision revision, Listings.Found found, boolean isLookedUp)
            throws IOException {
        try {
            return planListed(model, found, isLookedUp);
        } catch (SourceException e) {
            if (!found.isFromCache() || !new ModelFailure(model, e).suggestsStaleListing()) {
                throw e;
            }
            LOG.debug("{}: the stored listing names files that cannot be fetched, asking for another", model, e);
        }
        return planListed(model, listings.find(model, revision, listing -> true), isLookedUp);
    }

    /** With what the source has listed in this build, and with what it lists when it is asked again for what is missing there. */
    private SnapshotPlan planListed(ModelRequest model, Listings.Found found, boolean isLookedUp) throws IOException {
        Listing listing = found.listing();
        try {
            return plan(model, listing, found.isFromCache(), isLookedUp);
        } catch (UserException e) {
            Listing whole = listings.fetchRest(model.repo(), listing).orElseThrow(() -> e);
            return plan(model, whole, false, isLookedUp);
        } catch (SourceException e) {
            throw e.at(listing.commit());
        }
    }

    /**
     * A snapshot that the source does not list, if the cache has all of it.
     *
     * @param named the commit at which the source says that the revision is; null for the one at which it was found last
     */
    private SnapshotPlan cachedInstead(
            ModelRequest model, @Nullable CommitHash named, boolean isLookedUp, SourceException failure)
            throws SourceException {
        try {
            SnapshotPlan plan = cached(model, named, isLookedUp, failure);
            LOG.warn(
                    "{}; using commit {} from the cache",
                    new ModelFailure(model, failure).reason(),
                    plan.listing().commit());
            return plan;
        } catch (UserException | IOException | InvalidValueException e) {
            failure.addSuppressed(e);
            throw failure;
        }
    }

    /** @param named a commit; null for the one at which the revision was found last */
    private SnapshotPlan cached(
            ModelRequest model, @Nullable CommitHash named, boolean isLookedUp, @Nullable SourceException failure)
            throws IOException {
        SnapshotPlan plan = plan(model, known(model, named, failure), true, isLookedUp);
        // What the snapshot alone lacks is linked again: tools that archive caches may drop links.
        List<RepoFile> lacking = missing.toBeDownloaded(plan);
        if (!lacking.isEmpty()) {
            throw notCached("the cache lacks " + FileSelector.namesOf(lacking), failure);
        }
        return plan;
    }

    /**
     * What the cache knows of a commit; it need not have all files.
     *
     * @param named the commit; null for the one at which the revision was found last
     */
    private Listing known(ModelRequest model, @Nullable CommitHash named, @Nullable SourceException failure)
            throws IOException {
        CachedRepository repository = cache.repository(model.repo());
        @Nullable
        CommitHash commit =
                named == null ? repository.commitOf(model.revision()).orElse(null) : named;
        Optional<Listing> stored = commit == null ? Optional.empty() : listings.stored(model.repo(), commit);
        if (stored.isPresent()) {
            return stored.get();
        }
        Optional<Listing> before = commit == null ? Optional.empty() : repository.filesPresent(commit);
        Optional<Listing> ofSdk = commit == null || (named == null && repository.isOfSdk(model.revision()))
                ? repository.filesOfSdk(model.revision())
                : Optional.empty();
        // The SDK may have downloaded more since.
        Listing present = ofSdk.filter(sdk -> before.isEmpty()
                        || sdk.files().size() >= before.get().files().size())
                .or(() -> before)
                .orElseThrow(() -> notCached(
                        (commit == null ? "it" : "commit " + commit) + " is not in the cache "
                                + cache.folder(model.repo()),
                        failure));
        LOG.warn(
                "{}: the cache has no list of commit {}, so it is not known whether it is complete",
                model,
                present.commit());
        return present;
    }

    private UserException notCached(String what, @Nullable SourceException failure) {
        return new UserException(
                options.offline() ? what + ", and the build is offline" : what,
                Advice.to(Advice.Action.GO_ONLINE),
                failure);
    }

    private SnapshotPlan plan(ModelRequest model, Listing listing, boolean isFromCache, boolean isLookedUp)
            throws IOException {
        boolean mayHaveMoved = !isLookedUp && !model.revision().isCommit() && !options.offline();
        SelectedFiles selected = selector.select(model, listing, mayHaveMoved);
        return new SnapshotPlan(
                model,
                listing,
                isFromCache,
                isLookedUp,
                null,
                selected,
                missing.of(model.repo(), listing.commit(), selected.files()));
    }
}
