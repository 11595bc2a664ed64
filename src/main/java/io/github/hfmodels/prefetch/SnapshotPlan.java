package io.github.hfmodels.prefetch;

import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import java.util.List;

/**
 * What one model needs.
 *
 * @param request what was asked for
 * @param listing all that the repository holds at the commit
 * @param isListingCached whether the cache has that listing already
 * @param selected the files that are wanted
 * @param missing those of them that the snapshot in the cache does not show
 */
record SnapshotPlan(
        ModelRequest request,
        Listing listing,
        boolean isListingCached,
        List<RepoFile> selected,
        List<RepoFile> missing) {}
