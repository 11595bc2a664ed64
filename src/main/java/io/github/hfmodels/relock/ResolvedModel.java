package io.github.hfmodels.relock;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.SelectedFiles;
import java.util.List;

/**
 * A model that was looked up.
 *
 * @param request the request
 * @param listing the repository's files at the commit
 * @param wanted the files that the request selects
 */
public record ResolvedModel(ModelRequest request, Listing listing, SelectedFiles wanted) {

    /** The selected files. */
    List<RepoFile> files() {
        return wanted.files();
    }

    /** The model as a lock has it. */
    LockedModel locked(List<RepoFile> withHashes) {
        return new LockedModel(
                request.repo(),
                request.revision(),
                listing.commit(),
                listing.license(),
                request.selection(),
                withHashes,
                wanted.companions());
    }
}
