package io.github.hfmodels.plan;

import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoId;

/** Contents that are downloaded although the cache has them, each of them once; and those that it may have wrong. */
public interface ForcedContents {

    /** Whether the content is still to be downloaded. */
    boolean contains(RepoId repo, Digest content);

    /**
     * Whether files are to be given the content although they seem to have it. What the cache has of it is read first: if it is right, it is
     * not downloaded, and if it is wrong, it is renamed away until the right one is there.
     */
    default boolean isSuspect(RepoId repo, Digest content) {
        return false;
    }

    /** Notes that the content was downloaded. */
    void downloaded(RepoId repo, Digest content);
}
