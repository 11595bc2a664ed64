package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.bench.MeasuredBuild;
import io.github.hfmodels.python.Python;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.Fault;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestHub;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** End to end: many processes, Java's and Python's, that want the same file at the same time in the same cache. */
@Timeout(value = 240, threadMode = ThreadMode.SEPARATE_THREAD)
class ManyProcessesTest {

    private static final Logger LOG = LoggerFactory.getLogger(ManyProcessesTest.class);

    private static final long SIZE = 512L << 20;
    private static final Content WEIGHTS = Content.generated(SIZE, 12);
    private static final int BUILDS = 8;

    /** Of one connection, in bytes a second. */
    private static final long RATE = 12_000_000;

    /** Patient, since the hub holds its answer until all builds have begun. */
    private static final String DOWNLOAD = """
            import os, sys
            os.environ["HF_HUB_DOWNLOAD_TIMEOUT"] = "120"
            from huggingface_hub import snapshot_download
            print("started", flush=True)
            print(snapshot_download("org/large", endpoint=sys.argv[1], cache_dir=sys.argv[2]), flush=True)
            """;

    @TempDir
    private Path cache;

    private final TestHub hub = TestHub.start();
    private final List<Process> processes = new ArrayList<>();

    ManyProcessesTest() {
        hub.model("org/large").commit("first").lfs("model.bin", WEIGHTS);
    }

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
        hub.close();
    }

    @Test
    void builds_downloadOnce() throws Exception {
        hub.faults().onCdn().trickle(RATE);
        startBuilds();

        assertAllSucceed();
        assertThat(copies("8 JVMs")).isLessThanOrEqualTo(1.02);
    }

    @Test
    void buildsAndPython_downloadTwiceAtMost() throws Exception {
        Python python = Python.requireHuggingfaceHub();
        hub.faults().onCdn().trickle(RATE);
        startBuilds();
        startPython(python);
        startPython(python);

        assertAllSucceed();
        assertThat(copies("8 JVMs and 2 Pythons")).isLessThanOrEqualTo(2.02);
    }

    @Test
    void buildsThatComeAfterPython_downloadNothing() throws Exception {
        Python python = Python.requireHuggingfaceHub();
        Fault held = hub.faults().onCdn().stallBeforeResponse();
        startPython(python);
        hub.awaitRequest(request -> request.server() == Server.CDN);
        startBuilds();
        // Each has asked what there is, and found the lock taken or not yet looked for it.
        hub.awaitRequests(BUILDS, ManyProcessesTest::isQuestionOfABuild);
        held.release();

        assertAllSucceed();
        assertThat(copies("8 JVMs after Python")).isEqualTo(1.0);
    }

    private static boolean isQuestionOfABuild(RecordedRequest request) {
        return request.path().contains("/api/models/")
                && request.header("User-Agent").orElse("").equals("test");
    }

    private void startBuilds() throws IOException {
        for (int i = 0; i < BUILDS; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            MeasuredBuild.class.getName(),
                            hub.endpoint(),
                            cache.toString(),
                            "org/large")
                    .redirectErrorStream(true)
                    .start());
        }
    }

    private void startPython(Python python) throws IOException {
        processes.add(python.start(DOWNLOAD, hub.endpoint(), cache.toString()));
    }

    private void assertAllSucceed() throws Exception {
        for (Process process : processes) {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                List<String> output = lines.lines().toList();
                assertThat(process.waitFor()).as(String.join("\n", output)).isZero();
            }
        }
        Path repository = cache.resolve("models--org--large");
        assertThat(Content.of(repository.resolve("blobs").resolve(WEIGHTS.sha256()))
                        .sha256())
                .isEqualTo(WEIGHTS.sha256());
        try (Stream<Path> blobs = Files.list(repository.resolve("blobs"))) {
            assertThat(blobs).as("nothing but the file").hasSize(1);
        }
    }

    private double copies(String who) {
        long served = hub.requests(request -> request.server() == Server.CDN).stream()
                .mapToLong(RecordedRequest::bodyBytes)
                .sum();
        LOG.info("{}: {} times the file", who, String.format("%.4f", served / (double) SIZE));
        return served / (double) SIZE;
    }
}
