package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.bench.MeasuredBuild;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * End to end: kills builds at random moments, {@code -Dhf.kills} of them: nothing wrong is ever to be seen, and the next build goes on
 * where the last one was. {@code -Dhf.seed} gives the same moments again.
 */
class KillTest {

    private static final Logger LOG = LoggerFactory.getLogger(KillTest.class);

    private static final long SIZE = 1L << 30;
    private static final int KILLS = 10;
    private static final int MOST_KILLS_IN_CHAIN = 20;
    private static final double MOST = 1.1;

    /** Of one connection, in bytes a second. */
    private static final long RATE = 12_000_000;

    private static final Content WEIGHTS = Content.generated(SIZE, 11);

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final long seed = Long.getLong("hf.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void killedBuilds_showNothingWrong_andLoseLittle() throws Exception {
        hub.model("org/large").commit("first").lfs("model.bin", WEIGHTS).file("config.json", "{}");
        hub.faults().onCdn().trickle(RATE);
        int kills = Integer.getInteger("hf.kills", KILLS);
        LOG.info("{} kills, with -Dhf.seed={}", kills, seed);
        double worst = 0;
        int landed = 0;
        for (int chain = 0; landed < kills; chain++) {
            hub.clearRequests();
            Path cache = Files.createDirectory(folder.resolve("cache" + chain));
            int inChain = 0;
            while (inChain < MOST_KILLS_IN_CHAIN && landed < kills && killOne(cache)) {
                inChain++;
                landed++;
                assertNothingWrong(cache);
            }
            assertThat(start(cache).waitFor()).as("seed " + seed).isZero();
            assertWhole(cache);
            double served = contentBytes() / (double) SIZE;
            LOG.info("Chain {}: {} kills, {} times the file", chain, inChain, String.format("%.4f", served));
            worst = Math.max(worst, served);
            assertThat(served).as("seed " + seed).isLessThanOrEqualTo(MOST);
            delete(cache);
        }
        LOG.info("{} kills landed; at worst {} times the file", landed, String.format("%.4f", worst));
    }

    /** Starts a build and kills it; false when it was ready before. */
    private boolean killOne(Path cache) throws Exception {
        int already = hub.requests().size();
        Process build = start(cache);
        try {
            // A third die while they start, the others while they receive.
            if (random.nextInt(3) > 0) {
                awaitMoreThan(already, build);
            }
            return !build.waitFor(random.nextInt(600), TimeUnit.MILLISECONDS);
        } finally {
            build.destroyForcibly().waitFor();
        }
    }

    private void awaitMoreThan(int requests, Process build) throws InterruptedException {
        while (build.isAlive() && hub.requests().size() <= requests) {
            build.waitFor(5, TimeUnit.MILLISECONDS);
        }
    }

    private Process start(Path cache) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MeasuredBuild.class.getName(),
                        hub.endpoint(),
                        cache.toString(),
                        "org/large")
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(folder.resolve("output").toFile()))
                .start();
    }

    /** A blob is whole and right, a link leads to a blob, a ref names a complete snapshot. */
    private void assertNothingWrong(Path cache) throws IOException {
        Path repository = cache.resolve("models--org--large");
        if (Files.exists(repository.resolve("blobs").resolve(WEIGHTS.sha256()))) {
            assertThat(Content.of(repository.resolve("blobs").resolve(WEIGHTS.sha256()))
                            .sha256())
                    .isEqualTo(WEIGHTS.sha256());
        }
        List<Path> links = links(repository.resolve("snapshots"));
        assertThat(links).as("seed " + seed).allMatch(Files::isRegularFile);
        if (Files.exists(repository.resolve("refs/main"))) {
            assertThat(links).as("seed " + seed).hasSize(2);
        }
    }

    private void assertWhole(Path cache) throws IOException {
        Path blobs = cache.resolve("models--org--large/blobs");
        assertNothingWrong(cache);
        assertThat(cache.resolve("models--org--large/refs/main")).exists();
        assertThat(Files.size(blobs.resolve(WEIGHTS.sha256()))).isEqualTo(SIZE);
        try (Stream<Path> files = Files.list(blobs)) {
            assertThat(files).hasSize(2);
        }
    }

    private static List<Path> links(Path snapshots) throws IOException {
        if (!Files.exists(snapshots)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(snapshots)) {
            return new ArrayList<>(files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .toList());
        }
    }

    private long contentBytes() {
        return hub.requests(request -> request.server() == Server.CDN).stream()
                .mapToLong(RecordedRequest::bodyBytes)
                .sum();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            entries.sorted(Comparator.reverseOrder()).forEach(entry -> {
                try {
                    Files.delete(entry);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
