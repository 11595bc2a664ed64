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
 * The files of a snapshot as its folder shows them, for caches of clients that store no listings. There may be more at the Hub.
 *
 * @param folder need not exist
 */
record UnlistedSnapshot(CommitHash commit, Path folder) {

    private static final Log LOG = Log.of(UnlistedSnapshot.class);

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
                            .filter(Files::isRegularFile)
                            .map(this::describe)
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
            return Files.isRegularFile(file) ? Optional.of(describe(file)) : Optional.empty();
        } catch (UncheckedIOException e) {
            LOG.debug("{} cannot be read", file, e);
            return Optional.empty();
        }
    }

    private RepoFile describe(Path file) {
        try {
            String path = FileTree.pathBelow(folder, file);
            long size = Files.size(file);
            String blob = Files.isSymbolicLink(file)
                    ? Files.readSymbolicLink(file).getFileName().toString()
                    : "";
            Lfs lfs = blob.length() == Digest.Algorithm.SHA256.hexDigits() ? new Lfs(blob, size) : null;
            boolean isTag = lfs == null && !blob.isEmpty() && !CommitHash.isCommitHash(blob);
            return isTag ? RepoFile.tagged(path, size, blob) : new RepoFile(path, size, blob, lfs, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
