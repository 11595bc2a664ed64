package io.github.hfmodels.output;

import io.github.hfmodels.cache.AtomicFile;
import io.github.hfmodels.cache.Folders;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.Layout;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoPath;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder in which a snapshot's files are laid out. A file whose length and modification time are those of the cache's
 * counts as unchanged, so a build that changes nothing copies nothing. Files that nobody has laid out stay as they are.
 */
public final class OutputDirectory {

    private final Path directory;
    private final Layout layout;
    private final LinkMode mode;
    private final boolean verifies;
    private final boolean renews;
    private final @Nullable Consumer<String> copying;
    private final @Nullable Path marker;

    /** @param directory the folder; created when missing */
    public OutputDirectory(Path directory, Layout layout, LinkMode mode) {
        this(directory, layout, mode, null, false);
    }

    private OutputDirectory(
            Path directory, Layout layout, LinkMode mode, @Nullable Consumer<String> copying, boolean renews) {
        this.directory = directory;
        this.layout = layout;
        this.mode = mode;
        this.verifies = copying != null || renews;
        this.renews = renews;
        this.copying = copying;
        String name = layout.marker();
        this.marker = name == null ? null : directory.resolve(name);
    }

    /**
     * A folder for those who cannot ask the source again: what is laid out is read and must have its hash, and so must a file that is there
     * with another modification time, which then stays as it is. That costs less than to write it again, and a folder that was copied may
     * have lost the times. Such a folder is often on another disk, so a file that cannot be linked is copied.
     *
     * @param copying is told why a file is copied that was to be linked
     */
    static OutputDirectory verified(Path directory, LinkMode mode, Consumer<String> copying) {
        return new OutputDirectory(directory, Layout.TREE, mode, copying, false);
    }

    /** A folder whose files are to be laid out again whatever their times say, each with the content of its hash. */
    public static OutputDirectory renewed(Path directory, Layout layout, LinkMode mode) {
        return new OutputDirectory(directory, layout, mode, null, true);
    }

    /**
     * Updates the folder, which may be a link; those below it may not be.
     *
     * @param snapshot the snapshot's folder in the cache
     * @param files the files of it that are wanted
     * @throws IOException when the folder cannot be written, or cannot be linked to the cache, or a content is not what it must be
     */
    public void update(Path snapshot, List<RepoFile> files) throws IOException {
        if (files.isEmpty()) {
            Folders.create(directory);
        }
        var folders = new HashSet<Path>();
        for (RepoFile file : files) {
            Path output = placeOf(file);
            if (folders.add(output.getParent())) {
                Folders.createFor(directory, output);
            }
            update(file, file.repoPath().below(snapshot), output);
        }
        mark(true);
    }

    private Path placeOf(RepoFile file) {
        return RepoPath.resolve(directory, layout.place(file.path()));
    }

    /**
     * Lays out one file again. Other files may be missing, so this does not say that the folder is complete.
     *
     * @return false when that was not needed: it is a link to the cache that leads to the right content
     * @throws IOException as of {@link #update(Path, List)}
     */
    public boolean renew(Path snapshot, RepoFile file) throws IOException {
        Path output = placeOf(file);
        Folders.createFor(directory, output);
        if (update(file, file.repoPath().below(snapshot), output)) {
            return true;
        }
        verify(file, output);
        return false;
    }

    /** Whether the folder has the mark of one that is complete; false where the layout has no mark. */
    public boolean isMarked() {
        return marker != null && Files.exists(marker);
    }

    /** Marks the folder as complete or not, where the layout has a mark for that. */
    public void mark(boolean isComplete) throws IOException {
        if (!isComplete) {
            removeMarker();
        } else if (marker != null && !Files.exists(marker)) {
            // Not with CREATE_NEW: another module may do the same.
            Files.write(marker, new byte[0]);
        }
    }

