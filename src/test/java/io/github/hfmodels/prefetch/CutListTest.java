package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.preset.PresetFixture;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.testhub.TestCommit;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End to end: servers that list only some of the files with a revision, and all in the tree. */
class CutListTest {

    private static final String LIST = "/api/models/org/name/revision/main";

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private String tree;

    @BeforeEach
    void cutList() {
        String commit = hub.model("org/name")
                .license("mit")
                .commit("first")
                .file("a.txt", "1")
                .file("config.json", "{}")
                .lfs("model.onnx", new byte[100])
                .id();
        tree = "/api/models/org/name/tree/" + commit;
        hub.siblingsLimit(2);
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void aPatternThatMatchesNothing_isTriedOnTheTree() {
        PrefetchedModel model = build().ready("org/name", "*.onnx");

        assertThat(model.files()).extracting(RepoFile::path).containsExactly("model.onnx");
        assertThat(api()).containsExactly(LIST, tree);
    }

    @Test
    void aPresetThatMissesAFile_isTriedOnTheTree() {
        PrefetchResult result =
                build().modelFor(PresetFixture.options(Preset.ONNX), "org/name").run();

        assertThat(result.failures()).isEmpty();
        assertThat(result.models().get(0).files()).extracting(RepoFile::path).contains("model.onnx");
        assertThat(api()).containsExactly(LIST, tree);
    }

    @Test
    void lock_hasWhatTheTreeHas() {
        ModelLock lock = build().model("org/name", null, "*.onnx").lock();

        assertThat(lock.models().get(0).files()).extracting(RepoFile::path).containsExactly("model.onnx");
        assertThat(lock.models().get(0).license()).isEqualTo("mit");
        assertThat(api())
                .containsExactly(
                        LIST,
                        tree,
                        LIST.replace("main", lock.models().get(0).commit().hex()));
    }

    @Test
    void anotherModule_findsTheWholeListInTheCache() {
        ConcurrentMap<String, CompletableFuture<String>> modules = new ConcurrentHashMap<>();
        build().moduleOf(modules).ready("org/name", "a.txt");
        build().moduleOf(modules).ready("org/name", "*.onnx");
        hub.clearRequests();

        build().moduleOf(modules).ready("org/name", "model.*");

        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void aMistake_isTriedOnTheTreeOnce() {
        hub.siblingsLimit(3);

        TestBuild build = build().model("org/name", null, "*.gguf").model("org/name", null, "*.bin");

        assertThat(build.run().failures())
                .extracting(TestBuild::message)
                .allSatisfy(message -> assertThat(message).contains("no file matches includes"));
        assertThat(api()).filteredOn(tree::equals).hasSize(1);
    }

    @Test
    void aTreeThatIsRefused_leavesTheMistake() {
        hub.faults().on(request -> request.path().equals(tree)).status(404);

        assertThat(build().fails("org/name", "*.onnx").message())
                .contains("no file matches includes [*.onnx]; the repository holds ", "config.json", "a.txt");
    }

    @Test
    void aListThatMayBeCut_isUsedWithAWarning_andNeitherStoredNorLocked() throws IOException {
        TestCommit commit = hub.model("org/round").commit("first");
        for (int i = 0; i < 100; i++) {
            commit.file("file" + i, "content " + i);
        }
        hub.siblingsLimit(100);
        hub.faults()
                .on(request ->
                        request.path().contains("/tree/") || request.path().contains("/paths-info/"))
                .status(404);

        try (var log = new CapturedLog()) {
            assertThat(build().ready("org/round").files()).hasSize(100);
            assertThat(log.text()).contains("lists 100 files, which may not be all");
        }
        assertThat(folder.resolve("cache/models--org--round/trees")).doesNotExist();
        assertThat(build().model("org/round").update(ModelLock.EMPTY).failures())
                .extracting(TestBuild::message)
                .singleElement()
                .asString()
                .contains("org/round@main: the server's list of 100 files may be cut, and a lock needs all");
        assertThat(build().model("org/round", null, "file7")
                        .lock()
                        .models()
                        .get(0)
                        .files())
                .extracting(RepoFile::path)
                .containsExactly("file7");
    }

    private List<String> api() {
        return hub.requests(request -> request.path().startsWith("/api/models/")).stream()
                .map(request -> request.path())
                .toList();
    }

    private TestBuild build() {
        return new TestBuild(hub.endpoint(), folder.resolve("cache"));
    }
}
