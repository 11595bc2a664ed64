package io.github.hfmodels.prefetch;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.console.AdviceText;
import io.github.hfmodels.engine.ModelEngine;
import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.http.Credentials.Headers;
import io.github.hfmodels.http.HttpSettings;
import io.github.hfmodels.lockfile.LockFile;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.Layout;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.ModelCoordinates;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.TestEndpoints;
import io.github.hfmodels.model.UpdatePolicy;
import io.github.hfmodels.output.LaidOutFiles;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.FetchOptions;
import io.github.hfmodels.plan.MaxSizeCheck;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.ModelRequest.Alternate;
import io.github.hfmodels.plan.PlanCheck;
import io.github.hfmodels.plan.SharedWork;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.proxy.ProxyRoutes;
import io.github.hfmodels.relock.LockOutcome;
import io.github.hfmodels.relock.RelockRequest;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.PresetOptions;
import io.github.hfmodels.selection.Selection;
import io.github.hfmodels.source.EndpointList;
import io.github.hfmodels.source.EndpointSource;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.SourceRegistry;
import io.github.hfmodels.source.http.SourceEndpoint;
import io.github.hfmodels.source.hub.FolderSource;
import io.github.hfmodels.source.hub.HubSource;
import io.github.hfmodels.source.modelscope.ModelScopeSource;
import io.github.hfmodels.verify.Finding;
import io.github.hfmodels.verify.RepairRequest;
import io.github.hfmodels.verify.RepairResult;
import io.github.hfmodels.verify.VerifyRequest;
import io.github.hfmodels.verify.VerifyResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A build that prefetches from a Hub into a cache, as the goal does, without Maven around it. */
public final class TestBuild {

    /** The words that users are told. */
    public static final AdviceText ADVICE = new AdviceText("");

    private final List<URI> endpoints = new ArrayList<>();
    private final Path cache;
    private final List<ModelRequest> models = new ArrayList<>();
    private int retries;
    private Duration apiPatience = Duration.ofSeconds(20);
    private Duration readPatience = Duration.ofSeconds(20);
    private boolean offline;
    private boolean force;
    private String updatePolicy = "always";
    private ConcurrentMap<String, CompletableFuture<String>> shared = new ConcurrentHashMap<>();
    private ConcurrentMap<String, String> memory = new ConcurrentHashMap<>();
    private Supplier<ZonedDateTime> start = ZonedDateTime::now;
    private boolean symlinks = true;
    private static final int CONNECTIONS = 16;
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private Duration maxWait = Duration.ofSeconds(20);
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final AtomicReference<Duration> pausedFor = new AtomicReference<>(Duration.ZERO);
    private ProxyRoutes proxies = ProxyRoutes.DIRECT;
    private LinkMode link = LinkMode.COPY;
    private long maxBytes = Long.MAX_VALUE;
    private DownloadDisplay display = DownloadDisplay.NONE;
    private @Nullable Authorization authorization;
    private @Nullable SnapshotCache givenCache;
    private @Nullable ActiveLock followed;
    private @Nullable Path laidOut;
    private UnaryOperator<ModelSource> view = UnaryOperator.identity();
    private final Map<SourceId, Supplier<ModelSource>> others = new EnumMap<>(SourceId.class);
    private @Nullable Alternate alternate;

    public TestBuild(String endpoint, Path cache) {
        endpoints.add(URI.create(endpoint));
        this.cache = cache;
    }

    /** How often what failed is tried again; not at all unless this is called. */
    public TestBuild retries(int most) {
        retries = most;
        return this;
    }

    /** How long a server may be silent. */
    public TestBuild patience(Duration time) {
        return patience(time, time);
    }

    /** How long a server may be silent during an API call and during a content. */
    public TestBuild patience(Duration api, Duration content) {
        apiPatience = api;
        readPatience = content;
        return this;
    }

    /** How long a pause may be that a server asks for. */
    public TestBuild maxWait(Duration time) {
        maxWait = time;
        return this;
    }

    /** All pauses that were made so far; none of them took any time but to the build's clock. */
    public List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    public TestBuild offline() {
        offline = true;
        return this;
    }

    public TestBuild force() {
        force = true;
        return this;
    }

