package io.github.hfmodels.prune;

import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.CacheInventory.CachedListing;
import io.github.hfmodels.cache.CacheInventory.CachedRef;
import io.github.hfmodels.cache.CacheInventory.CachedRevision;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.RepoId;
import java.nio.file.Path;
import java.util.List;

/**
 * What is to be deleted.
 *
 * @param repositories those of which something is, sorted by folder
 * @param shared the contents of the store that repositories share that nobody uses, or nobody will
 * @param leftAlone what would be deleted, but for a reason
 * @param sizeBefore the bytes of all contents in the cache, each once
 * @param sizeAfter the bytes of those that stay
 */
public record PrunePlan(
        List<OfRepository> repositories,
        List<CachedBlob> shared,
        List<LeftAlone> leftAlone,
        long sizeBefore,
        long sizeAfter) {

    /** Why a revision goes. */
    public enum Reason {
        /** No ref names it, and no rule. */
        UNNAMED,
        /** The cache is larger than it may be, and others were used later. */
        SIZE
    }

    /**
     * A revision that goes.
     *
     * @param refs the refs that name it, which go before it
     * @param bytes what that frees in the repository: blobs that other revisions use, too, count for the last of them
     */
    public record Going(CachedRevision revision, Reason reason, List<CachedRef> refs, long bytes) {}

    /** Why something stays that would go. */
    public enum Cause {
        /** It was used recently. */
        RECENT,
        /** It was written within a day, so somebody may still be writing it. */
        YOUNG,
        /** Something is wrong with the repository, so it is not known what it needs. */
        DAMAGED,
        /** A build, or a download of any program, has it at this moment. */
        IN_USE,
        /** It is no longer as it was when the plan was made. */
        CHANGED,
        /** There is something in it that is not of the cache. */
        FOREIGN
    }

    /**
     * Something that would be deleted, but for a reason.
     *
     * @param what it is, safe to log
     * @param detail more about it, safe to log; empty for nothing
     */
    public record LeftAlone(String what, Cause cause, String detail) {}

    /**
     * What goes of a repository.
     *
     * @param ghosts refs that name a commit without a snapshot
     * @param listings stored listings
     * @param absences marks that the Hub does not have a file
     * @param parts what is left of downloads
     * @param blobs the blobs that no snapshot uses then
     * @param loose those of them that no snapshot uses now
     * @param isAll whether nothing of the repository stays, so that its folder goes, too
     */
    public record OfRepository(
            RepoId repo,
            Path folder,
            List<Going> revisions,
            List<CachedRef> ghosts,
            List<CachedListing> listings,
            List<CachedBlob> absences,
            List<CachedBlob> parts,
            List<CachedBlob> blobs,
            List<CachedBlob> loose,
            boolean isAll) {

        /** The bytes that this frees, but for contents of the store that repositories share. */
        public long bytes() {
            long files = ByteCount.plus(
                    ByteCount.sum(listings, listing -> listing.file().size()),
                    ByteCount.sum(absences, CachedBlob::size));
            long contents = ByteCount.plus(sizeOf(parts), sizeOf(loose));
            return ByteCount.plus(ByteCount.plus(files, contents), ByteCount.sum(revisions, Going::bytes));
        }

        /** The bytes of contents that are where the repository has them. */
        public static long sizeOf(List<CachedBlob> blobs) {
            return ByteCount.sum(blobs, PrunePlan::ownBytes);
        }

        private boolean isNothing() {
            return !isAll
                    && revisions.isEmpty()
                    && ghosts.isEmpty()
                    && listings.isEmpty()
                    && absences.isEmpty()
                    && parts.isEmpty()
                    && blobs.isEmpty();
        }
    }

    static long ownBytes(CachedBlob blob) {
        return blob.path().equals(blob.content()) ? blob.size() : 0;
    }

    public PrunePlan {
        repositories = repositories.stream().filter(each -> !each.isNothing()).toList();
    }

    public boolean isNothing() {
        return repositories.isEmpty() && shared.isEmpty();
    }

    /** The bytes that this frees, each content once. */
    public long bytes() {
        return ByteCount.plus(
                ByteCount.sum(repositories, OfRepository::bytes), ByteCount.sum(shared, CachedBlob::size));
    }
}
