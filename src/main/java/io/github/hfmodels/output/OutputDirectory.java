package io.github.hfmodels.output;

import io.github.hfmodels.model.RepoPath;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A folder in which a snapshot's files are laid out. A file whose length and modification time are those of the cache's
 * is taken as unchanged, so a build that changes nothing copies nothing. Other files in the folder are left alone.
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
     * Brings the folder up to date.
     *
     * @param snapshot the snapshot's folder in the cache
     * @param files the files of it that are wanted
     * @return how many files had to be laid out anew
     * @throws IOException when the folder cannot be written, or cannot be linked to the cache
     */
    public int update(Path snapshot, List<RepoPath> files) throws IOException {
        int changed = 0;
        for (RepoPath file : files) {
            if (update(file.below(snapshot), file.below(directory))) {
                changed++;
            }
        }
        return changed;
    }

    private boolean update(Path snapshotFile, Path output) throws IOException {
        if (mode == LinkMode.SYMBOLIC) {
            if (Files.isSymbolicLink(output) && Files.readSymbolicLink(output).equals(snapshotFile)) {
                return false;
            }
            replace(output, temporary -> Files.createSymbolicLink(temporary, snapshotFile));
            return true;
        }
        var content = Files.readAttributes(snapshotFile, BasicFileAttributes.class);
        boolean sameFile = isSameFile(content, output);
        if (mode == LinkMode.HARD) {
            if (!sameFile) {
                hardLink(snapshotFile.toRealPath(), output);
            }
            return !sameFile;
        }
        if (!sameFile && isUnchanged(content, output)) {
            return false;
        }
        replace(output, temporary -> {
            Files.copy(snapshotFile, temporary);
            Files.setLastModifiedTime(temporary, content.lastModifiedTime());
        });
        return true;
    }

    private void hardLink(Path content, Path output) throws IOException {
        try {
            replace(output, temporary -> Files.createLink(temporary, content));
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            throw new IOException(
                    "no hard link to the cache is possible at " + output + " (" + e.getMessage()
                            + "); hf.link=copy works everywhere",
                    e);
        }
    }

    private static boolean isUnchanged(BasicFileAttributes content, Path output) throws IOException {
        if (!Files.isRegularFile(output, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        var existing = Files.readAttributes(output, BasicFileAttributes.class);
        // Setting a time keeps microseconds only.
        return existing.size() == content.size()
                && existing.lastModifiedTime().to(TimeUnit.MICROSECONDS)
                        == content.lastModifiedTime().to(TimeUnit.MICROSECONDS);
    }

    private static boolean isSameFile(BasicFileAttributes content, Path output) throws IOException {
        if (!Files.isRegularFile(output, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        var existing = Files.readAttributes(output, BasicFileAttributes.class);
        return content.fileKey() != null && Objects.equals(content.fileKey(), existing.fileKey());
    }

    /** Makes the file under another name first, so that a build that is killed leaves no half file behind this one. */
    private static void replace(Path output, Making making) throws IOException {
        Files.createDirectories(output.getParent());
        Path temporary = output.resolveSibling(
                String.format(".%08x.hf-models.tmp", ThreadLocalRandom.current().nextInt()));
        try {
            making.of(temporary);
            Files.move(temporary, output, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Makes a file of that name. */
    @FunctionalInterface
    private interface Making {
        void of(Path file) throws IOException;
    }
}
