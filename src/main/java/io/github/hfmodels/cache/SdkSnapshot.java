package io.github.hfmodels.cache;

import io.github.hfmodels.cache.mutex.Disk;
import io.github.hfmodels.cache.mutex.FileMutex;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Revision;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A snapshot as ModelScope's SDK reads it: in a folder that has the name of a revision and not of a commit, and in which both this program
 * and the SDK replace files one by one. So it has links to what the snapshot of a commit has.
 */
final class SdkSnapshot {

    private static final Log LOG = Log.of(SdkSnapshot.class);

    /** For all files together. The SDK has the mutex of a file for as long as it downloads that. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final long POLL_MILLIS = 50;

    private final RepoFolder folder;
    private final Revision revision;
    private final CommitHash commit;
    private final boolean isLookedUp;
    private final Path snapshot;
    private final Path published;

    /**
     * @param isLookedUp whether the revision is known to be at the commit now. Otherwise the SDK may have what is newer, so of what is not
     *     this program's nothing is replaced
     * @throws InvalidValueException when the revision's name would be taken for a commit's, or the platform does not allow it */
    SdkSnapshot(RepoFolder folder, Revision revision, CommitHash commit, boolean isLookedUp) {
        String first = revision.name().split("/", 2)[0].toLowerCase(Locale.ROOT);
        if (CommitHash.isCommitHash(first)) {
            throw new InvalidValueException("a folder of the name " + revision + " would be that of a commit");
        }
        this.folder = folder;
        this.revision = revision;
        this.commit = commit;
        this.isLookedUp = isLookedUp;
        this.snapshot = folder.snapshot(commit);
        this.published = folder.revision(revision);
    }

    /** Whether {@link #publish} would change nothing. */
    boolean isPublished() throws IOException {
        Set<Path> files = files(snapshot);
        List<Path> commits = commits();
        for (Path file : files) {
            if (isToBeLinked(file, commits)) {
                return false;
            }
        }
        return Files.isDirectory(published) && stale(files, commits).isEmpty();
    }

