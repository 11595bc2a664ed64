package io.github.hfmodels.plan;

import io.github.hfmodels.model.UpdatePolicy;
import io.github.hfmodels.output.LinkMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a build wants, and how.
 *
 * @param models the models, each alias once
 * @param offline whether the cache alone must do
 * @param force whether to download even what is there
 * @param updatePolicy when a revision that can move is looked up again
 * @param link how files get into output directories
 * @param parallelDownloads how many files are fetched at once
 * @param maxBytes how many bytes may be downloaded; {@link Long#MAX_VALUE} for any number
 * @param lock the lock that says what the models are; null where the source says it
 */
public record PrefetchRequest(
        List<ModelRequest> models,
        boolean offline,
        boolean force,
        UpdatePolicy updatePolicy,
        LinkMode link,
        int parallelDownloads,
        long maxBytes,
        @Nullable ActiveLock lock) {

    public PrefetchRequest {
        models = List.copyOf(models);
    }
}
