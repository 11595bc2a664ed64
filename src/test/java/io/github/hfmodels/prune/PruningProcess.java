package io.github.hfmodels.prune;

import io.github.hfmodels.cache.CacheInventory;
import io.github.hfmodels.cache.SnapshotCache;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Another process that prunes a cache over and over, with random pauses, until its standard input has something to read, or ends. */
public final class PruningProcess {

    private static final int LONGEST_PAUSE_MILLIS = 40;

    private PruningProcess() {}

    /** @param arguments the cache's folder, and the seed of the pauses */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var cache = new SnapshotCache(Path.of(arguments[0]), true);
        var random = new Random(Long.parseLong(arguments[1]));
        // Its end counts, too, since whoever has started this may be gone.
        CompletableFuture<Integer> order = CompletableFuture.supplyAsync(PruningProcess::read);
        while (!order.isDone()) {
            PruneResult result = prune(cache, Instant.now());
            System.out.println("pruned: " + result.counts() + " " + result.failures());
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
        }
    }

    private static int read() {
        try {
            return System.in.read();
        } catch (IOException e) {
            return -1;
        }
    }

    /** Deletes all that no ref names. */
    static PruneResult prune(SnapshotCache cache, Instant now) throws IOException, InterruptedException {
        CacheInventory inventory = cache.inventory();
        PrunePlan plan = PrunePlanner.plan(
                inventory,
                CacheDetails.read(cache, inventory, now),
                new KeepRules(Map.of(), Map.of(), null, null),
                now);
        return new Pruner(cache).prune(plan, now);
    }

    /** As {@link #prune(SnapshotCache, Instant)}, when nothing there is new any more. */
    static PruneResult pruneLater(SnapshotCache cache) throws IOException, InterruptedException {
        return prune(cache, Instant.now().plus(Duration.ofDays(2)));
    }
}
