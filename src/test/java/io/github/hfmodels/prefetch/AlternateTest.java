package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Layout;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.ModelRequest.Alternate;
import io.github.hfmodels.prefetch.TestBuild.Failure;
import io.github.hfmodels.progress.DownloadCancelledException;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import io.github.hfmodels.selection.Selection;
import io.github.hfmodels.source.FakeSource;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testhub.modelscope.ModelScopeServer;
import io.github.hfmodels.verify.RepairResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * End to end: a model of the Hub, and its alternate at ModelScope, which knows the SHA-256 of small files, too, and no hash of git.
 */
class AlternateTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final Content LARGE = Content.generated(12L * MEBIBYTE, 5);
    private static final Content MODEL = Content.generated(3_000, 6);
    private static final String CONFIG = "{\"model_type\":\"bert\"}";
    private static final String OTHER_CONFIG = "{\"model_type\":\"gpt2\"}";

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final ModelScopeServer scope = ModelScopeServer.start();
    private final ConcurrentMap<String, CompletableFuture<String>> shared = new ConcurrentHashMap<>();
    private final String commit = hub.model("org/name")
            .commit("first")
            .file("config.json", CONFIG)
            .file("vocab.txt", "a b c")
            .lfs("model.bin", MODEL)
            .id();

    @AfterEach
    void stopServers() {
        hub.close();
        scope.close();
    }

    private void publishAlternate() {
        scope.model("org/name")
                .commit("theirs")
                .file("config.json", Content.of(CONFIG))
                .file("vocab.txt", Content.of("a b c"))
                .file("model.bin", MODEL)
                .id();
    }

    @Test
    void whileTheHubGivesEverything_theAlternateIsNotAsked() throws IOException {
        publishAlternate();

        build().ready("org/name");

        assertWhole();
        assertThat(scope.requests()).isEmpty();
        assertThat(listings(hub)).isEqualTo(1);
        assertThat(contents(hub)).isEqualTo(3);
    }

    /** What is wrong with the Hub's contents, and how many the alternate gives; 0 where that depends on which is asked for first. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            503                    | 3
            500                    | 3
            connection closed      | 3
            dies after one file    | 2
            404 for one file       | 1
            404 without commit     | 1
            404 without a word     | 0
            revision is gone       | 3
            gated                  | 3
            a token is refused     | 3
            too many requests      | 3
            a wrong byte           | 1
            cut                    | 1
            longer                 | 1
            a web page             | 3
            """)
    void contentsThatTheHubDoesNotGive_comeFromTheAlternate(String fault, int given) throws IOException {
        publishAlternate();
        fail(fault);

        build().ready("org/name");

        assertWhole();
        assertThat(listedElsewhere()).isEqualTo(1);
        if (given > 0) {
            assertThat(givenElsewhere()).isEqualTo(given);
        }
        assertThat(listings(hub)).isEqualTo(1);
    }

    private void fail(String fault) {
        switch (fault) {
            case "503", "500" -> hub.faults().on(AlternateTest::isContent).status(Integer.parseInt(fault));
            case "connection closed" ->
                hub.faults().on(AlternateTest::isContent).closeBeforeResponse();
            case "dies after one file" ->
                hub.faults().on(AlternateTest::isFile).skip(1).closeBeforeResponse();
            case "404 for one file" ->
                hub.faults()
                        .onPath("/config.json")
                        .status(404)
                        .header("X-Error-Code", "EntryNotFound")
                        .header("X-Repo-Commit", commit);
            case "404 without commit" ->
                hub.faults().onPath("/config.json").status(404).header("X-Error-Code", "EntryNotFound");
            case "404 without a word" -> hub.faults().onPath("/config.json").status(404);
            case "revision is gone" ->
                hub.faults().on(AlternateTest::isContent).status(404).header("X-Error-Code", "RevisionNotFound");
            case "gated" ->
                hub.faults().on(AlternateTest::isContent).status(403).header("X-Error-Code", "GatedRepo");
            case "a token is refused" ->
                hub.faults().on(AlternateTest::isContent).status(401);
            case "too many requests" ->
                hub.faults().on(AlternateTest::isContent).status(429).header("Retry-After", "3600");
            case "a wrong byte" -> hub.faults().onPath("/config.json").flipByteAt(3);
            case "cut" -> hub.faults().onPath("/config.json").truncateAfter(3);
            case "longer" -> hub.faults().onPath("/config.json").extraBytes(3);
            case "a web page" ->
                hub.faults()
                        .on(AlternateTest::isContent)
                        .body(200, "text/html", "<html>".getBytes(StandardCharsets.UTF_8));
            default -> throw new IllegalArgumentException(fault);
        }
    }

    @Test
    void itIsLogged_onceForAModel() {
        publishAlternate();
        hub.faults().on(AlternateTest::isFile).skip(1).status(503);

        try (var log = new CapturedLog()) {
            build().ready("org/name");

            assertThat(log.lines("came from"))
                    .singleElement()
                    .asString()
                    .endsWith("2 files of org/name came from modelscope://org/name");
        }
    }

    @Test
    void allEndpointsAreAsked_andThenTheAlternate() throws IOException {
        publishAlternate();
        try (TestHub mirror = TestHub.start()) {
            mirror.model("org/name")
                    .commit("first")
                    .file("config.json", CONFIG)
                    .file("vocab.txt", "a b c")
                    .lfs("model.bin", MODEL);
            hub.faults().on(AlternateTest::isFile).skip(1).closeBeforeResponse();
            mirror.faults().on(AlternateTest::isFile).skip(1).closeBeforeResponse();

            build().orFrom(mirror.endpoint()).ready("org/name");

            assertWhole();
            assertThat(contents(mirror)).isPositive();
            assertThat(givenElsewhere()).isEqualTo(1);
        }
    }

    @Test
    void afterAFailureThatConcernsAll_theAlternateIsAskedFirst() throws IOException {
        var files = hub.model("org/many").commit("first");
        var theirs = scope.model("org/many").commit("theirs");
        for (int i = 0; i < 40; i++) {
            files.file(i + ".txt", "text " + i);
            theirs.file(i + ".txt", Content.of("text " + i));
        }
        publishAlternate();
        hub.faults().on(AlternateTest::isContent).closeBeforeResponse();

        build().retries(2).alternate("org/many").ready("org/many");

        // Of 40 files those that are asked for at once, each as often as it is repeated, and once more on a connection
        // that was open.
        assertThat(contents(hub)).isLessThanOrEqualTo(8 * 3 * 2);
        assertThat(givenElsewhere()).isEqualTo(40);
        hub.clearRequests();

        build().retries(2).force().alternate("org/many").ready("org/many");

        assertThat(contents(hub)).as("of the next module").isZero();
        assertThat(givenElsewhere()).isEqualTo(80);
    }

    @Test
    void aSourceThatWorksAgain_isAskedWhereTheAlternateHasNothing() throws IOException {
        scope.model("org/name").commit("theirs").file("model.bin", MODEL);
        // The first of all, which the alternate does not have.
        hub.faults().on(AlternateTest::isContent).times(1).closeBeforeResponse();

        build().model("org/name", null, "model.bin").run();
        build().ready("org/name");

        assertWhole();
    }

    @Test
    void aLockedModel_needsNoHub() throws IOException {
        publishAlternate();
        ModelLock lock = build().model("org/name").lock();
        hub.close();

        new TestBuild(hub.endpoint(), folder.resolve("another"))
                .modelScope(scope.endpoint(), null)
                .alternate("org/name")
                .locked(lock)
                .ready("org/name");

        assertThat(names(folder.resolve("another/models--org--name/snapshots/" + commit)))
                .containsExactly("config.json", "model.bin", "vocab.txt");
        assertThat(folder.resolve("another/models--org--name/trees")).doesNotExist();
    }

    @Test
    void aLockedModel_findsSmallFilesByTheirSha256() throws IOException {
        ModelLock lock = build().model("org/name").lock();
        scope.model("org/name")
                .commit("theirs")
                .file("config.json", Content.of(OTHER_CONFIG))
                .file("configuration.json", Content.of(CONFIG))
                .file("vocab.txt", Content.of("a b c"))
                .file("model.bin", MODEL);
        hub.close();

        new TestBuild(hub.endpoint(), folder.resolve("another"))
                .modelScope(scope.endpoint(), null)
                .alternate("org/name")
                .locked(lock)
                .ready("org/name");

        assertThat(folder.resolve("another/models--org--name/snapshots/" + commit + "/config.json"))
                .hasContent(CONFIG);
        assertThat(scope.requests(request -> request.target().contains("FilePath=config.json")))
                .isEmpty();
    }

    @Test
    void aContentInTheCacheThatOnlyALockGivesAFile_needsNoHubEither() throws IOException {
        publishAlternate();
        ModelLock lock = build().model("org/name").lock();
        Path other = folder.resolve("another");
        String before =
                hub.model("org/name").commit("second").file("more.txt", "more").id();
        new TestBuild(hub.endpoint(), other).ready("org/name@" + before);
        hub.close();

        new TestBuild(hub.endpoint(), other)
                .modelScope(scope.endpoint(), null)
                .alternate("org/name")
                .locked(lock)
                .ready("org/name");

        assertThat(other.resolve("models--org--name/snapshots/" + commit + "/config.json"))
                .hasContent(CONFIG);
    }

    /** A lock by a stranger: the file has another content at the Hub. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheHubDenies_isNotTakenFromTheAlternate(boolean namesHash) {
        Content evil = Content.generated(3_000, 7);
        scope.model("org/name").commit("theirs").file("model.bin", evil);
        ModelLock lock = withModel(evil);
        if (!namesHash) {
            hub.faults().on(request -> request.method().equals("HEAD")).status(405);
        }

        Failure failure = build().locked(lock).fails("org/name");

        assertThat(failure.message()).contains("model.bin").contains("update -Dhf.models=org/name");
        assertThat(folder.resolve("cache/models--org--name/snapshots/" + commit + "/model.bin"))
                .doesNotExist();
        assertThat(givenElsewhere()).isZero();
    }

    @Test
    void aFileThatTheHubDoesNotHave_isNotTakenFromTheAlternate() {
        Content evil = Content.generated(3_000, 7);
        scope.model("org/name").commit("theirs").file("evil.bin", evil);
        ModelLock lock = edited(files -> Stream.concat(
                        files.stream(),
                        Stream.of(new RepoFile("evil.bin", 3_000, "", new RepoFile.Lfs(evil.sha256(), 3_000), null)))
                .toList());

        Failure failure = build().locked(lock).fails("org/name");

        assertThat(failure.message()).contains("evil.bin");
        assertThat(folder.resolve("cache/models--org--name/snapshots/" + commit + "/evil.bin"))
                .doesNotExist();
        assertThat(givenElsewhere()).isZero();
    }

    @Test
    void aLockedFileWhoseTransferIsBad_comesFromTheAlternate() throws IOException {
        publishAlternate();
        ModelLock lock = new TestBuild(hub.endpoint(), folder.resolve("first"))
                .model("org/name")
                .lock();
        hub.faults()
                .on(request -> request.method().equals("GET") && request.path().endsWith("/config.json"))
                .flipByteAt(3);

        build().locked(lock).ready("org/name");

        assertWhole();
        assertThat(givenElsewhere()).isEqualTo(1);
    }

    @Test
    void anotherContentOfTheSameLength_isNeverTaken() {
        scope.model("org/name")
                .commit("theirs")
                .file("config.json", Content.of(OTHER_CONFIG))
                .file("vocab.txt", Content.of("a b c"))
                .file("model.bin", MODEL);
        hub.faults().onPath("/config.json").status(503);

        Failure failure = build().fails("org/name");

        assertThat(failure.message())
                .startsWith("org/name@main: ")
                .contains("503", "; modelscope://org/name: ", "does not have the hash")
                .doesNotContain("\n");
        assertThat(folder.resolve("cache/models--org--name/snapshots/" + commit + "/config.json"))
                .doesNotExist();
        assertThat(folder.resolve("cache/models--org--name/blobs"))
                .isDirectoryNotContaining(
                        file -> file.toString().contains(Content.of(CONFIG).gitSha1()));
    }

    @Test
    void anotherContentOfAnotherLength_isNotAskedFor() {
        scope.model("org/name").commit("theirs").file("config.json", Content.of("{}"));
        hub.faults().onPath("/config.json").status(503);

        Failure failure = build().fails("org/name");

        assertThat(failure.message()).contains("503", "; modelscope://org/name: it has no file with that content");
        assertThat(givenElsewhere()).isZero();
    }

    @Test
    void theSameContentsAtOtherPaths_areFound() throws IOException {
        scope.model("org/name")
                .commit("theirs")
                .file("model.bin", Content.generated(3_000, 8))
                .file("weights/pytorch.bin", MODEL)
                .file("sub/config.json", Content.of(CONFIG))
                .file("vocab.txt", Content.of("a b"))
                .file("sub/vocab.txt", Content.of("a b c"));
        hub.faults().on(AlternateTest::isContent).status(503);

        build().ready("org/name");

        assertWhole();
        assertThat(givenElsewhere()).isEqualTo(3);
    }

    @Test
    void anAlternateThatDoesNotList_isAskedOnce() {
        scope.faults().on(any -> true).status(503);
        hub.faults().on(AlternateTest::isContent).status(503);

        Failure failure = build().fails("org/name");

        assertThat(failure.message()).contains("; modelscope://org/name: ").contains("503");
        assertThat(listedElsewhere()).isLessThanOrEqualTo(1);
    }

    @Test
    void aSourceThatIsNotAvailable_isTheAlternatesFailureAlone() throws IOException {
        build(null).ready("org/name");

        assertWhole();
        hub.faults().on(AlternateTest::isContent).status(503);

        Failure failure = new TestBuild(hub.endpoint(), folder.resolve("another"))
                .alternate("org/name")
                .fails("org/name");

        assertThat(failure.message()).contains("503").contains("the source 'modelscope' is not available");
    }

    @Test
    void eachSourceHasItsOwnToken() throws IOException {
        publishAlternate();
        hub.token("hf_secret");
        scope.token("ms_secret").model("org/name").makePrivate("ms_secret");
        hub.faults().on(AlternateTest::isContent).status(503);

        Failure refused = build().token("hf_secret").fails("org/name");

        assertThat(refused.message()).contains("; modelscope://org/name: ").doesNotContain("secret");

        scope.clearRequests();
        build("ms_secret").token("hf_secret").ready("org/name");

        assertWhole();
        assertThat(tokens(hub)).containsOnly("Bearer hf_secret");
        assertThat(tokensElsewhere()).containsOnly("Bearer ms_secret");
    }

    @Test
    void whatTheHubGaveOfALargeFile_isKept() throws IOException {
        publishLarge(LARGE);
        hub.faults().onCdn().skip(1).truncateAfter(100_000);
        hub.faults().onCdn().truncateAfter(4L * MEBIBYTE + 100);

        var shown = new ShownDownloads();
        build().display(shown).alternate("org/large").ready("org/large");

        assertThat(folder.resolve("cache/models--org--large/blobs/" + LARGE.sha256()))
                .hasSize(LARGE.size());
        assertThat(scope.bytesServed()).isBetween((long) MEBIBYTE, 10L * MEBIBYTE);
        assertThat(shown.count()).isEqualTo(1);
        assertThat(shown.of("model.bin").present()).isEqualTo(LARGE.size());
        assertThat(shown.of("model.bin").ends).containsExactly("whole");
    }

    @Test
    void aBuildThatWasCancelled_isResumedByTheAlternate_andDoesNotAskItBefore() throws IOException {
        publishLarge(LARGE);

        PrefetchResult cancelled = build().display(new ShownDownloads(4L * MEBIBYTE))
                .alternate("org/large")
                .model("org/large")
                .run();

        assertThat(cancelled.failures())
                .singleElement()
                .extracting(failure -> failure.cause().getClass().getName())
                .isEqualTo(DownloadCancelledException.class.getName());
        assertThat(scope.requests()).isEmpty();
        hub.faults().on(AlternateTest::isContent).closeBeforeResponse();

        build().alternate("org/large").ready("org/large");

        assertThat(folder.resolve("cache/models--org--large/blobs/" + LARGE.sha256()))
                .hasSize(LARGE.size());
        assertThat(scope.bytesServed()).isLessThan(10L * MEBIBYTE);
    }

    @Test
    void ifWhatTheHubGaveIsWrong_allComesFromTheAlternate() throws IOException {
        publishLarge(LARGE);
        hub.faults().onCdn().times(4).flipByteAt(1_000).truncateAfter(4L * MEBIBYTE);
        hub.faults().onCdn().closeBeforeResponse();

        build().alternate("org/large").ready("org/large");

        Path blob = folder.resolve("cache/models--org--large/blobs/" + LARGE.sha256());
        assertEquals(LARGE.sha256(), Content.of(blob).sha256());
    }

    private void publishLarge(Content content) {
        hub.model("org/large").commit("first").lfs("model.bin", content);
        scope.model("org/large").commit("theirs").file("model.bin", content);
    }

    @Test
    void offline_noOneIsAsked() {
        publishAlternate();
        build().model("org/name", null, "config.json").run();
        scope.clearRequests();
        hub.clearRequests();

        Failure failure = build().offline().fails("org/name");

        assertThat(failure.isUserError()).isTrue();
        assertThat(scope.requests()).isEmpty();
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void contentsThatAreForced_comeFromTheAlternate() throws IOException {
        publishAlternate();
        build().ready("org/name");
        hub.faults().on(AlternateTest::isContent).status(503);

        build().force().ready("org/name");

        assertWhole();
        assertThat(givenElsewhere()).isEqualTo(3);
    }

    @Test
    void whatIsTooLarge_isNotFetchedFromTheAlternateEither() {
        publishAlternate();
        hub.faults().on(AlternateTest::isContent).status(503);

        assertThatThrownBy(() -> build().maxBytes(2_000).model("org/name").run())
                .hasMessageContaining("2");

        assertThat(scope.requests()).isEmpty();
    }

    @Test
    void planning_readsFilesThatDecideFromTheAlternate_andLeavesTheCacheAsItIs() {
        String index = "{\"weight_map\":{\"a\":\"model-1.safetensors\"}}";
        hub.model("org/sharded")
                .commit("first")
                .file("config.json", CONFIG)
                .file("model.safetensors.index.json", index)
                .lfs("model-1.safetensors", MODEL);
        scope.model("org/sharded")
                .commit("theirs")
                .file("config.json", Content.of(CONFIG))
                .file("model.safetensors.index.json", Content.of(index));
        hub.faults().on(AlternateTest::isContent).status(503);
        var preset = new PresetOptions(Preset.TRANSFORMERS, null, null, null, false);

        PrefetchPlan plan =
                build().alternate("org/sharded").modelFor(preset, "org/sharded").plan();

        assertThat(plan.failures()).isEmpty();
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void aContentThatIsRepaired_comesFromTheAlternate() throws IOException {
        publishAlternate();
        build().ready("org/name");
        Path blob = folder.resolve("cache/models--org--name/blobs/" + MODEL.sha256());
        byte[] spoilt = Files.readAllBytes(blob);
        spoilt[1]++;
        Files.write(blob, spoilt);
        hub.faults().on(AlternateTest::isContent).status(503);
        TestBuild build = build().model("org/name");

        RepairResult result = build.repair(build.verify().findings());

        assertThat(result.failures()).isEmpty();
        assertThat(result.repaired()).singleElement().asString().contains("fetched again from modelscope://org/name");
        assertWhole();
    }

    @Test
    void aModelOfModelScope_hasItsAlternateAtTheHub() throws IOException {
        var own = new FakeSource();
        var repo = new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "org/theirs");
        RepoFile config = own.lfs("config.json", CONFIG);
        RepoFile weights = own.lfs("weights.bin", "weights");
        hub.model("org/theirs")
                .commit("first")
                .file("config.json", CONFIG)
                .lfs("model.bin", "weights".getBytes(StandardCharsets.UTF_8));
        var listing = new Listing(new CommitHash("a".repeat(64)), List.of(config, weights));
        own.publish(repo, repo.source().defaultRevision(), listing);
        own.fail("config.json", Kind.UNREACHABLE);
        own.fail("weights.bin", Kind.UNREACHABLE);
        var model = new ModelRequest(
                repo,
                repo.source().defaultRevision(),
                Selection.of(Part.EVERYTHING),
                "theirs",
                null,
                Layout.TREE,
                false,
                null,
                new Alternate(new RepoId(RepoType.MODEL, "org/theirs"), Revision.MAIN));

        PrefetchResult result = new TestBuild(hub.endpoint(), folder.resolve("cache"))
                .modelScope(own)
                .model(model)
                .run();

        assertThat(result.failures()).isEmpty();
        assertThat(result.models().get(0).path().resolve("config.json")).hasContent(CONFIG);
        assertThat(result.models().get(0).path().resolve("weights.bin")).hasContent("weights");
    }

    private ModelLock withModel(Content content) {
        return edited(files -> files.stream()
                .map(file -> file.path().equals("model.bin")
                        ? new RepoFile(
                                file.path(), file.size(), "", new RepoFile.Lfs(content.sha256(), content.size()), null)
                        : file)
                .toList());
    }

    private ModelLock edited(UnaryOperator<List<RepoFile>> edit) {
        ModelLock lock = new TestBuild(hub.endpoint(), folder.resolve("locking"))
                .model("org/name")
                .lock();
        LockedModel model = lock.models().get(0);
        return new ModelLock(List.of(new LockedModel(
                model.repo(),
                model.revision(),
                model.commit(),
                model.license(),
                model.selection(),
                edit.apply(model.files()),
                List.of())));
    }

    private TestBuild build() {
        return build(null);
    }

    private TestBuild build(@Nullable String token) {
        return new TestBuild(hub.endpoint(), folder.resolve("cache"))
                .moduleOf(shared)
                .modelScope(scope.endpoint(), token)
                .alternate("org/name");
    }

    private void assertWhole() throws IOException {
        Path snapshot = folder.resolve("cache/models--org--name/snapshots/" + commit);
        assertThat(names(snapshot)).containsExactly("config.json", "model.bin", "vocab.txt");
        assertThat(snapshot.resolve("config.json")).hasContent(CONFIG);
        assertThat(snapshot.resolve("vocab.txt")).hasContent("a b c");
        assertEquals(MODEL.sha256(), Content.of(snapshot.resolve("model.bin")).sha256());
    }

    private static List<String> names(Path snapshot) throws IOException {
        try (Stream<Path> files = Files.list(snapshot)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static boolean isContent(RecordedRequest request) {
        return isFile(request)
                || request.path().contains("/resolve-cache/")
                || request.server() == RecordedRequest.Server.CDN;
    }

    /** Of a file, whose content may be at another address, to which this one redirects. */
    private static boolean isFile(RecordedRequest request) {
        return request.path().contains("/resolve/");
    }

    private long givenElsewhere() {
        return scope.requests(request -> request.target().contains("FilePath=")).size();
    }

    private long listedElsewhere() {
        return scope.requests(request -> request.path().endsWith("/repo/files")).size();
    }

    private List<String> tokensElsewhere() {
        return scope.requests(request -> request.server() == RecordedRequest.Server.HUB).stream()
                .map(request -> request.header("Authorization").orElse("none"))
                .distinct()
                .toList();
    }

    private static long contents(TestHub server) {
        return server.requests(request -> isFile(request) && request.method().equals("GET"))
                .size();
    }

    private static long listings(TestHub server) {
        return server.requests(request -> request.path().startsWith("/api/") && !isContent(request))
                .size();
    }

    private static List<String> tokens(TestHub server) {
        return server.requests(request -> request.server() == RecordedRequest.Server.HUB).stream()
                .map(request -> request.header("Authorization").orElse("none"))
                .distinct()
                .toList();
    }
}
