package io.github.hfmodels.cache.mutex;

import io.github.hfmodels.log.Log;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open file with at most one of Java's own locks. On Linux and macOS these belong to the process, and end when it closes any channel
 * of the file, those of other threads, builds and class loaders, too. So a channel that is done with stays open until the process has no
 * lock on the file.
 */
final class LockChannel implements Closeable {

    /** What all class loaders of a Java process have in common: equal literals are one object. */
    static final String PROCESS = "io.github.hfmodels.cache.mutex: whoever opens or closes files with locks";

    private static final Log LOG = Log.of(LockChannel.class);

    /** Those that are not closed yet; the garbage collector would close what is forgotten. Guarded by {@link #PROCESS}. */
    private static final Set<LockChannel> OPEN = new HashSet<>();

    private final Path file;
    private final FileChannel channel;
    private @Nullable FileLock lock;
    private boolean isDone;

    private LockChannel(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a file that exists. One that is only to be read can be locked only together with others.
     *
     * @throws IOException when it cannot be opened, or is a symbolic link
     */
    static LockChannel open(Path file) throws IOException {
        synchronized (PROCESS) {
            return opened(file, openAsAllowed(file));
        }
    }

    /** As {@link #open}, to lock it only together with others: a disk with a file that is open for writing cannot be made read-only. */
    static LockChannel openToRead(Path file) throws IOException {
        synchronized (PROCESS) {
            return opened(file, FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        }
    }

    private static LockChannel opened(Path file, FileChannel channel) {
        var opened = new LockChannel(file, channel);
        OPEN.add(opened);
        return opened;
    }

    /** Creates a file where it is missing. Another thread must not lock it before it is closed here, which would end that lock. */
    static void createFile(Path file, String text) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        synchronized (PROCESS) {
            try {
                Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (FileAlreadyExistsException e) {
                LOG.debug("{} has just been created by another process or thread", file);
            }
        }
    }

    private static FileChannel openAsAllowed(Path file) throws IOException {
        OpenOption[] reading = {StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS};
        OpenOption[] writing = {StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS};
        try {
            return FileChannel.open(file, writing);
        } catch (AccessDeniedException e) {
            // In a cache that several users share, it may be writable to the one alone who needed it first.
            return FileChannel.open(file, reading);
        }
    }

    /**
     * Locks a part of the file, unless somebody else has locked some of it.
     *
     * @param isShared whether others may lock it in the same way
     * @return false when somebody else has it
     * @throws IOException when the file cannot be locked this way
     */
    boolean tryLock(long position, long size, boolean isShared) throws IOException {
        synchronized (PROCESS) {
            try {
                lock = channel.tryLock(position, size, isShared);
                return lock != null;
            } catch (OverlappingFileLockException e) {
                // Another thread of this process, perhaps in another class loader, has it.
                return false;
            } catch (NonWritableChannelException e) {
                var failure = new AccessDeniedException(file.toString());
                failure.initCause(e);
                throw failure;
            }
        }
    }

    /** Ends the lock. */
    @Override
    public void close() throws IOException {
        synchronized (PROCESS) {
            isDone = true;
            try {
                if (lock != null) {
                    lock.release();
                    lock = null;
                }
            } finally {
                // A build may have many of one file, and asks for all of them at once.
                var locked = new HashMap<Path, Boolean>();
                OPEN.removeIf(each -> each.isDone
                        && !locked.computeIfAbsent(each.file, any -> each.hasLockOfThisProcess())
                        && each.closeNow());
            }
        }
    }

    private boolean closeNow() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("{} cannot be closed", channel, e);
        }
        return true;
    }

    /** Java refuses a lock that overlaps with another of the same process, whichever channel or class loader has that. */
    private boolean hasLockOfThisProcess() {
        try {
            FileLock all = channel.tryLock(0, Long.MAX_VALUE, true);
            if (all != null) {
                all.release();
            }
            return false;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            LOG.debug("{} cannot be locked, so nobody has a lock on it", channel, e);
            return false;
        }
    }
}
