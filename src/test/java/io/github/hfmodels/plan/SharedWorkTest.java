package io.github.hfmodels.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.prefetch.PrefetchResult;
import io.github.hfmodels.prefetch.PrefetchedModel;
import io.github.hfmodels.prefetch.TestBuild;
import io.github.hfmodels.testhub.Fault;
import io.github.hfmodels.testhub.TestHub;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the modules of one build do for each other. */
@Timeout(60)
class SharedWorkTest {

    private static final RepoId REPO = new RepoId(RepoType.MODEL, "org/name");

    @TempDir
    private Path cache;

    private final ConcurrentMap<String, CompletableFuture<String>> build = new ConcurrentHashMap<>();
    private final TestHub hub = TestHub.start();
    private final String commit = hub.model("org/name")
            .commit("first")
            .file("config.json", "{}")
            .lfs("model.onnx", new byte[100])
            .id();

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void oneModuleAsksForAll() {
        module().ready("org/name");
        hub.model("org/name").commit("second").file("config.json", "{\"moved\": true}");

        PrefetchedModel other = module().ready("org/name");

        assertThat(other.commit().hex()).isEqualTo(commit);
        assertThat(questions()).containsExactly("/api/models/org/name/revision/main");
        assertThat(downloads()).hasSize(2);
    }

    @Test
    void whatAModuleLacksItFetchesWithoutAQuestion() {
        module().ready("org/name", "*.json");

        module().ready("org/name", "*.onnx");

        assertThat(questions()).hasSize(1);
        assertThat(downloads()).hasSize(2);
    }

    @Test
    void anotherBuildAsksAgain() {
        module().ready("org/name");
        hub.clearRequests();

        new TestBuild(hub.endpoint(), cache).ready("org/name");

        assertThat(questions()).hasSize(1);
    }

    @Test
    void anotherCacheIsAnotherMatter(@TempDir Path otherCache) {
        module().ready("org/name");

        new TestBuild(hub.endpoint(), otherCache).moduleOf(build).ready("org/name");

        assertThat(questions()).hasSize(2);
    }

    @Test
    void whoComesWhileAModuleAsksWaitsForTheAnswer() throws Exception {
        Fault held = hub.faults().onPath("/revision/main").stallBeforeResponse();
        FutureTask<PrefetchedModel> one = start(module());
        hub.awaitRequest(request -> request.path().endsWith("/revision/main"));
        FutureTask<PrefetchedModel> two = startAndAwaitWaiting(module());

        held.release();

        assertThat(one.get().commit()).isEqualTo(two.get().commit());
        assertThat(questions()).hasSize(1);
        assertThat(downloads()).hasSize(2);
    }

    @Test
    void whoHasWaitedForAFailureAsksForItself() throws Exception {
        Fault held = hub.faults()
                .onPath("/revision/main")
                .times(1)
                .stallBeforeResponse()
                .status(503);
        FutureTask<PrefetchResult> one =
                new FutureTask<>(() -> module().model("org/name").run());
        new Thread(one).start();
        hub.awaitRequest(request -> request.path().endsWith("/revision/main"));
        FutureTask<PrefetchedModel> two = startAndAwaitWaiting(module());

        held.release();

        assertThat(one.get().failures()).hasSize(1);
        assertThat(two.get().commit().hex()).isEqualTo(commit);
        assertThat(questions()).hasSize(2);
    }

    @Test
    void aHubThatDoesNotAnswerIsAskedOnceWhereTheCacheWillDo() {
        new TestBuild(hub.endpoint(), cache).ready("org/name");
        hub.clearRequests();
        hub.faults().on(request -> true).status(503);

        try (var log = new CapturedLog()) {
            assertThat(module().ready("org/name").wasCached()).isTrue();
            assertThat(module().ready("org/name").wasCached()).isTrue();

            assertThat(log.lines("using commit " + commit + " from the cache")).hasSize(1);
        }
        assertThat(questions()).hasSize(1);
    }

    @Test
    void aHubThatDoesNotAnswerIsAskedAgainWhereTheCacheWillNotDo() {
        new TestBuild(hub.endpoint(), cache).ready("org/name", "*.json");
        hub.clearRequests();
        hub.faults().on(request -> true).times(1).status(503);
        module().ready("org/name", "*.json");

        assertThat(module().ready("org/name").wasCached()).isFalse();

        assertThat(questions()).hasSize(2);
    }

    @Test
    void aCommitIsAskedForOnceWhateverTheModulesWantOfIt() throws Exception {
        Fault held = hub.faults().onPath("/revision/" + commit).stallBeforeResponse();
        FutureTask<PrefetchedModel> one = start(module(), "org/name@" + commit, "*.json");
        hub.awaitRequest(request -> request.path().endsWith("/revision/" + commit));
        FutureTask<PrefetchedModel> two = startAndAwaitWaiting(module(), "org/name@" + commit, "*.onnx");

        held.release();

        assertThat(one.get().path()).isEqualTo(two.get().path());
        assertThat(questions()).hasSize(1);
    }