    /** Whether somebody else has put another content in the place of one of the commit's files. */
    boolean hasOthers() throws IOException {
        List<Path> commits = commits();
        var others = new ArrayList<Path>();
        for (Path file : files(snapshot)) {
            Path other = published.resolve(file);
            if (isThere(other) && !isOurs(file, commits)) {
                if (!Files.isRegularFile(other, LinkOption.NOFOLLOW_LINKS)
                        || Files.size(other) != Files.size(snapshot.resolve(file))) {
                    return true;
                }
                others.add(file);
            }
        }
        // Small ones first, as they tell most often.
        others.sort(
                Comparator.comparing(file -> published.resolve(file).toFile().length()));
        for (Path file : others) {
            if (Files.mismatch(snapshot.resolve(file), published.resolve(file)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Makes it the same as the commit's snapshot, as long as the ref names the commit. What others have put there and the commit does not
     * have stays.
     *
     * @param symlinks makes the links
     * @param mutexDisk what the mutexes are on
     * @throws IOException when something could not be published; all else is then
     */
    void publish(Symlinks symlinks, Disk mutexDisk) throws IOException {
        Folders.createBelow(folder.path(), published);
        Set<Path> files = files(snapshot);
        List<Path> commits = commits();
        long end = System.nanoTime() + PATIENCE.toNanos();
        var failures = new ArrayList<IOException>();
        // Before, since what was a file may be a folder now.
        for (Path file : stale(files, commits)) {
            attempt(file, mutexDisk, end, failures, () -> delete(file, commits));
        }
        for (Path file : files) {
            if (isToBeLinked(file, commits)) {
                attempt(file, mutexDisk, end, failures, () -> {
                    if (isToBeLinked(file, commits)) {
                        link(snapshot.resolve(file), published.resolve(file), symlinks);
                    }
                });
            }
        }
        if (!failures.isEmpty()) {
            IOException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    /** A change of a file. */
    private interface Change {
        void make() throws IOException;
    }

    private void attempt(Path file, Disk mutexDisk, long end, List<IOException> failures, Change change)
            throws InterruptedIOException {
        try (Closeable held = mutex(file, mutexDisk, end)) {
            LOG.debug("{} is to be published, held {}", file, held);
            // Another build may have looked the revision up since, and found it elsewhere.
            if (new CachedRepository(folder).refNames(revision, commit)) {
                change.make();
            }
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            failures.add(e);
        }
    }

    /** Unless another build has just put it there, for the same commit and another selection, or the SDK. */
    private void delete(Path file, List<Path> commits) throws IOException {
        if (!isThere(snapshot.resolve(file)) && isOurs(file, commits)) {
            Files.deleteIfExists(published.resolve(file));
            deleteEmptyFolders(Objects.requireNonNull(published.resolve(file).getParent()));
        }
    }

    /** The SDK's, of a file's path. A rename is safe without it, so it is gone without where it cannot be had in time. */
    private Closeable mutex(Path file, Disk disk, long end) throws InterruptedIOException {
        String path = FileTree.pathBelow(published, published.resolve(file));
        Path lock = folder.lock(path.replace("/", "___").replace(".", "_"));
        try {
            Folders.createFor(folder.allLocks(), lock);
            while (true) {
                Optional<FileMutex> mutex = FileMutex.tryAcquire(lock, disk);
                if (mutex.isPresent()) {
                    return mutex.get();
                }
                if (System.nanoTime() - end >= 0) {
                    LOG.debug("{} is not to be had in time", lock);
                    return () -> {};
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + lock);
        } catch (IOException e) {
            // Such as a path that is too long for a name.
            LOG.debug("{} cannot be held", lock, e);
            return () -> {};
        }
    }

    private void link(Path file, Path link, Symlinks symlinks) throws IOException {
        Folders.createFor(folder.path(), link);
        if (Files.isSymbolicLink(file)) {
            Path blob = FolderReader.target(file);
            if (symlinks.link(link, blob)) {
                return;
            }
            HardLinks.linkOrCopy(folder.blobs(), blob, link);
        } else {
            HardLinks.linkOrCopy(folder.blobs(), file, link);
        }
    }

    private void deleteEmptyFolders(Path first) throws IOException {
        for (Path each = first; !each.equals(published); each = Objects.requireNonNull(each.getParent())) {
            if (!FolderReader.entries(each).isEmpty()) {
                return;
            }
            try {
                Files.deleteIfExists(each);
            } catch (DirectoryNotEmptyException e) {
                // Somebody has just put something there.
                return;
            }
        }
    }

    private boolean isToBeLinked(Path file, List<Path> commits) {
        Path present = published.resolve(file);
        return !isSame(snapshot.resolve(file), present)
                && (isLookedUp || !isThere(present) || isOurs(file, commits) || isBlob(file));
    }

    /** Whether what the SDK has downloaded became the content of the commit's file, by a second name, so that nothing is lost with it. */
    private boolean isBlob(Path file) {
        try {
            return Files.isRegularFile(published.resolve(file), LinkOption.NOFOLLOW_LINKS)
                    && Files.isSameFile(snapshot.resolve(file), published.resolve(file));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isThere(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private List<Path> commits() throws IOException {
        return FolderReader.entries(folder.snapshots()).stream()
                .filter(each -> CommitHash.isCommitHash(each.getFileName().toString()))
                .toList();
    }

    /** The paths of what is there of this program, and not of the commit. */
    private List<Path> stale(Set<Path> files, List<Path> commits) throws IOException {
        return files(published).stream()
                .filter(file -> !files.contains(file) && isOurs(file, commits))
                .sorted()
                .toList();
    }

    private boolean isOurs(Path file, List<Path> commits) {
        Path path = published.resolve(file);
        try {
            return Files.isSymbolicLink(path)
                    ? folder.blobs().equals(FolderReader.target(path).getParent())
                    : commits.stream().anyMatch(each -> isSame(each.resolve(file), path));
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether both are links to one blob, names of one file, or a file and its copy. */
    private static boolean isSame(Path file, Path other) {
        try {
            if (Files.isSymbolicLink(file)) {
                return Files.isSymbolicLink(other) && FolderReader.target(file).equals(FolderReader.target(other));
            }
            return Files.isRegularFile(other, LinkOption.NOFOLLOW_LINKS) && HardLinks.areSame(file, other);
        } catch (IOException e) {
            return false;
        }
    }

    /** The paths of all files and links below a folder, relative to it. */
    private static Set<Path> files(Path folder) throws IOException {
        var files = new HashSet<Path>();
        FileTree.read(folder).files().forEach(file -> files.add(folder.relativize(file)));
        return files;
    }
}
