package io.github.hfmodels.cache;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoFile.Lfs;
import io.github.hfmodels.model.RepoPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that a snapshot's folder names, for caches of clients that store no listings. There may be more at the Hub. What is named and is
 * no file, such as a link to a blob that is missing, has a length of 0, as one that is not there.
 *
 * @param folder need not exist
 */
record UnlistedSnapshot(CommitHash commit, Path folder) {

    private static final Log LOG = Log.of(UnlistedSnapshot.class);

    /** Names what is no file, and no link to something that has a hash for a name. */
    private static final String UNKNOWN = "unknown";

    /**
     * All of them; empty when there is no snapshot.
     *
     * @throws IOException when the folder cannot be read
     */
    Optional<Listing> files() throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Listing(
                    commit,
                    FileTree.read(folder).files().stream()
                            .map(file -> describe(folder, file))
                            .toList()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    boolean isEmpty() {
        try {
            return files().filter(present -> present.files().isEmpty()).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** @throws InvalidValueException when the path would lead out of the snapshot */
    Optional<RepoFile> file(String path) {
        Path file = new RepoPath(path).below(folder);
        try {
            return Files.isRegularFile(file) ? Optional.of(describe(folder, file)) : Optional.empty();
        } catch (UncheckedIOException e) {
            LOG.debug("{} cannot be read", file, e);
            return Optional.empty();
        }
    }

    /** @throws UncheckedIOException when the file cannot be read */
    static RepoFile describe(Path folder, Path file) {
        try {
            String path = FileTree.pathBelow(folder, file);
            String blob = Files.isSymbolicLink(file)
                    ? String.valueOf(Files.readSymbolicLink(file).getFileName())
                    : "";
            boolean isHash = CommitHash.isCommitHash(blob);
            boolean isThere = Files.isRegularFile(file);
            if (!isThere && !isHash) {
                return RepoFile.tagged(path, 0, UNKNOWN);
            }
            long size = isThere ? Files.size(file) : 0;
            Lfs lfs = isHash && blob.length() == Digest.Algorithm.SHA256.hexDigits() ? new Lfs(blob, size) : null;
            return isHash || blob.isEmpty()
                    ? new RepoFile(path, size, blob, lfs, null)
                    : RepoFile.tagged(path, size, blob);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
