package io.github.hfmodels.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.cache.CacheInventory;
import io.github.hfmodels.cache.CacheInventory.CachedFile;
import io.github.hfmodels.cache.FileTree;
import io.github.hfmodels.cache.RepositoryWriter;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.cache.SnapshotFile;
import io.github.hfmodels.cache.mutex.FileMutex;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoFile.Lfs;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pruning of ModelScope's cache, of which its SDK reads and writes a part. */
class PruneModelScopeTest {

    private static final RepoId REPO = new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "org/name");
    private static final CommitHash OLD = new CommitHash("a".repeat(64));
    private static final CommitHash NEW = new CommitHash("b".repeat(64));
    private static final Revision MASTER = new Revision("master");

    @TempDir
    private Path temporary;

    private boolean allowsSymlinks = true;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRevisionThatNoRefNames_goes_andTheSdkStillFindsTheOther(boolean withLinks) throws Exception {
        allowsSymlinks = withLinks;
        put(OLD, MASTER, "config.json", "{}");
        put(OLD, MASTER, "old.bin", "old weights");
        put(NEW, MASTER, "config.json", "{}");
        put(NEW, MASTER, "new.bin", "new weights");

        PruneResult result = prune(null);

        assertThat(result.failures()).isEmpty();
        assertThat(folder().resolve("snapshots").toFile().list()).containsExactlyInAnyOrder("master", NEW.hex());
        assertThat(folder().resolve("blobs").toFile().list()).hasSize(2);
        assertThat(folder().resolve("snapshots/master/config.json")).hasContent("{}");
        assertThat(folder().resolve("snapshots/master/new.bin")).hasContent("new weights");
        assertThat(temporary.resolve("modelscope/.lock")).isDirectoryNotContaining(Files::isDirectory);
    }

    @Test
    void copiesWhereNothingElseIsPossible_keepTheirBlobs_andGoWithTheirRevision() throws Exception {
        allowsSymlinks = false;
        put(OLD, MASTER, "config.json", "{1}");
        put(NEW, MASTER, "config.json", "{2}");
        put(NEW, MASTER, "onnx/model.bin", "weights");
        FileTime time = FileTime.from(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        for (Path blob : FileTree.read(folder().resolve("blobs")).files()) {
            Files.setLastModifiedTime(blob, time);
        }
        replaceByCopies();

        assertThat(cache().inventory().repositories().get(0).sdkSnapshots())
                .flatExtracting(CacheInventory.CachedSdkSnapshot::ownFiles)
                .isEmpty();
        prune(null);

        assertThat(folder().resolve("snapshots").toFile().list()).containsExactlyInAnyOrder("master", NEW.hex());
        assertThat(FileTree.read(folder().resolve("blobs")).files())
                .extracting(Files::readString)
                .containsExactlyInAnyOrder("{2}", "weights");
        assertThat(folder().resolve("snapshots/master/config.json")).hasContent("{2}");

        PruneResult result = prune(0L);

        assertThat(result.failures()).isEmpty();
        assertThat(result.leftAlone()).isEmpty();
        assertThat(folder()).doesNotExist();
    }

    @Test
    void aCopyOfWhichTheTimeIsRounded_isTheBlobs() throws Exception {
        allowsSymlinks = false;
        put(OLD, MASTER, "model.bin", "weights");
        replaceByCopies();

        prune(null);

        assertThat(folder().resolve("blobs").toFile().list()).hasSize(1);
        assertThat(prune(0L).failures()).isEmpty();
        assertThat(folder()).doesNotExist();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(longs = 0)
    void whatOnlyTheSdkHasWrittenOfACommit_stays(@Nullable Long maxSize) throws Exception {
        put(OLD, MASTER, "model.bin", "weights");
        String commit = "c".repeat(40);
        Path own = write("snapshots/" + commit + "/own.bin", "the SDK's weights");
        Path part = write("snapshots/" + "d".repeat(40) + "/model.bin.incomplete", "part");

        PruneResult result = prune(maxSize);

        assertThat(result.failures()).isEmpty();
        assertThat(own).hasContent("the SDK's weights");
        assertThat(part).exists();
    }

    @Test
    void aRevisionThatTheSdkHasAddedTo_stays() throws Exception {
        put(OLD, MASTER, "model.bin", "weights");
        Files.delete(folder().resolve("refs/master"));
        Path own = write("snapshots/" + OLD + "/own.bin", "the SDK's");

        prune(0L);

        assertThat(own).exists();
        assertThat(folder().resolve("snapshots/" + OLD + "/model.bin")).hasContent("weights");
    }

    @Test
    void aRevisionThatGoesForTheSize_goesWithWhatTheSdkReads_butNotWithWhatItWrote() throws Exception {
        put(OLD, MASTER, "onnx/model.onnx", "weights");
        Path own = write("snapshots/master/notes.txt", "the SDK's");
        write("snapshots/v1/model.bin", "the SDK's weights");

        PruneResult result = prune(0L);

        assertThat(result.failures()).isEmpty();
        assertThat(folder().resolve("refs")).isEmptyDirectory();
        assertThat(folder().resolve("blobs"))
                .satisfiesAnyOf(
                        blobs -> assertThat(blobs).doesNotExist(),
                        blobs -> assertThat(blobs).isEmptyDirectory());
        assertThat(folder().resolve("snapshots").toFile().list()).containsExactlyInAnyOrder("master", "v1");
        assertThat(folder().resolve("snapshots/master").toFile().list()).containsExactly("notes.txt");
        assertThat(own).hasContent("the SDK's");
    }

    @Test
    void whatIsLeftOfNothing_goes() throws Exception {
        put(OLD, MASTER, "onnx/model.onnx", "weights");

        prune(0L);

        assertThat(folder()).doesNotExist();
    }

    @Test
    void whatAKilledRunHasLeft_goes() throws Exception {
        put(NEW, MASTER, "model.bin", "weights");
        Path left = folder().resolve("." + OLD + ".0123abcd.tmp");
        Files.createDirectories(left.resolve("onnx"));
        Files.writeString(left.resolve("onnx/model.onnx"), "");

        prune(null);

        assertThat(left).doesNotExist();
        assertThat(folder().resolve("snapshots/master/model.bin")).hasContent("weights");
    }

    @Test
    void whatTheSdkReadsWithoutARef_keepsItsBlobs() throws Exception {
        put(OLD, MASTER, "model.bin", "weights");
        Files.delete(folder().resolve("refs/master"));

        PruneResult result = prune(0L);

        assertThat(result.leftAlone()).isEmpty();
        assertThat(folder().resolve("snapshots/" + OLD)).doesNotExist();
        assertThat(folder().resolve("snapshots/master/model.bin")).hasContent("weights");
    }

    @Test
    void whatOnlyTheSdkHasWritten_stays() throws Exception {
        write("snapshots/master/model.bin", "weights");
        write("snapshots/master/model.bin.incomplete", "part");
        Path older = write("../org/name/model.bin", "weights");
        Path hub = temporary.resolve("modelscope/hub/models/org/name/model.bin");
        Files.createDirectories(hub.getParent());
        Files.writeString(hub, "weights");

        PruneResult result = prune(0L);

        assertThat(result.bytes()).isZero();
        assertThat(folder().resolve("snapshots/master").toFile().list()).hasSize(2);
        assertThat(older).exists();
        assertThat(hub).exists();
    }

    @Test
    void repositoriesOfTheSdkThatHaveNoName_areLeftToIt() throws Exception {
        write("../org--na--me/snapshots/master/model.bin", "weights");
        write("../org--name..git/snapshots/master/model.bin", "weights");

        CacheInventory inventory = cache().inventory();

        assertThat(inventory.repositories()).isEmpty();
        assertThat(inventory.foreign()).isEmpty();
    }

    @Test
    void inAFolderThatIsTheHubsCacheToo_nothingOfModelScopeIsForeign() throws Exception {
        put(OLD, MASTER, "model.bin", "weights");
        Path root = temporary.resolve("modelscope");
        Files.createDirectories(root.resolve("datasets/org--data/snapshots/master"));
        Files.createDirectories(root.resolve("hub/models/org/older"));
        Files.createDirectories(root.resolve("other"));

        CacheInventory inventory = new SnapshotCache(root, true).inventory();

        assertThat(inventory.repositories()).isEmpty();
        assertThat(inventory.foreign())
                .extracting(CacheInventory.Damage::path)
                .containsExactly(root.toRealPath().resolve("other"));
    }

    @Test
    void theInventory_countsEachContentOnce() throws Exception {
        put(OLD, MASTER, "model.bin", "weights");
        write("snapshots/v1/other.bin", "1234");

        CacheInventory inventory = cache().inventory();

        assertThat(inventory.size()).isEqualTo(7 + 4);
        assertThat(inventory.foreign()).isEmpty();
        CacheInventory.Repository repository = inventory.repositories().get(0);
        assertThat(repository.repo()).isEqualTo(REPO);
        assertThat(repository.isDamaged()).isFalse();
        assertThat(repository.revisions()).hasSize(1);
        assertThat(repository.sdkSnapshots())
                .flatExtracting(CacheInventory.CachedSdkSnapshot::ownFiles)
                .extracting(CachedFile::path)
                .containsExactly("other.bin");
    }

    private Path folder() {
        return temporary.resolve("modelscope/models/org--name");
    }

    /** As without links of any kind, and on another disk. */
    private void replaceByCopies() throws IOException {
        for (Path file : FileTree.read(folder().resolve("snapshots")).files()) {
            Path copy = file.resolveSibling("copy");
            Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private SnapshotCache cache() {
        return new SnapshotCache(temporary.resolve("hub"), allowsSymlinks)
                .withModelScope(() -> temporary.resolve("modelscope"));
    }

    private PruneResult prune(@Nullable Long maxSize) throws Exception {
        Instant later = Instant.now().plus(Duration.ofDays(2));
        SnapshotCache cache = cache();
        CacheInventory inventory = cache.inventory();
        var rules = new KeepRules(Map.<RepoId, Set<String>>of(), Map.of(), 0, maxSize);
        PrunePlan plan = PrunePlanner.plan(inventory, CacheDetails.read(cache, inventory, later), rules, later);
        return new Pruner(cache, this::requireNoFoldersOfMutexes, TestTime.NO_WAIT).prune(plan, later);
    }

    /** Its SDK would take them for repositories. */
    private void requireNoFoldersOfMutexes() {
        Path locks = temporary.resolve("modelscope/.lock");
        if (Files.exists(locks)) {
            assertThat(locks).isDirectoryNotContaining(Files::isDirectory);
        }
    }

    private Path write(String path, String content) throws IOException {
        Path file = folder().resolve(path).normalize();
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private void put(CommitHash commit, Revision revision, String path, String content) throws IOException {
        RepositoryWriter writer = cache().writer(REPO);
        writer.prepare(commit);
        String hex = Digest.Algorithm.SHA256.of(content.getBytes(StandardCharsets.UTF_8));
        var file = new RepoFile(path, content.length(), hex, new Lfs(hex, content.length()), null);
        try (FileMutex mutex = writer.acquireMutex(file.digest())) {
            boolean isNew = Files.notExists(folder().resolve("blobs").resolve(hex));
            if (isNew) {
                Path part = writer.part(file.digest(), mutex);
                Files.writeString(part, content);
                writer.publish(part, file.digest());
            }
            writer.link(file.digest(), List.of(new SnapshotFile(commit, file)), isNew);
        }
        writer.writeRef(revision, commit, Instant.now());
        writer.publish(revision, commit, true);
    }
}
