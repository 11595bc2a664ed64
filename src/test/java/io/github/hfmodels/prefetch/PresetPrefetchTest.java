package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.FileRole;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.prefetch.PrefetchPlan.File;
import io.github.hfmodels.preset.PresetFixture;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testhub.TestRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End to end: models of which presets choose the files: what is asked for, in which order, and what is there afterwards. */
class PresetPrefetchTest {

    private static final PresetOptions TRANSFORMERS = PresetFixture.options(Preset.TRANSFORMERS);

    private static final String CONFIG = "{\"model_type\":\"bert\",\"architectures\":[\"BertModel\"]}";
    private static final String[] CHOSEN = {
        "config.json",
        "model-1-of-2.safetensors",
        "model-2-of-2.safetensors",
        "model.safetensors.index.json",
        "tokenizer.json",
        "tokenizer_config.json"
    };

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final TestRepository repository = hub.model("org/name");
    private final String commit = repository
            .commit("first")
            .file("README.md", "# Name")
            .file("config.json", CONFIG)
            .file("tokenizer_config.json", "{\"tokenizer_class\":\"BertTokenizer\"}")
            .file("tokenizer.json", "{\"model\":{}}")
            .file(
                    "model.safetensors.index.json",
                    "{\"weight_map\":{\"a\":\"model-1-of-2.safetensors\",\"b\":\"model-2-of-2.safetensors\"}}")
            .lfs("model-1-of-2.safetensors", new byte[30_001])
            .lfs("model-2-of-2.safetensors", new byte[30_002])
            .lfs("pytorch_model.bin", new byte[60_003])
            .lfs("onnx/model.onnx", new byte[60_004])
            .id();

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void coldIsOneQuestionAndOneGetAFile_ofWhatIsChosenAlone() {
        PrefetchedModel model = ready(build().modelFor(TRANSFORMERS, "org/name"));

        assertThat(asked().get(0)).isEqualTo("/api/models/org/name/revision/main");
        assertThat(asked().subList(1, asked().size())).containsExactlyInAnyOrder(ofName(CHOSEN));
        assertThat(names(model)).containsExactly(CHOSEN);
        assertThat(filesIn(model.path())).containsExactly(CHOSEN);
        assertThat(model.wasCached()).isFalse();
    }

    @Test
    void whatDecidesComesBeforeTheWeights() {
        ready(build().modelFor(TRANSFORMERS, "org/name"));

        List<String> asked = asked();
        assertThat(asked.indexOf(ofName("config.json")[0]))
                .isLessThan(asked.indexOf(ofName("model-1-of-2.safetensors")[0]));
        assertThat(asked.indexOf(ofName("model.safetensors.index.json")[0]))
                .isLessThan(asked.indexOf(ofName("model-1-of-2.safetensors")[0]));
    }

    @Test
    void whatDecidesCountsAsADownload() {
        PrefetchResult result = build().modelFor(TRANSFORMERS, "org/name").run();

        assertThat(result.failures()).isEmpty();
        long size = result.models().get(0).files().stream()
                .mapToLong(RepoFile::contentSize)
                .sum();
        assertThat(result.bytes()).isEqualTo(size);
    }

    @Test
    void whereAllThatIsMissingDecides_theModelWasDownloadedAllTheSame() {
        ready(build().model("org/name", null, "*.safetensors", "tokenizer*.json"));
        hub.clearRequests();

        PrefetchedModel model = ready(build().updatePolicy("daily").modelFor(TRANSFORMERS, "org/name"));

        assertThat(asked()).containsExactlyInAnyOrder(ofName("config.json", "model.safetensors.index.json"));
        assertThat(model.wasCached()).isFalse();
    }

    @Test
    void warmWithinThePolicyAsksNothing() {
        ready(build().modelFor(TRANSFORMERS, "org/name"));
        hub.clearRequests();

        PrefetchedModel model = ready(build().updatePolicy("daily").modelFor(TRANSFORMERS, "org/name"));

        assertThat(hub.requests()).isEmpty();
        assertThat(names(model)).containsExactly(CHOSEN);
        assertThat(model.wasCached()).isTrue();
    }

