package io.github.hfmodels.plan;

import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.UpdatePolicy;

/**
 * How a build fetches models.
 *
 * @param offline whether no request may be made
 * @param force whether contents are downloaded although the cache has them
 * @param updatePolicy when a revision that can move is looked up again
 * @param parallelDownloads how many contents are downloaded at once
 * @param link how files get into output directories
 */
public record FetchOptions(
        boolean offline, boolean force, UpdatePolicy updatePolicy, int parallelDownloads, LinkMode link) {}
