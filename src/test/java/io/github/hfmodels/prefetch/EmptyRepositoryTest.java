package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.lockfile.LockSchema;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.python.Python;
import io.github.hfmodels.relock.LockOutcome;
import io.github.hfmodels.testhub.TestHub;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End to end: a repository without files is a snapshot without files. */
class EmptyRepositoryTest {

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final String commit = hub.model("org/name").commit("first").id();

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void cold_isAFolderAndARef() {
        PrefetchedModel model = build().ready("org/name");

        assertThat(model.commit().hex()).isEqualTo(commit);
        assertThat(model.files()).isEmpty();
        assertThat(model.path()).isEmptyDirectory();
        assertThat(repository().resolve("refs/main")).hasContent(commit);
        assertThat(hub.requests()).hasSize(2);
    }

    @Test
    void warmAndOffline_askNobody() {
        build().ready("org/name");
        hub.clearRequests();

        assertThat(build().updatePolicy("daily").ready("org/name").path()).isEmptyDirectory();
        assertThat(build().offline().ready("org/name").path()).isEmptyDirectory();
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void plan_hasNothingToDownload() {
        PrefetchPlan plan = build().model("org/name").plan();

        assertThat(plan.failures()).isEmpty();
        assertThat(plan.models())
                .singleElement()
                .satisfies(model -> assertThat(model.files()).isEmpty());
        assertThat(repository().resolve("snapshots")).doesNotExist();
    }

    @Test
    void lock_isWrittenAndFollowed() throws Exception {
        ModelLock lock = build().model("org/name").lock();

        LockSchema.assertIsWrittenAndRead(lock, folder);
        assertThat(build().locked(lock).ready("org/name").path()).isEmptyDirectory();
        assertThat(build().locked(lock).offline().ready("org/name").commit().hex())
                .isEqualTo(commit);
    }

    @Test
    void update_movesToFilesAndBack() {
        ModelLock lock = build().model("org/name").lock();
        hub.model("org/name").commit("second").file("a", "1");

        LockOutcome filled = build().model("org/name").update(lock);
        assertThat(filled.lock().models().get(0).files()).hasSize(1);

        String third = hub.model("org/name").commit("third").remove("a").id();
        assertThat(build().model("org/name").update(filled.lock()).lock().models())
                .singleElement()
                .satisfies(model -> {
                    assertThat(model.commit().hex()).isEqualTo(third);
                    assertThat(model.files()).isEmpty();
                });
    }

    @Test
    void aPatternThatMatchesNothing_isStillAMistake() {
        assertThat(build().fails("org/name", "*.onnx").message())
                .contains("no file matches includes [*.onnx]; the repository holds nothing");
    }

    @Test
    void outputDirectory_isEmpty() {
        Path output = folder.resolve("output/model");

        PrefetchedModel model = build().model("org/name", output).run().models().get(0);

        assertThat(model.path()).isEqualTo(output).isEmptyDirectory();
    }

    @Test
    void python_takesItForComplete() {
        Python python = Python.requireHuggingfaceHub();
        Path snapshot = build().ready("org/name").path();

        String found = python.run(
                Map.of("HF_HUB_CACHE", cache().toString(), "HF_HUB_OFFLINE", "1"),
                "from huggingface_hub import snapshot_download\nprint(snapshot_download('org/name'))");

        assertThat(found.strip()).isEqualTo(snapshot.toString());
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private Path repository() {
        return cache().resolve("models--org--name");
    }

    private TestBuild build() {
        return new TestBuild(hub.endpoint(), cache());
    }
}
