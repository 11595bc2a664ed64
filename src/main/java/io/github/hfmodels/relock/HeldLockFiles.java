package io.github.hfmodels.relock;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.DiskFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/** Lock files that this run alone may change, until it closes this. */
public final class HeldLockFiles implements Closeable {

    private static final Log LOG = Log.of(HeldLockFiles.class);

    private final Deque<Closeable> held = new ArrayDeque<>();

    private HeldLockFiles() {}

    /**
     * Waits for the files.
     *
     * @param files in an order that is the same for all who wait for several
     * @throws IOException when the cache, where the locks for that are, cannot be written
     */
    public static HeldLockFiles hold(SnapshotCache cache, Collection<Path> files) throws IOException {
        var all = new HeldLockFiles();
        try {
            for (Path file : files) {
                all.held.push(cache.acquireMutex(file));
            }
            return all;
        } catch (IOException e) {
            all.close();
            throw new IOException("the cache " + cache + " cannot be locked: " + DiskFailure.sentence(e), e);
        }
    }

    @Override
    public void close() {
        for (Closeable each : held) {
            try {
                each.close();
            } catch (IOException e) {
                LOG.debug("{} cannot be released before the process ends", each, e);
            }
        }
    }
}
