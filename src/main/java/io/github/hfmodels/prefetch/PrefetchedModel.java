package io.github.hfmodels.prefetch;

import io.github.hfmodels.model.CommitHash;
import java.nio.file.Path;

/**
 * A model that is ready for use.
 *
 * @param request what was asked for
 * @param commit the commit that the revision was at
 * @param path the folder with its files: the output directory where there is one, else the snapshot in the cache
 * @param wasCached whether the cache had all of it before
 */
public record PrefetchedModel(ModelRequest request, CommitHash commit, Path path, boolean wasCached) {}
