package io.github.hfmodels.plan;

import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import java.util.List;

/**
 * What one model needs.
 *
 * @param request what was asked for
 * @param listing all that the repository holds at the commit; of a lock, all that is locked
 * @param origin where that listing comes from
 * @param isLookedUp whether the source has said in this build that the revision, one that can move, is at that commit
 * @param wanted what is wanted
 * @param missing those of them that the snapshot in the cache does not show
 */
public record SnapshotPlan(
        ModelRequest request,
        Listing listing,
        Origin origin,
        boolean isLookedUp,
        SelectedFiles wanted,
        List<RepoFile> missing) {

    /** Where a listing comes from. */
    public enum Origin {
        /** The cache, which has it from whoever asked first. */
        CACHE,
        /** The source, and the cache has the same. */
        SOURCE_AND_CACHE,
        /** The source; the cache has none, or another. */
        SOURCE,
        /** A lock, which has what was selected when it was written. */
        LOCK,
        /** A lock of every file; the cache has no listing. */
        LOCK_OF_ALL
    }

    /** The files that are wanted. */
    public List<RepoFile> selected() {
        return wanted.files();
    }

    /** Why a file is wanted. */
    public String reason(RepoFile file) {
        String rule = wanted.rules().get(file.path());
        if (rule != null) {
            return rule;
        }
        return isLocked() && !request.selection().isByPatterns()
                ? "locked for " + request.selection()
                : request.selection().patterns().reason(file.path());
    }

    /** The same, now that the cache has the listing. */
    public SnapshotPlan withListingStored() {
        return new SnapshotPlan(request, listing, Origin.SOURCE_AND_CACHE, isLookedUp, wanted, missing);
    }

    /** Whether the cache is to be given the listing. */
    public boolean isListingToBeStored() {
        return origin == Origin.SOURCE || origin == Origin.LOCK_OF_ALL;
    }

    /** Whether a lock says what is needed. */
    public boolean isLocked() {
        return origin == Origin.LOCK || origin == Origin.LOCK_OF_ALL;
    }
}