    /** A lock and a cache have no rules, and nobody is asked for them. */
    @Test
    void filesHaveTheSameRoles_whereverTheChoiceComesFrom() {
        ModelLock lock = new TestBuild(hub.endpoint(), folder.resolve("elsewhere"))
                .modelFor(TRANSFORMERS, "org/name")
                .lock();
        hub.clearRequests();

        PrefetchedModel locked = ready(build().locked(lock).modelFor(TRANSFORMERS, "org/name"));

        assertThat(asked()).containsExactlyInAnyOrder(ofName(CHOSEN));
        assertThat(roles(locked))
                .containsOnly(
                        entry(FileRole.CONFIG, "config.json"),
                        entry(FileRole.TOKENIZER, "tokenizer.json"),
                        entry(FileRole.WEIGHTS, "model-1-of-2.safetensors"));
        assertThat(roles(ready(build().modelFor(TRANSFORMERS, "org/name")))).isEqualTo(roles(locked));
        hub.clearRequests();
        assertThat(roles(ready(build().offline().modelFor(TRANSFORMERS, "org/name"))))
                .isEqualTo(roles(locked));
        assertThat(roles(ready(build().offline().locked(lock).modelFor(TRANSFORMERS, "org/name"))))
                .isEqualTo(roles(locked));
        assertThat(hub.requests()).isEmpty();
    }

