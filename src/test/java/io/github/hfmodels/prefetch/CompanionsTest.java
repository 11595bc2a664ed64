package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.console.PlanText;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.preset.PresetFixture;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End to end: models that cannot be used without another repository: the base of an adapter, code that is kept elsewhere. */
class CompanionsTest {

    private static final PresetOptions TRANSFORMERS = PresetFixture.options(Preset.TRANSFORMERS);
    private static final PresetOptions TRUSTING = PresetFixture.trusting(TRANSFORMERS);

    @TempDir
    private Path cache;

    private final TestHub hub = TestHub.start();
    private final String base = hub.model("org/base")
            .commit("first")
            .file("config.json", "{\"model_type\":\"bert\",\"architectures\":[\"BertModel\"]}")
            .file("README.md", "# Base")
            .lfs("model.safetensors", new byte[40_001])
            .lfs("pytorch_model.bin", new byte[40_002])
            .id();
    private final String code = hub.model("org/code")
            .commit("first")
            .file("modeling_own.py", "from .layers import Layer\n")
            .file("layers.py", "import torch\n")
            .file("unrelated.py", "")
            .lfs("model.safetensors", new byte[40_003])
            .id();

    CompanionsTest() {
        adapter("org/adapter", 1);
        hub.model("org/own")
                .commit("first")
                .file(
                        "config.json",
                        "{\"model_type\":\"own\",\"auto_map\":{\"AutoModel\":\"org/code--modeling_own.OwnModel\"}}")
                .lfs("model.safetensors", new byte[40_004]);
    }

