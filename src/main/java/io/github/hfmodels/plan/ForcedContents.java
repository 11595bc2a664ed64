package io.github.hfmodels.plan;

import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoId;
import org.jspecify.annotations.Nullable;

/** Contents that are downloaded although the cache has them; each of them once in a build. Thread-safe. */
public final class ForcedContents {

    /** No content at all. */
    public static final ForcedContents NONE = new ForcedContents(null);

    private final @Nullable SharedWork shared;

    private ForcedContents(@Nullable SharedWork shared) {
        this.shared = shared;
    }

    /** Every content, but none that a module of the build has downloaded. */
    public static ForcedContents all(SharedWork shared) {
        return new ForcedContents(shared);
    }

    /** Whether the content is still to be downloaded. */
    public boolean contains(RepoId repo, Digest content) {
        return shared != null && !shared.hasDownloaded(repo, content);
    }

    /** Notes that the content was downloaded. */
    public void downloaded(RepoId repo, Digest content) {
        if (shared != null) {
            shared.noteDownload(repo, content);
        }
    }
}
