package io.github.hfmodels.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.cache.CacheInventory;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.prefetch.TestBuild;
import io.github.hfmodels.process.OtherProcess;
import io.github.hfmodels.python.Python;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testhub.TestRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * End to end: two builds and a Python that share a cache with a process that prunes it all the time, one of the four killed at a random
 * moment, over and over: nobody misses anything that it was told is there. {@code -Dhf.rounds} says how often, {@code -Dhf.seed}
 * gives the same moments again.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class PruneBesideBuildsTest {

    private static final Logger LOG = LoggerFactory.getLogger(PruneBesideBuildsTest.class);

    private static final int ROUNDS = 10;
    private static final int ROUNDS_OF_THE_GATE = 30;
    private static final int KILLS_OF_THE_GATE = 200;

    /** Of one connection, in bytes a second. */
    private static final long RATE = 4_000_000;

    private static final int SIZE = 1_000_000;
    private static final int LONGEST_PAUSE_MILLIS = 3_000;
    private static final int MOST_REQUESTS = 12;

    private static final Content SHARED = Content.generated(SIZE, 21);

    private static final String DOWNLOAD = """
            import hashlib, os, sys
            from huggingface_hub import snapshot_download
            path = snapshot_download("org/python", endpoint=sys.argv[1], cache_dir=sys.argv[2])
            print("told: 1", flush=True)
            sys.stdin.readline()
            for name in os.listdir(path):
                file = os.path.join(path, name)
                with open(file, "rb") as stream:
                    content = stream.read()
                blob = os.path.basename(os.path.realpath(file))
                if len(blob) == 64:
                    found = hashlib.sha256(content).hexdigest()
                else:
                    found = hashlib.sha1(b"blob %d\\0" % len(content) + content).hexdigest()
                assert found == blob, name
            assert len(os.listdir(path)) == 3
            print("all is there", flush=True)
            """;

    private static final String SCAN = """
            import sys
            from huggingface_hub import scan_cache_dir
            for warning in scan_cache_dir(sys.argv[1]).warnings:
                print(str(warning).replace("\\n", " "))
            """;

    @TempDir
    private Path cache;

    private final TestHub hub = TestHub.start();
    private final TestRepository ofPython = hub.model("org/python");
    private final List<String> models = new ArrayList<>();
    private final long seed = Long.getLong("hf.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<OtherProcess> started = new ArrayList<>();

    /** Repositories with commits that no branch names, some of whose contents are the same. */
    @BeforeEach
    void publish() {
        for (int i = 0; i < 2; i++) {
            TestRepository repository = hub.model("org/name" + i);
            for (int j = 0; j < 4; j++) {
                String commit = repository
                        .commit("commit " + j)
                        .file("config.json", "{}")
                        .lfs("shared.bin", SHARED)
                        .lfs("model.bin", Content.generated(SIZE, 30 + 4 * i + j))
                        .file("of-commit.txt", "commit " + j)
                        .id();
                models.add(repository.id() + "@" + commit);
            }
            models.add(repository.id());
        }
        hub.faults().onCdn().trickle(RATE);
    }

    @AfterEach
    void end() {
        started.forEach(OtherProcess::close);
        hub.close();
    }

    @Test
    void whatWasTold_isThere_whateverIsPrunedAndKilled() throws Exception {
        int kills = Integer.getInteger("hf.kills", 0);
        int rounds = Integer.getInteger("hf.rounds", kills < KILLS_OF_THE_GATE ? ROUNDS : ROUNDS_OF_THE_GATE);
        Python python = python();
        LOG.info("{} rounds, with -Dhf.seed={}{}", rounds, seed, python == null ? ", without Python" : "");
        for (int i = 0; i < rounds; i++) {
            round(i, python);
        }
        assertHealed(python);
    }

    /** Null where there is none: the builds are tested all the same. */
    private static @Nullable Python python() {
        try {
            return Python.requireHuggingfaceHub();
        } catch (TestAbortedException e) {
            return null;
        }
    }

    private void round(int number, @Nullable Python python) throws Exception {
        ofPython.commit("commit " + number)
                .file("config.json", "{}")
                .lfs("shared.bin", SHARED)
                .lfs("model.bin", Content.generated(SIZE, 1000 + number));
        hub.clearRequests();
        var workers = new ArrayList<OtherProcess>(List.of(build(), build()));
        if (python != null) {
            workers.add(process(python.start(DOWNLOAD, hub.endpoint(), cache.toString())));
        }
        OtherProcess pruning = pruning();
        int victim = random.nextInt(workers.size() + 1);
        boolean isOfWorkers = victim < workers.size();
        String round = "round " + number + ", seed " + seed + ", victim " + victim;
        awaitMoment();
        (isOfWorkers ? workers.get(victim) : pruning).kill();
        if (isOfWorkers) {
            workers.remove(victim);
        } else {
            pruning = pruning();
        }
        for (OtherProcess worker : workers) {
            hear(worker, "told", round);
        }
        pruning.say("stop");
        List<String> pruned = pruning.hearAll();
        assertThat(pruned).as(round).allMatch(line -> line.startsWith("pruned: "));
        // All that is there was told by now.
        PruningProcess.prune(snapshots(), Instant.now());
        for (OtherProcess worker : workers) {
            worker.say("check");
            hear(worker, "all is there", round);
        }
        LOG.info(
                "{}: {} times pruned, {} requests",
                round,
                pruned.size(),
                hub.requests().size());
        if (python != null) {
            assertThat(python.run(SCAN, cache.toString()).lines())
                    .as(round)
                    .allMatch(line -> line.contains("refer to missing commit hashes")
                            || line.contains("Snapshots dir doesn't exist"));
        }
        started.forEach(OtherProcess::close);
        started.clear();
    }

    /** Some of them start, some receive, and some are done: where all is there, hardly anything is asked for. */
    private void awaitMoment() throws InterruptedException {
        int requests = random.nextInt(MOST_REQUESTS);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_PAUSE_MILLIS));
        while (hub.requests().size() < requests && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static void hear(OtherProcess process, String words, String round) {
        try {
            process.hear(words);
        } catch (IOException | AssertionError e) {
            throw new AssertionError(round, e);
        }
    }

    private OtherProcess build() throws IOException {
        var arguments = new ArrayList<>(List.of(hub.endpoint(), cache.toString()));
        Collections.shuffle(models, random);
        arguments.addAll(models.subList(0, 3));
        return java(TellingBuild.class, arguments);
    }

    private OtherProcess pruning() throws IOException {
        return java(PruningProcess.class, List.of(cache.toString(), String.valueOf(random.nextLong())));
    }

    private OtherProcess java(Class<?> main, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return process(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private OtherProcess process(Process process) {
        var other = new OtherProcess(process);
        started.add(other);
        return other;
    }

    private SnapshotCache snapshots() {
        return new SnapshotCache(cache, true);
    }

    /** What the killed have left behind goes when it is old, and nobody misses anything. */
    private void assertHealed(@Nullable Python python) throws Exception {
        PruneResult result = PruningProcess.pruneLater(snapshots());
        assertThat(result.failures()).as("seed " + seed).isEmpty();
        for (String model : models) {
            new TestBuild(hub.endpoint(), cache).ready(model);
        }
        CacheInventory inventory = snapshots().inventory();
        assertThat(inventory.repositories()).as("seed " + seed).allSatisfy(repository -> {
            assertThat(repository.damage()).isEmpty();
            assertThat(repository.parts()).isEmpty();
        });
        if (python != null) {
            assertThat(python.run(DOWNLOAD, hub.endpoint(), cache.toString())).contains("all is there");
            assertThat(python.run(SCAN, cache.toString())).as("seed " + seed).isEmpty();
        }
    }
}
