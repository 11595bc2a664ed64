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
 * @param request what was asked for
 * @param listing what the source said
 * @param wanted what this selects
 */
public record ResolvedModel(ModelRequest request, Listing listing, SelectedFiles wanted) {

    /** The files that this selects. */
    List<RepoFile> files() {
        return wanted.files();
    }

    /** What a lock says of it. */
    LockedModel locked(List<RepoFile> withHashes) {
        return new LockedModel(
                LockedModel.HUGGING_FACE,
                request.repo(),
                request.revision(),
                listing.commit(),
                listing.license(),
                request.selection(),
                withHashes,
                wanted.companions());
    }
}
