package io.github.hfmodels.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.cache.CacheInventory;
import io.github.hfmodels.cache.CacheShape;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.python.Python;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Python sees of caches of all kinds after they were pruned. */
@Timeout(300)
class PrunePythonTest {

    private static final String SCAN = """
            import os, sys
            from huggingface_hub import scan_cache_dir, snapshot_download
            for cache in sys.argv[1:]:
                shape = os.path.basename(cache)
                info = scan_cache_dir(cache)
                for warning in info.warnings:
                    print(shape, "warning", warning)
                for part in info.incomplete_files:
                    print(shape, "incomplete", part.file_path)
                for repo in info.repos:
                    for revision in repo.revisions:
                        if not revision.refs:
                            print(shape, "detached", repo.repo_id, revision.commit_hash)
                        for ref in revision.refs:
                            path = snapshot_download(repo.repo_id, repo_type=repo.repo_type, revision=ref,
                                                     cache_dir=cache, local_files_only=True)
                            files = [open(os.path.join(folder, file), "rb").read()
                                     for folder, _, names in os.walk(path) for file in sorted(names)]
                            print(shape, "loads", repo.repo_type, repo.repo_id, ref, sum(map(len, files)), len(files))
            """;

    @TempDir
    private Path folder;

    private Python python;
    private final List<String> caches = new ArrayList<>();

    @BeforeEach
    void write() throws Exception {
        python = Python.requireHuggingfaceHub();
        for (CacheShape shape : CacheShape.values()) {
            Path cache = folder.toRealPath().resolve(shape.name()).resolve(shape.name());
            shape.write(cache);
            caches.add(cache.toString());
        }
    }

    @Test
    void withoutALimit_allThatRefsNameLoadsAsBefore() throws Exception {
        Set<String> before = scanned();

        pruneAll(null);

        Set<String> after = scanned();
        // Without the ref that names nothing, this one is whole.
        before.removeIf(line -> line.startsWith("GHOST_REF "));
        assertThat(after.removeIf(line -> line.startsWith("GHOST_REF loads "))).isTrue();
        assertThat(before).containsAll(after);
        assertThat(matching(after, " loads ")).isEqualTo(matching(before, " loads "));
        assertThat(matching(after, " detached ")).isEmpty();
        assertThat(matching(after, " incomplete ")).isEmpty();
    }

    @Test
    void withTheSmallestLimit_thereIsNoWarningThatThereWasNot() throws Exception {
        Set<String> before = scanned();

        pruneAll(0L);
        // A snapshot to which a link of another leads goes after that.
        pruneAll(0L);

        Set<String> after = scanned();
        assertThat(matching(before, " warning ")).containsAll(matching(after, " warning "));
        // A revision without files frees nothing, and what is damaged stays.
        assertThat(matching(after, " loads (?!kernel).*"))
                .allMatch(line -> line.endsWith(" 0 0") || line.startsWith("SNAPSHOT_OF_NO_COMMIT "));
    }

    private Set<String> scanned() {
        return new TreeSet<>(
                python.run(SCAN, caches.toArray(new String[0])).lines().toList());
    }

    private static Set<String> matching(Set<String> lines, String part) {
        var matching = new TreeSet<>(lines);
        matching.removeIf(line -> !line.matches(".*" + part + ".*"));
        return matching;
    }

    private void pruneAll(Long maxSize) throws Exception {
        // By then all is old.
        Instant now = Instant.now().plus(Duration.ofDays(2));
        for (String each : caches) {
            var cache = new SnapshotCache(Path.of(each), true);
            CacheInventory inventory = cache.inventory();
            var rules = new KeepRules(Map.of(), Map.of(), null, maxSize);
            PrunePlan plan = PrunePlanner.plan(inventory, CacheDetails.read(cache, inventory, now), rules, now);
            PruneResult result = new Pruner(cache).prune(plan, now);
            assertThat(result.failures()).as(each).isEmpty();
        }
    }
}
