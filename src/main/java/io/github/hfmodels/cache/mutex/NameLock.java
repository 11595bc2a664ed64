package io.github.hfmodels.cache.mutex;

import io.github.hfmodels.log.Log;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A lock on a name, which many may have together, or one alone. It is on a part of a file that has one for each name, so that no file is
 * needed for each, and it needs no native code. Java processes alone heed it. The operating system releases it when the process dies.
 */
public final class NameLock implements Closeable {

    private static final Log LOG = Log.of(NameLock.class);

    /** How many bytes a name has. Who shares it locks one of them, since Java does not allow two locks of a byte in one process. */
    private static final long BYTES = 1L << 20;

    private static final long POLL_MILLIS = 50;
    private static final int POLLS_BEFORE_LOGGING = 20;

    private final LockChannel channel;

    private NameLock(LockChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits until nobody has the name alone, and takes it together with others.
     *
     * @param file the file of all names
     * @param purpose what those do who have it alone, for a message: {@code prunes the same repository}
     * @param patience how long to wait
     * @return empty when somebody has it alone for longer than that
     * @throws InterruptedIOException when the thread is interrupted while waiting
     * @throws IOException when the file is missing or cannot be locked, or something else has its name
     */
    public static Optional<NameLock> acquireShared(Path file, String name, String purpose, Duration patience)
            throws IOException {
        new MutexFile(file).identity();
        LockChannel channel = LockChannel.openToRead(file);
        boolean isAcquired = false;
        try {
            isAcquired = await(channel, name, purpose, patience);
            return isAcquired ? Optional.of(new NameLock(channel)) : Optional.empty();
        } finally {
            if (!isAcquired) {
                channel.close();
            }
        }
    }

    /**
     * Takes a name alone, unless somebody else has it.
     *
     * @param file the file of all names
     * @return empty when somebody has it, also another thread or build of this process
     * @throws IOException when the file is missing or cannot be locked, or something else has its name
     */
    public static Optional<NameLock> tryAcquireAlone(Path file, String name) throws IOException {
        new MutexFile(file).identity();
        LockChannel channel = LockChannel.open(file);
        boolean isAcquired = false;
        try {
            isAcquired = channel.tryLock(position(name), BYTES, false);
            return isAcquired ? Optional.of(new NameLock(channel)) : Optional.empty();
        } finally {
            if (!isAcquired) {
                channel.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * Creates a file of names where it is missing, in a way that costs nobody a lock.
     *
     * @param text what it has; no lock is on it
     */
    public static void createFile(Path file, String text) throws IOException {
        LockChannel.createFile(file, text);
    }

    private static boolean await(LockChannel channel, String name, String purpose, Duration patience)
            throws IOException {
        long start = System.nanoTime();
        for (int tries = 0; ; tries++) {
            long position = position(name) + ThreadLocalRandom.current().nextLong(BYTES);
            if (channel.tryLock(position, 1, true)) {
                return true;
            }
            if (System.nanoTime() - start > patience.toNanos()) {
                return false;
            }
            if (tries == POLLS_BEFORE_LOGGING) {
                LOG.info("Waiting for another process or thread that {} ({})", purpose, name);
            }
            pause(name);
        }
    }

    private static void pause(String name) throws InterruptedIOException {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + name);
        }
    }

    /**
     * Two names may have the same: who locks one then locks both. So do names that some file systems take for the same. It is beyond the
     * file's text, which on Windows could not be read otherwise.
     */
    private static long position(String name) {
        return ((name.toLowerCase(Locale.ROOT).hashCode() & 0xFFFF_FFFFL) + 1) * BYTES;
    }
}
