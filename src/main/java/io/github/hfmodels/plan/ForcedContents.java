package io.github.hfmodels.plan;

import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoId;

/** Contents that are downloaded although the cache has them, each of them once. */
public interface ForcedContents {

    /** Whether the content is still to be downloaded. */
    boolean contains(RepoId repo, Digest content);

    /** Notes that the content was downloaded. */
    void downloaded(RepoId repo, Digest content);
}