    private static Map<FileRole, String> roles(PrefetchedModel model) {
        return model.roles().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, role -> role.getValue().path()));
    }

    @Test
    void warmBeyondThePolicyAsksWhereTheRevisionIs_andNoMore() {
        ready(build().modelFor(TRANSFORMERS, "org/name"));
        hub.clearRequests();

        ready(build().modelFor(TRANSFORMERS, "org/name"));

        assertThat(asked()).containsExactly("/api/models/org/name/revision/main");
    }

    @Test
    void warmAndPinnedAsksNothing() {
        ready(build().modelFor(TRANSFORMERS, "org/name@" + commit));
        hub.clearRequests();

        ready(build().modelFor(TRANSFORMERS, "org/name@" + commit));

        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void withoutSymlinks_itIsTheSame() {
        PrefetchedModel model = ready(build().withoutSymlinks().modelFor(TRANSFORMERS, "org/name"));
        assertThat(asked()).hasSize(1 + CHOSEN.length);
        assertThat(filesIn(model.path())).containsExactly(CHOSEN);
        hub.clearRequests();

        ready(build().withoutSymlinks().updatePolicy("daily").modelFor(TRANSFORMERS, "org/name"));

        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void force_fetchesEachFileAgain_once() {
        ready(build().modelFor(TRANSFORMERS, "org/name"));
        hub.clearRequests();

        ready(build().force().modelFor(TRANSFORMERS, "org/name"));

        assertThat(asked()).hasSize(1 + CHOSEN.length).doesNotHaveDuplicates();
    }

    @Test
    void includesAdd_andExcludesTakeAway() {
        PrefetchedModel model = ready(
                build().modelFor(TRANSFORMERS, "org/name", List.of("README.md", "tokenizer*"), List.of("model-2*")));

        assertThat(names(model))
                .containsExactly(
                        "README.md",
                        "config.json",
                        "model-1-of-2.safetensors",
                        "model.safetensors.index.json",
                        "tokenizer.json",
                        "tokenizer_config.json");
    }

    @Test
    void anExcludeOfWhatDecides_takesItAwayAll() {
        PrefetchedModel model = ready(build().modelFor(TRANSFORMERS, "org/name", List.of(), List.of("*.index.json")));

        assertThat(names(model)).contains("model-1-of-2.safetensors").doesNotContain("model.safetensors.index.json");
    }

    @Test
    void anIncludeThatMatchesNothing_isToldWithTheClosestNames() {
        assertThat(TestBuild.message(
                        failure(build().modelFor(TRANSFORMERS, "org/name", List.of("REDME.md"), List.of()))))
                .startsWith("org/name@main: no file matches the include REDME.md; the closest that the repository holds"
                        + " are README.md, ")
                .endsWith(" more");
    }

    @Test
    void anExcludeThatMatchesNothing_isNoError() {
        assertThat(names(ready(build().modelFor(TRANSFORMERS, "org/name", List.of(), List.of("*.h5")))))
                .containsExactly(CHOSEN);
    }

    @Test
    void whatThePresetHasNoRuleFor_failsWithTheModelsName() {
        var gguf = PresetFixture.options(Preset.GGUF);

        ModelFailure failure = failure(build().modelFor(gguf, "org/name"));

        assertThat(TestBuild.message(failure)).startsWith("org/name@main: ").contains("gguf");
        assertThat(failure.isUserError()).isTrue();
        assertThat(hub.paths("GET")).noneMatch(path -> path.contains("/resolve/"));
    }

    @Test
    void aFileThatDecidesAndCannotBeHad_failsTheModelAlone() {
        hub.model("org/broken").commit("first").file("config.json", CONFIG).lfs("model.safetensors", new byte[9]);
        hub.faults()
                .on(request -> request.path().matches("/org/broken/resolve/.*/config.json"))
                .status(503);

        PrefetchResult result = build().modelFor(TRANSFORMERS, "org/broken")
                .modelFor(TRANSFORMERS, "org/name")
                .run();

        assertThat(result.models())
                .extracting(each -> each.request().toString())
                .containsExactly("org/name@main");
        assertThat(result.failures())
                .singleElement()
                .extracting(TestBuild::message)
                .asString()
                .startsWith("org/broken@main: ")
                .contains("config.json", "503");
    }

    @Test
    void offline_whatIsCompleteIsReady() {
        ready(build().modelFor(TRANSFORMERS, "org/name"));
        hub.clearRequests();

        assertThat(names(ready(build().offline().modelFor(TRANSFORMERS, "org/name"))))
                .containsExactly(CHOSEN);
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void offline_aSmallFileThatIsMissingIsNamed() {
        ready(build().model("org/name", null, "*.safetensors", "tokenizer*"));
        hub.clearRequests();

        ModelFailure failure = failure(build().offline().modelFor(TRANSFORMERS, "org/name"));

        assertThat(TestBuild.message(failure))
                .startsWith("org/name@main: the cache lacks ")
                .contains("config.json")
                .endsWith("and the build is offline; run once without -o and without HF_HUB_OFFLINE to fetch it");
        assertThat(failure.isUserError()).isTrue();
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void offline_weightsThatAreMissingAreNamed() {
        ready(build().model("org/name", null, "*.json"));

        assertThat(TestBuild.message(failure(build().offline().modelFor(TRANSFORMERS, "org/name"))))
                .startsWith("org/name@main: the cache lacks model-1-of-2.safetensors, model-2-of-2.safetensors, and");
    }

    @Test
    void maxSize_isOfAllThatIsDownloaded() {
        TestBuild build = build().maxBytes(60_000).modelFor(TRANSFORMERS, "org/name");

        assertThatThrownBy(build::run)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("would be downloaded, more than the 60.0 kB that are allowed: org/name@main 60.");
        assertThat(asked()).noneMatch(path -> path.endsWith(".safetensors"));
    }

    @Test
    void maxSize_isOfWhatDecidesToo() {
        ModelFailure failure = failure(build().maxBytes(10).modelFor(TRANSFORMERS, "org/name"));

        assertThat(TestBuild.message(failure)).contains("more than the 10 B that are allowed");
        assertThat(hub.paths("GET")).noneMatch(path -> path.contains("/resolve/"));
    }

    @Test
    void plan_leavesTheCacheAsItIs() throws IOException {
        ready(build().model("org/name", null, "tokenizer*"));
        String before = FolderText.of(folder);
        hub.clearRequests();

        PrefetchPlan plan = build().modelFor(TRANSFORMERS, "org/name").plan();

        assertThat(FolderText.of(folder)).isEqualTo(before);
        assertThat(asked())
                .contains(ofName("config.json", "model.safetensors.index.json"))
                .noneMatch(path -> path.endsWith(".safetensors"));
        assertThat(plan.models().get(0).files()).extracting(File::path).containsExactly(CHOSEN);
        assertThat(plan.models().get(0).lacking())
                .extracting(File::path)
                .containsExactly(
                        "config.json",
                        "model-1-of-2.safetensors",
                        "model-2-of-2.safetensors",
                        "model.safetensors.index.json");
    }

    @Test
    void plan_saysWhichRuleChoseAFile() {
        PrefetchPlan plan = build().modelFor(TRANSFORMERS, "org/name", List.of("README.md"), List.of())
                .plan();

        assertThat(reasons(plan.models().get(0)))
                .contains(
                        entry("README.md", "include README.md"),
                        entry("config.json", "config"),
                        entry("tokenizer.json", "tokenizer"))
                .hasSize(CHOSEN.length + 1);
    }

    @Test
    void plan_offline_saysWhichSmallFileIsMissing() {
        ready(build().model("org/name", null, "tokenizer*"));
        hub.clearRequests();

        PrefetchPlan plan = build().offline().modelFor(TRANSFORMERS, "org/name").plan();

        assertThat(plan.failures())
                .singleElement()
                .extracting(TestBuild::message)
                .asString()
                .contains("the cache lacks ", "config.json", "and the build is offline");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void modulesOfABuild_shareTheWork() {
        ConcurrentMap<String, CompletableFuture<String>> modules = new ConcurrentHashMap<>();
        ready(build().moduleOf(modules).modelFor(TRANSFORMERS, "org/name"));

        ready(build().moduleOf(modules).modelFor(TRANSFORMERS, "org/name"));
        ready(build().moduleOf(modules).force().modelFor(TRANSFORMERS, "org/name"));

        assertThat(asked().stream().filter(path -> path.startsWith("/api/"))).hasSize(1);
    }

    @Test
    void modulesOfABuild_forceOnce() {
        ready(build().modelFor(TRANSFORMERS, "org/name"));
        hub.clearRequests();
        ConcurrentMap<String, CompletableFuture<String>> modules = new ConcurrentHashMap<>();

        ready(build().moduleOf(modules).force().modelFor(TRANSFORMERS, "org/name"));
        ready(build().moduleOf(modules).force().modelFor(TRANSFORMERS, "org/name"));

        assertThat(asked()).hasSize(1 + CHOSEN.length);
    }

    @Test
    void aHistoryThatWasRewritten_isLookedUpAgain() {
        ready(build().model("org/name", null, "tokenizer*"));
        hub.faults()
                .on(request -> request.path().contains(commit))
                .body(404, "text/plain", "Invalid rev id".getBytes(StandardCharsets.UTF_8))
                .header("X-Error-Code", "RevisionNotFound");
        String second =
                repository.commit("second").file("config.json", CONFIG + "\n").id();

        PrefetchedModel model = ready(build().updatePolicy("daily").modelFor(TRANSFORMERS, "org/name"));

        assertThat(model.commit().hex()).isEqualTo(second);
    }

    private PrefetchedModel ready(TestBuild build) {
        PrefetchResult result = build.run();
        if (!result.failures().isEmpty()) {
            throw new AssertionError(
                    TestBuild.message(result.failures().get(0)),
                    result.failures().get(0).cause());
        }
        assertThat(result.models()).hasSize(1);
        return result.models().get(0);
    }

    private static ModelFailure failure(TestBuild build) {
        PrefetchResult result = build.run();
        assertThat(result.models()).isEmpty();
        assertThat(result.failures()).hasSize(1);
        return result.failures().get(0);
    }

    private static List<String> names(PrefetchedModel model) {
        return model.files().stream().map(RepoFile::path).sorted().toList();
    }

    private static Map<String, String> reasons(PrefetchPlan.Model model) {
        return model.files().stream().collect(Collectors.toMap(File::path, File::reason));
    }

    private static List<String> filesIn(Path snapshot) {
        try (Stream<Path> files = Files.walk(snapshot)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> snapshot.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String[] ofName(String... files) {
        return Stream.of(files)
                .map(file -> "/org/name/resolve/" + commit + "/" + file)
                .toArray(String[]::new);
    }

    private TestBuild build() {
        return new TestBuild(hub.endpoint(), folder);
    }

    private List<String> asked() {
        return hub
                .requests(request ->
                        request.server() == Server.HUB && !request.path().startsWith("/api/resolve-cache/"))
                .stream()
                .map(request -> request.path())
                .toList();
    }
}
