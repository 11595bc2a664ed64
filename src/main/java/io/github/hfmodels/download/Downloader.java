package io.github.hfmodels.download;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.RepositoryWriter;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.cache.SnapshotFile;
import io.github.hfmodels.cache.mutex.FileMutex;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ContentJob;
import io.github.hfmodels.plan.MissingContents;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanCheck;
import io.github.hfmodels.plan.SnapshotPlan;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.progress.DownloadDisplay.Transfer;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.source.SourceRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Downloads the contents that plans miss into the cache, several at once, and each only once. A failure fails all plans that want the
 * content, and no others.
 */
public final class Downloader {

    private static final Logger LOG = LoggerFactory.getLogger(Downloader.class);

    private final SnapshotCache cache;
    private final SourceRegistry sources;
    private final MissingContents missing;
    private final Supplier<DownloadDisplay> displays;
    private final List<PlanCheck> checks;
    private final int parallelDownloads;
    private final Map<SnapshotPlan, ModelFailure> failures = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Set<ContentJob> begun = ConcurrentHashMap.newKeySet();
    private final Set<ModelRequest> fetched =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    private final AtomicLong bytes = new AtomicLong();
    /** Null until there is something to be downloaded, since builds that have nothing to do load no class for it. */
    private @Nullable DownloadDisplay display;

    /**
     * @param displays gives what shows the downloads; called only when there are any
     * @param checks the rules that downloads must keep
     */
    public Downloader(
            SnapshotCache cache,
            SourceRegistry sources,
            MissingContents missing,
            Supplier<DownloadDisplay> displays,
            List<PlanCheck> checks,
            int parallelDownloads) {
        this.cache = cache;
        this.sources = sources;
        this.missing = missing;
        this.displays = displays;
        this.checks = checks;
        this.parallelDownloads = parallelDownloads;
    }

    /** @throws UserException when to download what the plans miss, after all that was downloaded already, would break a rule */
    public void check(List<SnapshotPlan> plans) {
        for (PlanCheck check : checks) {
            check.violation(plans, missing, bytes()).ifPresent(violation -> {
                throw violation;
            });
        }
    }

    /**
     * Downloads what the plans miss.
     *
     * @return one failure, the first, for each plan that failed
     * @throws InterruptedException when the thread is interrupted; what has been downloaded whole stays in the cache
     */
    public List<ModelFailure> fetch(List<SnapshotPlan> plans) throws InterruptedException {
        plans.stream().filter(plan -> !plan.missing().isEmpty()).forEach(this::prepare);
        List<ContentJob> jobs = missing.jobs(plans);
        if (!jobs.isEmpty() && isRoomFor(jobs)) {
            announce(plans);
            runShown(jobs);
        }
        return plans.stream().filter(failures::containsKey).map(failures::get).toList();
    }

    /** Whether something was downloaded for the model or a companion of it, here and not by another module. */
    public boolean hasFetchedFor(ModelRequest model) {
        return fetched.contains(model.wanted());
    }

    /** The length in bytes of the contents downloaded. */
    public long bytes() {
        return bytes.get();
    }

    private void prepare(SnapshotPlan plan) {
        try {
            RepositoryWriter writer = cache.writer(plan.request().repo());
            writer.prepare(plan.listing().commit());
            writer.deleteStaleParts(Instant.now());
        } catch (IOException e) {
            fail(plan, e);
        }
    }

    /** Better to fail now than in an hour. */
    private boolean isRoomFor(List<ContentJob> jobs) {
        long needed = missing.bytesOfDisk(jobs);
        OptionalLong free = missing.freeSpace();
        if (free.isEmpty() || needed <= free.getAsLong()) {
            return true;
        }
        var failure = new AdvisedIOException(
                "the download needs " + ByteCount.format(needed) + " and " + cache + " has "
                        + ByteCount.format(free.getAsLong()) + " left",
                Advice.to(Advice.Action.MAKE_ROOM));
        jobs.stream().flatMap(job -> job.plans().stream()).forEach(plan -> fail(plan, failure));
        return false;
    }

    private void announce(List<SnapshotPlan> plans) {
        for (SnapshotPlan plan : plans) {
            List<RepoFile> wanted = plan.missing().stream()
                    .filter(file -> missing.isNew(plan.request().repo(), file))
                    .toList();
            if (!wanted.isEmpty()) {
                long length = wanted.stream().mapToLong(RepoFile::contentSize).sum();
                int all = plan.selected().size();
                String files =
                        (wanted.size() == all ? "" : wanted.size() + " of ") + (all == 1 ? "1 file" : all + " files");
                LOG.info("Downloading {}: {}, {}", plan.request(), files, ByteCount.format(length));
            }
        }
    }

