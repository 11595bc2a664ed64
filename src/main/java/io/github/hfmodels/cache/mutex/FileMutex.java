package io.github.hfmodels.cache.mutex;

import io.github.hfmodels.log.Log;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Held while something that several builds want is written: a blob of the cache, so that threads and processes, Python's among
 * them, download it once; or a lock file, so that no change to it is lost. Blobs are safe without it, since they appear by
 * atomic rename; but a name that others use, too, may be written to only if {@link #excludesEveryProcess()}.
 *
 * <p>It is on a file of its own, which stays empty and is never deleted. The operating system releases it when the process dies.
 */
public final class FileMutex implements Closeable {

    private static final Log LOG = Log.of(FileMutex.class);

    /** As often as Python tries. */
    private static final long POLL_MILLIS = 50;

    /** A second. Modules of one build that want the same small files wait for each other often, and briefly. */
    private static final int POLLS_BEFORE_LOGGING = 20;

    private final SystemMutex mutex;
    private final boolean excludesEveryProcess;

    private FileMutex(SystemMutex mutex, boolean excludesEveryProcess) {
        this.mutex = mutex;
        this.excludesEveryProcess = excludesEveryProcess;
    }

    /**
     * Waits until nobody else has the mutex, and takes it.
     *
     * @param path the mutex's file; created when missing
     * @param disk what it is on
     * @param purpose what those who have it do, for a message: {@code downloads the same content}
     * @throws InterruptedIOException when the thread is interrupted while waiting
     * @throws IOException when the file cannot be created, or something else has its name. One that is there and cannot be locked is
     *     no failure: it is gone on without
     */
    public static FileMutex acquire(Path path, Disk disk, String purpose) throws IOException {
        return acquire(path, disk, purpose, Flock.isCallable());
    }

    /** @param withFlock whether to try flock first; without, Python is not excluded */
    static FileMutex acquire(Path path, Disk disk, String purpose, boolean withFlock) throws IOException {
        var file = new MutexFile(path);
        file.provide();
        if (withFlock) {
            var flock = new Flock(file);
            if (await(flock, path, purpose)) {
                return new FileMutex(flock, !disk.isShared());
            }
        }
        var channel = new ChannelMutex(path);
        if (!await(channel, path, purpose)) {
            LOG.debug("Going on without a mutex");
        }
        return new FileMutex(channel, false);
    }

    /** Loads the native code for mutexes, unless it is loaded, so that the first one need not wait for that. */
    public static void prepare() {
        Flock.isCallable();
    }

    /**
     * Takes the mutex, unless somebody else has it.
     *
     * @param path the mutex's file; created when missing
     * @param disk what it is on
     * @return empty when somebody else has it, or the file cannot be locked at all, so that nobody can know
     * @throws IOException when the file cannot be created, or something else has its name
     */
    public static Optional<FileMutex> tryAcquire(Path path, Disk disk) throws IOException {
        return tryAcquire(path, disk, Flock.isCallable());
    }

    /** @param withFlock whether to try flock first; without, Python is not excluded */
    static Optional<FileMutex> tryAcquire(Path path, Disk disk, boolean withFlock) throws IOException {
        var file = new MutexFile(path);
        file.provide();
        if (withFlock) {
            var flock = new Flock(file);
            try {
                return tryAcquire(flock, path, !disk.isShared());
            } catch (IOException e) {
                LOG.debug("{} cannot be held by {}", path, flock, e);
            }
        }
        var channel = new ChannelMutex(path);
        try {
            return tryAcquire(channel, path, false);
        } catch (IOException e) {
            LOG.debug("{} cannot be held by {}", path, channel, e);
            return Optional.empty();
        }
    }

    private static Optional<FileMutex> tryAcquire(SystemMutex mutex, Path path, boolean excludesEveryProcess)
            throws IOException {
        boolean isAcquired = false;
        try {
            isAcquired = mutex.tryAcquire();
            LOG.debug("{} is {} by {}", path, isAcquired ? "held" : "not to be had", mutex);
            return isAcquired ? Optional.of(new FileMutex(mutex, excludesEveryProcess)) : Optional.empty();
        } finally {
            if (!isAcquired) {
                mutex.close();
            }
        }
    }

    /**
     * Whether every process that wants the same is excluded, Python included: it is Python's mutex, on a disk of this machine
     * alone. Otherwise others may be writing the same at this moment.
     */
    public boolean excludesEveryProcess() {
        return excludesEveryProcess;
    }

    @Override
    public void close() throws IOException {
        mutex.close();
    }

    /** Returns false, with the mutex closed, when the file does not allow that kind. */
    private static boolean await(SystemMutex mutex, Path path, String purpose) throws IOException {
        for (int tries = 0; ; tries++) {
            try {
                if (mutex.tryAcquire()) {
                    LOG.debug("{} is held by {}", path, mutex);
                    return true;
                }
            } catch (IOException e) {
                LOG.debug("{} cannot be held by {}", path, mutex, e);
                mutex.close();
                return false;
            }
            if (tries == POLLS_BEFORE_LOGGING) {
                LOG.info("Waiting for another process or thread that {} ({})", purpose, path.getFileName());
            }
            pause(mutex, path);
        }
    }

    private static void pause(SystemMutex mutex, Path path) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            mutex.close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + path);
        }
    }
}
