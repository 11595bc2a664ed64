package io.github.hfmodels.cache;

import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything in the cache at the time of reading. Counts what huggingface_hub's {@code scan_cache_dir} counts.
 *
 * @param repositories those that are whole, sorted by folder
 * @param damaged everything else in the cache's folder, with the reason
 * @param size the bytes of all contents that snapshots use, and of the store that repositories share, each content once
 */
public record CacheInventory(List<Repository> repositories, List<Damaged> damaged, long size) {

    /**
     * Something that is not a repository, or a damaged repository, whose contents are not listed.
     *
     * @param reason what is wrong, safe to log
     */
    public record Damaged(Path path, String reason) {}

    /**
     * A repository.
     *
     * @param revisions its snapshots, sorted by commit
     * @param refs the commit that each ref names, which has a snapshot
     * @param blobs the blobs, linked or not, and the files of snapshots that are not links
     * @param parts what is left of downloads that have not ended
     */
    public record Repository(
            RepoId repo,
            Path folder,
            List<CachedRevision> revisions,
            Map<Revision, CommitHash> refs,
            List<CachedBlob> blobs,
            List<CachedBlob> parts) {

        /** The blobs that snapshots use. */
        public Set<CachedBlob> linkedBlobs() {
            return revisions.stream()
                    .flatMap(revision -> revision.blobs().stream())
                    .collect(Collectors.toUnmodifiableSet());
        }

        /** The bytes of all blobs that snapshots use, each blob once. */
        public long size() {
            return sizeOf(linkedBlobs());
        }
    }

    /**
     * A revision: a snapshot of a commit, perhaps without some of its files.
     *
     * @param lastModified when the last of its blobs was written; that of the folder when it has no files
     */
    public record CachedRevision(CommitHash commit, Path folder, List<CachedFile> files, Instant lastModified) {

        /** The blobs that its files use. */
        public Set<CachedBlob> blobs() {
            return files.stream().map(CachedFile::blob).collect(Collectors.toUnmodifiableSet());
        }

        /** The bytes of its blobs, each blob once. */
        public long size() {
            return sizeOf(blobs());
        }
    }

    /**
     * A file of a snapshot.
     *
     * @param path its path in the repository, separated by {@code /}; not safe to log as it is
     * @param blob its content; for a file that is not a link, the file itself
     */
    public record CachedFile(String path, CachedBlob blob) {}

    /**
     * A content on the disk.
     *
     * @param path where the repository has it
     * @param content where the bytes are: there, or in the store that repositories share
     * @param lastAccess when it was last read, as far as the file system notes that
     */
    public record CachedBlob(Path path, Path content, long size, Instant lastModified, Instant lastAccess) {}

    private static long sizeOf(Set<CachedBlob> blobs) {
        return ByteCount.sum(blobs, CachedBlob::size);
    }
}
