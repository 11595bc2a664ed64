package io.github.hfmodels.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.cache.CacheInventory;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.prune.PrunePlan.OfRepository;
import io.github.hfmodels.prune.RandomCache.Repo;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What prune deletes of random caches is what the rule says, and nothing else. */
class PrunePropertyTest {

    private static final int SEEDS = 200;

    @TempDir
    private Path folder;

    @Test
    void whatGoes_isWhatTheRuleSays() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                check(new Random(seed), folder.toRealPath().resolve("cache" + seed));
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void check(Random random, Path root) throws Exception {
        var described = new RandomCache(random);
        KeepRules rules = rules(random, described);
        described.write(root);
        var rule = new PruneRule(described, rules);
        Set<String> gone = rule.gone();
        var cache = new SnapshotCache(root, true);

        PrunePlan plan = plan(cache, rules);
        PruneResult result = new Pruner(cache, () -> {}, TestTime.NO_WAIT).prune(plan, RandomCache.NOW);

        Set<String> expected = new TreeSet<>(described.entries.keySet());
        expected.removeAll(gone);
        assertThat(present(root, described)).isEqualTo(expected);
        assertThat(result.failures()).isEmpty();
        assertThat(result.leftAlone()).isEmpty();
        assertThat(plan.sizeBefore()).isEqualTo(rule.size(Set.of()));
        assertThat(plan.sizeAfter()).isEqualTo(rule.size(gone));
        assertThat(plan.bytes()).isEqualTo(rule.size(Set.of()) - rule.size(gone));
        assertThat(result.bytes()).isEqualTo(plan.bytes());
        for (Repo repo : described.repos) {
            boolean isEmpty = expected.stream().noneMatch(path -> path.startsWith(repo.folder + "/"))
                    && repo.snapshots.keySet().stream().noneMatch(commit -> Files.exists(snapshot(root, repo, commit)));
            boolean isOld = described.entries.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(repo.folder + "/"))
                    .allMatch(entry -> entry.getValue().link() == null
                            && entry.getValue().age().compareTo(Duration.ofDays(1)) >= 0);
            if (isEmpty && !repo.snapshots.isEmpty()) {
                assertThat(root.resolve(repo.folder)).doesNotExist();
            }
            if (!isEmpty || (repo.snapshots.isEmpty() && !isOld)) {
                assertThat(root.resolve(repo.folder)).exists();
            }
        }
        PrunePlan next = plan(cache, rules);
        assertThat(next.bytes()).as("%s", next).isZero();
        assertThat(next.repositories()).allMatch(OfRepository::isAll);
    }

    private static Path snapshot(Path root, Repo repo, String commit) {
        return root.resolve(repo.folder).resolve("snapshots").resolve(commit);
    }

    private static PrunePlan plan(SnapshotCache cache, KeepRules rules) throws Exception {
        CacheInventory inventory = cache.inventory();
        return PrunePlanner.plan(
                inventory, CacheDetails.read(cache, inventory, RandomCache.NOW), rules, RandomCache.NOW);
    }

    private static Set<String> present(Path root, RandomCache cache) {
        Set<String> present = new TreeSet<>(cache.entries.keySet());
        present.removeIf(path -> Files.notExists(root.resolve(path), LinkOption.NOFOLLOW_LINKS));
        return present;
    }

    private static KeepRules rules(Random random, RandomCache cache) {
        Map<RepoId, Set<String>> revisions = new HashMap<>();
        Map<RepoId, Set<String>> contents = new HashMap<>();
        for (Repo repo : cache.repos) {
            Set<String> names = new HashSet<>();
            for (String name : List.of("main", "v1", "a/b/c", RandomCache.commit(0), RandomCache.commit(4))) {
                if (random.nextInt(5) == 0) {
                    names.add(name);
                }
            }
            revisions.put(repo.id, names);
            contents.put(repo.id, random.nextInt(5) == 0 ? Set.copyOf(repo.blobs.keySet()) : Set.of());
        }
        Integer keepDays = random.nextBoolean() ? null : random.nextInt(100);
        Long maxSize = random.nextBoolean() ? null : (long) random.nextInt(600);
        return new KeepRules(revisions, contents, keepDays, maxSize);
    }
}
