package io.github.hfmodels.plan;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.model.FileRole;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.preset.FileRoles;
import java.util.List;
import java.util.Map;
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

    /** A plan for some files only. */
    public static SnapshotPlan ofFiles(
            ModelRequest request, Listing listing, List<RepoFile> files, MissingContents missing) {
        List<RepoFile> absent = missing.of(request.repo(), listing.commit(), files);
        return new SnapshotPlan(request, listing, false, false, null, SelectedFiles.ofPatterns(files), absent);
    }

    /**
     * A plan for a model as a lock has it.
     *
     * @param lock that lock; null where more is to be found out about the model than it has
     */
    public static SnapshotPlan ofLocked(
            ModelRequest request, LockedModel locked, @Nullable ActiveLock lock, List<RepoFile> missing) {
        return new SnapshotPlan(
                request,
                new Listing(locked.commit(), locked.files(), locked.license()),
                false,
                false,
                lock,
                new SelectedFiles(locked.files(), Map.of(), locked.companions()),
                missing);
    }

    /** The files that are wanted. */
    public List<RepoFile> selected() {
        return wanted.files();
    }

    /** The files that have roles; none whose path, as the value of a property, would give options to a program. */
    public Map<FileRole, RepoFile> roles() {
        Map<FileRole, RepoFile> roles = FileRoles.of(request.selection(), selected());
        roles.values().removeIf(file -> FilePlacement.hasArgument(file.path()));
        return roles;
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

    /** The failure of this model. */
    public ModelFailure failure(Exception cause) {
        return new ModelFailure(request, cause, lock == null ? null : lock.name());
    }
}
