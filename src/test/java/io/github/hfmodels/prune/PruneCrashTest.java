package io.github.hfmodels.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.cache.CacheInventory;
import io.github.hfmodels.cache.CacheInventory.Damage;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.process.OtherProcess;
import io.github.hfmodels.python.Python;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whenever pruning is cut off, the cache is valid, and the next run does the rest. */
@Timeout(300)
class PruneCrashTest {

    private static final Instant NOW = RandomCache.NOW;

    /** By then all that was young is old. */
    private static final Instant LATER = NOW.plus(Duration.ofDays(2));

    private static final String WARNINGS = """
            import sys
            from huggingface_hub import scan_cache_dir
            for cache in sys.argv[1:]:
                print(len(scan_cache_dir(cache).warnings))
            """;

    @TempDir
    private Path folder;

    /** The end of the process at a step. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 13})
    void afterEveryStep_theCacheIsValidAndTheNextRunDoesTheRest(int seed) throws Exception {
        Path whole = written(seed, "whole");
        Set<String> damage = damage(whole);
        Set<List<String>> before = snapshots(whole);
        int steps = steps(whole);
        prune(whole, LATER, () -> {});
        assertThat(steps).isPositive();
        for (int step = 0; step < steps; step++) {
            Path cache = written(seed, "cache" + step);
            int last = step;
            var count = new AtomicInteger();

            assertThatThrownBy(() -> prune(cache, NOW, () -> {
                        if (count.getAndIncrement() == last) {
                            throw new Killed();
                        }
                    }))
                    .isInstanceOf(Killed.class);

            assertThat(damage).as("step %s", step).containsAll(damage(cache));
            assertThat(before).as("step %s", step).containsAll(snapshots(cache));
            prune(cache, LATER, () -> {});
            assertThat(files(cache)).as("step %s", step).isEqualTo(files(whole));
        }
    }

    @Test
    void afterEveryStep_pythonHasNoWarningThatItDidNotHave() throws Exception {
        Python python = Python.requireHuggingfaceHub();
        var caches = new ArrayList<String>();
        caches.add(written(3, "before").toString());
        int steps = steps(written(3, "whole"));
        for (int step = 0; step < steps; step++) {
            Path cache = written(3, "cache" + step);
            int last = step;
            var count = new AtomicInteger();
            assertThatThrownBy(() -> prune(cache, NOW, () -> {
                        if (count.getAndIncrement() == last) {
                            throw new Killed();
                        }
                    }))
                    .isInstanceOf(Killed.class);
            caches.add(cache.toString());
        }

        List<String> warnings =
                python.run(WARNINGS, caches.toArray(new String[0])).lines().toList();

        assertThat(warnings).hasSize(steps + 1);
        int before = Integer.parseInt(warnings.get(0));
        assertThat(warnings).allMatch(count -> Integer.parseInt(count) <= before);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 15})
    void aKilledProcess_leavesAValidCache(int step) throws Exception {
        Path whole = written(3, "whole");
        Set<String> damage = damage(whole);
        prune(whole, LATER, () -> {});
        Path cache = written(3, "cache");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                Killable.class.getName(),
                cache.toString(),
                String.valueOf(step));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);

        try (var other = new OtherProcess(builder.start())) {
            other.hear("waiting at step");
            other.kill();
        }

        assertThat(damage).containsAll(damage(cache));
        prune(cache, LATER, () -> {});
        assertThat(files(cache)).isEqualTo(files(whole));
    }

    /** Prunes a cache until a step, before which it waits to be killed. */
    static final class Killable {
        private Killable() {}

        public static void main(String[] arguments) throws Exception {
            var count = new AtomicInteger(Integer.parseInt(arguments[1]));
            prune(Path.of(arguments[0]), NOW, () -> {
                if (count.getAndDecrement() == 0) {
                    System.out.println("waiting at step");
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new Killed();
                }
            });
        }
    }

    private Path written(int seed, String name) throws IOException {
        Path cache = folder.toRealPath().resolve(name).resolve("hub");
        var described = new RandomCache(new Random(seed));
        described.repos.forEach(repo -> assertThat(repo.isDamaged).isFalse());
        described.write(cache);
        return cache;
    }

    private static int steps(Path cache) throws Exception {
        var count = new AtomicInteger();
        prune(cache, NOW, count::incrementAndGet);
        return count.get();
    }

    /** Everything goes, also what refs name. */
    private static void prune(Path root, Instant now, Runnable beforeEach) throws Exception {
        var cache = new SnapshotCache(root, true);
        CacheInventory inventory = cache.inventory();
        var rules = new KeepRules(Map.of(), Map.of(), null, 0L);
        PrunePlan plan = PrunePlanner.plan(inventory, CacheDetails.read(cache, inventory, now), rules, now);
        PruneResult result = new Pruner(cache, beforeEach, TestTime.NO_WAIT).prune(plan, now);
        assertThat(result.failures()).isEmpty();
    }

    /** What is wrong in the cache, below its folder. */
    private static Set<String> damage(Path root) throws IOException {
        CacheInventory inventory = new SnapshotCache(root, true).inventory();
        return Stream.concat(
                        inventory.foreign().stream(),
                        inventory.repositories().stream().flatMap(each -> each.damage().stream()))
                .map(Damage::path)
                .map(path -> root.relativize(path).toString())
                .collect(Collectors.toSet());
    }

    /** The files of each snapshot, since half of one passes for a whole one. */
    private static Set<List<String>> snapshots(Path root) throws IOException {
        return new SnapshotCache(root, true)
                .inventory().repositories().stream()
                        .flatMap(repository -> repository.revisions().stream())
                        .map(revision -> revision.files().stream()
                                .map(file -> root.relativize(file.file()).toString())
                                .toList())
                        .filter(files -> !files.isEmpty())
                        .collect(Collectors.toSet());
    }

    /** All but mutexes, empty folders for marks, and manifests without a content, which also huggingface_hub leaves behind. */
    private static Set<String> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.map(path -> root.relativize(path).toString().replace(File.separatorChar, '/'))
                    .filter(path ->
                            !path.matches(".*\\.(lock|refs)|.*/\\.no_exist.*") && !path.matches("\\.locks(/[^.]*)?"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
