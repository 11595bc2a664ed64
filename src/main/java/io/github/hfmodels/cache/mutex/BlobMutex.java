package io.github.hfmodels.cache.mutex;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Held while a content is written, so that threads and processes that want the same one, Python's among them, fetch it
 * once. The cache is safe without, since contents appear by atomic rename; but whoever writes under a name that others
 * use, too, must ask {@link #excludesEveryProcess()} first.
 *
 * <p>The lock file is huggingface_hub's own, empty and never deleted. The operating system drops the lock of a process
 * that dies.
 */
public final class BlobMutex implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(BlobMutex.class);

    /** As often as Python tries. */
    private static final long POLL_MILLIS = 50;

    /** A second. Modules of one build that want the same small files wait for each other at every one, and briefly. */
    private static final int POLLS_WORTH_SAYING = 20;

    private final SystemMutex lock;
    private final boolean excludesEveryProcess;

    private BlobMutex(SystemMutex lock, boolean excludesEveryProcess) {
        this.lock = lock;
        this.excludesEveryProcess = excludesEveryProcess;
    }

    /**
     * Waits for the lock.
     *
     * @param path the lock file; created when missing
     * @param disk what it is on
     * @throws InterruptedIOException when the thread is interrupted while waiting
     * @throws IOException when the lock file cannot be written
     */
    public static BlobMutex acquire(Path path, Disk disk) throws IOException {
        return acquire(path, disk, Flock.isCallable());
    }

    /** @param withFlock whether to try flock first; without, Python is not excluded */
    static BlobMutex acquire(Path path, Disk disk, boolean withFlock) throws IOException {
        var file = new MutexFile(path);
        file.provide();
        if (withFlock) {
            var flock = new Flock(file);
            if (await(flock, path)) {
                return new BlobMutex(flock, !disk.isShared());
            }
        }
        var channel = new ChannelMutex(path);
        if (!await(channel, path)) {
            LOG.debug("Going on without a lock");
        }
        return new BlobMutex(channel, false);
    }

    /**
     * Whether this is the lock that Python takes, on a disk of this machine's own, so that Python is excluded, and everybody
     * else who gets true here for the same content. Otherwise it excludes some or nobody, and others may be writing that content.
     */
    public boolean excludesEveryProcess() {
        return excludesEveryProcess;
    }

    /** Releases the lock. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    /** Returns false, with the lock closed, when the file cannot be locked that way. */
    private static boolean await(SystemMutex lock, Path path) throws IOException {
        for (int tries = 0; ; tries++) {
            try {
                if (lock.tryLock()) {
                    LOG.debug("{} is locked by {}", path, lock);
                    return true;
                }
            } catch (IOException e) {
                LOG.debug("{} cannot be locked by {}", path, lock, e);
                lock.close();
                return false;
            }
            if (tries == POLLS_WORTH_SAYING) {
                LOG.info(
                        "Waiting for another process or thread that downloads the same content ({})",
                        path.getFileName());
            }
            pause(lock, path);
        }
    }

    private static void pause(SystemMutex lock, Path path) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            lock.close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + path);
        }
    }
}
