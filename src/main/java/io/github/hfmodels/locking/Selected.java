package io.github.hfmodels.locking;

import io.github.hfmodels.lock.LockedModel;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.plan.ModelRequest;
import java.util.List;

/**
 * A model that was looked up.
 *
 * @param request what was asked for
 * @param listing what the source said
 * @param files the files that this selects
 */
public record Selected(ModelRequest request, Listing listing, List<RepoFile> files) {

    /** What a lock says of it. */
    LockedModel locked(List<RepoFile> withHashes) {
        return new LockedModel(
                LockedModel.HUGGING_FACE,
                request.repo(),
                request.revision(),
                listing.commit(),
                listing.license(),
                request.selection(),
                withHashes);
    }
}
