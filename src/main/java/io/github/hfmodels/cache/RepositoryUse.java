package io.github.hfmodels.cache;

import io.github.hfmodels.cache.mutex.Disk;
import io.github.hfmodels.cache.mutex.FileMutex;
import io.github.hfmodels.cache.mutex.NameLock;
import io.github.hfmodels.log.Log;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;

/**
 * Says which repositories of a cache builds use, and keeps builds from using one.
 *
 * @param patience how long a build waits for a repository from whose use it is kept
 */
record RepositoryUse(Path root, Disk mutexDisk, Duration patience) {

    private static final Log LOG = Log.of(RepositoryUse.class);

    /** A repository that has been waited for this long is used all the same: to delete files takes seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Closeable NOTHING = () -> {};

    RepositoryUse(Path root, Disk mutexDisk) {
        this(root, mutexDisk, PATIENCE);
    }

    /** What ends uses when nobody refers to the build any more; in a daemon that is when its garbage is collected. */
    private static final class BuildEnds {
        static final Cleaner CLEANER = Cleaner.create();
    }

    /** A class and no lambda, since what it refers to must not include the build. */
    private record End(Closeable use) implements Runnable {
        @Override
        public void run() {
            try {
                use.close();
            } catch (IOException e) {
                LOG.debug("{} cannot be released before the process ends", use, e);
            }
        }
    }

    /** {@link SnapshotCache#useUntilBuildEnds}. */
    void beginUntilEndOf(ConcurrentMap<String, String> build, RepoFolder folder) throws InterruptedIOException {
        try {
            // Who comes while it is waited for waits, too.
            build.computeIfAbsent("in use: " + folder.path(), key -> beginUntilUnreachable(build, folder) ? "" : null);
        } catch (UncheckedIOException e) {
            throw new InterruptedIOException(e.getMessage());
        }
    }

    /** @return false where there is no cache yet */
    private boolean beginUntilUnreachable(Object build, RepoFolder folder) {
        try {
            if (!Files.exists(CacheTag.of(root))) {
                return false;
            }
            Closeable use = begin(folder);
            if (use != NOTHING) {
                BuildEnds.CLEANER.register(build, new End(use));
            }
            return true;
        } catch (InterruptedIOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@link SnapshotCache#use}. */
    Closeable begin(RepoFolder folder) throws InterruptedIOException {
        try {
            Optional<NameLock> lock = NameLock.acquireShared(
                    CacheTag.of(root), folder.name(), "deletes what nobody needs of the same repository", patience);
            if (lock.isPresent()) {
                return lock.get();
            }
            LOG.warn("Another process still deletes parts of {}; going on without waiting for it", folder.path());
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            LOG.debug("Others cannot be told that {} is in use", folder.path(), e);
        }
        return NOTHING;
    }

    /** {@link SnapshotCache#exclude}. */
    Optional<Closeable> exclude(RepoFolder folder) throws IOException {
        CacheTag.create(folder);
        if (Files.isSymbolicLink(folder.allLocks())) {
            throw new IOException(folder.allLocks() + " is a symbolic link");
        }
        Optional<NameLock> lock = NameLock.tryAcquireAlone(CacheTag.of(root), folder.name());
        boolean isFree = false;
        try {
            isFree = lock.isPresent() && !hasHeldMutex(folder);
            return isFree ? Optional.of(lock.get()) : Optional.empty();
        } finally {
            if (lock.isPresent() && !isFree) {
                lock.get().close();
            }
        }
    }

    /** At ModelScope, a mutex of another repository whose name begins with this one's counts, too. */
    private boolean hasHeldMutex(RepoFolder folder) throws IOException {
        if (Files.isSymbolicLink(folder.locks())) {
            return false;
        }
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(folder.locks(), folder.lockPrefix() + "*.lock")) {
            for (Path lock : locks) {
                if (Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS) && isHeld(lock)) {
                    LOG.debug("{} is held", lock);
                    return true;
                }
            }
            return false;
        } catch (NoSuchFileException e) {
            return false;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private boolean isHeld(Path lock) throws IOException {
        Optional<FileMutex> mutex = FileMutex.tryAcquire(lock, mutexDisk);
        if (mutex.isPresent()) {
            mutex.get().close();
        }
        return mutex.isEmpty();
    }
}
