package io.github.hfmodels.cache;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Held while a content is written, so that threads and Java processes that want the same one fetch it once. An
 * optimisation only: what makes the cache safe is that contents appear by atomic rename.
 *
 * <p>The lock file is huggingface_hub's own, empty and never deleted. The operating system drops the lock of a process
 * that dies.
 */
public final class BlobLock implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(BlobLock.class);
    private static final long POLL_MILLIS = 50;

    private final FileChannel channel;

    private BlobLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the lock.
     *
     * @param file the lock file; created when missing
     * @throws InterruptedIOException when the thread is interrupted while waiting
     * @throws IOException when the lock file cannot be written
     */
    static BlobLock acquire(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        boolean isNew = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            if (isNew) {
                shareWithGroup(file);
            }
            awaitLock(channel, file);
            return new BlobLock(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Releases the lock. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static void awaitLock(FileChannel channel, Path file) throws IOException {
        boolean announced = false;
        while (!tryLock(channel)) {
            if (!announced) {
                LOG.info("Waiting for another download of the same content to finish ({})", file.getFileName());
                announced = true;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for " + file);
            }
        }
    }

    private static boolean tryLock(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Another thread of this process, perhaps in another class loader, has it.
            return false;
        } catch (IOException e) {
            LOG.debug("The cache's file system has no locks; going on without", e);
            return true;
        }
    }

    /** Mode 0664 whatever the umask says, as Python's lock files have. */
    private static void shareWithGroup(Path file) throws IOException {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        } catch (UnsupportedOperationException e) {
            LOG.debug("No POSIX permissions for {}", file);
        }
    }
}
