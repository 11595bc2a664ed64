package io.github.hfmodels.plan;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.cache.SnapshotFile;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.UserException;
import java.util.List;

/** Plans a model by what a lock says of it; asks no source and writes nothing. */
public record LockedPlanner(ActiveLock lock, SnapshotCache cache, MissingContents missing, boolean offline)
        implements Planner {

    @Override
    public SnapshotPlan plan(ModelRequest model) {
        SnapshotPlan plan = preview(model);
        if (offline) {
            checkCached(plan);
        }
        return plan;
    }

    @Override
    public SnapshotPlan preview(ModelRequest model) {
        LockedModel locked = lock.lock()
                .find(model.repo(), model.revision(), model.selection())
                .orElseThrow(() -> new UserException(difference(model), Advice.to(Advice.Action.LOCK)));
        LockedSelection.contradiction(locked).ifPresent(contradiction -> {
            throw new UserException(lock.name() + " has " + contradiction, Advice.to(Advice.Action.LOCK));
        });
        FilePlacement.check(cache, model, locked.files());
        return SnapshotPlan.ofLocked(model, locked, lock, missing.of(model.repo(), locked.commit(), locked.files()));
    }

    /** A lock says the same each time. */
    @Override
    public SnapshotPlan refresh(ModelRequest model) {
        return plan(model);
    }

    /** A snapshot may have lost its links, which a build can make again without a request. */
    private void checkCached(SnapshotPlan plan) {
        List<RepoFile> lacking = missing.toBeDownloaded(plan);
        if (!lacking.isEmpty()) {
            throw FileSelector.notCached(lacking);
        }
        List<RepoFile> unlisted = missing.jobs(List.of(plan)).stream()
                .flatMap(job -> missing.unlisted(job).stream())
                .map(SnapshotFile::file)
                .toList();
        if (!unlisted.isEmpty()) {
            throw new UserException(
                    "the cache has the content of " + FileSelector.namesOf(unlisted) + ", but only " + lock.name()
                            + " says that it belongs to commit "
                            + plan.listing().commit()
                            + ", and the build is offline",
                    Advice.to(Advice.Action.GO_ONLINE));
        }
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
