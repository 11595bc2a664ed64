package io.github.hfmodels.engine;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.describe.DescribedModel;
import io.github.hfmodels.describe.Descriptions;
import io.github.hfmodels.describe.ModelDescriber;
import io.github.hfmodels.describe.OnlineStatus;
import io.github.hfmodels.download.CacheFileAccess;
import io.github.hfmodels.download.ContentSources;
import io.github.hfmodels.download.Downloader;
import io.github.hfmodels.download.TemporaryFileAccess;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.output.MirrorFolder;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.FetchOptions;
import io.github.hfmodels.plan.FileAccess;
import io.github.hfmodels.plan.FileMetadata;
import io.github.hfmodels.plan.FileSelector;
import io.github.hfmodels.plan.Listings;
import io.github.hfmodels.plan.LockedPlanner;
import io.github.hfmodels.plan.MissingContents;
import io.github.hfmodels.plan.ModelInfos;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanCheck;
import io.github.hfmodels.plan.Planner;
import io.github.hfmodels.plan.SharedWork;
import io.github.hfmodels.plan.SourcePlanner;
import io.github.hfmodels.policy.Finding;
import io.github.hfmodels.policy.Policy;
import io.github.hfmodels.policy.PolicyCheck;
import io.github.hfmodels.prefetch.MirrorPublisher;
import io.github.hfmodels.prefetch.PlanSummarizer;
import io.github.hfmodels.prefetch.PrefetchPlan;
import io.github.hfmodels.prefetch.PrefetchRequest;
import io.github.hfmodels.prefetch.PrefetchResult;
import io.github.hfmodels.prefetch.Prefetcher;
import io.github.hfmodels.prefetch.Publication;
import io.github.hfmodels.prefetch.Publisher;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.relock.ContentHashes;
import io.github.hfmodels.relock.HeldLockFiles;
import io.github.hfmodels.relock.LockOutcome;
import io.github.hfmodels.relock.LockUpdater;
import io.github.hfmodels.relock.RelockRequest;
import io.github.hfmodels.source.SourceRegistry;
import io.github.hfmodels.verify.ContentRepair;
import io.github.hfmodels.verify.ListingRepair;
import io.github.hfmodels.verify.RepairRequest;
import io.github.hfmodels.verify.RepairResult;
import io.github.hfmodels.verify.Repairer;
import io.github.hfmodels.verify.SuspectContents;
import io.github.hfmodels.verify.Verifier;
import io.github.hfmodels.verify.VerifyRequest;
import io.github.hfmodels.verify.VerifyResult;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What goals do with models, one method for each; each call puts its objects together from what the engine was given. */
public final class ModelEngine implements AutoCloseable {

    private static final int SECONDS_TO_PUT_BACK = 10;

    private final SnapshotCache cache;
    private final SourceRegistry sources;
    private final ContentSources contentSources;
    private final SharedWork shared;
    private final FetchOptions options;
    private final Supplier<ZonedDateTime> buildStart;
    private final Supplier<DownloadDisplay> displays;

    /**
     * @param sources gives the sources of models; closed with the engine
     * @param shared what other modules of the build have done
     * @param buildStart the time that update policies take for the present, in the zone whose midnight begins a day. The same for
     *     all modules, so that a build whose modules are apart in time does not see a revision move; called only when needed
     * @param displays gives what shows downloads; called only when there are any
     */
    public ModelEngine(
            SnapshotCache cache,
            SourceRegistry sources,
            SharedWork shared,
            FetchOptions options,
            Supplier<ZonedDateTime> buildStart,
            Supplier<DownloadDisplay> displays) {
        this.cache = cache;
        this.sources = sources;
        this.contentSources = new ContentSources(sources, shared);
        this.shared = shared;
        this.options = options;
        this.buildStart = buildStart;
        this.displays = displays;
    }

    /**
     * Makes models ready for use.
     *
     * @return the models that are ready, and why the others are not
     * @throws UserException when the plans break a rule, or the settings of a source make no sense
     * @throws InterruptedException when the thread is interrupted; what has been downloaded whole stays in the cache
     */
    public PrefetchResult prefetch(PrefetchRequest request) throws InterruptedException {
        return prefetch(request, new Publisher(cache, options.link(), request.laidOut()));
    }

