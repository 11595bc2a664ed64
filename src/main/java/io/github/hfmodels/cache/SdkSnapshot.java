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
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * A snapshot as ModelScope's SDK reads it: in a folder that has the name of a revision and not of a commit, and in which both this program
 * and the SDK replace files one by one. So it has links to what the snapshot of a commit has.
 */
final class SdkSnapshot {

    private static final Log LOG = Log.of(SdkSnapshot.class);

    private final RepoFolder folder;
    private final Path snapshot;
    private final Path published;

    /** @throws InvalidValueException when the revision's name would be taken for a commit's, or the platform does not allow it */
    SdkSnapshot(RepoFolder folder, Revision revision, CommitHash commit) {
        String first = revision.name().split("/", 2)[0].toLowerCase(Locale.ROOT);
        if (CommitHash.isCommitHash(first)) {
            throw new InvalidValueException("a folder of the name " + revision + " would be that of a commit");
        }
        this.folder = folder;
        this.snapshot = folder.snapshot(commit);
        this.published = folder.revision(revision);
    }

    /** Whether every file of the commit's snapshot is there, and nothing else of this program. */
    boolean isPublished() throws IOException {
        Set<Path> files = files(snapshot);
        for (Path file : files) {
            if (!isSame(snapshot.resolve(file), published.resolve(file))) {
                return false;
            }
        }
        return Files.isDirectory(published) && stale(files).isEmpty();
    }

    /**
     * Makes it the same as the commit's snapshot. What the SDK has put there and the commit does not have stays.
     *
     * @param symlinks makes the links
     * @param mutexDisk what the mutexes are on
     */
    void publish(Symlinks symlinks, Disk mutexDisk) throws IOException {
        Folders.createBelow(folder.path(), published);
        Set<Path> files = files(snapshot);
        // Before, since what was a file may be a folder now.
        for (Path file : stale(files)) {
            try (Closeable held = mutex(file, mutexDisk)) {
                LOG.debug("{} goes, held {}", file, held);
                Files.deleteIfExists(published.resolve(file));
            }
            deleteEmptyFolders(Objects.requireNonNull(published.resolve(file).getParent()));
        }
        for (Path file : files) {
            if (!isSame(snapshot.resolve(file), published.resolve(file))) {
                try (Closeable held = mutex(file, mutexDisk)) {
                    LOG.debug("{} is published, held {}", file, held);
                    link(snapshot.resolve(file), published.resolve(file), symlinks);
                }
            }
        }
    }

    /** The SDK's, of a file's path. A rename is safe without it, so it is gone without where it cannot be had. */
    private Closeable mutex(Path file, Disk disk) throws InterruptedIOException {
        String path = FileTree.pathBelow(published, published.resolve(file));
        Path lock = folder.lock(path.replace("/", "___").replace(".", "_"));
        try {
            Folders.createFor(folder.allLocks(), lock);
            return FileMutex.acquire(lock, disk, "writes the same file");
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            // Such as a path that is too long for a name.
            LOG.debug("{} cannot be held", lock, e);
            return () -> {};
        }
    }

    private void link(Path file, Path link, Symlinks symlinks) throws IOException {
        Folders.createFor(folder.path(), link);
        if (Files.isSymbolicLink(file)) {
            Path blob = target(file);
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
            Files.deleteIfExists(each);
        }
    }

    /** The paths of what is there of this program, and not of the commit. */
    private List<Path> stale(Set<Path> files) throws IOException {
        List<Path> commits = FolderReader.entries(folder.snapshots()).stream()
                .filter(each -> CommitHash.isCommitHash(each.getFileName().toString()))
                .toList();
        return files(published).stream()
                .filter(file -> !files.contains(file) && isOurs(file, commits))
                .sorted()
                .toList();
    }

    private boolean isOurs(Path file, List<Path> commits) {
        Path path = published.resolve(file);
        try {
            return Files.isSymbolicLink(path)
                    ? folder.blobs().equals(target(path).getParent())
                    : commits.stream().anyMatch(commit -> isSame(commit.resolve(file), path));
        } catch (IOException e) {
            return false;
        }
    }

    private static Path target(Path link) throws IOException {
        return link.resolveSibling(Files.readSymbolicLink(link)).normalize();
    }

    /** Whether both are links to one blob, names of one file, or a file and its copy. */
    private static boolean isSame(Path file, Path other) {
        try {
            if (Files.isSymbolicLink(file)) {
                return Files.isSymbolicLink(other) && target(file).equals(target(other));
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
