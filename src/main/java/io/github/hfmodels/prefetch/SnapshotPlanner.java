package io.github.hfmodels.prefetch;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.hub.ModelSource;
import io.github.hfmodels.hub.SourceException;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.prefetch.SnapshotPlan.Origin;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what a model needs, asking the source only what the cache cannot tell. Writes nothing. */
final class SnapshotPlanner {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotPlanner.class);
    private static final int NAMES_IN_A_MESSAGE = 3;

    private final SnapshotCache cache;
    private final Supplier<ModelSource> source;
    private final boolean offline;
    private final boolean force;

    SnapshotPlanner(SnapshotCache cache, Supplier<ModelSource> source, boolean offline, boolean force) {
        this.cache = cache;
        this.source = source;
        this.offline = offline;
        this.force = force;
    }

    /**
     * @throws PlanException when the user must change something
     * @throws SourceException when the source does not answer as it should, and the cache cannot do without
     * @throws IllegalArgumentException when the listing has names or hashes that are none
     */
    SnapshotPlan plan(ModelRequest model) throws PlanException, IOException {
        if (offline) {
            return cached(model, null);
        }
        if (model.revision().isCommit() && !force) {
            Optional<Listing> stored = cache.repository(model.repo())
                    .listing(new CommitHash(model.revision().name()));
            try {
                if (stored.isPresent()) {
                    return plan(model, stored.get(), Origin.CACHE);
                }
            } catch (PlanException | IllegalArgumentException e) {
                LOG.debug("{}: the stored listing is of no use, asking for another", model, e);
            }
        }
        return planAnew(model);
    }

    /** Plans with what the source says now, whatever the cache has. */
    SnapshotPlan planAnew(ModelRequest model) throws PlanException, IOException {
        try {
            LOG.debug("{}: asking the Hub where it points and what it holds", model);
            Listing listing = source.get().list(model.repo(), model.revision());
            boolean isStored = cache.repository(model.repo())
                    .listing(listing.commit())
                    .filter(listing::hasSameContents)
                    .isPresent();
            return plan(model, listing, isStored ? Origin.SOURCE_AND_CACHE : Origin.SOURCE);
        } catch (SourceException e) {
            if (!e.leavesCacheValid() || force) {
                throw e;
            }
            return lastKnown(model, e);
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
            return plan;
        } catch (PlanException | IOException | IllegalArgumentException e) {
            failure.addSuppressed(e);
            throw failure;
        }
    }

    private SnapshotPlan cached(ModelRequest model, @Nullable SourceException failure)
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
            return plan(model, present, Origin.CACHE);
        }
        SnapshotPlan plan = plan(model, listing.get(), Origin.CACHE);
        if (!plan.missing().isEmpty()) {
            throw notCached("the cache lacks " + names(plan.missing()), failure);
        }
        return plan;
    }

    private PlanException notCached(String what, @Nullable SourceException failure) {
        String reason = offline ? what + ", and the build is offline" : what;
        return new PlanException(reason + "; run once without -o and without HF_HUB_OFFLINE to fetch it", failure);
    }

    private SnapshotPlan plan(ModelRequest model, Listing listing, Origin origin) throws PlanException {
        List<RepoFile> selected = model.selection().of(listing.files(), RepoFile::path);
        if (selected.isEmpty()) {
            throw new PlanException(
                    "no file matches " + model.selection() + "; the repository holds " + names(listing.files()), null);
        }
        rejectCollisions(selected);
        if (model.directory() != null && cache.contains(model.directory())) {
            throw new PlanException(
                    "the directory " + model.directory() + " lies within the cache; choose one outside", null);
        }
        CachedRepository repository = cache.repository(model.repo());
        List<RepoFile> missing = selected.stream()
                .filter(file -> force || !repository.has(listing.commit(), file))
                .toList();
        // A hash that is none must be found before anything is written.
        missing.forEach(RepoFile::digest);
        return new SnapshotPlan(model, listing, origin, selected, missing);
    }

    private void rejectCollisions(List<RepoFile> files) throws PlanException {
        var seen = new HashMap<String, String>();
        for (RepoFile file : files) {
            String other = seen.put(file.path().toLowerCase(Locale.ROOT), file.path());
            if (other != null && cache.ignoresCase()) {
                throw new PlanException(
                        "'" + Printable.of(other) + "' and '" + Printable.of(file.path())
                                + "' are one file on the cache's file system, which ignores case; leave one out with"
                                + " <excludes>",
                        null);
            }
        }
    }

    private static String names(List<RepoFile> files) {
        String names = files.stream()
                .limit(NAMES_IN_A_MESSAGE)
                .map(file -> Printable.of(file.path()))
                .collect(Collectors.joining(", "));
        int others = files.size() - NAMES_IN_A_MESSAGE;
        return others > 0 ? names + " and " + others + " more" : names.isEmpty() ? "nothing" : names;
    }
}
