package io.github.hfmodels.prefetch;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.download.CacheFileAccess;
import io.github.hfmodels.download.Downloader;
import io.github.hfmodels.download.TemporaryFileAccess;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.output.OutputDirectory;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.FileAccess;
import io.github.hfmodels.plan.FilesInCache;
import io.github.hfmodels.plan.LockedPlanner;
import io.github.hfmodels.plan.MissingContents;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanException;
import io.github.hfmodels.plan.Planner;
import io.github.hfmodels.plan.PrefetchRequest;
import io.github.hfmodels.plan.SharedWork;
import io.github.hfmodels.plan.SnapshotPlan;
import io.github.hfmodels.plan.SourcePlanner;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.source.SourceRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
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
    private final SourceRegistry sources;
    private final SharedWork shared;
    private final Supplier<ZonedDateTime> buildStart;
    private final Supplier<DownloadDisplay> displays;

    /**
     * @param sources gives the source of models; asked only when the cache does not do
     * @param shared what other modules of the build have done
     * @param buildStart the time that update policies take for the present, in the zone whose midnight begins a day. The
     *     same for all modules, so that a build whose modules are apart in time does not see a revision move; called only
     *     when a policy wants it
     * @param displays gives what shows downloads; called only when there are any
     */
    public Prefetcher(
            SnapshotCache cache,
            SourceRegistry sources,
            SharedWork shared,
            Supplier<ZonedDateTime> buildStart,
            Supplier<DownloadDisplay> displays) {
        this.cache = cache;
        this.sources = sources;
        this.shared = shared;
        this.buildStart = buildStart;
        this.displays = displays;
    }

    /**
     * Finds out what a prefetch would do. Asks the source as a prefetch does, and writes nothing.
     *
     * @throws InterruptedException when the thread is interrupted
     */
    public PrefetchPlan plan(PrefetchRequest request) throws InterruptedException {
        var failures = new ArrayList<ModelFailure>();
        try (var access = new TemporaryFileAccess(cache, sources, request)) {
            Planner planner = planner(request, access, false);
            List<SnapshotPlan> plans = plan(request.models(), planner::preview, failures);
            var lacking = new MissingContents(cache, request.force(), shared);
            return new PlanSummarizer(cache, lacking).of(plans, failures, request, access.read());
        }
    }

    /**
     * Makes the models ready.
     *
     * @return the models that are ready, and why the others are not
     * @throws PlanException when more would have to be downloaded than is allowed; nothing has been done then
     * @throws InterruptedException when the thread is interrupted; what has been fetched whole stays in the cache
     */
    public PrefetchResult prefetch(PrefetchRequest request) throws PlanException, InterruptedException {
        long start = System.nanoTime();
        var failures = new ArrayList<ModelFailure>();
        var lacking = new MissingContents(cache, request.force(), shared);
        var downloads = new Downloader(cache, sources, lacking, displays, request, shared);
        Planner planner = planner(request, access(lacking, downloads, request), true);
        List<SnapshotPlan> plans = plan(request.models(), planner::plan, failures);
        lacking.refuseMoreThan(request.maxBytes(), downloads.bytes(), plans);
        Planning again = model -> {
            SnapshotPlan plan = planner.refresh(model);
            lacking.refuseMoreThan(request.maxBytes(), downloads.bytes(), List.of(plan));
            return plan;
        };
        fetch(plans, downloads, again, failures);
        var models = new ArrayList<PrefetchedModel>();
        for (SnapshotPlan plan : plans) {
            if (isReady(plan.request(), failures)) {
                publish(plan, request, downloads, models, failures);
            }
        }
        models.removeIf(model -> !isReady(model.request(), failures));
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        failures.sort(Comparator.comparing(failure -> request.models().indexOf(failure.model())));
        return new PrefetchResult(models, failures, downloads.bytes(), time);
    }

    /**
     * Brings what plans lack into the cache, and does nothing else: neither refs nor output directories are touched.
     *
     * @return why some of it could not be had
     * @throws PlanException when more would have to be downloaded than is allowed
     * @throws InterruptedException when the thread is interrupted; what has been fetched whole stays in the cache
     */
    public List<ModelFailure> bring(List<SnapshotPlan> plans, PrefetchRequest request)
            throws PlanException, InterruptedException {
        var lacking = new MissingContents(cache, request.force(), shared);
        lacking.refuseMoreThan(request.maxBytes(), 0, plans);
        return new Downloader(cache, sources, lacking, displays, request, shared).fetch(plans);
    }

    /** A way to look into files, which are brought into the cache. */
    public FileAccess access(PrefetchRequest request) {
        var lacking = new MissingContents(cache, request.force(), shared);
        return access(lacking, new Downloader(cache, sources, lacking, displays, request, shared), request);
    }

    /** A way to look into files that leaves the cache as it is. */
    public FileAccess temporaryAccess(PrefetchRequest request) {
        return new TemporaryFileAccess(cache, sources, request);
    }

    private FileAccess access(MissingContents lacking, Downloader downloads, PrefetchRequest request) {
        return new CacheFileAccess(cache, new FilesInCache(cache, request, shared), lacking, downloads, request);
    }

    private Planner planner(PrefetchRequest request, FileAccess access, boolean storesListings) {
        ActiveLock lock = request.lock();
        return lock == null
                ? new SourcePlanner(cache, sources, request, shared, buildStart, access, storesListings)
                : new LockedPlanner(cache, request, lock, shared);
    }

    /** Fetches what the plans lack. A plan that a wrongly stored listing misled, as it would all to come, is made anew. */
    private static void fetch(
            List<SnapshotPlan> plans, Downloader downloads, Planning again, List<ModelFailure> failures)
            throws InterruptedException {
        for (ModelFailure failure : downloads.fetch(plans)) {
            Optional<SnapshotPlan> misled = plans.stream()
                    .filter(plan -> plan.request() == failure.request() && failure.suggestsStaleListing(plan))
                    .findFirst();
            if (misled.isEmpty()) {
                failures.add(failure);
                continue;
            }
            plans.remove(misled.get());
            List<SnapshotPlan> anew = plan(List.of(failure.request()), again, failures);
            plans.addAll(anew);
            failures.addAll(downloads.fetch(anew));
        }
    }

    private static List<SnapshotPlan> plan(List<ModelRequest> models, Planning planning, List<ModelFailure> failures)
            throws InterruptedException {
        var plans = new ArrayList<SnapshotPlan>();
        for (ModelRequest model : models) {
            plans.addAll(plan(model, planning, failures));
        }
        return plans;
    }

    /** Plans a model, and the companions that it turns out to need; none of them where one of them cannot be had. */
    private static List<SnapshotPlan> plan(ModelRequest wanted, Planning planning, List<ModelFailure> failures)
            throws InterruptedException {
        var plans = new ArrayList<SnapshotPlan>();
        var seen = new HashSet<String>();
        var pending = new ArrayDeque<ModelRequest>(List.of(wanted));
        while (!pending.isEmpty()) {
            ModelRequest model = pending.remove();
            try {
                SnapshotPlan plan = planning.of(model);
                plans.add(plan);
                for (Companion companion : plan.wanted().companions()) {
                    ModelRequest needed = model.companion(companion);
                    if (seen.add(needed.key())) {
                        pending.add(needed);
                    }
                }
            } catch (PlanException | IOException | InvalidValueException e) {
                failures.add(new ModelFailure(model, e));
                plans.clear();
                pending.clear();
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while asking for models");
            }
        }
        return plans;
    }

    private static boolean isReady(ModelRequest model, List<ModelFailure> failures) {
        return failures.stream().noneMatch(failure -> failure.model() == model.wanted());
    }

    /** A way to plan. */
    @FunctionalInterface
    private interface Planning {
        SnapshotPlan of(ModelRequest model) throws PlanException, IOException;
    }

    /** Whoever changes the cache meanwhile must not make us promise what is not there. */
    private void checkBrought(SnapshotPlan plan) throws IOException {
        CachedRepository repository = cache.repository(plan.request().repo());
        for (RepoFile file : plan.missing()) {
            if (!repository.has(plan.listing().commit(), file)) {
                throw new IOException("the cache does not hold " + Printable.of(file.path())
                        + " although it was just brought; check what else changes " + cache);
            }
        }
    }

    /** A lock of every file is a listing, which other programs want; it is true as soon as all its files are there. */
    private void storeLocked(SnapshotPlan plan) {
        if (plan.isLocked() && plan.isListingToBeStored()) {
            try {
                cache.writer(plan.request().repo()).writeListing(plan.listing());
            } catch (IOException e) {
                LOG.debug(
                        "{}: the listing cannot be stored, which a complete snapshot does not need", plan.request(), e);
            }
        }
    }

    private void publish(
            SnapshotPlan plan,
            PrefetchRequest request,
            Downloader downloads,
            List<PrefetchedModel> models,
            List<ModelFailure> failures) {
        ModelRequest model = plan.request();
        try {
            checkBrought(plan);
            storeLocked(plan);
            new Refs(cache, request).note(plan);
            Path snapshot =
                    cache.repository(model.repo()).snapshot(plan.listing().commit());
            Path directory = model.directory();
            if (directory != null) {
                new OutputDirectory(directory, request.link())
                        .update(
                                snapshot,
                                plan.selected().stream().map(RepoFile::repoPath).toList());
            }
            if (model.neededBy() != null) {
                return;
            }
            models.add(new PrefetchedModel(
                    model,
                    plan.listing().commit(),
                    directory == null ? snapshot : directory,
                    plan.selected(),
                    !downloads.fetchedFor(plan)));
        } catch (IOException | InvalidValueException e) {
            failures.add(new ModelFailure(model, e));
        }
    }
}