    /**
     * Makes models ready as {@link #prefetch} does, and lays them out in a mirror folder.
     *
     * @param request models that have no output directories
     * @param folder the mirror folder; need not be there
     * @return the models that are in the folder, and why the others are not
     * @throws UserException when the plans break a rule, the settings of a source make no sense, or the folder cannot be there
     * @throws InterruptedException when the thread is interrupted; what has been downloaded whole stays in the cache
     */
    public PrefetchResult mirror(PrefetchRequest request, Path folder) throws InterruptedException {
        Set<SourceId> origins =
                request.models().stream().map(model -> model.repo().source()).collect(Collectors.toSet());
        var publisher = new MirrorPublisher(
                new Publisher(cache, options.link(), null),
                new MirrorFolder(folder, cache, origins, options.link()),
                cache,
                new Listings(cache, sources, false),
                options.offline());
        return prefetch(request, publisher);
    }

    private PrefetchResult prefetch(PrefetchRequest request, Publication publisher) throws InterruptedException {
        if (!options.offline()) {
            prepareDownloads(request.models());
        }
        MissingContents missing = missing();
        Downloader downloader = downloader(missing, request.checks());
        var listings = new Listings(cache, sources, true);
        var access = new CacheFileAccess(cache, missing, downloader, options.offline());
        Planner planner = planner(request.lock(), listings, access, missing, options);
        try {
            return new Prefetcher(cache, planner, downloader, publisher, policy(request)).prefetch(request);
        } finally {
            contentSources.reportAlternates();
            // They are the reason for other failures, too.
            sources.failOnWrongSettings();
        }
    }

    /** What the cache knows nothing of will be asked for, and what that takes can be loaded meanwhile. */
    private void prepareDownloads(List<ModelRequest> models) {
        for (ModelRequest model : models) {
            if (!Files.isDirectory(cache.repository(model.repo()).folder())) {
                sources.prepareDownloads(model.repo());
                cache.prepareMutexes();
                return;
            }
        }
    }

    /**
     * Finds out what {@link #prefetch} would do. Asks sources as it does, and writes nothing.
     *
     * @throws UserException when the settings of a source make no sense
     * @throws InterruptedException when the thread is interrupted
     */
    public PrefetchPlan plan(PrefetchRequest request) throws InterruptedException {
        MissingContents missing = missing();
        var listings = new Listings(cache, sources, false);
        int before = sources.requestCount();
        try (var access =
                new TemporaryFileAccess(cache, contentSources, missing, request.checks(), options.offline())) {
            Planner planner = planner(request.lock(), listings, access, missing, options);
            // What was read in order to plan is among the downloads.
            return new PlanSummarizer(
                            planner,
                            missing,
                            cache,
                            policy(request),
                            () -> sources.requestCount() - before - access.downloads())
                    .plan(request);
        } finally {
            sources.failOnWrongSettings();
        }
    }

    /**
     * Finds out what is known of models: by their lock without a request, else as a prefetch would plan them, and with what sources say.
     *
     * @param withHashes whether the SHA-256 of each file must be known; what is missing for that is downloaded
     * @throws UserException when more would have to be downloaded than is allowed, or the settings of a source make no sense
     * @throws InterruptedException when the thread is interrupted
     */
    public Descriptions describe(PrefetchRequest request, boolean withHashes) throws InterruptedException {
        MissingContents missing = missing();
        Downloader downloader = downloader(missing, request.checks());
        var listings = new Listings(cache, sources, true);
        ContentHashes hashes = withHashes ? new ContentHashes(cache, missing, downloader, ModelLock.EMPTY) : null;
        try (var access = new CacheFileAccess(cache, missing, downloader, options.offline())) {
            Planner planner = planner(request.lock(), listings, access, missing, options);
            return new ModelDescriber(planner, infos(), hashes).describe(request.models());
        } finally {
            contentSources.reportAlternates();
            sources.failOnWrongSettings();
        }
    }

    /** Everything by which a model breaks policies, as far as that is known without a download. */
    public List<Finding> findings(List<Policy> policies, DescribedModel model) {
        return policies.isEmpty() ? List.of() : new PolicyCheck(policies, infos(), cache).findings(model);
    }

    /** Asks the source of a model what it says of it today. That it cannot be asked is among what is returned. */
    public OnlineStatus online(DescribedModel model) {
        return OnlineStatus.of(model.model(), sources);
    }

