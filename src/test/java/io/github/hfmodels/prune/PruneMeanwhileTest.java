package io.github.hfmodels.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.cache.CacheInventory;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.prune.PrunePlan.Cause;
import io.github.hfmodels.prune.PrunePlan.LeftAlone;
import io.github.hfmodels.prune.PruneResult.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others do to a cache, or have done, while it is pruned. */
class PruneMeanwhileTest {

    private static final String ONE = "1".repeat(40);
    private static final String TWO = "2".repeat(40);

    @TempDir
    private Path folder;

    private Path root;
    private Path repo;
    private Path other;

    @BeforeEach
    void fill() throws IOException {
        root = folder.toRealPath().resolve("hub");
        repo = root.resolve("models--org--a");
        other = root.resolve("models--org--b");
        revision(repo, ONE, "a");
        revision(repo, TWO, "b");
    }

    private static void revision(Path repo, String commit, String blob) throws IOException {
        write(blob(repo, blob), "content");
        link(snapshot(repo, commit).resolve("model.bin"), Path.of("../../blobs", blob.repeat(40)));
    }

    private static Path snapshot(Path repo, String commit) {
        return repo.resolve("snapshots").resolve(commit);
    }

    private static Path blob(Path repo, String digit) {
        return repo.resolve("blobs").resolve(digit.repeat(40));
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static void link(Path link, Path target) throws IOException {
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, target);
    }

    /** Something that others do. */
    @FunctionalInterface
    private interface Deed {
        void happen() throws IOException;
    }

