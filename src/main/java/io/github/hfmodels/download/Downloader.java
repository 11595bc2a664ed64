package io.github.hfmodels.download;

import io.github.hfmodels.cache.RepositoryWriter;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ContentJob;
import io.github.hfmodels.plan.FetchOptions;
import io.github.hfmodels.plan.MissingContents;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.ModelRequest.Alternate;
import io.github.hfmodels.plan.PlanCheck;
import io.github.hfmodels.plan.SnapshotPlan;
import io.github.hfmodels.progress.DownloadDisplay;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Downloads the contents that plans miss into the cache, several at once, and each only once. A failure fails all plans that want the
 * content, and no others.
 */
public final class Downloader {

    private static final Log LOG = Log.of(Downloader.class);

    /** Contents of this size, in bytes, use several connections each. */
    private static final long LARGE = 8 << 20;

    /** The longest wait for the first request, which is not made while another build or module downloads the same content. */
    private static final long FIRST_REQUEST_SECONDS = 1;

    private final SnapshotCache cache;
    private final ContentSources sources;
    private final MissingContents missing;
    private final Supplier<DownloadDisplay> displays;
    private final List<PlanCheck> checks;
    private final FetchOptions options;
    private final Map<SnapshotPlan, ModelFailure> failures = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Set<ModelRequest> fetched =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    private final Set<RepoId> withoutStaleParts = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    private volatile @Nullable ExecutorService last;

