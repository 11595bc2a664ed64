package io.github.hfmodels.plan;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.plan.SnapshotPlan.Origin;
import java.util.List;
import java.util.Map;

/** Finds out what a model needs from a lock, which has been told once and for all; asks nobody and writes nothing. */
public final class LockedPlanner implements Planner {

    private final SnapshotCache cache;
    private final PrefetchRequest request;
    private final ActiveLock lock;
    private final FilesInCache files;

    public LockedPlanner(SnapshotCache cache, PrefetchRequest request, ActiveLock lock, SharedWork shared) {
        this.cache = cache;
        this.request = request;
        this.lock = lock;
        this.files = new FilesInCache(cache, request, shared);
    }

    @Override
    public SnapshotPlan plan(ModelRequest model) throws PlanException {
        SnapshotPlan plan = preview(model);
        if (request.offline() && !plan.missing().isEmpty()) {
            throw new PlanException(
                    "the cache lacks " + FileSelector.namesOf(plan.missing())
                            + ", and the build is offline; run once without -o and without HF_HUB_OFFLINE to fetch it",
                    null);
        }
        return plan;
    }

    @Override
    public SnapshotPlan preview(ModelRequest model) throws PlanException {
        LockedModel locked = lock.lock()
                .find(model.repo(), model.revision(), model.selection())
                .orElseThrow(() -> new PlanException(difference(model) + "; run " + lock.command(), null));
        files.check(model, locked.files());
        Origin origin = origin(locked);
        return new SnapshotPlan(
                model,
                new Listing(
                        locked.commit(),
                        origin == Origin.LOCK_OF_ALL ? withPointers(locked.files()) : locked.files(),
                        locked.license()),
                origin,
                false,
                new SelectedFiles(locked.files(), Map.of(), locked.companions()),
                files.missing(model, locked.commit(), locked.files()));
    }

    /** There is nobody else to ask. */
    @Override
    public SnapshotPlan refresh(ModelRequest model) throws PlanException {
        return plan(model);
    }

    /** A lock of every file is a listing, which other programs want to find in the cache. */
    private Origin origin(LockedModel locked) {
        CachedRepository repository = cache.repository(locked.repo());
        boolean isListing = locked.selection().isEverything() && !repository.hasListing(locked.commit());
        return isListing ? Origin.LOCK_OF_ALL : Origin.LOCK;
    }

    /** Other programs want to know of each file how git has it. */
    private static List<RepoFile> withPointers(List<RepoFile> files) {
        return files.stream().map(LockedPlanner::withPointer).toList();
    }

    private static RepoFile withPointer(RepoFile file) {
        RepoFile.Lfs lfs = file.lfs();
        return lfs == null ? file : new RepoFile(file.path(), file.size(), lfs.pointerId(), lfs, null);
    }

    private String difference(ModelRequest model) {
        List<LockedModel> others = lock.lock().of(model.repo());
        if (others.isEmpty()) {
            return lock.name() + " does not have it";
        }
        return others.stream()
                .filter(other -> other.revision().equals(model.revision()))
                .findFirst()
                .map(other ->
                        lock.name() + " has it with " + other.selection() + ", but wanted is " + model.selection())
                .orElseGet(() -> lock.name() + " has it at revision "
                        + others.get(0).revision() + ", but wanted is " + model.revision());
    }
}