    /** When revisions are looked up again; always unless this is called. */
    public TestBuild updatePolicy(String policy) {
        updatePolicy = policy;
        return this;
    }

    /** What the update policy takes for the present time. */
    public TestBuild startedAt(ZonedDateTime time) {
        start = () -> time;
        return this;
    }

    /** Makes this a module of a build of several, which have the map in common. */
    public TestBuild moduleOf(ConcurrentMap<String, CompletableFuture<String>> build) {
        shared = build;
        return this;
    }

    /** Asks another endpoint, too, after those that were given before. */
    public TestBuild orFrom(String endpoint) {
        endpoints.add(URI.create(endpoint));
        return this;
    }

    /** Makes this a module of a build of several, which have in common what they found out about endpoints. */
    public TestBuild remembering(ConcurrentMap<String, String> build) {
        memory = build;
        return this;
    }

    public TestBuild withoutSymlinks() {
        symlinks = false;
        return this;
    }

    public TestBuild cache(SnapshotCache given) {
        givenCache = given;
        return this;
    }

    public TestBuild link(LinkMode mode) {
        link = mode;
        return this;
    }

    /** How many bytes may be downloaded. */
    public TestBuild maxBytes(long most) {
        maxBytes = most;
        return this;
    }

    /** Who is shown the downloads. */
    public TestBuild display(DownloadDisplay given) {
        display = given;
        return this;
    }

    /** Has the source seen as something else. */
    public TestBuild source(UnaryOperator<ModelSource> given) {
        view = given;
        return this;
    }

    /** Where it is noted what is laid out in output directories; nowhere unless this is called. */
    public TestBuild laidOut(Path file) {
        laidOut = file;
        return this;
    }

    /** What ModelScope is; it is not available unless this is called. */
    public TestBuild modelScope(ModelSource source) {
        others.put(SourceId.MODELSCOPE, () -> source);
        return this;
    }

    /** Where ModelScope is, and the token for it. */
    public TestBuild modelScope(String endpoint, @Nullable String token) {
        others.put(SourceId.MODELSCOPE, () -> {
            URI address = URI.create(endpoint);
            @Nullable Authorization own = token == null ? null : Authorization.bearer(token, "the test of ModelScope");
            return new ModelScopeSource(
                    new SourceEndpoint(address, Credentials.of(address, own, Headers.NONE), false, false),
                    settings(),
                    new ConcurrentHashMap<>(),
                    this::sleep,
                    this::now);
        });
        return this;
    }

