package io.github.hfmodels.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file in a listing of the Hub. The path is as the Hub says it: it becomes a path on the disk only as a {@link RepoPath}.
 *
 * @param path the path within the repository, separated by {@code /}
 * @param size the content's length in bytes
 * @param blobId the git object id: of the content for a regular file, of the pointer for an LFS file
 * @param lfs the content of an LFS file; null for a regular file
 * @param xetHash the Xet id, which is not a hash of the content; null where there is none
 * @param sha256 the SHA-256 of a regular file's content, hexadecimal, which only a lock knows; null otherwise
 * @param etag the ETag by which a server names the content instead of a hash; null where a hash is known
 */
public record RepoFile(
        String path,
        long size,
        String blobId,
        @Nullable Lfs lfs,
        @Nullable String xetHash,
        @Nullable String sha256,
        @Nullable String etag) {

    /** 9 petabytes. JSON has no larger whole numbers that every reader takes for the same, and no Hub has such a file. */
    private static final long MAX_SIZE = 1L << 53;

    /**
     * The content of an LFS file.
     *
     * @param sha256 its SHA-256, hexadecimal
     * @param size its length in bytes
     */
    public record Lfs(String sha256, long size) {}

    /** @throws InvalidValueException when a size is negative, or larger than any file can be */
    public RepoFile {
        check(path, size);
        if (lfs != null) {
            check(path, lfs.size());
        }
    }

    private static void check(String path, long size) {
        if (size < 0) {
            throw new InvalidValueException("'" + Printable.of(path) + "' has a negative size");
        }
        if (size > MAX_SIZE) {
            throw new InvalidValueException("'" + Printable.of(path) + "' has an impossible size, " + size + " bytes");
        }
    }

    /** A file from a listing. */
    public RepoFile(String path, long size, String blobId, @Nullable Lfs lfs, @Nullable String xetHash) {
        this(path, size, blobId, lfs, xetHash, null);
    }

    /** A file of which a hash is known. */
    public RepoFile(
            String path,
            long size,
            String blobId,
            @Nullable Lfs lfs,
            @Nullable String xetHash,
            @Nullable String sha256) {
        this(path, size, blobId, lfs, xetHash, sha256, null);
    }

    /** A file of a server that names it by an ETag, so that its content cannot be verified. */
    public static RepoFile tagged(String path, long size, String etag) {
        return new RepoFile(path, size, "", null, null, null, etag);
    }

    /** A file of which a listing has the name alone. Its size and its hash are to be asked for before it is fetched. */
    public static RepoFile named(String path) {
        return new RepoFile(path, 0, "", null, null, null);
    }

    /** Whether the name alone is known, so that size and hash must be asked for. */
    public boolean isNameOnly() {
        return blobId.isEmpty() && lfs == null && etag == null;
    }

    /** Whether all is known of it that listings of the Hub have. */
    public boolean isListed() {
        return etag == null && !blobId.isEmpty();
    }

    /** The same file, with the SHA-256 of its content. */
    public RepoFile withSha256(String hex) {
        return new RepoFile(path, size, blobId, lfs, xetHash, hex, etag);
    }

    /** The same file at another path. */
    RepoFile at(String otherPath) {
        return new RepoFile(otherPath, size, blobId, lfs, xetHash, sha256, etag);
    }

    /** The SHA-256 of the content, hexadecimal; empty for a regular file that is not from a lock. */
    public Optional<String> contentSha256() {
        return Optional.ofNullable(lfs == null ? sha256 : lfs.sha256());
    }

    /** The content's hash of that kind; empty when it is not known. */
    public Optional<Digest> digest(Digest.Algorithm algorithm) {
        return algorithm == Digest.Algorithm.SHA256
                ? contentSha256().map(hex -> new Digest(algorithm, hex))
                : Optional.of(digest()).filter(digest -> digest.algorithm() == algorithm);
    }

    /** @throws InvalidValueException when the path would lead out of the repository's folder */
    public RepoPath repoPath() {
        return new RepoPath(path);
    }

    /** The content's length in bytes. */
    public long contentSize() {
        return lfs == null ? size : lfs.size();
    }

    /** @throws InvalidValueException when the listing's hash is malformed, or there is none */
    public Digest digest() {
        try {
            if (etag != null) {
                return new Digest(Digest.Algorithm.ETAG, etag);
            }
            return lfs == null
                    ? new Digest(Digest.Algorithm.GIT_SHA1, blobId)
                    : new Digest(Digest.Algorithm.SHA256, lfs.sha256());
        } catch (InvalidValueException e) {
            throw new InvalidValueException("'" + Printable.of(path) + "': " + e.getMessage(), e);
        }
    }
}