    /**
     * @param displays gives what shows the downloads; called only when there are any
     * @param checks the rules that downloads must keep
     * @param options how many are downloaded at once, and whether none may be
     */
    public Downloader(
            SnapshotCache cache,
            ContentSources sources,
            MissingContents missing,
            Supplier<DownloadDisplay> displays,
            List<PlanCheck> checks,
            FetchOptions options) {
        this.cache = cache;
        this.sources = sources;
        this.missing = missing;
        this.displays = displays;
        this.checks = checks;
        this.options = options;
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
        List<ContentJob> jobs = missing.jobs(plans);
        if (jobs.isEmpty()) {
            return List.of();
        }
        plans.stream().filter(plan -> !plan.missing().isEmpty()).forEach(this::prepare);
        boolean isRoom = false;
        for (List<ContentJob> onOneDisk : missing.byDisk(jobs)) {
            isRoom |= isRoomFor(onOneDisk);
        }
        if (isRoom) {
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

    /** Where a content came from that its own source did not give; empty otherwise. */
    public Optional<Alternate> alternateOf(RepoId repo, Digest content) {
        return sources.alternateOf(repo, content);
    }

    private void prepare(SnapshotPlan plan) {
        try {
            RepositoryWriter writer = cache.writer(plan.request().repo());
            writer.prepare(plan.listing().commit());
            // Nobody could be told before there was a cache.
            cache.useUntilBuildEnds(plan.request().repo());
            if (withoutStaleParts.add(plan.request().repo())) {
                writer.deleteStaleParts(Instant.now());
            }
        } catch (IOException e) {
            fail(plan, e);
        }
    }

    /** Better to fail now than in an hour. Optional models are gone without first. */
    private boolean isRoomFor(List<ContentJob> jobs) {
        long bytes = missing.bytesOfDisk(jobs);
        RepoId any = jobs.get(0).repo();
        OptionalLong free = missing.freeSpace(any);
        if (free.isEmpty() || bytes <= free.getAsLong()) {
            return true;
        }
        List<ContentJob> needed = jobs.stream().filter(Downloader::isNeeded).toList();
        boolean isRoomForNeeded = !needed.isEmpty() && missing.bytesOfDisk(needed) <= free.getAsLong();
        var failure = new AdvisedIOException(
                "the download needs " + ByteCount.format(bytes) + " and " + cache.folder(any) + " has "
                        + ByteCount.format(free.getAsLong()) + " left",
                Advice.to(Advice.Action.MAKE_ROOM));
        jobs.stream()
                .filter(job -> !isRoomForNeeded || !isNeeded(job))
                .flatMap(job -> job.plans().stream())
                .forEach(plan -> fail(plan, failure));
        return isRoomForNeeded;
    }

    private static boolean isNeeded(ContentJob job) {
        return job.plans().stream().anyMatch(plan -> !plan.request().wanted().optional());
    }

    private void announce(List<SnapshotPlan> plans) {
        for (SnapshotPlan plan : plans) {
            if (failures.containsKey(plan)) {
                continue;
            }
            List<RepoFile> wanted = missing.toBeDownloaded(plan);
            if (!wanted.isEmpty()) {
                long length = ByteCount.sum(wanted, RepoFile::contentSize);
                int all = plan.selected().size();
                String files =
                        (wanted.size() == all ? "" : wanted.size() + " of ") + (all == 1 ? "1 file" : all + " files");
                LOG.info("Downloading {}: {}, {}", plan.request(), files, ByteCount.format(length));
            }
        }
    }

    /**
     * The largest content first, since it takes longest; then the small ones, which are many and do not fill the line by themselves. They
     * begin when the largest is requested: the listing has left one connection open, and to open another takes two round trips.
     */
    private void runShown(List<ContentJob> jobs) throws InterruptedException {
        Set<ContentJob> planned =
                jobs.stream().filter(missing::isToBeDownloaded).collect(Collectors.toCollection(LinkedHashSet::new));
        DownloadDisplay display = planned.isEmpty() ? DownloadDisplay.NONE : displays.get();
        display.planned(planned.stream().map(ContentJob::download).toList());
        try {
            @Nullable
            ContentJob largest = planned.stream()
                    .max(Comparator.comparingLong(ContentJob::size))
                    .orElse(null);
            boolean isLarge = largest != null && largest.size() >= LARGE;
            var firstRequest = new CountDownLatch(isLarge ? 1 : 0);
            // To open a connection takes as long as to fetch two or three small contents.
            int large = (int) jobs.stream().filter(job -> job.size() >= LARGE).count();
            int useful = Math.max(2, large + (jobs.size() - large) / 4 + 1);
            int parallel = Math.min(options.parallelDownloads(), useful);
            run(
                    parallel,
                    firstRequest,
                    jobs.stream()
                            .sorted(Comparator.comparing((ContentJob job) -> job != largest)
                                    .thenComparingLong(ContentJob::size))
                            .map(job -> task(job, planned.contains(job), display, firstRequest))
                            .toList());
        } finally {
            display.finished();
        }
    }

    private Callable<Void> task(
            ContentJob job, boolean isPlanned, DownloadDisplay display, CountDownLatch firstRequest) {
        return () -> {
            try {
                boolean isStarted = fetch(job, display, firstRequest::countDown);
                if (!isStarted && isPlanned) {
                    display.skipped(job.download());
                }
                return null;
            } finally {
                firstRequest.countDown();
            }
        };
    }

    /** @param firstRequest is counted down when the first task makes its request or ends; the other tasks begin then */
    private void run(int parallel, CountDownLatch firstRequest, List<Callable<Void>> tasks)
            throws InterruptedException {
        ThreadFactory daemons = task -> {
            var thread = new Thread(task, "hf-models-download");
            thread.setDaemon(true);
            return thread;
        };
        ExecutorService threads = Executors.newFixedThreadPool(parallel, daemons);
        last = threads;
        try {
            Future<Void> first = threads.submit(tasks.get(0));
            firstRequest.await(FIRST_REQUEST_SECONDS, TimeUnit.SECONDS);
            List<Future<Void>> others = threads.invokeAll(tasks.subList(1, tasks.size()));
            // Before theirs, so that a fault of theirs does not end it.
            first.get();
            for (Future<Void> other : others) {
                other.get();
            }
        } catch (ExecutionException e) {
            // A task ends its own failures; what is left are faults of the program or of the machine.
            throw new IllegalStateException("a download ended in " + e.getCause(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * After an interrupt, waits until the downloads have left the cache as it is to be, which takes a moment once their sources are closed.
     *
     * @param seconds the longest time to wait
     * @throws InterruptedException when the thread is interrupted again
     */
    public void awaitEnd(long seconds) throws InterruptedException {
        ExecutorService threads = last;
        if (threads != null && !threads.awaitTermination(seconds, TimeUnit.SECONDS)) {
            LOG.warn("Downloads that were interrupted have not ended within {} seconds", seconds);
        }
    }

    /** @return whether the source was asked for the content */
    private boolean fetch(ContentJob job, DownloadDisplay display, Runnable onRequest) {
        if (failures.keySet().containsAll(job.plans())) {
            return false;
        }
        var download = new ContentDownload(cache, sources, missing, job, display, onRequest, options.offline());
        try {
            download.run();
        } catch (IOException | RuntimeException e) {
            job.plans().forEach(plan -> fail(plan, e));
        } catch (OutOfMemoryError | StackOverflowError e) {
            AdvisedIOException failure = AdvisedIOException.exhausted(e);
            job.plans().forEach(plan -> fail(plan, failure));
        }
        if (download.downloads() > 0) {
            bytes.accumulateAndGet(job.size() * download.downloads(), ByteCount::plus);
            job.plans().forEach(plan -> fetched.add(plan.request().wanted()));
        }
        return download.isStarted();
    }

    private void fail(SnapshotPlan plan, Exception cause) {
        failures.putIfAbsent(plan, plan.failure(cause));
    }
}
