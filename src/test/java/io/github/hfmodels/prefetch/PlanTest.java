package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.prefetch.PrefetchPlan.File;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End to end: what is said of a prefetch before it is made. */
class PlanTest {

    private static final long SIZE = 12_345_678;

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final String commit = hub.model("org/name")
            .commit("first")
            .file("config.json", "{}")
            .file("onnx/config.json", "{}")
            .lfs("model.bin", Content.generated(SIZE, 2))
            .id();

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void namesEveryFileAndChangesNothing() {
        PrefetchPlan plan = build().model("org/name").plan();

        assertThat(plan.models()).singleElement().satisfies(model -> {
            assertThat(model.commit().hex()).isEqualTo(commit);
            assertThat(model.files())
                    .containsExactly(
                            new File("config.json", 2, false, 2, "everything"),
                            new File("model.bin", SIZE, false, SIZE, "everything"),
                            // The same content as the first, which comes once.
                            new File("onnx/config.json", 2, true, 0, "everything"));
        });
        assertThat(plan.bytes()).isEqualTo(SIZE + 2);
        assertThat(plan.bytesOfDisk()).isEqualTo(SIZE + 2);
        assertThat(plan.downloads()).isEqualTo(2);
        assertThat(plan.violations()).isEmpty();
        assertThat(plan.freeSpace()).isPresent();
        assertThat(hub.paths("GET")).containsExactly("/api/models/org/name/revision/main");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatTheCacheHas_needsNoDownload_andStaysAsItIs() throws IOException {
        build().ready("org/name", "*.json");
        String before = FolderText.of(folder);

        PrefetchPlan plan = build().model("org/name").plan();

        assertThat(plan.models().get(0).files()).extracting(File::isCached).containsExactly(true, false, true);
        assertThat(plan.bytes()).isEqualTo(SIZE);
        assertThat(FolderText.of(folder)).isEqualTo(before);
    }

    @Test
    void aPartOfAnEarlierBuild_countsAsThere() {
        hub.faults().onCdn().skip(2).status(500);
        build().fails("org/name");
        hub.faults().clear();

        PrefetchPlan plan = build().model("org/name").plan();

        File file = plan.models().get(0).lacking().get(0);
        assertThat(file.path()).isEqualTo("model.bin");
        assertThat(file.bytes()).isBetween(1L, SIZE - 1);
        assertThat(plan.bytes()).isEqualTo(file.bytes());
    }

    @Test
    void force_downloadsEverything() {
        build().ready("org/name");

        PrefetchPlan plan = build().force().model("org/name").plan();

        assertThat(plan.bytes()).isEqualTo(SIZE + 2);
    }

    @Test
    void offline_whatIsMissingIsPartOfThePlan() {
        build().ready("org/name", "*.json");
        hub.clearRequests();

        PrefetchPlan plan =
                build().offline().model("org/name").model("org/other").plan();

        assertThat(hub.requests()).isEmpty();
        assertThat(plan.models().get(0).lacking()).extracting(File::path).containsExactly("model.bin");
        assertThat(plan.failures())
                .singleElement()
                .satisfies(failure ->
                        assertThat(TestBuild.message(failure)).startsWith("org/other@main: it is not in the cache"));
    }

    private TestBuild build() {
        return new TestBuild(hub.endpoint(), folder);
    }
}