    /** The alternate, at ModelScope, of the models that are added from now on. */
    public TestBuild alternate(String id) {
        alternate = new Alternate(
                new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, id), SourceId.MODELSCOPE.defaultRevision());
        return this;
    }

    /** A model that was asked for in another way. */
    public TestBuild model(ModelRequest request) {
        models.add(request);
        return this;
    }

    /** Which proxies to use; none unless this is called. */
    public TestBuild proxies(ProxyRoutes routes) {
        proxies = routes;
        return this;
    }

    public TestBuild token(String token) {
        authorization = Authorization.bearer(token, "the test");
        return this;
    }

    /** Follows a lock, in a cache that others share. */
    public TestBuild locked(ModelLock lock) {
        return locked(lock, false);
    }

    /** Follows a lock. */
    public TestBuild locked(ModelLock lock, boolean movesRefs) {
        followed = new ActiveLock(lock, LockFile.NAME, repo -> movesRefs);
        return this;
    }

    /** A model by its text form, with all its files. */
    public TestBuild model(String coordinates) {
        return model(coordinates, null);
    }

    /** A model by its text form, of which only what the patterns match. */
    public TestBuild model(String coordinates, @Nullable Path directory, String... includes) {
        return model(coordinates, directory, Layout.TREE, includes);
    }

    /** A model by its text form, of which only what the patterns match, laid out in a directory. */
    public TestBuild model(String coordinates, @Nullable Path directory, Layout layout, String... includes) {
        ModelCoordinates parsed = ModelCoordinates.parse(coordinates, TestEndpoints.ofHub(endpoints));
        models.add(new ModelRequest(
                parsed.repo(),
                Objects.requireNonNullElse(
                        parsed.revision(), parsed.repo().source().defaultRevision()),
                parsed.path() == null
                        ? Selection.of(Part.EVERYTHING, List.of(includes), List.of())
                        : Selection.ofPath(parsed.path()),
                parsed.repo().name() + models.size(),
                directory == null ? null : layout.folder(directory, parsed.repo()),
                layout,
                false,
                null,
                alternate));
        return this;
    }

    /** A model by its text form, of which only what rules choose. */
    public TestBuild modelFor(PresetOptions options, String coordinates) {
        return modelFor(options, coordinates, List.of(), List.of());
    }

    /** A model by its text form, of which only what rules choose, with what patterns add and without what they take away. */
    public TestBuild modelFor(PresetOptions options, String coordinates, List<String> includes, List<String> excludes) {
        return add(coordinates, Selection.of(new Part.ByPreset(options), includes, excludes), false);
    }

    /** A model without which the build goes on. */
    public TestBuild optionalModelFor(PresetOptions options, String coordinates) {
        return add(coordinates, Selection.of(new Part.ByPreset(options)), true);
    }

    private TestBuild add(String coordinates, Selection selection, boolean optional) {
        ModelCoordinates parsed = ModelCoordinates.parse(coordinates, TestEndpoints.ofHub(endpoints));
        models.add(new ModelRequest(
                parsed.repo(),
                Objects.requireNonNullElse(
                        parsed.revision(), parsed.repo().source().defaultRevision()),
                selection,
                parsed.repo().name() + models.size(),
                null,
                Layout.TREE,
                optional,
                null,
                alternate));
        return this;
    }

    /** Prefetches whatever was added. */
    public PrefetchResult run() {
        return inEngine(engine -> engine.prefetch(request()));
    }

    /** Writes whatever was added into a mirror folder; none of it may fail. */
    public PrefetchResult mirror(Path folder) {
        PrefetchResult result = tryMirror(folder);
        for (ModelFailure failure : result.failures()) {
            throw new AssertionError(message(failure), failure.cause());
        }
        return result;
    }

    /** Writes whatever was added into a mirror folder. */
    public PrefetchResult tryMirror(Path folder) {
        return inEngine(engine -> engine.mirror(request(), folder));
    }

    /** Verifies whatever was added. */
    public VerifyResult verify() {
        return verify(new VerifyRequest(List.of(request()), null, false));
    }

    /** Verifies everything in the cache. */
    public VerifyResult verifyAll() {
        return verify(new VerifyRequest(null, null, false));
    }

    private VerifyResult verify(VerifyRequest request) {
        return inEngine(engine -> engine.verify(request, () -> display));
    }

    /** What a use case of the engine gives. */
    @FunctionalInterface
    private interface UseCase<T> {
        T run(ModelEngine engine) throws IOException, InterruptedException;
    }

    private <T> T inEngine(UseCase<T> useCase) {
        SnapshotCache snapshots = givenCache == null
                ? new SnapshotCache(cache, symlinks)
                        .withModelScope(() -> cache.resolveSibling(cache.getFileName() + "-of-modelscope"))
                : givenCache;
        var suppliers = new EnumMap<SourceId, Supplier<ModelSource>>(others);
        suppliers.put(
                SourceId.HUGGING_FACE,
                () -> view.apply(
                        EndpointList.of(endpoints.stream().map(this::source).toList(), memory)));
        var sources = new SourceRegistry(suppliers);
        var work = new SharedWork(shared, endpoints + " " + snapshots);
        var options = new FetchOptions(offline, force, UpdatePolicy.of(updatePolicy), 8, link);
        try (var engine = new ModelEngine(snapshots, sources, work, options, start, () -> display)) {
            return useCase.run(engine);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private EndpointSource source(URI endpoint) {
        if ("file".equals(endpoint.getScheme())) {
            return new EndpointSource(endpoint, new FolderSource(Path.of(endpoint)));
        }
        boolean isLast = endpoint.equals(endpoints.get(endpoints.size() - 1));
        Credentials credentials =
                Credentials.of(endpoint, authorization, Headers.NONE).besides(endpoints);
        return new EndpointSource(
                endpoint,
                new HubSource(
                        new SourceEndpoint(endpoint, credentials, false, false),
                        isLast ? settings() : settings().withAlternative(),
                        memory,
                        this::sleep,
                        this::now));
    }

    /** Locks whatever was added and is not locked yet, as the goal does. */
    public LockOutcome lock(ModelLock before) {
        return inEngine(engine -> engine.relock(relock(RelockRequest.Mode.LOCK, before, false)));
    }

    /** Locks whatever was added, with nothing locked before; none of it may fail. */
    public ModelLock lock() {
        LockOutcome outcome = lock(ModelLock.EMPTY);
        for (ModelFailure failure : outcome.failures()) {
            throw new AssertionError(message(failure), failure.cause());
        }
        return outcome.lock();
    }

    /** Moves whatever was added to where it is now, as the goal does. */
    public LockOutcome update(ModelLock before) {
        return inEngine(engine -> engine.relock(relock(RelockRequest.Mode.UPDATE, before, false)));
    }

    /** Repairs what was found, of whatever was added or of anything in the cache, as the goal does. */
    public RepairResult repair(List<Finding> findings) {
        List<PrefetchRequest> wanted = models.isEmpty() ? List.of() : List.of(request());
        return inEngine(engine -> engine.repair(new RepairRequest(findings, wanted, this::checks)));
    }

    /** What was added so far. */
    public List<ModelRequest> models() {
        return List.copyOf(models);
    }

    /** Finds out what {@link #update} would do. */
    public LockOutcome updateDryRun(ModelLock before) {
        return inEngine(engine -> engine.relock(relock(RelockRequest.Mode.UPDATE, before, true)));
    }

    /** Prefetches a model that must become ready; gives the folder with its files. */
    public PrefetchedModel ready(String coordinates, String... includes) {
        PrefetchResult result = model(coordinates, null, includes).run();
        if (!result.failures().isEmpty()) {
            throw new AssertionError(
                    message(result.failures().get(0)), result.failures().get(0).cause());
        }
        return result.models().get(0);
    }

    /**
     * A model that did not become ready.
     *
     * @param failure why
     * @param message what a user is told of it
     */
    public record Failure(ModelFailure failure, String message) {

        Exception cause() {
            return failure.cause();
        }

        boolean isUserError() {
            return failure.isUserError();
        }

        boolean isTokenMissing() {
            return failure.isTokenMissing();
        }
    }

    /** Prefetches a model that must not become ready. */
    public Failure fails(String coordinates, String... includes) {
        PrefetchResult result = model(coordinates, null, includes).run();
        if (result.failures().isEmpty()) {
            throw new AssertionError(
                    "the model is ready at " + result.models().get(0).path());
        }
        ModelFailure failure = result.failures().get(0);
        return new Failure(failure, message(failure));
    }

    /** What it would do. */
    public PrefetchPlan plan() {
        return inEngine(engine -> engine.plan(request()));
    }

    private PrefetchRequest request() {
        Path noted = laidOut;
        Set<String> aliases = models.stream().map(ModelRequest::alias).collect(Collectors.toSet());
        return new PrefetchRequest(
                models,
                followed,
                checks(),
                noted == null ? null : new LaidOutFiles(noted, "test", Set.of("test"), aliases, directory -> false));
    }

    private RelockRequest relock(RelockRequest.Mode mode, ModelLock before, boolean dryRun) {
        return new RelockRequest(mode, before, models, checks(), dryRun);
    }

    private List<PlanCheck> checks() {
        return checks(0);
    }

    private List<PlanCheck> checks(long before) {
        return maxBytes == Long.MAX_VALUE ? List.of() : List.of(new MaxSizeCheck(maxBytes, before));
    }

    /** What a user is told of a failure. */
    public static String message(ModelFailure failure) {
        return ADVICE.of(failure);
    }

    private void sleep(Duration duration) {
        pauses.add(duration);
        pausedFor.accumulateAndGet(duration, Duration::plus);
    }

    private Instant now() {
        return Instant.now().plus(pausedFor.get());
    }

    private HttpSettings settings() {
        return new HttpSettings(
                "test",
                CONNECTIONS,
                CONNECT,
                apiPatience,
                readPatience,
                null,
                retries,
                maxWait,
                proxies,
                HttpSettings.Shared.own(CONNECTIONS),
                false);
    }
}
