package io.github.hfmodels.prefetch;

import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import java.util.List;

/**
 * What one model needs.
 *
 * @param request what was asked for
 * @param listing all that the repository holds at the commit
 * @param origin where that listing comes from
 * @param selected the files that are wanted
 * @param missing those of them that the snapshot in the cache does not show
 */
record SnapshotPlan(
        ModelRequest request, Listing listing, Origin origin, List<RepoFile> selected, List<RepoFile> missing) {

    /** Where a listing comes from. */
    enum Origin {
        /** The cache, which has it from whoever asked first. */
        CACHE,
        /** The source, and the cache has the same. */
        SOURCE_AND_CACHE,
        /** The source; the cache has none, or another. */
        SOURCE
    }

    boolean isListingToBeStored() {
        return origin == Origin.SOURCE;
    }
}