    private void adapter(String id, int more) {
        hub.model(id)
                .commit("first")
                .file("adapter_config.json", "{\"peft_type\":\"LORA\",\"base_model_name_or_path\":\"org/base\"}")
                .lfs("adapter_model.safetensors", new byte[20_000 + more]);
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void aBaseIsInUseAsItsAdapterIs() throws IOException {
        var snapshots = new SnapshotCache(cache, true);
        build().cache(snapshots).modelFor(TRANSFORMERS, "org/adapter").run();

        for (String model : List.of("org/adapter", "org/base")) {
            assertThat(snapshots.exclude(new RepoId(RepoType.MODEL, model)))
                    .as(model)
                    .isEmpty();
        }
    }

    @Test
    void anAdapterBringsItsBase_andIsTheOneModelThatIsReady() {
        PrefetchResult result = build().modelFor(TRANSFORMERS, "org/adapter").run();

        assertThat(result.failures()).isEmpty();
        assertThat(result.models())
                .singleElement()
                .satisfies(model -> assertThat(model.files())
                        .extracting(RepoFile::path)
                        .containsExactly("adapter_config.json", "adapter_model.safetensors"));
        assertThat(snapshot("org/base", base).resolve("model.safetensors")).hasBinaryContent(new byte[40_001]);
        assertThat(snapshot("org/base", base).resolve("pytorch_model.bin")).doesNotExist();
        assertThat(snapshot("org/base", base).resolve("README.md")).doesNotExist();
        assertThat(ref("org/base")).hasContent(base);
    }

    @Test
    void coldIsOneQuestionARepositoryAndOneGetAFile() {
        build().modelFor(TRANSFORMERS, "org/adapter").run();

        assertThat(asked()).hasSize(2 + 4).doesNotHaveDuplicates();
        assertThat(asked())
                .filteredOn(path -> path.startsWith("/api/"))
                .containsExactly("/api/models/org/adapter/revision/main", "/api/models/org/base/revision/main");
    }

    @Test
    void warmAsksNothing() {
        build().modelFor(TRANSFORMERS, "org/adapter").run();
        hub.clearRequests();

        PrefetchResult result = build().updatePolicy("daily")
                .modelFor(TRANSFORMERS, "org/adapter")
                .run();

        assertThat(hub.requests()).isEmpty();
        assertThat(result.models())
                .singleElement()
                .satisfies(model -> assertThat(model.wasCached()).isTrue());
    }

    @Test
    void offline_whatIsCompleteIsReady_andWhatIsMissingOfACompanionIsNamed() {
        build().modelFor(TRANSFORMERS, "org/adapter").run();
        hub.clearRequests();
        assertThat(build().offline().modelFor(TRANSFORMERS, "org/adapter").run().models())
                .hasSize(1);

        Path other = cache.resolve("other");
        new TestBuild(hub.endpoint(), other).ready("org/adapter");
        hub.clearRequests();
        PrefetchResult result = new TestBuild(hub.endpoint(), other)
                .offline()
                .modelFor(TRANSFORMERS, "org/adapter")
                .run();

        assertThat(hub.requests()).isEmpty();
        assertThat(message(result)).startsWith("org/adapter@main needs org/base@main: it is not in the cache ");
    }

    @Test
    void codeOfAnotherRepositoryIsFetched_allOfIt() {
        PrefetchResult result = build().modelFor(TRUSTING, "org/own").run();

        assertThat(result.failures()).isEmpty();
        assertThat(result.models()).hasSize(1);
        assertThat(snapshot("org/code", code)).isDirectoryContaining("glob:**/modeling_own.py");
        assertThat(snapshot("org/code", code).toFile().list())
                .containsExactlyInAnyOrder("modeling_own.py", "layers.py", "unrelated.py");
        assertThat(ref("org/code")).hasContent(code);
    }

    @Test
    void aCompanionThatIsNowhere_failsTheModel_andBothAreNamed() {
        hub.model("org/adapter")
                .commit("moved")
                .file("adapter_config.json", "{\"base_model_name_or_path\":\"org/gone\"}");

        PrefetchResult result = build().modelFor(TRANSFORMERS, "org/adapter")
                .modelFor(TRANSFORMERS, "org/base")
                .run();

        assertThat(message(result)).startsWith("org/adapter@main needs org/gone@main: ");
        assertThat(result.failures().get(0).model().optional()).isFalse();
        assertThat(result.models())
                .extracting(model -> model.request().toString())
                .containsExactly("org/base@main");
        assertThat(ref("org/adapter")).doesNotExist();
    }

    @Test
    void aCompanionThatCannotBeDownloaded_failsTheModel() {
        hub.faults()
                .on(request -> request.path().matches("/org/base/resolve/.*/model.safetensors"))
                .status(503);

        PrefetchResult result = build().modelFor(TRANSFORMERS, "org/adapter").run();

        assertThat(result.models()).isEmpty();
        assertThat(message(result))
                .startsWith("org/adapter@main needs org/base@main: ")
                .contains("503");
        assertThat(ref("org/base")).doesNotExist();
    }

    @Test
    void ofAnOptionalModelThatLacksItsCompanion_theFailureIsOptionalToo() {
        hub.faults()
                .on(request -> request.path().startsWith("/api/models/org/base"))
                .status(404);

        PrefetchResult result = build().optionalModelFor(TRANSFORMERS, "org/adapter")
                .model("org/code")
                .run();

        assertThat(result.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.model().optional()).isTrue();
            assertThat(failure.request().optional()).isTrue();
        });
        assertThat(result.models())
                .extracting(model -> model.request().toString())
                .containsExactly("org/code@main");
    }

    @Test
    void twoModelsWithOneCompanion_shareIt() {
        adapter("org/second", 2);

        PrefetchResult result = build().modelFor(TRANSFORMERS, "org/adapter")
                .modelFor(TRANSFORMERS, "org/second")
                .run();

        assertThat(result.failures()).isEmpty();
        assertThat(result.models()).hasSize(2);
        assertThat(asked()).doesNotHaveDuplicates().hasSize(3 + 6);
    }

    @Test
    void twoModelsWithOneCompanionThatFails_bothFail() {
        adapter("org/second", 2);
        hub.faults()
                .on(request -> request.path().startsWith("/api/models/org/base"))
                .status(404);

        PrefetchResult result = build().optionalModelFor(TRANSFORMERS, "org/adapter")
                .modelFor(TRANSFORMERS, "org/second")
                .run();

        assertThat(result.models()).isEmpty();
        assertThat(result.failures())
                .extracting(failure -> failure.model() + " " + failure.model().optional())
                .containsExactly("org/adapter@main true", "org/second@main false");
    }

    @Test
    void aCompanionThatIsWantedToo_isAModelOfItsOwn() {
        PrefetchResult result =
                build().modelFor(TRANSFORMERS, "org/adapter").model("org/base").run();

        assertThat(result.models())
                .extracting(model -> model.request().toString())
                .containsExactly("org/adapter@main", "org/base@main");
        assertThat(snapshot("org/base", base).resolve("pytorch_model.bin")).exists();
        assertThat(asked()).doesNotHaveDuplicates();
    }

    @Test
    void modulesOfABuild_askForACompanionOnce() {
        adapter("org/second", 2);
        ConcurrentMap<String, CompletableFuture<String>> modules = new ConcurrentHashMap<>();

        build().moduleOf(modules).modelFor(TRANSFORMERS, "org/adapter").run();
        build().moduleOf(modules).modelFor(TRANSFORMERS, "org/second").run();

        assertThat(asked()).doesNotHaveDuplicates().hasSize(3 + 6);
    }

    @Test
    void aModelWhoseCompanionAloneWasDownloaded_wasNotCached() {
        build().model("org/adapter").run();

        PrefetchResult result = build().modelFor(TRANSFORMERS, "org/adapter").run();

        assertThat(result.models())
                .singleElement()
                .satisfies(model -> assertThat(model.wasCached()).isFalse());
    }

    @Test
    void plan_showsTheCompanionWithWhoNeedsIt() {
        PrefetchPlan plan = build().modelFor(TRANSFORMERS, "org/adapter").plan();

        assertThat(plan.failures()).isEmpty();
        assertThat(plan.models())
                .extracting(model -> model.request().toString())
                .containsExactly("org/adapter@main", "org/base@main");
        assertThat(PlanText.lines(plan))
                .anyMatch(
                        line -> line.startsWith("org/base@main, for org/adapter@main (commit " + base.substring(0, 8)))
                .anyMatch(line -> line.matches(" *40.0 kB  download  model.safetensors +weights \\(safetensors\\)"));
        assertThat(cache).isEmptyDirectory();
    }

    private static String message(PrefetchResult result) {
        assertThat(result.failures()).hasSize(1);
        ModelFailure failure = result.failures().get(0);
        return TestBuild.message(failure);
    }

    private Path folder(String id) {
        return cache.resolve("models--" + id.replace("/", "--"));
    }

    private Path snapshot(String id, String commit) {
        return folder(id).resolve("snapshots").resolve(commit);
    }

    private Path ref(String id) {
        return folder(id).resolve("refs/main");
    }

    private TestBuild build() {
        return new TestBuild(hub.endpoint(), cache);
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
