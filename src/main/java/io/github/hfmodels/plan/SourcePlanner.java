package io.github.hfmodels.plan;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.plan.SnapshotPlan.Origin;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceRegistry;
import java.io.IOException;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what a model needs where nothing is locked, asking the source only what neither the cache nor another module of the build can tell. Writes
 * nothing but the listings that the source gives, at once, for those other modules, and not even those where it is told so.
 */
public final class SourcePlanner implements Planner {

    private static final Logger LOG = LoggerFactory.getLogger(SourcePlanner.class);

    private final SnapshotCache cache;
    private final SourceRegistry sources;
    private final PrefetchRequest request;
    private final SharedWork shared;
    private final Supplier<ZonedDateTime> buildStart;
    private final boolean storesListings;
    private final FileSelector wanted;
    private final FilesInCache files;

    /**
     * @param access where rules look into files
     * @param storesListings whether other modules find in the cache what the source says; otherwise nothing is written
     */
    public SourcePlanner(
            SnapshotCache cache,
            SourceRegistry sources,
            PrefetchRequest request,
            SharedWork shared,
            Supplier<ZonedDateTime> buildStart,
            FileAccess access,
            boolean storesListings) {
        this.cache = cache;
        this.sources = sources;
        this.request = request;
        this.shared = shared;
        this.buildStart = buildStart;
        this.storesListings = storesListings;
        this.wanted = new FileSelector(access);
        this.files = new FilesInCache(cache, request, shared);
    }

    @Override
    public SnapshotPlan plan(ModelRequest model) throws PlanException, IOException {
        if (request.offline()) {
            return cached(model, null);
        }
        Optional<Listing> stored = believedCommit(model).flatMap(cache.repository(model.repo())::listing);
        try {
            if (stored.isPresent()) {
                return plan(model, stored.get(), Origin.CACHE, false);
            }
        } catch (PlanException | InvalidValueException e) {
            LOG.debug("{}: the stored listing is of no use, asking for another", model, e);
        } catch (SourceException e) {
            if (!new ModelFailure(model, e).suggestsStaleListing()) {
                throw e;
            }
            LOG.debug("{}: the stored listing names files that cannot be had, asking for another", model, e);
        }
        return refresh(model);
    }

    @Override
    public SnapshotPlan preview(ModelRequest model) throws PlanException, IOException {
        return request.offline() ? known(model, null) : plan(model);
    }

    @Override
    public SnapshotPlan refresh(ModelRequest model) throws PlanException, IOException {
        if (shared.isGivenUp(model.repo(), model.revision()) && !request.force()) {
            try {
                return cached(model, null);
            } catch (PlanException e) {
                LOG.debug("{}: another module could do with the cache, this one cannot", model, e);
            }
        }
        try {
            Optional<CommitHash> believed = believedCommit(model);
            if (believed.isPresent() && !model.revision().isCommit()) {
                try {
                    // Not for the revision, which might have moved: the update policy says that it stays for now.
                    return ask(model, new Revision(believed.get().hex()));
                } catch (SourceException e) {
                    if (e.kind() != SourceException.Kind.REVISION_NOT_FOUND) {
                        throw e;
                    }
                    LOG.debug("{}: the Hub no longer has commit {}", model, believed.get(), e);
                }
            }
            return ask(model, model.revision());
        } catch (SourceException e) {
            if (!e.leavesCacheValid() || request.force()) {
                throw e;
            }
            return lastKnown(model, e);
        }
    }

    /** Where the revision points, if nobody need be asked: it is a commit, or was looked up a short while ago. */
    private Optional<CommitHash> believedCommit(ModelRequest model) {
        CachedRepository repository = cache.repository(model.repo());
        boolean isToBeAsked = request.force()
                // What was answered in this build is true for all of it, and costs nothing.
                || shared.isAnswered(model.repo(), model.revision())
                || (!model.revision().isCommit()
                        && repository
                                .lastLookup(model.revision())
                                .filter(last -> !request.updatePolicy().isDue(last, buildStart))
                                .isEmpty());
        return isToBeAsked ? Optional.empty() : repository.commitOf(model.revision());
    }

