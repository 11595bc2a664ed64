package io.github.hfmodels.prefetch;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PrefetchRequest;
import io.github.hfmodels.plan.SnapshotPlan;
import java.io.IOException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes in the cache where revisions point. That comes last, so that no ref names a snapshot that is not complete. A model is
 * ready without it; only those who ask the cache by the revision's name miss it.
 */
final class Refs {

    private static final Logger LOG = LoggerFactory.getLogger(Refs.class);

    private final SnapshotCache cache;
    private final PrefetchRequest request;

    Refs(SnapshotCache cache, PrefetchRequest request) {
        this.cache = cache;
        this.request = request;
    }

    /** Notes what a plan knows of its revision, now that its snapshot is complete. */
    void note(SnapshotPlan plan) {
        ActiveLock lock = request.lock();
        if (lock != null && plan.isLocked()) {
            noteLocked(plan, lock);
        } else if (plan.isLookedUp()) {
            noteLookedUp(plan);
        }
    }

    private void noteLookedUp(SnapshotPlan plan) {
        ModelRequest model = plan.request();
        CachedRepository repository = cache.repository(model.repo());
        if (!repository.refNames(model.revision(), plan.listing().commit())) {
            write(plan, Instant.now());
            return;
        }
        try {
            cache.writer(model.repo()).touchRef(model.revision(), Instant.now());
        } catch (IOException e) {
            LOG.debug("{}: the cache cannot note that it was looked up, so the next build will too", model, e);
        }
    }

    /** A lock says where a revision was, and not that it is still there. */
    private void noteLocked(SnapshotPlan plan, ActiveLock lock) {
        ModelRequest model = plan.request();
        CachedRepository repository = cache.repository(model.repo());
        boolean isToBeWritten = lock.movesRefs()
                ? !repository.refNames(model.revision(), plan.listing().commit())
                : repository.commitOf(model.revision()).isEmpty();
        if (isToBeWritten) {
            write(plan, Instant.EPOCH);
        }
    }

    private void write(SnapshotPlan plan, Instant lookedUp) {
        ModelRequest model = plan.request();
        CommitHash commit = plan.listing().commit();
        try {
            cache.writer(model.repo()).writeRef(model.revision(), commit, lookedUp);
        } catch (IOException e) {
            String message = "{}: the cache cannot note that the revision is at commit {}: {}";
            if (plan.missing().isEmpty()) {
                LOG.debug(message, model, commit, e.toString());
            } else {
                LOG.warn(message, model, commit, e.toString());
            }
        }
    }
}
