package io.github.hfmodels.prune;

import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.prune.PrunePlan.Cause;
import io.github.hfmodels.prune.PrunePlan.OfRepository;
import io.github.hfmodels.prune.PruneResult.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes what a plan says, as far as it is still so: what has changed in the meantime stays. Whenever it is killed, what it leaves is
 * a cache in which every link leads to a blob and every ref names a snapshot.
 */
public final class Pruner {

    private static final Log LOG = Log.of(Pruner.class);

    private final SnapshotCache cache;
    private final Runnable beforeEach;
    private final PruneTime time;

    public Pruner(SnapshotCache cache) {
        this(cache, () -> {}, PruneTime.SYSTEM);
    }

    /**
     * @param beforeEach called before each change of the cache
     * @param time what it waits by
     */
    Pruner(SnapshotCache cache, Runnable beforeEach, PruneTime time) {
        this.cache = cache;
        this.beforeEach = beforeEach;
        this.time = time;
    }

    /**
     * Deletes, and what earlier runs have left that were killed.
     *
     * @param plan of this cache, not long ago; it may be that nothing is to be deleted
     * @param now the present time
     * @throws IOException when a cache's own folder cannot be read
     * @throws InterruptedException when the thread is interrupted; what has been deleted is deleted
     */
    public PruneResult prune(PrunePlan plan, Instant now) throws IOException, InterruptedException {
        var tally = new PruneTally();
        Map<SourceId, FileRemoval> removals = new EnumMap<>(SourceId.class);
        for (SourceId source : cache.sources()) {
            var removal = new FileRemoval(cache.realFolder(source), beforeEach);
            removals.put(source, removal);
            new HiddenFolders(cache, source, removal).deleteLeftOvers(tally);
        }
        for (OfRepository each : plan.repositories()) {
            FileRemoval removal = removals.get(each.repo().source());
            if (removal != null) {
                tally.attempt(each.folder(), () -> prune(each, now, removal, tally));
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while pruning");
            }
        }
        FileRemoval ofHub = removals.get(SourceId.HUGGING_FACE);
        for (CachedBlob content : ofHub == null ? List.<CachedBlob>of() : plan.shared()) {
            tally.attempt(content.path(), () -> sweep(content, ofHub, tally));
        }
        return tally.result();
    }

    private void prune(OfRepository plan, Instant now, FileRemoval removal, PruneTally tally) throws IOException {
        if (Files.notExists(plan.folder())) {
            return;
        }
        Optional<Closeable> excluding = cache.exclude(plan.repo());
        if (excluding.isEmpty()) {
            tally.leaveAlone(plan.repo().toString(), Cause.IN_USE);
            return;
        }
        try (Closeable held = excluding.get()) {
            LOG.debug("{} keeps builds from {}", held, plan.repo());
            PruneTime.Limit limit =
                    time.limit(() -> tally.leaveAlone(plan.repo().toString(), Cause.IN_USE));
            Repository current = cache.inventory(plan.repo());
            if (PrunePlanner.isPrunable(current)) {
                new RepositoryPruner(cache, plan, current, removal, tally, limit).prune(now);
            } else {
                tally.leaveAlone(plan.repo().toString(), Cause.CHANGED);
            }
        }
    }

    private void sweep(CachedBlob content, FileRemoval removal, PruneTally tally) throws IOException {
        if (cache.sharedStore().sweep(content, removal::delete)) {
            tally.add(Kind.SHARED);
            tally.addBytes(content.size());
        } else {
            tally.leaveAlone("shared content " + content.path().getFileName(), Cause.CHANGED);
        }
    }
}
