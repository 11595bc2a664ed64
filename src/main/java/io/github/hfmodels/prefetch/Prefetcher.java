package io.github.hfmodels.prefetch;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.hub.ModelSource;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.output.OutputDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes models ready for use: plans each, fetches what they lack together, publishes each. A model that fails does not
 * keep the others from being made ready.
 */
public final class Prefetcher {

    private static final Logger LOG = LoggerFactory.getLogger(Prefetcher.class);

    private final SnapshotCache cache;
    private final Supplier<ModelSource> source;

    /** @param source gives the source of models; called only when the cache does not do */
    public Prefetcher(SnapshotCache cache, Supplier<ModelSource> source) {
        this.cache = cache;
        this.source = source;
    }

    /**
     * Makes the models ready.
     *
     * @return the models that are ready, and why the others are not
     * @throws InterruptedException when the thread is interrupted; what has been fetched whole stays in the cache
     */
    public PrefetchResult prefetch(PrefetchRequest request) throws InterruptedException {
        long start = System.nanoTime();
        var failures = new ArrayList<ModelFailure>();
        List<SnapshotPlan> plans = plan(request, failures);
        var downloads = new Downloads(cache, source, request.parallelDownloads(), request.force());
        failures.addAll(downloads.fetch(plans));
        var models = new ArrayList<PrefetchedModel>();
        for (SnapshotPlan plan : plans) {
            if (failures.stream().noneMatch(failure -> failure.request() == plan.request())) {
                publish(plan, request, models, failures);
            }
        }
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        return new PrefetchResult(models, failures, downloads.bytes(), time);
    }

    private List<SnapshotPlan> plan(PrefetchRequest request, List<ModelFailure> failures) {
        var planner = new SnapshotPlanner(cache, source, request.offline(), request.force());
        var plans = new ArrayList<SnapshotPlan>();
        for (ModelRequest model : request.models()) {
            try {
                plans.add(planner.plan(model));
            } catch (PlanException | IOException | IllegalArgumentException e) {
                failures.add(new ModelFailure(model, e));
            }
        }
        return plans;
    }

    /** The ref comes last, so that it never names a snapshot that is not complete. */
    private void noteRevision(SnapshotPlan plan) throws IOException {
        ModelRequest model = plan.request();
        CommitHash commit = plan.listing().commit();
        if (cache.repository(model.repo()).commitOf(model.revision()).equals(Optional.of(commit))) {
            return;
        }
        try {
            cache.writer(model.repo()).writeRef(model.revision(), commit);
        } catch (IOException e) {
            if (!plan.missing().isEmpty()) {
                throw e;
            }
            LOG.debug("{}: the ref cannot be written, which a complete snapshot does not need", model, e);
        }
    }

    private void publish(
            SnapshotPlan plan, PrefetchRequest request, List<PrefetchedModel> models, List<ModelFailure> failures) {
        ModelRequest model = plan.request();
        try {
            noteRevision(plan);
            Path snapshot =
                    cache.repository(model.repo()).snapshot(plan.listing().commit());
            Path directory = model.directory();
            if (directory != null) {
                new OutputDirectory(directory, request.link())
                        .update(
                                snapshot,
                                plan.selected().stream().map(RepoFile::repoPath).toList());
            }
            models.add(new PrefetchedModel(
                    model,
                    plan.listing().commit(),
                    directory == null ? snapshot : directory,
                    plan.missing().isEmpty()));
        } catch (IOException | IllegalArgumentException e) {
            failures.add(new ModelFailure(model, e));
        }
    }
}