    /**
     * Deletes files that an earlier build has laid out, unless they were changed since, and the folders that are empty then.
     *
     * @param files the files with their hashes
     * @throws IOException when one cannot be deleted
     */
    public void remove(Map<RepoPath, Digest> files) throws IOException {
        for (Map.Entry<RepoPath, Digest> each : files.entrySet()) {
            Path file = each.getKey().below(directory);
            List<Path> folders = foldersOf(file);
            // A link may lead anywhere.
            if (folders.stream().allMatch(folder -> Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS))) {
                if (isLaidOut(file, directory.relativize(file), each.getValue())) {
                    removeMarker();
                    Files.delete(file);
                }
                deleteEmpty(folders);
            }
        }
    }

    /** The folders of a file below this one, the innermost first. */
    private List<Path> foldersOf(Path file) {
        return Stream.iterate(file.getParent(), Objects::nonNull, Path::getParent)
                .takeWhile(folder -> !folder.equals(directory))
                .toList();
    }

    private static boolean isLaidOut(Path file, Path name, Digest digest) throws IOException {
        if (Files.isSymbolicLink(file)) {
            Path target = Files.readSymbolicLink(file);
            // In the snapshot, the file may be in folders that the layout leaves out.
            return target.endsWith(name) && SnapshotCache.isSnapshotFile(target);
        }
        return existing(file).isPresent() && digest.matches(file);
    }

    private static void deleteEmpty(List<Path> folders) throws IOException {
        for (Path each : folders) {
            try {
                Files.delete(each);
            } catch (DirectoryNotEmptyException e) {
                return;
            }
        }
    }

    /** @return whether the file was replaced */
    private boolean update(RepoFile file, Path snapshotFile, Path output) throws IOException {
        if (mode == LinkMode.SYMBOLIC) {
            return updateLink(file, snapshotFile, output);
        }
        var content = Files.readAttributes(snapshotFile, BasicFileAttributes.class);
        Optional<BasicFileAttributes> existing = existing(output);
        boolean isSame = existing.isPresent()
                && content.fileKey() != null
                && content.fileKey().equals(existing.get().fileKey());
        if (mode == LinkMode.HARD) {
            if (isSame) {
                return false;
            }
            if (isHardLinked(file, snapshotFile.toRealPath(), output)) {
                return true;
            }
        }
        if (!renews
                && !isSame
                && existing.isPresent()
                && (isUnchanged(content, existing.get(), snapshotFile, output)
                        || (verifies
                                && existing.get().size() == file.contentSize()
                                && file.digest().matches(output)))) {
            return false;
        }
        replace(output, temporary -> {
            Files.copy(snapshotFile, temporary);
            verify(file, temporary);
            Files.setLastModifiedTime(temporary, content.lastModifiedTime());
        });
        return true;
    }

    private boolean updateLink(RepoFile file, Path snapshotFile, Path output) throws IOException {
        if (Files.isSymbolicLink(output) && Files.readSymbolicLink(output).equals(snapshotFile)) {
            return false;
        }
        replace(output, temporary -> {
            Files.createSymbolicLink(temporary, snapshotFile);
            verify(file, temporary);
        });
        return true;
    }

    private void verify(RepoFile file, Path laidOut) throws IOException {
        if (verifies && file.digest().isHash() && !file.digest().matches(laidOut)) {
            throw new AdvisedIOException(
                    "the cache has another content of " + Printable.of(file.path()) + " than the one with hash "
                            + file.digest(),
                    renews ? Advice.to(Advice.Action.REPAIR) : Advice.to(Advice.Action.FORCE_DOWNLOAD));
        }
    }

    /** @return false when the file is to be copied instead */
    private boolean isHardLinked(RepoFile file, Path content, Path output) throws IOException {
        try {
            hardLink(file, content, output);
            return true;
        } catch (NoHardLinkException e) {
            if (copying == null) {
                throw new AdvisedIOException(e.reason, Advice.to(Advice.Action.CHANGE_LINK_MODE));
            }
            copying.accept(e.reason);
            return false;
        }
    }

    private void hardLink(RepoFile file, Path content, Path output) throws IOException {
        replace(output, temporary -> {
            try {
                Files.createLink(temporary, content);
            } catch (NoSuchFileException e) {
                throw e;
            } catch (UnsupportedOperationException | FileSystemException e) {
                // Fails where no file can be created either, and says why.
                Files.createFile(temporary);
                String reason =
                        e instanceof IOException onDisk ? DiskFailure.of(onDisk).reason() : "it has none";
                throw new NoHardLinkException(
                        "no hard link is possible from " + output + " to the cache (" + reason + ")");
            }
            verify(file, temporary);
        });
    }

    private static final class NoHardLinkException extends IOException {

        private static final long serialVersionUID = 1L;

        private final String reason;

        NoHardLinkException(String reason) {
            super(reason);
            this.reason = reason;
        }
    }

    /** The attributes of the regular file that is there; empty when there is none. */
    private static Optional<BasicFileAttributes> existing(Path output) throws IOException {
        try {
            return Optional.of(Files.readAttributes(output, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS))
                    .filter(BasicFileAttributes::isRegularFile);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static boolean isUnchanged(
            BasicFileAttributes content, BasicFileAttributes existing, Path snapshotFile, Path output)
            throws IOException {
        // Setting a time keeps only microseconds.
        long micros = content.lastModifiedTime().to(TimeUnit.MICROSECONDS);
        if (existing.size() != content.size() || existing.lastModifiedTime().to(TimeUnit.MICROSECONDS) != micros) {
            return false;
        }
        // Archives of caches keep whole seconds, which two contents may have in common.
        boolean isTelling = micros % TimeUnit.SECONDS.toMicros(1) != 0;
        return isTelling || Files.mismatch(snapshotFile, output) < 0;
    }

    /** Whoever looks for it must not take old and new files for a model. */
    private void removeMarker() throws IOException {
        if (marker != null) {
            Files.deleteIfExists(marker);
        }
    }

    /** Leaves no half file under the final name when the build is killed. */
    private void replace(Path output, AtomicFile.Making making) throws IOException {
        AtomicFile.make(output, temporaryFor(output), temporary -> {
            making.of(temporary);
            // Only now: if that fails, nothing changes.
            removeMarker();
        });
    }

    /** A short name, since the file's own may be as long as names can be. */
    static Path temporaryFor(Path output) {
        return output.resolveSibling(String.format(
                Locale.ROOT, ".%08x.hf-models.tmp", ThreadLocalRandom.current().nextInt()));
    }
}
