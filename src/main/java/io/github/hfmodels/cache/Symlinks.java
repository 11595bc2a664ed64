package io.github.hfmodels.cache;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.DiskFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Links from snapshots to blobs. The first refusal shows that the file system has no symbolic links (Windows without developer
 * mode, some network shares); from then on callers make plain files.
 */
final class Symlinks {

    private static final Log LOG = Log.of(Symlinks.class);

    private volatile boolean supported;

    Symlinks(boolean supported) {
        this.supported = supported;
    }

    /**
     * Makes {@code link} a relative link to {@code blob}, replacing what was there.
     *
     * @return false when there are no links here; nothing is changed then
     * @throws IOException when it fails for another reason
     */
    boolean link(Path link, Path blob) throws IOException {
        if (!supported) {
            return false;
        }
        Path target = Objects.requireNonNull(link.getParent()).relativize(blob);
        try {
            Files.createSymbolicLink(link, target);
            return true;
        } catch (FileAlreadyExistsException e) {
            if (!pointsTo(link, target)) {
                // By rename, so that a reader sees either the old file or the new one.
                Path temporary = AtomicFile.uniqueSibling(blob, "tmp");
                AtomicFile.make(link, temporary, file -> Files.createSymbolicLink(file, target));
            }
            return true;
        } catch (UnsupportedOperationException | FileSystemException e) {
            if (isPossibleBeside(blob)) {
                throw e;
            }
            LOG.warn(
                    "The cache's file system refuses symbolic links ({}); snapshots get plain files, and revisions do"
                            + " not share contents.",
                    e instanceof IOException onDisk ? DiskFailure.of(onDisk).reason() : e.getMessage());
            supported = false;
            return false;
        }
    }

    /** Distinguishes a file system without links from a full disk or a folder without permission. */
    private static boolean isPossibleBeside(Path blob) throws IOException {
        Path probe = AtomicFile.uniqueSibling(blob, "tmp");
        Files.createFile(probe);
        Files.delete(probe);
        try {
            Files.createSymbolicLink(probe, blob);
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