    private static void happen(Deed deed) {
        try {
            deed.happen();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PrunePlan plan(Instant now) throws IOException {
        var cache = new SnapshotCache(root, true);
        CacheInventory inventory = cache.inventory();
        var rules = new KeepRules(Map.of(), Map.of(), null, null);
        return PrunePlanner.plan(inventory, CacheDetails.read(cache, inventory, now), rules, now);
    }

    private PruneResult prune(Runnable beforeEach, PruneTime time) throws Exception {
        Instant now = Instant.now();
        return new Pruner(new SnapshotCache(root, true), beforeEach, time).prune(plan(now), now);
    }

    private static Runnable atStep(int step, Deed deed) {
        var count = new AtomicInteger();
        return () -> {
            if (count.getAndIncrement() == step) {
                happen(deed);
            }
        };
    }

    @Test
    void aRevisionThatARefNamesByThen_stays() throws Exception {
        // Just before the first snapshot is moved away, the second gets a ref.
        PruneResult result = prune(atStep(0, () -> write(repo.resolve("refs/main"), TWO)), TestTime.NO_WAIT);

        assertThat(snapshot(repo, ONE)).doesNotExist();
        assertThat(snapshot(repo, TWO).resolve("model.bin")).hasContent("content");
        assertThat(result.leftAlone()).extracting(LeftAlone::cause).contains(Cause.CHANGED);
        assertThat(result.failures()).isEmpty();
    }

    @Test
    void aRevisionThatARefNamesAtTheLastMoment_isPutBack() throws Exception {
        prune(atStep(0, () -> write(repo.resolve("refs/main"), ONE)), TestTime.NO_WAIT);

        assertThat(snapshot(repo, ONE).resolve("model.bin")).hasContent("content");
        assertThat(snapshot(repo, TWO)).doesNotExist();
        assertThat(root.resolve(".locks")).isEmptyDirectory();
    }

    @Test
    void aRevisionThatGetsAFile_stays() throws Exception {
        prune(
                atStep(0, () -> {
                    link(snapshot(repo, ONE).resolve("sub/new.bin"), blob(repo, "a"));
                    link(snapshot(repo, TWO).resolve("sub/new.bin"), blob(repo, "b"));
                }),
                TestTime.NO_WAIT);

        assertThat(snapshot(repo, ONE).resolve("model.bin")).hasContent("content");
        assertThat(snapshot(repo, TWO).resolve("model.bin")).hasContent("content");
        assertThat(snapshot(repo, ONE).resolve("sub/new.bin")).hasContent("content");
        assertThat(root.resolve(".locks")).isEmptyDirectory();
    }

    @Test
    void aBlobThatIsLinkedSoonAfterItWasSeen_isPutBack() throws Exception {
        var pauses = new ArrayList<Duration>();
        Consumer<Duration> pause = duration -> {
            pauses.add(duration);
            happen(() -> link(snapshot(repo, ONE).resolve("again.bin"), Path.of("../../blobs", "a".repeat(40))));
        };

        prune(() -> {}, new PruneTime(() -> 0, pause));

        assertThat(snapshot(repo, ONE).resolve("again.bin")).hasContent("content");
        assertThat(blob(repo, "b")).doesNotExist();
        assertThat(pauses).containsExactly(PruneTime.UNTIL_LINKED);
    }

    @Test
    void whenNothingIsRenamed_nobodyWaits() throws Exception {
        write(repo.resolve("refs/main"), ONE);
        write(repo.resolve("refs/v2"), TWO);
        write(repo.resolve(".no_exist/" + ONE + "/none"), "");
        var pauses = new ArrayList<Duration>();

        PruneResult result = prune(() -> {}, new PruneTime(() -> 0, pauses::add));

        assertThat(result.counts()).containsOnlyKeys(Kind.ABSENCE);
        assertThat(pauses).isEmpty();
    }

    @Test
    void whenABuildHasWaitedForLong_theRestIsLeft() throws Exception {
        var nanos = new AtomicLong();

        PruneResult result = prune(
                () -> nanos.set(PruneTime.LONGEST.plusSeconds(1).toNanos()), new PruneTime(nanos::get, pause -> {}));

        assertThat(snapshot(repo, ONE)).doesNotExist();
        assertThat(snapshot(repo, TWO).resolve("model.bin")).hasContent("content");
        assertThat(blob(repo, "a")).exists();
        assertThat(result.leftAlone()).extracting(LeftAlone::cause).containsExactly(Cause.IN_USE);
    }

    @Test
    void whatAnotherRepositoryLinksTo_stays() throws Exception {
        // To a file, which is a link, and to a folder.
        link(snapshot(other, ONE).resolve("model.bin"), snapshot(repo, ONE).resolve("model.bin"));
        link(snapshot(other, ONE).resolve("all"), snapshot(repo, TWO));
        write(other.resolve("refs/main"), ONE);

        prune(() -> {}, TestTime.NO_WAIT);

        assertThat(snapshot(other, ONE).resolve("model.bin")).hasContent("content");
        assertThat(snapshot(other, ONE).resolve("all/model.bin")).hasContent("content");
    }

    @Test
    void aRepositoryWithAnotherName_isLeftAlone() throws Exception {
        Files.createSymbolicLink(other, repo.getFileName());

        PrunePlan plan = plan(Instant.now());

        assertThat(plan.isNothing()).isTrue();
        assertThat(plan.leftAlone()).extracting(LeftAlone::cause).containsExactly(Cause.FOREIGN);
    }

    @Test
    void anOldRefOfACommitThatIsBeingLoaded_stays() throws Exception {
        write(other.resolve("refs/main"), ONE);
        Files.createDirectories(other.resolve("snapshots"));
        Files.setLastModifiedTime(
                other.resolve("refs/main"), FileTime.from(Instant.now().minus(Duration.ofDays(9))));
        Files.createDirectories(root.resolve(".locks/models--org--b"));

        prune(() -> {}, TestTime.NO_WAIT);

        assertThat(other.resolve("refs/main")).exists();
        assertThat(repo).doesNotExist();
    }

    @Test
    void anEmptiedRepositoryThatGetsARefAtTheLastMoment_keepsItsFolders() throws Exception {
        Files.createDirectories(repo.resolve("refs"));

        prune(
                () -> {
                    if (Files.notExists(snapshot(repo, TWO)) && isEmptied(repo.resolve("blobs"))) {
                        happen(() -> write(repo.resolve("refs/main"), ONE));
                    }
                },
                TestTime.NO_WAIT);

        assertThat(repo.resolve("refs/main")).hasContent(ONE);
        assertThat(repo.resolve("blobs")).isEmptyDirectory();
    }

    private static boolean isEmptied(Path folder) {
        String[] names = folder.toFile().list();
        return names != null && names.length == 0;
    }

    @Test
    void whatAKilledRunHasLeftOfASnapshot_goes() throws Exception {
        Path left = left();
        link(left.resolve("model.bin"), folder.resolve("outside"));
        write(folder.resolve("outside"), "outside");

        prune(() -> {}, TestTime.NO_WAIT);

        assertThat(left).doesNotExist();
        assertThat(folder.resolve("outside")).hasContent("outside");
    }

    @Test
    void whatAnotherRunIsDeleting_isNotTakenForLeftOver() throws Exception {
        write(repo.resolve("refs/main"), ONE);
        write(repo.resolve("refs/v2"), TWO);
        Path left = left();

        try (Closeable ofTheOther = new SnapshotCache(root, true)
                .exclude(new RepoId(RepoType.MODEL, "org/a"))
                .orElseThrow()) {
            assertThat(prune(() -> {}, TestTime.NO_WAIT).failures()).isEmpty();
            assertThat(left).as("while %s", ofTheOther).exists();
        }

        prune(() -> {}, TestTime.NO_WAIT);
        assertThat(left).doesNotExist();
    }

    /** Half of a snapshot that a killed run was deleting. */
    private Path left() throws IOException {
        Path left = root.resolve(".locks/models--org--a." + ONE + ".0123abcd.tmp");
        write(left.resolve("sub/file.bin"), "content");
        return left;
    }

    @Test
    void whatWasBeingWritten_goesWhenItIsOld() throws Exception {
        write(repo.resolve("refs/main"), ONE);
        write(repo.resolve("refs/main.0123abcd.tmp"), "");
        write(repo.resolve("trees/" + ONE + ".json.0123abcd.tmp"), "{");
        Instant later = Instant.now().plus(Duration.ofDays(2));

        PrunePlan plan = plan(later);
        new Pruner(new SnapshotCache(root, true), () -> {}, TestTime.NO_WAIT).prune(plan, later);

        assertThat(repo.resolve("refs")).isDirectoryContaining("glob:**/main");
        assertThat(repo.resolve("refs/main.0123abcd.tmp")).doesNotExist();
        assertThat(repo.resolve("trees")).isEmptyDirectory();
    }
}
