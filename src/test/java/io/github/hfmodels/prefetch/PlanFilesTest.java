package io.github.hfmodels.prefetch;

import static io.github.hfmodels.preset.PresetFixture.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.process.OtherProcess;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** End to end: files that a plan must read. They are downloaded to be forgotten, within the limits of a prefetch. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlanFilesTest {

    private static final long SIZE = 6_000_000;

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private Path cache;
    private Path temporary;

    PlanFilesTest() {
        // Small enough that it might keep its tensors in the other file.
        hub.model("org/name")
                .commit("first")
                .lfs("model.onnx", Content.generated(SIZE, 1))
                .file("model.bin", "tensors");
    }

    @BeforeEach
    void createFolders() throws IOException {
        cache = folder.resolve("cache");
        temporary = Files.createDirectory(folder.resolve("temporary"));
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void moreThanMaxSize_isNotDownloadedToPlan() {
        PrefetchPlan plan = new TestBuild(hub.endpoint(), cache)
                .maxBytes(1_000_000)
                .modelFor(options(Preset.ONNX), "org/name")
                .plan();

        assertThat(plan.failures())
                .singleElement()
                .extracting(TestBuild::message)
                .isEqualTo("""
                org/name@main: 6.0 MB would be downloaded, more than the 1.0 MB that are allowed: org/name@main 6.0 MB; \
                raise hf.maxSize, or select fewer files with <includes>""");
        assertThat(hub.requests(request -> request.path().contains("/resolve/")))
                .isEmpty();
    }

    @Test
    void planThatIsEndedBySigterm_leavesNothing() throws Exception {
        hub.faults().onCdn().stallAfter(1_000_000);
        Process plan = start(temporary);
        hub.awaitRequest(request -> request.path().contains("/resolve/"));
        // Until there is something to leave.
        while (plan.isAlive() && bytesIn(temporary) == 0) {
            plan.waitFor(5, TimeUnit.MILLISECONDS);
        }
        assertThat(temporary).isNotEmptyDirectory();

        plan.destroy();

        assertThat(plan.waitFor()).isEqualTo(128 + 15);
        assertThat(temporary).isEmptyDirectory();
        assertThat(cache).doesNotExist();
    }

    @Test
    void planThatNeedsMoreRoomThanThereIs_doesNotBegin() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 4);
                var plan = new OtherProcess(start(disk.path()))) {
            assertThat(plan.hear("org/name"))
                    .startsWith("org/name@main: planning needs 6.0 MB in " + disk.path() + ", which has 4.2 MB left;"
                            + " make room there");
            assertThat(hub.requests(request -> request.path().contains("/resolve/")))
                    .isEmpty();
            plan.hearAll();
            assertThat(disk.path()).isEmptyDirectory();
        }
    }

    private Process start(Path temporaryFolder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        // Java's own files are not the plan's.
                        "-XX:-UsePerfData",
                        "-Djava.io.tmpdir=" + temporaryFolder,
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlannedBuild.class.getName(),
                        hub.endpoint(),
                        cache.toString(),
                        "org/name")
                .redirectErrorStream(true)
                .start();
    }

    private static long bytesIn(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
