package io.github.hfmodels.verify;

import static io.github.hfmodels.verify.BadCache.WEIGHTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.verify.Finding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * End to end: kills repairs at random moments, {@code -Dhf.kills} of them, 20 at most: what has the blob's name is always what was there or what is
 * right, and nothing is lost. {@code -Dhf.seed} gives the same moments again.
 */
@Timeout(300)
class RepairKillTest {

    private static final Logger LOG = LoggerFactory.getLogger(RepairKillTest.class);
    private static final int KILLS = 6;
    private static final int MOST_KILLS = 20;

    /** Of one connection, in bytes a second: the content takes about half a second. */
    private static final long RATE = 1_500_000;

    /** Longer than that, so that some are killed when all is done. */
    private static final int MOMENTS = 800;

    @TempDir
    private Path temporary;

    private final long seed = Long.getLong("hf.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private BadCache bad;

    @AfterEach
    void stopHub() {
        bad.close();
    }

    @Test
    void whatIsThereIsOldOrRight_andTheNextBuildMakesItRight() throws Exception {
        bad = new BadCache(temporary.resolve("cache"));
        bad.hub.faults().onCdn().trickle(RATE);
        Path blob = bad.blob(WEIGHTS);
        byte[] right = Files.readAllBytes(blob);
        byte[] wrong = right.clone();
        wrong[wrong.length / 2] ^= 1;
        LOG.info("With -Dhf.seed={}", seed);
        for (int round = 0; round < Math.min(MOST_KILLS, Integer.getInteger("hf.kills", KILLS)); round++) {
            Files.write(blob, wrong);
            bad.hub.clearRequests();

            boolean isKilled = killOne();

            String what = "round " + round + ", seed " + seed;
            List<Path> aside = aside();
            if (Files.exists(blob)) {
                byte[] there = Files.readAllBytes(blob);
                assertThat(Arrays.equals(there, right) || (isKilled && Arrays.equals(there, wrong)))
                        .as(what)
                        .isTrue();
            } else {
                assertThat(aside).as(what).hasSize(1);
            }
            for (Path each : aside) {
                assertThat(Arrays.equals(Files.readAllBytes(each), wrong))
                        .as(what)
                        .isTrue();
            }
            LOG.info("Round {}: {}, {} beside", round, isKilled ? "killed" : "ended", aside.size());
            finish(round, blob, right);
            assertThat(Files.readAllBytes(blob)).as(what).isEqualTo(right);
            for (Path each : aside) {
                Files.delete(each);
            }
        }
    }

    /** A prefetch does where nothing is there; a bad content it does not see. */
    private void finish(int round, Path blob, byte[] right) throws IOException {
        if (!Files.exists(blob) && round % 2 == 0) {
            bad.build().ready("org/name");
            return;
        }
        Kind kind = Files.exists(blob) ? Kind.WRONG_CONTENT : Kind.DANGLING_LINK;
        if (!Files.exists(blob) || !Arrays.equals(Files.readAllBytes(blob), right)) {
            RepairResult result = bad.build().repair(List.of(bad.finding(kind, bad.second, "onnx/model.bin")));
            assertThat(result.failures()).isEmpty();
        }
    }

    /** Starts a repair and kills it; false when it had ended before. */
    private boolean killOne() throws Exception {
        Process process = RepairProcess.start(
                bad.hub,
                bad.cache,
                bad.second,
                "onnx/model.bin",
                temporary.resolve("output").toFile());
        try {
            // A fifth die while they start, the others while they receive.
            if (random.nextInt(5) > 0) {
                while (process.isAlive() && !isReceiving()) {
                    process.waitFor(5, TimeUnit.MILLISECONDS);
                }
            }
            return !process.waitFor(random.nextInt(MOMENTS), TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private boolean isReceiving() {
        return !bad.hub
                .requests(request -> request.server() == RecordedRequest.Server.CDN)
                .isEmpty();
    }

    private List<Path> aside() throws IOException {
        try (Stream<Path> files = Files.list(bad.folder().resolve("blobs"))) {
            return files.filter(file -> file.toString().endsWith(".tmp")).toList();
        }
    }
}
