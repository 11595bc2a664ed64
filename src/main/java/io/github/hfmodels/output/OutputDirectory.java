package io.github.hfmodels.output;

import io.github.hfmodels.cache.AtomicFile;
import io.github.hfmodels.cache.Folders;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.RepoPath;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A folder in which a snapshot's files are laid out. A file whose length and modification time are those of the cache's
 * counts as unchanged, so a build that changes nothing copies nothing. Other files in the folder stay as they are.
 */
public final class OutputDirectory {

    private final Path directory;
    private final LinkMode mode;

    /** @param directory the folder; created when missing */
    public OutputDirectory(Path directory, LinkMode mode) {
        this.directory = directory;
        this.mode = mode;
    }

    /**
     * Updates the folder, which may be a link; those below it may not be.
     *
     * @param snapshot the snapshot's folder in the cache
     * @param files the files of it that are wanted
     * @throws IOException when the folder cannot be written, or cannot be linked to the cache
     */
    public void update(Path snapshot, List<RepoPath> files) throws IOException {
        var folders = new HashSet<Path>();
        for (RepoPath file : files) {
            Path output = file.below(directory);
            if (folders.add(output.getParent())) {
                Folders.createFor(directory, output);
            }
            update(file.below(snapshot), output);
        }
    }

    private void update(Path snapshotFile, Path output) throws IOException {
        if (mode == LinkMode.SYMBOLIC) {
            updateLink(snapshotFile, output);
            return;
        }
        var content = Files.readAttributes(snapshotFile, BasicFileAttributes.class);
        Optional<BasicFileAttributes> existing = existing(output);
        boolean isSame = existing.isPresent()
                && content.fileKey() != null
                && content.fileKey().equals(existing.get().fileKey());
        if (mode == LinkMode.HARD) {
            if (!isSame) {
                hardLink(snapshotFile.toRealPath(), output);
            }
            return;
        }
        if (!isSame && existing.isPresent() && isUnchanged(content, existing.get(), snapshotFile, output)) {
            return;
        }
        replace(output, temporary -> {
            Files.copy(snapshotFile, temporary);
            Files.setLastModifiedTime(temporary, content.lastModifiedTime());
        });
    }

    private static void updateLink(Path snapshotFile, Path output) throws IOException {
        if (!Files.isSymbolicLink(output) || !Files.readSymbolicLink(output).equals(snapshotFile)) {
            replace(output, temporary -> Files.createSymbolicLink(temporary, snapshotFile));
        }
    }

    private static void hardLink(Path content, Path output) throws IOException {
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
                throw new AdvisedIOException(
                        "no hard link is possible from " + output + " to the cache (" + reason + ")",
                        Advice.to(Advice.Action.CHANGE_LINK_MODE));
            }
        });
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

    /** Leaves no half file under the final name when the build is killed. */
    private static void replace(Path output, AtomicFile.Making making) throws IOException {
        Path temporary = output.resolveSibling(
                String.format(".%08x.hf-models.tmp", ThreadLocalRandom.current().nextInt()));
        AtomicFile.make(output, temporary, making);
    }
}
