package io.github.hfmodels.mojo;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.plan.PrefetchRequest;
import io.github.hfmodels.plan.SharedWork;
import io.github.hfmodels.prefetch.Prefetcher;
import io.github.hfmodels.source.SourceRegistry;

/**
 * What a goal has to do, and what it does it with.
 *
 * @param request the models, and how to go about them
 * @param cache the cache
 * @param sources the sources of models; closed after the goal
 * @param shared what other modules of the build have done
 * @param prefetcher brings models into the cache
 */
record BuildWork(
        PrefetchRequest request,
        SnapshotCache cache,
        SourceRegistry sources,
        SharedWork shared,
        Prefetcher prefetcher) {}
