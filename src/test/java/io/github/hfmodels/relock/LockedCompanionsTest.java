package io.github.hfmodels.relock;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.lockfile.LockFile;
import io.github.hfmodels.lockfile.LockSchema;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.prefetch.FolderText;
import io.github.hfmodels.prefetch.PrefetchPlan;
import io.github.hfmodels.prefetch.PrefetchResult;
import io.github.hfmodels.prefetch.TestBuild;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks of models whose files presets choose, and of what those cannot be used without. */
class LockedCompanionsTest {

    private static final PresetOptions TRANSFORMERS = new PresetOptions(Preset.TRANSFORMERS, null, null, null, false);
    private static final PresetOptions TRUSTING = new PresetOptions(Preset.TRANSFORMERS, null, null, null, true);

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final String base = hub.model("org/base")
            .license("mit")
            .commit("first")
            .file("config.json", "{\"model_type\":\"bert\",\"architectures\":[\"BertModel\"]}")
            .lfs("model.safetensors", new byte[40_001])
            .lfs("pytorch_model.bin", new byte[40_002])
            .id();

    LockedCompanionsTest() {
        adapter("org/adapter", "org/base", 1);
    }

    private String adapter(String id, String of, int more) {
        return hub.model(id)
                .commit("first")
                .file("adapter_config.json", "{\"peft_type\":\"LORA\",\"base_model_name_or_path\":\"" + of + "\"}")
                .lfs("adapter_model.safetensors", new byte[20_000 + more])
                .id();
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void whatThePresetChooses_isLockedWithThePreset_andNothingElse() throws Exception {
        ModelLock lock = build().modelFor(TRANSFORMERS, "org/base").lock();

        assertThat(lock.models()).singleElement().satisfies(model -> {
            assertThat(model.selection()).hasToString("preset transformers");
            assertThat(model.files()).extracting(RepoFile::path).containsExactly("config.json", "model.safetensors");
            assertThat(model.companions()).isEmpty();
        });
        LockSchema.assertIsWrittenAndRead(lock, folder);
    }

    @Test
    void aCompanion_isLockedAsAModelOfItsOwn() throws Exception {
        ModelLock lock = build().modelFor(TRANSFORMERS, "org/adapter").lock();

        assertThat(lock.models())
                .extracting(model -> model + " " + model.selection())
                .containsExactly("org/adapter@main preset transformers", "org/base@main preset transformers");
        assertThat(lock.models().get(0).companions())
                .singleElement()
                .satisfies(companion -> assertThat(companion.repo().id()).isEqualTo("org/base"));
        assertThat(lock.models().get(1).commit().hex()).isEqualTo(base);
        assertThat(lock.models().get(1).license()).isEqualTo("mit");
        LockSchema.assertIsWrittenAndRead(lock, folder);
    }

    @Test
    void codeOfAnotherRepository_isLockedToo() throws Exception {
        hub.model("org/code").commit("first").file("modeling_own.py", "").file("other.py", "");
        hub.model("org/own")
                .commit("first")
                .file(
                        "config.json",
                        "{\"model_type\":\"own\",\"auto_map\":{\"AutoModel\":\"org/code--modeling_own.OwnModel\"}}")
                .lfs("model.safetensors", new byte[40_004]);

        ModelLock lock = build().modelFor(TRUSTING, "org/own").lock();

        assertThat(lock.models())
                .extracting(model -> model + " " + model.selection())
                .containsExactly(
                        "org/code@main code [modeling_own]", "org/own@main preset transformers, trustRemoteCode true");
        assertThat(lock.models().get(0).files())
                .extracting(RepoFile::path)
                .containsExactly("modeling_own.py", "other.py");
        LockSchema.assertIsWrittenAndRead(lock, folder);
        assertThat(other().locked(lock).modelFor(TRUSTING, "org/own").run().failures())
                .isEmpty();
    }

    @Test
    void aBuildThatFollowsIt_asksOneGetAFile_andNothingWhenWarm() {
        ModelLock lock = build().modelFor(TRANSFORMERS, "org/adapter").lock();
        moveBase();
        hub.clearRequests();

        PrefetchResult result =
                other().locked(lock).modelFor(TRANSFORMERS, "org/adapter").run();

        assertThat(result.failures()).isEmpty();
        assertThat(result.models()).hasSize(1);
        assertThat(asked())
                .hasSize(4)
                .doesNotHaveDuplicates()
                .allMatch(path -> path.contains("/resolve/"))
                .contains(
                        "/org/base/resolve/" + base + "/config.json",
                        "/org/base/resolve/" + base + "/model.safetensors");
        assertThat(folder.resolve("other/models--org--base/refs/main")).hasContent(base);
        hub.clearRequests();

        assertThat(other().locked(lock)
                        .modelFor(TRANSFORMERS, "org/adapter")
                        .run()
                        .models()
                        .get(0)
                        .wasCached())
                .isTrue();
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void aPlanOfALock_asksNothing_andSaysWhatItIsLockedFor() throws IOException {
        ModelLock lock = build().modelFor(TRANSFORMERS, "org/adapter").lock();
        hub.clearRequests();

        PrefetchPlan plan =
                other().locked(lock).modelFor(TRANSFORMERS, "org/adapter").plan();

        assertThat(hub.requests()).isEmpty();
        assertThat(plan.models())
                .extracting(
                        model -> model.request() + " " + model.files().get(0).reason())
                .containsExactly(
                        "org/adapter@main locked for preset transformers",
                        "org/base@main locked for preset transformers");
        assertThat(FolderText.of(folder.resolve("other"))).isEmpty();
    }

    @Test
    void lock_whenNothingChanged_asksNobody() {
        ModelLock lock = build().modelFor(TRANSFORMERS, "org/adapter").lock();
        moveBase();
        hub.clearRequests();

        LockOutcome outcome = other().modelFor(TRANSFORMERS, "org/adapter").lock(lock);

        assertThat(hub.requests()).isEmpty();
        assertThat(outcome.lock()).isEqualTo(lock);
        assertThat(outcome.changes()).isEmpty();
    }

    @Test
    void lock_ofAModelWithACompanionThatIsLockedAlready_staysAtThatCommit() {
        ModelLock lock = build().model("org/base").lock();
        moveBase();

        ModelLock after =
                build().modelFor(TRANSFORMERS, "org/adapter").lock(lock).lock();

        assertThat(after.models()).hasSize(3);
        assertThat(after.models().subList(1, 3))
                .allMatch(model -> model.commit().hex().equals(base));
    }

    @Test
    void update_movesCompanions() throws Exception {
        ModelLock lock = build().modelFor(TRANSFORMERS, "org/adapter").lock();
        String second = moveBase();

        LockOutcome outcome = build().modelFor(TRANSFORMERS, "org/adapter").update(lock);

        assertThat(outcome.changes()).singleElement().satisfies(change -> {
            assertThat(change.model()).isEqualTo("org/base@main");
            assertThat(change.after().commit().hex()).isEqualTo(second);
        });
        LockSchema.assertIsWrittenAndRead(outcome.lock(), folder);
    }

    @Test
    void update_ofWhatWasReadFromAFile_whenNothingMoved_isNoChange() throws Exception {
        Path path = folder.resolve(LockFile.NAME);
        new LockFile(path).write(build().modelFor(TRANSFORMERS, "org/adapter").lock());
        ModelLock lock = new LockFile(path).read();

        LockOutcome outcome = build().modelFor(TRANSFORMERS, "org/adapter").update(lock);

        assertThat(outcome.changes()).isEmpty();
        assertThat(outcome.lock()).isEqualTo(lock);
    }

    @Test
    void update_movesCompanionsOfAPinnedModelToo() {
        String pinned = adapter("org/pinned", "org/base", 3);
        ModelLock lock = build().modelFor(TRANSFORMERS, "org/pinned@" + pinned).lock();
        String second = moveBase();

        ModelLock after = build().modelFor(TRANSFORMERS, "org/pinned@" + pinned)
                .update(lock)
                .lock();

        assertThat(after.models().get(0).commit().hex()).isEqualTo(second);
        assertThat(after.models().get(1).commit().hex()).isEqualTo(pinned);
    }

    @Test
    void update_ofAModel_movesWhateverElseIsLockedOfItsCompanionsRevision() throws Exception {
        ModelLock lock =
                build().modelFor(TRANSFORMERS, "org/adapter").model("org/base").lock();
        String second = moveBase();

        ModelLock after =
                build().modelFor(TRANSFORMERS, "org/adapter").update(lock).lock();

        assertThat(after.models()).hasSize(3);
        assertThat(after.models().subList(1, 3))
                .allMatch(model -> model.commit().hex().equals(second));
        LockSchema.assertIsWrittenAndRead(after, folder);
    }

    @Test
    void update_toAnotherBase_locksThat_andTheOldOneIsUnused() {
        ModelLock lock = build().modelFor(TRANSFORMERS, "org/adapter").lock();
        hub.model("org/base2")
                .commit("first")
                .file("config.json", "{\"model_type\":\"bert\",\"architectures\":[\"BertModel\"]}")
                .lfs("model.safetensors", new byte[40_009]);
        adapter("org/adapter", "org/base2", 2);

        LockOutcome outcome = build().modelFor(TRANSFORMERS, "org/adapter").update(lock);

        assertThat(outcome.lock().models()).hasSize(3);
        ModelRequest adapter = LockUpdater.request(outcome.lock().models().get(0));
        List<LockedModel> unused = outcome.unused(List.of(adapter));
        assertThat(unused).extracting(LockedModel::toString).containsExactly("org/base@main");
        LockOutcome dropped = outcome.without(unused);
        assertThat(dropped.lock().models())
                .extracting(LockedModel::toString)
                .containsExactly("org/adapter@main", "org/base2@main");
        assertThat(dropped.changes()).hasSize(3).contains(new ModelChange(unused.get(0), null));
        assertThat(outcome.unused(List.of())).hasSize(3);
    }

    @Test
    void updateDryRun_tellsOfCompanions_andWritesNothing() throws IOException {
        ModelLock lock = build().modelFor(TRANSFORMERS, "org/adapter").lock();
        moveBase();
        String before = FolderText.of(folder);

        LockOutcome outcome = build().modelFor(TRANSFORMERS, "org/adapter").updateDryRun(lock);

        assertThat(outcome.changes())
                .singleElement()
                .extracting(ModelChange::model)
                .isEqualTo("org/base@main");
        assertThat(FolderText.of(folder)).isEqualTo(before);
    }

    @Test
    void aCompanionThatTheLockLost_isNamed_andLockMendsIt() {
        ModelLock lock = build().modelFor(TRANSFORMERS, "org/adapter").lock();
        ModelLock without = lock.without(model -> model.repo().id().equals("org/base"));

        PrefetchResult result =
                other().locked(without).modelFor(TRANSFORMERS, "org/adapter").run();

        assertThat(result.failures())
                .extracting(TestBuild::message)
                .containsExactly("org/adapter@main needs org/base@main: hf-models.lock.json does not have it; run"
                        + " mvn hf-models:lock");
        LockOutcome mended = build().modelFor(TRANSFORMERS, "org/adapter").lock(without);
        assertThat(mended.failures()).isEmpty();
        assertThat(mended.lock()).isEqualTo(lock);
    }

    @Test
    void anotherPresetOrVariantThanTheLockedOne_isNamed() {
        ModelLock lock = build().modelFor(TRANSFORMERS, "org/base").lock();
        var onnx = new PresetOptions(Preset.ONNX, "int8", null, null, false);

        assertThat(refusal(other().locked(lock).modelFor(onnx, "org/base")))
                .isEqualTo("org/base@main: hf-models.lock.json has it with preset transformers, but wanted is preset"
                        + " onnx, variant int8; run mvn hf-models:lock");
        assertThat(refusal(other().locked(lock).modelFor(TRUSTING, "org/base")))
                .contains("has it with preset transformers, but wanted is preset transformers, trustRemoteCode true");
        assertThat(refusal(other().locked(lock).model("org/base")))
                .contains("has it with preset transformers, but wanted is all files");
    }

    @Test
    void aFileOfACompanionThatTheHubNoLongerHas_isNamedWithTheModelThatCanBeUpdated() {
        ModelLock lock = build().modelFor(TRANSFORMERS, "org/adapter").lock();
        hub.faults()
                .on(request -> request.path().contains("/org/base/resolve/"))
                .body(404, "text/plain", "Entry not found".getBytes(StandardCharsets.UTF_8))
                .header("X-Error-Code", "EntryNotFound")
                .header("X-Repo-Commit", base);

        assertThat(refusal(other().locked(lock).modelFor(TRANSFORMERS, "org/adapter")))
                .startsWith("org/adapter@main needs org/base@main: ")
                .endsWith("run mvn hf-models:update -Dhf.models=org/adapter");
    }

    @Test
    void aCompanionThatFails_failsTheModel_andTheLockSaysOfItWhatItSaid() {
        adapter("org/adapter", "org/gone", 2);

        LockOutcome outcome = build().modelFor(TRANSFORMERS, "org/adapter").lock(ModelLock.EMPTY);

        assertThat(outcome.failures())
                .singleElement()
                .satisfies(failure ->
                        assertThat(TestBuild.message(failure)).startsWith("org/adapter@main needs org/gone@main: "));
        assertThat(outcome.lock()).isEqualTo(ModelLock.EMPTY);
        assertThat(outcome.changes()).isEmpty();
    }

    @Test
    void anOptionalModelWhoseCompanionFails_isNotLockedByHalves() {
        hub.faults()
                .on(request -> request.path().matches("/org/base/resolve/.*/config.json"))
                .status(503);

        LockOutcome outcome = build().optionalModelFor(TRANSFORMERS, "org/adapter")
                .model("org/adapter")
                .lock(ModelLock.EMPTY);

        assertThat(outcome.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.model().optional()).isTrue());
        assertThat(outcome.lock().models())
                .singleElement()
                .satisfies(model -> assertThat(model.selection()).hasToString("all files"));
    }

    @Test
    void aCompanionWhoseModelFails_isLockedForItself() {
        hub.model("org/both")
                .commit("first")
                .file(
                        "config.json",
                        "{\"model_type\":\"own\",\"auto_map\":{\"AutoModel\":\"org/code--modeling_own.OwnModel\","
                                + "\"AutoConfig\":\"org/gone--configuration_own.OwnConfig\"}}")
                .lfs("model.safetensors", new byte[40_004]);
        hub.model("org/code").commit("first").file("modeling_own.py", "");

        LockOutcome outcome = build().optionalModelFor(TRUSTING, "org/both").lock(ModelLock.EMPTY);

        assertThat(outcome.failures())
                .extracting(failure -> failure.request().toString())
                .containsExactly("org/gone@main");
        assertThat(outcome.lock().models()).hasToString("[org/code@main]");
    }

    @Test
    void aCompanionThatFailsForAnOptionalModel_failsTheOthersThatNeedItToo() {
        adapter("org/second", "org/base", 2);
        hub.faults()
                .on(request -> request.path().startsWith("/api/models/org/base"))
                .status(404);

        LockOutcome outcome = build().optionalModelFor(TRANSFORMERS, "org/adapter")
                .modelFor(TRANSFORMERS, "org/second")
                .lock(ModelLock.EMPTY);

        assertThat(outcome.failures())
                .extracting(failure ->
                        failure.request().wanted() + " " + failure.request().optional())
                .containsExactly("org/adapter@main true", "org/second@main false");
        assertThat(outcome.lock()).isEqualTo(ModelLock.EMPTY);
    }

    private String moveBase() {
        return hub.model("org/base")
                .commit("second")
                .lfs("model.safetensors", new byte[40_008])
                .id();
    }

    private static String refusal(TestBuild build) {
        PrefetchResult result = build.run();
        assertThat(result.models()).isEmpty();
        assertThat(result.failures()).hasSize(1);
        return TestBuild.message(result.failures().get(0));
    }

    private TestBuild build() {
        return new TestBuild(hub.endpoint(), folder.resolve("cache"));
    }

    /** Of another machine, whose cache has nothing. */
    private TestBuild other() {
        return new TestBuild(hub.endpoint(), folder.resolve("other"));
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