    /**
     * Changes a lock to what a build wants.
     *
     * @throws UserException when the plans break a rule, or the settings of a source make no sense
     * @throws InterruptedException when the thread is interrupted
     */
    public LockOutcome relock(RelockRequest request) throws InterruptedException {
        MissingContents missing = missing();
        Downloader downloader = downloader(missing, request.checks());
        var listings = new Listings(cache, sources, !request.dryRun());
        var hashes = new ContentHashes(cache, missing, downloader, request.before());
        try (FileAccess access = request.dryRun()
                ? new TemporaryFileAccess(cache, contentSources, missing, request.checks(), options.offline())
                : new CacheFileAccess(cache, missing, downloader, options.offline())) {
            return new LockUpdater(
                            request, cache, listings, selector(access, false), hashes, infos(), options.offline())
                    .update();
        } finally {
            contentSources.reportAlternates();
            sources.failOnWrongSettings();
        }
    }

    /**
     * Repairs what verifying has found: fetches anew exactly what is bad. What cannot be repaired stays as it is.
     *
     * @throws UserException when the downloads would break a rule, or the settings of a source make no sense
     * @throws InterruptedException when the thread is interrupted; what was bad is where it was, unless it is repaired by then
     */
    public RepairResult repair(RepairRequest request) throws InterruptedException {
        var suspects = new SuspectContents();
        Downloader downloader = downloader(
                new MissingContents(cache, suspects), request.checks().apply(0));
        var listings = new ListingRepair(
                new Listings(cache, sources, true),
                new FileMetadata(cache, sources, options.parallelDownloads(), false));
        var contents = new ContentRepair(cache, suspects, downloader, listings);
        try {
            return new Repairer(cache, listings, contents, this::prefetch, options.link()).repair(request);
        } catch (InterruptedException e) {
            // Ends what waits for servers.
            sources.close();
            downloader.awaitEnd(SECONDS_TO_PUT_BACK);
            throw e;
        } finally {
            contentSources.reportAlternates();
            sources.failOnWrongSettings();
        }
    }

    /**
     * Verifies what models need, or everything in the cache, by what locks and the cache say. Makes no request, and changes nothing in the
     * cache.
     *
     * @param display gives what shows how far it is; called only when something is hashed
     * @throws IOException when the cache's folder cannot be read
     * @throws InterruptedException when the thread is interrupted
     */
    public VerifyResult verify(VerifyRequest request, Supplier<DownloadDisplay> display)
            throws IOException, InterruptedException {
        var offline =
                new FetchOptions(true, false, options.updatePolicy(), options.parallelDownloads(), options.link());
        var missing = new MissingContents(cache, null);
        var listings = new Listings(cache, sources, false);
        var verifier = new Verifier(cache, display, Clock.systemUTC());
        return verifier.verify(request, lock -> planner(lock, listings, verifier.access(), missing, offline));
    }

    /**
     * Waits until no other module or build changes lock files, and keeps the others waiting until what is returned is closed.
     *
     * @throws IOException when the cache, where the locks for that are, cannot be written
     */
    public Closeable holdLockFiles(Collection<Path> files) throws IOException {
        return HeldLockFiles.hold(cache, files);
    }

    /** How many requests have been made so far; the redirects on the way to a response do not count. */
    public int requestCount() {
        return sources.requestCount();
    }

    private @Nullable PolicyCheck policy(PrefetchRequest request) {
        return request.policies().isEmpty() ? null : new PolicyCheck(request.policies(), infos(), cache);
    }

    private ModelInfos infos() {
        return new ModelInfos(sources, options.offline());
    }

    private MissingContents missing() {
        return new MissingContents(cache, options.force() ? shared : null);
    }

    private Downloader downloader(MissingContents missing, List<PlanCheck> checks) {
        return new Downloader(cache, contentSources, missing, displays, checks, options);
    }

    private Planner planner(
            @Nullable ActiveLock lock,
            Listings listings,
            FileAccess access,
            MissingContents missing,
            FetchOptions options) {
        return lock == null
                ? new SourcePlanner(
                        cache, listings, selector(access, !options.force()), missing, shared, options, buildStart)
                : new LockedPlanner(lock, cache, missing, options.offline());
    }

    private FileSelector selector(FileAccess access, boolean believesCache) {
        return new FileSelector(
                cache, access, new FileMetadata(cache, sources, options.parallelDownloads(), believesCache));
    }

    /** Closes all connections. */
    @Override
    public void close() {
        sources.close();
    }
}
