package io.github.hfmodels.cache;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links from snapshots to contents. Learns from the first refusal that the file system has no symbolic links (Windows
 * without developer mode, some network shares); from then on the callers keep plain files.
 */
final class Symlinks {

    private static final Logger LOG = LoggerFactory.getLogger(Symlinks.class);

    private volatile boolean supported;

    Symlinks(boolean supported) {
        this.supported = supported;
    }

    /**
     * Makes {@code link} a relative link to {@code content}, replacing what was there.
     *
     * @return false when links cannot be had here, and nothing was changed
     * @throws IOException when something else stands in the way
     */
    boolean link(Path link, Path content) throws IOException {
        if (!supported) {
            return false;
        }
        Path target = Objects.requireNonNull(link.getParent()).relativize(content);
        try {
            Files.createSymbolicLink(link, target);
            return true;
        } catch (FileAlreadyExistsException e) {
            if (!pointsTo(link, target)) {
                // By rename, so that a reader meets either the old file or the new one.
                Path temporary = AtomicFile.uniqueSibling(content, "tmp");
                AtomicFile.make(link, temporary, file -> Files.createSymbolicLink(file, target));
            }
            return true;
        } catch (UnsupportedOperationException | FileSystemException e) {
            if (isPossibleBeside(content)) {
                throw e;
            }
            LOG.warn(
                    "The cache's file system refuses symbolic links ({}); snapshots hold plain files, so that contents"
                            + " are not shared between revisions.",
                    e.getMessage());
            supported = false;
            return false;
        }
    }

    /** Tells a file system without links from a disk that is full or a folder that is closed. */
    private static boolean isPossibleBeside(Path content) throws IOException {
        Path probe = AtomicFile.uniqueSibling(content, "tmp");
        Files.createFile(probe);
        Files.delete(probe);
        try {
            Files.createSymbolicLink(probe, content);
            return true;
        } catch (UnsupportedOperationException | FileSystemException e) {
            return false;
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private static boolean pointsTo(Path link, Path target) throws IOException {
        return Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target);
    }
}