    @Test
    void aListingThatCannotBeStoredIsAskedForByEach() throws Exception {
        Files.createDirectories(cache.resolve("models--org--name"));
        Files.writeString(cache.resolve("models--org--name/trees"), "in the way of every listing");

        module().model("org/name").run();
        module().model("org/name").run();

        assertThat(questions()).hasSize(2);
    }

    @Test
    void forceDownloadsEachFileOnceABuild() throws Exception {
        Path weights = new TestBuild(hub.endpoint(), cache)
                .ready("org/name")
                .path()
                .resolve("model.onnx")
                .toRealPath();
        Files.write(weights, new byte[] {1, 2, 3});
        hub.clearRequests();

        module().force().ready("org/name", "*.json");
        PrefetchedModel all = module().force().ready("org/name");
        PrefetchedModel again = module().force().ready("org/name@" + commit);

        assertThat(all.path().resolve("model.onnx")).hasBinaryContent(new byte[100]);
        assertThat(again.wasCached()).isTrue();
        assertThat(downloads()).hasSize(2).doesNotHaveDuplicates();
        assertThat(questions())
                .containsExactly("/api/models/org/name/revision/main", "/api/models/org/name/revision/" + commit);
    }

    @Test
    void forceDownloadsEachFileOnceThoughModulesWantItAtOnce() throws Exception {
        new TestBuild(hub.endpoint(), cache).ready("org/name");
        hub.clearRequests();
        Fault held =
                hub.faults().on(request -> request.path().contains("/resolve/")).stallBeforeResponse();
        FutureTask<PrefetchedModel> one = start(module().force());
        hub.awaitRequests(2, request -> request.path().contains("/resolve/"));
        FutureTask<PrefetchedModel> two = start(module().force());

        held.release();

        assertThat(one.get().path()).isEqualTo(two.get().path());
        assertThat(downloads()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void forceWithoutSymlinksMendsWhatIsThereOnceABuild() throws Exception {
        Path weights = new TestBuild(hub.endpoint(), cache)
                .withoutSymlinks()
                .ready("org/name")
                .path()
                .resolve("model.onnx");
        Files.write(weights, new byte[100 - 1]);
        hub.clearRequests();

        module().withoutSymlinks().force().ready("org/name");
        module().withoutSymlinks().force().ready("org/name");

        assertThat(weights).hasBinaryContent(new byte[100]);
        assertThat(downloads()).hasSize(2);
    }

    @Test
    void aLookupThatFailsLeavesNothingBehind() throws Exception {
        var shared = new SharedWork(build, "here");
        shared.lookUp(REPO, Revision.MAIN).close();

        assertThat(build).isEmpty();
        try (SharedWork.Lookup lookup = shared.lookUp(REPO, Revision.MAIN)) {
            assertThat(lookup.result()).isEmpty();
            lookup.succeeded(new CommitHash(commit));
        }
        assertThat(shared.lookUp(REPO, Revision.MAIN).result()).contains(new CommitHash(commit));
    }

    @Test
    void whoWaitsCanBeInterrupted() throws Exception {
        var shared = new SharedWork(build, "here");
        try (SharedWork.Lookup lookup = shared.lookUp(REPO, Revision.MAIN)) {
            assertThat(lookup.result()).isEmpty();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> shared.lookUp(REPO, Revision.MAIN)).isInstanceOf(InterruptedIOException.class);
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    private TestBuild module() {
        return new TestBuild(hub.endpoint(), cache).moduleOf(build);
    }

    private static FutureTask<PrefetchedModel> start(TestBuild module) {
        return start(module, "org/name");
    }

    private static FutureTask<PrefetchedModel> start(TestBuild module, String coordinates, String... includes) {
        var task = new FutureTask<>(() -> module.ready(coordinates, includes));
        new Thread(task).start();
        return task;
    }

    private FutureTask<PrefetchedModel> startAndAwaitWaiting(TestBuild module) {
        return startAndAwaitWaiting(module, "org/name");
    }

    /** Waits until the module waits for another one; whoever asks the Hub instead is seen in its log. */
    private FutureTask<PrefetchedModel> startAndAwaitWaiting(TestBuild module, String coordinates, String... includes) {
        var task = new FutureTask<>(() -> module.ready(coordinates, includes));
        var thread = new Thread(task);
        thread.start();
        while (thread.getState() != Thread.State.WAITING && questions().size() == 1) {
            Thread.onSpinWait();
        }
        return task;
    }

    private List<String> questions() {
        return hub.paths("GET").stream()
                .filter(path -> path.startsWith("/api/models/"))
                .toList();
    }

    private List<String> downloads() {
        return hub.paths("GET").stream()
                .filter(path -> path.startsWith("/org/name/resolve/"))
                .toList();
    }
}