    private void runShown(List<ContentJob> jobs) throws InterruptedException {
        Set<ContentJob> planned =
                jobs.stream().filter(missing::isToBeDownloaded).collect(Collectors.toCollection(LinkedHashSet::new));
        DownloadDisplay shown = planned.isEmpty() ? DownloadDisplay.NONE : displays.get();
        display = shown;
        shown.planned(planned.stream().map(ContentJob::download).toList());
        try {
            run(jobs, job -> {
                if (planned.contains(job) && !begun.contains(job)) {
                    shown.skipped(job.download());
                }
            });
        } finally {
            shown.finished();
        }
    }

    /** @param onEnd called for each when it has ended, also when it has failed */
    private void run(List<ContentJob> jobs, Consumer<ContentJob> onEnd) throws InterruptedException {
        var tasks = new ArrayList<Callable<Void>>(jobs.size());
        for (ContentJob job : jobs) {
            tasks.add(() -> {
                fetch(job);
                onEnd.accept(job);
                return null;
            });
        }
        ThreadFactory daemons = task -> {
            var thread = new Thread(task, "hf-models-download");
            thread.setDaemon(true);
            return thread;
        };
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(parallelDownloads, tasks.size()), daemons);
        try {
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
        } catch (ExecutionException e) {
            // A task ends its own failures; what is left are faults of the program or of the machine.
            throw new IllegalStateException("a download ended in " + e.getCause(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private void fetch(ContentJob job) {
        if (failures.keySet().containsAll(job.plans())) {
            return;
        }
        try {
            RepositoryWriter writer = cache.writer(job.repo());
            try (FileMutex mutex = writer.acquireMutex(job.digest())) {
                fetch(job, writer, mutex);
            }
        } catch (IOException | RuntimeException e) {
            job.plans().forEach(plan -> fail(plan, e));
        }
    }

    private void fetch(ContentJob job, RepositoryWriter writer, FileMutex mutex) throws IOException {
        CachedRepository repository = cache.repository(job.repo());
        // Asked only now, with the mutex: another module may just have done it.
        boolean isForced = missing.isForced(job.repo(), job.digest());
        List<SnapshotFile> targets = job.targets().stream()
                .filter(target -> isForced || !repository.has(target.commit(), target.file()))
                .toList();
        if (targets.isEmpty()) {
            return;
        }
        Path blob = repository.blob(job.digest());
        boolean isNew = missing.isNew(job) || !LockedContents.isAsLocked(job, blob);
        if (isNew) {
            provide(job, writer, mutex);
        }
        writer.link(job.digest(), targets, isNew);
        if (isForced) {
            missing.downloaded(job.repo(), job.digest());
        }
    }

    private void provide(ContentJob job, RepositoryWriter writer, FileMutex mutex) throws IOException {
        @Nullable Path copy = missing.plainFile(job);
        if (copy != null && LockedContents.isAsLocked(job, copy) && writer.publishCopy(copy, job.digest())) {
            return;
        }
        Path part = writer.part(job.digest(), mutex);
        try {
            download(job, writer, part);
            if (!LockedContents.isAsLocked(job, part)) {
                writer.discard(part);
                throw LockedContents.mismatch(job);
            }
            writer.publish(part, job.digest());
        } finally {
            if (!mutex.excludesEveryProcess()) {
                // No other build would resume it.
                writer.discard(part);
            }
        }
    }

    private void download(ContentJob job, RepositoryWriter writer, Path part) throws IOException {
        SnapshotFile target = job.targets().get(0);
        try {
            begun.add(job);
            LOG.debug("Downloading {} of {}", Printable.of(target.file().path()), job.repo());
            ShownDownload.fetch(sources.of(job.repo()), job, part, Objects.requireNonNull(display));
            bytes.addAndGet(job.size());
            job.plans().forEach(plan -> fetched.add(plan.request().wanted()));
        } catch (SourceException e) {
            if (e.kind() == Kind.FILE_NOT_FOUND) {
                writer.writeNoExist(target.commit(), target.file());
            }
            throw e;
        }
    }

    /** Apart from the rest, since builds that have nothing to do load no class for it. */
    private static final class ShownDownload {

        static void fetch(ModelSource source, ContentJob job, Path part, DownloadDisplay display) throws IOException {
            SnapshotFile target = job.targets().get(0);
            Transfer transfer = display.started(job.download());
            try {
                source.fetch(job.repo(), target.commit(), target.file(), part, transfer);
                transfer.ended(null);
            } catch (IOException | RuntimeException e) {
                transfer.ended(e);
                throw e;
            }
        }
    }

    private void fail(SnapshotPlan plan, Exception cause) {
        failures.putIfAbsent(plan, plan.failure(cause));
    }
}
