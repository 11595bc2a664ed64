package io.github.hfmodels.model;

import org.jspecify.annotations.Nullable;

/**
 * A file as a listing of the Hub has it. The path is the Hub's word: it becomes a place on disk only as a {@link RepoPath}.
 *
 * @param path the path within the repository, separated by {@code /}
 * @param size the content's length in bytes
 * @param blobId the git object id: of the content for a regular file, of the pointer for an LFS file
 * @param lfs what is known of an LFS file's content; null for a regular file
 * @param xetHash the Xet id, which is not a hash of the content; null where there is none
 */
public record RepoFile(
        String path,
        long size,
        String blobId,
        @Nullable Lfs lfs,
        @Nullable String xetHash) {

    /**
     * The content of an LFS file.
     *
     * @param sha256 its SHA-256, hexadecimal
     * @param size its length in bytes
     */
    public record Lfs(String sha256, long size) {}

    /** @throws IllegalArgumentException when a size is negative */
    public RepoFile {
        if (size < 0 || (lfs != null && lfs.size() < 0)) {
            throw new IllegalArgumentException("'" + Printable.of(path) + "' has a negative size");
        }
    }

    /** @throws IllegalArgumentException when the path would lead out of the repository's folder */
    public RepoPath repoPath() {
        return new RepoPath(path);
    }

    /** The content's length in bytes. */
    public long contentSize() {
        return lfs == null ? size : lfs.size();
    }

    /** @throws IllegalArgumentException when the listing's hash is none */
    public Digest digest() {
        try {
            return lfs == null
                    ? new Digest(Digest.Algorithm.GIT_SHA1, blobId)
                    : new Digest(Digest.Algorithm.SHA256, lfs.sha256());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + Printable.of(path) + "': " + e.getMessage(), e);
        }
    }
}