    /**
     * Asks the source, unless another module of the build has done so.
     *
     * @param revision the model's, or the commit that this is believed to be at
     */
    private SnapshotPlan ask(ModelRequest model, Revision revision) throws PlanException, IOException {
        boolean isLookUp = !revision.isCommit();
        CachedRepository repository = cache.repository(model.repo());
        try (SharedWork.Question question = shared.question(model.repo(), revision)) {
            Optional<Listing> answer = question.answer().flatMap(repository::listing);
            if (answer.isPresent()) {
                return plan(model, answer.get(), Origin.SOURCE_AND_CACHE, isLookUp);
            }
            LOG.debug("{}: asking the Hub where {} points and what it holds", model, revision);
            Listing listing = sources.of(model.repo()).list(model.repo(), revision);
            boolean isStored = repository
                    .listing(listing.commit())
                    .filter(listing::hasSameContents)
                    .isPresent();
            SnapshotPlan plan = plan(model, listing, isStored ? Origin.SOURCE_AND_CACHE : Origin.SOURCE, isLookUp);
            boolean isStoredNow = !isStored && storesListings && store(model, listing);
            if (isStored || storesListings) {
                question.answered(listing.commit());
            }
            return isStoredNow ? plan.withListingStored() : plan;
        }
    }

    /** @return false when it cannot be stored, which is told when something else cannot either */
    private boolean store(ModelRequest model, Listing listing) {
        try {
            cache.writer(model.repo()).writeListing(listing);
            return true;
        } catch (IOException e) {
            LOG.debug("{}: the listing cannot be stored", model, e);
            return false;
        }
    }

    /** The snapshot as it was when the source last answered, if the cache has all of it. */
    private SnapshotPlan lastKnown(ModelRequest model, SourceException failure) throws SourceException {
        try {
            SnapshotPlan plan = cached(model, failure);
            LOG.warn(
                    "{}; using commit {} from the cache",
                    new ModelFailure(model, failure).message(),
                    plan.listing().commit());
            shared.giveUp(model.repo(), model.revision());
            return plan;
        } catch (PlanException | IOException | InvalidValueException e) {
            failure.addSuppressed(e);
            throw failure;
        }
    }

    private SnapshotPlan cached(ModelRequest model, @Nullable SourceException failure)
            throws PlanException, IOException {
        SnapshotPlan plan = known(model, failure);
        if (!plan.missing().isEmpty()) {
            throw notCached("the cache lacks " + FileSelector.namesOf(plan.missing()), failure);
        }
        return plan;
    }

    /** With what the cache knows of the model; it need not have all files. */
    private SnapshotPlan known(ModelRequest model, @Nullable SourceException failure)
            throws PlanException, IOException {
        CachedRepository repository = cache.repository(model.repo());
        CommitHash commit = repository
                .commitOf(model.revision())
                .orElseThrow(() -> notCached("it is not in the cache " + cache, failure));
        Optional<Listing> listing = repository.listing(commit);
        if (listing.isEmpty()) {
            Listing present = repository
                    .filesPresent(commit)
                    .orElseThrow(() -> notCached("commit " + commit + " is not in the cache " + cache, failure));
            LOG.warn(
                    "{}: the cache has no list of commit {}, so it cannot be told whether it is complete",
                    model,
                    commit);
            return plan(model, present, Origin.CACHE, false);
        }
        return plan(model, listing.get(), Origin.CACHE, false);
    }

    private PlanException notCached(String what, @Nullable SourceException failure) {
        String reason = request.offline() ? what + ", and the build is offline" : what;
        return new PlanException(reason + "; run once without -o and without HF_HUB_OFFLINE to fetch it", failure);
    }

    private SnapshotPlan plan(ModelRequest model, Listing listing, Origin origin, boolean isLookedUp)
            throws PlanException, IOException {
        boolean mayHaveMoved = !isLookedUp && !model.revision().isCommit() && !request.offline();
        String hint =
                mayHaveMoved ? " at commit " + listing.commit() + ", build with -U to see whether it has moved" : "";
        SelectedFiles selected = wanted.of(model, listing, hint);
        files.check(model, selected.files());
        return new SnapshotPlan(
                model, listing, origin, isLookedUp, selected, files.missing(model, listing.commit(), selected.files()));
    }
}
