package io.github.hfmodels.plan;

import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one model needs.
 *
 * @param request what was asked for
 * @param listing all that the repository has at the commit; of a lock, all that is locked
 * @param isFromCache whether the listing is the cache's, and no source has confirmed it in this build
 * @param isLookedUp whether the source has said in this build that the revision, one that can move, is at that commit
 * @param lock the lock that says so; null where a source does
 * @param wanted what is wanted
 * @param missing those of the files that the snapshot in the cache does not have
 */
public record SnapshotPlan(
        ModelRequest request,
        Listing listing,
        boolean isFromCache,
        boolean isLookedUp,
        @Nullable ActiveLock lock,
        SelectedFiles wanted,
        List<RepoFile> missing) {

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
        return lock != null && !request.selection().isByPatterns()
                ? "locked for " + request.selection()
                : request.selection().patterns().reason(file.path());
    }

    /** That the model is not ready because of this. */
    public ModelFailure failure(Exception cause) {
        return new ModelFailure(request, cause, lock == null ? null : lock.name());
    }
}
