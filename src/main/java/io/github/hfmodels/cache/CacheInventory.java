package io.github.hfmodels.cache;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything in the cache at the time of reading. Of repositories without damage, it counts what huggingface_hub's {@code
 * scan_cache_dir} counts.
 *
 * @param repositories damaged ones, too, sorted by folder
 * @param foreign what is in the cache's folder and is no repository, with the reason
 * @param shared the contents that the store has that repositories share, whether or not any uses them
 */
public record CacheInventory(List<Repository> repositories, List<Damage> foreign, List<CachedBlob> shared) {

    /**
     * Something that is not as it should be.
     *
     * @param path where; not safe to log as it is
     * @param reason what is wrong, with the path, safe to log
     * @param advice what to do about it
     */
    public record Damage(Path path, String reason, Advice advice) {}

    /**
     * A repository.
     *
     * @param revisions its snapshots, sorted by commit
     * @param refs its refs, sorted by name
     * @param blobs the blobs, linked or not, and the files of snapshots that are not links
     * @param parts what is left of downloads that have not ended, and temporary files
     * @param absences the marks that the Hub does not have a file
     * @param listings the stored listings of commits
     * @param damage what is wrong with it; huggingface_hub does not count a repository that has any
     * @param sdkSnapshots what ModelScope's SDK reads; none for another source
     */
    public record Repository(
            RepoId repo,
            Path folder,
            List<CachedRevision> revisions,
            List<CachedRef> refs,
            List<CachedBlob> blobs,
            List<CachedBlob> parts,
            List<CachedBlob> absences,
            List<CachedListing> listings,
            List<Damage> damage,
            List<CachedSdkSnapshot> sdkSnapshots) {

        public boolean isDamaged() {
            return !damage.isEmpty();
        }

        /** The blobs that snapshots use. */
        public Set<CachedBlob> linkedBlobs() {
            return revisions.stream()
                    .flatMap(revision -> revision.blobs().stream())
                    .collect(Collectors.toUnmodifiableSet());
        }

        /** The blobs that no snapshot uses. */
        public List<CachedBlob> unlinkedBlobs() {
            Set<CachedBlob> linked = linkedBlobs();
            return blobs.stream().filter(blob -> !linked.contains(blob)).toList();
        }

        /** The blobs that snapshots use, and the files that ModelScope's SDK itself has written. */
        public Set<CachedBlob> contents() {
            return Stream.concat(
                            linkedBlobs().stream(),
                            sdkSnapshots.stream()
                                    .flatMap(snapshot ->
                                            snapshot.files().stream().map(CachedFile::blob)))
                    .collect(Collectors.toUnmodifiableSet());
        }

        /** The bytes of all contents that snapshots use, each once. */
        public long size() {
            return sizeOf(contents());
        }

        /** The refs that name a commit without a snapshot; none where it is not known which snapshots there are. */
        public List<CachedRef> ghostRefs() {
            Path snapshots = folder.resolve("snapshots");
            if (damage.stream().anyMatch(each -> each.path().equals(snapshots))) {
                return List.of();
            }
            Set<CommitHash> commits =
                    revisions.stream().map(CachedRevision::commit).collect(Collectors.toSet());
            return refs.stream().filter(ref -> !commits.contains(ref.commit())).toList();
        }
    }

    /**
     * A revision: a snapshot of a commit, perhaps without some of its files.
     *
     * @param lastModified when the last of its blobs was written; that of the folder when it has no files
     * @param lastAccess when the last of its blobs was read, as far as the file system notes that; when it has no files, as lastModified,
     *     since whoever lists a folder reads it
     */
    public record CachedRevision(
            CommitHash commit, Path folder, List<CachedFile> files, Instant lastModified, Instant lastAccess) {

        /** The blobs that its files use. */
        public Set<CachedBlob> blobs() {
            return files.stream().map(CachedFile::blob).collect(Collectors.toUnmodifiableSet());
        }

        /** The bytes of its blobs, each blob once. */
        public long size() {
            return sizeOf(blobs());
        }

        /** When it was last read or written, whichever is later. */
        public Instant lastUse() {
            return lastAccess.isAfter(lastModified) ? lastAccess : lastModified;
        }
    }

    /**
     * A folder in which ModelScope's SDK looks for a revision.
     *
     * @param name the folder's name, with which the revision's begins; not safe to log as it is
     * @param files what is in it: of this program, links to blobs, and files of the SDK's own
     */
    public record CachedSdkSnapshot(String name, Path folder, List<CachedFile> files) {

        /** What the SDK itself has written, and no commit has. */
        public List<CachedFile> ownFiles() {
            return files.stream().filter(file -> !file.isLink()).toList();
        }
    }

    /**
     * A file of a snapshot.
     *
     * @param path its path in the repository, separated by {@code /}; not safe to log as it is
     * @param file where the snapshot has it
     * @param blob its content; for a file that is neither a link to a blob, nor another name or a copy of one, the file itself
     */
    public record CachedFile(String path, Path file, CachedBlob blob) {

        /** Whether its content is a blob. */
        public boolean isLink() {
            return !file.equals(blob.path());
        }
    }

    /**
     * A ref.
     *
     * @param name the revision's name; not safe to log as it is
     * @param lastModified when the revision was last looked up
     */
    public record CachedRef(String name, Path file, CommitHash commit, Instant lastModified) {}

    /** A stored listing, which may be of a commit that has no snapshot. */
    public record CachedListing(CommitHash commit, CachedBlob file) {}

    /**
     * A content on the disk.
     *
     * @param path where the repository has it
     * @param content where the bytes are: there, or in the store that repositories share
     * @param size in bytes
     * @param lastAccess when it was last read, as far as the file system notes that
     */
    public record CachedBlob(Path path, Path content, long size, Instant lastModified, Instant lastAccess) {}

    /** This and what another cache has. */
    public CacheInventory and(CacheInventory other) {
        return new CacheInventory(
                both(repositories, other.repositories), both(foreign, other.foreign), both(shared, other.shared));
    }

    private static <T> List<T> both(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    /** The repositories that nothing is wrong with. */
    public List<Repository> whole() {
        return repositories.stream()
                .filter(repository -> !repository.isDamaged())
                .toList();
    }

    /** Everything that is wrong, as many entries as huggingface_hub gives warnings: one for each repository. */
    public List<Damage> damage() {
        return Stream.concat(
                        foreign.stream(),
                        repositories.stream()
                                .filter(Repository::isDamaged)
                                .map(repository -> repository.damage().get(0)))
                .toList();
    }

    /** The contents of the shared store that no snapshot uses. */
    public List<CachedBlob> unlinkedShared() {
        Set<Path> used = repositories.stream()
                .flatMap(repository -> repository.linkedBlobs().stream())
                .map(CachedBlob::content)
                .collect(Collectors.toSet());
        return shared.stream()
                .filter(content -> !used.contains(content.content()))
                .toList();
    }

    /** The bytes of all contents that snapshots of whole repositories use, and of the store that repositories share, each content once. */
    public long size() {
        Stream<CachedBlob> used = whole().stream().flatMap(repository -> repository.contents().stream());
        return Stream.concat(used, shared.stream())
                .collect(Collectors.toMap(CachedBlob::content, CachedBlob::size, (one, same) -> one))
                .values()
                .stream()
                .reduce(0L, ByteCount::plus);
    }

    private static long sizeOf(Set<CachedBlob> blobs) {
        return ByteCount.sum(blobs, CachedBlob::size);
    }
}
