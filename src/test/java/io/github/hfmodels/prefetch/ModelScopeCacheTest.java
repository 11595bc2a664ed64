package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.engine.ModelEngine;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UpdatePolicy;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.FetchOptions;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.SharedWork;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Selection;
import io.github.hfmodels.source.FakeSource;
import io.github.hfmodels.source.SourceRegistry;
import io.github.hfmodels.verify.RepairRequest;
import io.github.hfmodels.verify.RepairResult;
import io.github.hfmodels.verify.VerifyRequest;
import io.github.hfmodels.verify.VerifyResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Builds with a model of ModelScope leave what its SDK reads, and use what that has written. */
class ModelScopeCacheTest {

    private static final RepoId REPO = new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "org/name");
    private static final CommitHash FIRST = new CommitHash("1".repeat(64));
    private static final CommitHash SECOND = new CommitHash("2".repeat(64));
    private static final Revision MASTER = new Revision("master");

    private final FakeSource source = new FakeSource();
    private final RepoFile config = source.lfs("config.json", "{}");
    private final RepoFile weights = source.lfs("onnx/model.onnx", "weights");

    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void publish() {
        folder = temporary.resolve("modelscope/models/org--name");
        source.publish(REPO, MASTER, new Listing(FIRST, List.of(config, weights)));
    }

    @Test
    void theSdk_findsTheModelByItsRevision() throws Exception {
        assertReady(prefetch());

        assertThat(ref()).hasContent(FIRST.hex());
        assertThat(sdk("config.json")).hasContent("{}").isSymbolicLink();
        assertThat(sdk("onnx/model.onnx")).hasContent("weights");
        assertThat(temporary.resolve("hub")).doesNotExist();
    }

    @Test
    void whatTheSdkNoLongerFinds_isThereAgainAfterAWarmBuild() throws Exception {
        prefetch();
        Files.delete(sdk("config.json"));
        source.asked();

        assertReady(prefetch(options("never", false)));

        assertThat(sdk("config.json")).hasContent("{}");
        assertThat(source.asked()).isEmpty();
    }

    @Test
    void aBranchThatMoves_takesTheSdkWithIt() throws Exception {
        prefetch();
        RepoFile other = source.lfs("config.json", "[1]");
        source.publish(REPO, MASTER, new Listing(SECOND, List.of(other)));

        assertReady(prefetch());

        assertThat(sdk("config.json")).hasContent("[1]");
        assertThat(folder.resolve("snapshots/master/onnx")).doesNotExist();
        assertThat(folder.resolve("snapshots/" + FIRST + "/onnx/model.onnx")).hasContent("weights");
    }

    @Test
    void whatTheSdkHasDownloaded_isNotDownloadedAgain() throws Exception {
        write("snapshots/master/config.json", "{}");
        Path present = write("snapshots/v1/onnx/model.onnx", "weights");

        assertReady(prefetch());

        assertThat(source.asked()).containsExactly(REPO + "@master");
        assertThat(sdk("config.json")).isSymbolicLink();
        assertThat(sdk("onnx/model.onnx")).hasContent("weights").isSymbolicLink();
        assertThat(present).isRegularFile();
    }

    @Test
    void whatTheSdkHasDownloadedWrongly_isDownloadedAgain() throws Exception {
        write("snapshots/master/config.json", "[]");
        write("snapshots/" + FIRST + "/onnx/model.onnx", "WEIGHTS");

        assertReady(prefetch());

        assertThat(source.asked()).contains("config.json", "onnx/model.onnx");
        assertThat(sdk("config.json")).hasContent("{}");
        assertThat(folder.resolve("snapshots/" + FIRST + "/onnx/model.onnx")).hasContent("weights");
    }

    @Test
    void offline_whatTheSdkHasDownloaded_isEnough() throws Exception {
        write("snapshots/master/config.json", "{}");
        write("snapshots/master/onnx/model.onnx", "weights");

        PrefetchResult result;
        try (var log = new CapturedLog()) {
            result = prefetch(options("daily", true));
            assertThat(log.text()).contains("the cache has no list of commit");
        }

        assertReady(result);
        assertThat(source.asked()).isEmpty();
        Path snapshot = result.models().get(0).path();
        assertThat(snapshot.resolve("onnx/model.onnx")).hasContent("weights");
        assertThat(Files.getLastModifiedTime(ref())).isEqualTo(FileTime.from(Instant.EPOCH));
        assertThat(ref()).hasContent(snapshot.getFileName().toString());
        assertThat(folder.resolve("trees")).doesNotExist();

        assertThat(prefetch(options("daily", true)).models().get(0).path()).isEqualTo(snapshot);

        assertReady(prefetch(options("daily", false)));
        assertThat(source.asked()).containsExactly(REPO + "@master");
    }

    @Test
    void offline_withoutAnything_fails() throws Exception {
        assertThat(prefetch(options("daily", true)).failures())
                .singleElement()
                .extracting(TestBuild::message)
                .asString()
                .contains("is not in the cache " + temporary.resolve("modelscope"));
    }

    @Test
    void aLock_publishesWhereItMayMoveTheRef() throws Exception {
        prefetch();
        RepoFile other = source.lfs("config.json", "[1]");
        source.publish(REPO, MASTER, new Listing(SECOND, List.of(other)));
        var locked =
                new LockedModel(REPO, MASTER, SECOND, null, Selection.of(Part.EVERYTHING), List.of(other), List.of());

        assertReady(prefetch(new ActiveLock(new ModelLock(List.of(locked)), "lock.json", repo -> false)));
        assertThat(sdk("config.json")).hasContent("{}");

        assertReady(prefetch(new ActiveLock(new ModelLock(List.of(locked)), "lock.json", repo -> true)));
        assertThat(sdk("config.json")).hasContent("[1]");
    }

    /** The SDK writes no refs. */
    @Test
    void aLock_leavesWhatTheSdkHasDownloadedOfALaterCommit() throws Exception {
        Path newer = write("snapshots/master/onnx/model.onnx", "newer weights");

        assertReady(prefetch(lock(repo -> false)));

        assertThat(newer).hasContent("newer weights").isRegularFile();
        assertThat(sdk("config.json")).doesNotExist();
        assertThat(ref()).doesNotExist();
    }

    @Test
    void aLockThatMovesRefs_replacesNothingOfTheSdk() throws Exception {
        Path newer = write("snapshots/master/onnx/model.onnx", "newer weights");

        assertReady(prefetch(lock(repo -> true)));

        assertThat(newer).hasContent("newer weights").isRegularFile();
        assertThat(sdk("config.json")).hasContent("{}");
        assertThat(ref()).hasContent(FIRST.hex());
    }

    @Test
    void aLock_publishesWhereTheSdkHasTheSame() throws Exception {
        write("snapshots/master/onnx/model.onnx", "weights");

        assertReady(prefetch(lock(repo -> false)));

        assertThat(sdk("config.json")).hasContent("{}");
        assertThat(ref()).hasContent(FIRST.hex());
    }

    @ParameterizedTest
    @CsvSource({"daily, false", "never, false", "daily, true"})
    void whatTheSdkHasDownloadedSince_staysUntilTheRevisionIsLookedUp(String policy, boolean offline) throws Exception {
        prefetch();
        Files.delete(sdk("config.json"));
        write("snapshots/master/config.json", "[newer]");
        source.asked();

        assertReady(prefetch(options(policy, offline)));

        assertThat(source.asked()).isEmpty();
        assertThat(sdk("config.json")).hasContent("[newer]").isRegularFile();

        assertReady(prefetch());
        assertThat(sdk("config.json")).hasContent("{}").isSymbolicLink();
    }

    @Test
    void aLock_leavesWhatAUserHasChanged() throws Exception {
        prefetch(lock(repo -> false));
        Files.delete(sdk("config.json"));
        write("snapshots/master/config.json", "{\"mine\": 1}");
        Files.delete(sdk("onnx/model.onnx"));

        assertReady(prefetch(lock(repo -> false)));

        assertThat(sdk("config.json")).hasContent("{\"mine\": 1}");
        assertThat(sdk("onnx/model.onnx")).doesNotExist();
    }

    @Test
    void offline_whatTheSdkHasDownloadedSince_isFound() throws Exception {
        write("snapshots/master/config.json", "{}");
        Path before = prefetch(options("daily", true)).models().get(0).path();
        write("snapshots/master/onnx/model.onnx", "weights");

        Path after = prefetch(options("daily", true)).models().get(0).path();

        assertThat(after).isNotEqualTo(before);
        assertThat(after.resolve("onnx/model.onnx")).hasContent("weights");
        assertThat(ref()).hasContent(after.getFileName().toString());
        assertThat(Files.getLastModifiedTime(ref())).isEqualTo(FileTime.from(Instant.EPOCH));

        Files.delete(sdk("config.json"));
        assertThat(prefetch(options("daily", true)).models().get(0).path()).isEqualTo(after);
        assertThat(Files.getLastModifiedTime(ref())).isEqualTo(FileTime.from(Instant.EPOCH));
    }

    @Test
    void whatIsSpoilt_isFoundAndRepaired() throws Exception {
        Path snapshot = prefetch().models().get(0).path();
        Files.writeString(snapshot.resolve("onnx/model.onnx").toRealPath(), "spoiled");

        try (ModelEngine engine = engine(options("never", false), new ConcurrentHashMap<>())) {
            VerifyResult found = engine.verify(new VerifyRequest(null, null, true), () -> DownloadDisplay.NONE);
            assertThat(found.findings())
                    .isNotEmpty()
                    .allMatch(finding -> finding.repo().equals(REPO));

            RepairResult repaired = engine.repair(new RepairRequest(found.findings(), List.of(), bytes -> List.of()));
            assertThat(repaired.failures()).isEmpty();
            assertThat(engine.verify(new VerifyRequest(null, null, true), () -> DownloadDisplay.NONE)
                            .findings())
                    .isEmpty();
        }
        assertThat(sdk("onnx/model.onnx")).hasContent("weights");
    }

    @Test
    void aFolderThatHidesTheModelFromTheSdk_isNamedOnceInABuild() throws Exception {
        Path older = Files.createDirectories(temporary.resolve("modelscope/hub/models/org/name"));
        Files.writeString(older.resolve("README.md"), "");
        ConcurrentMap<String, String> build = new ConcurrentHashMap<>();

        try (var log = new CapturedLog()) {
            prefetch(options("always", false), build);
            prefetch(options("always", false), build);

            assertThat(log.lines("does not see what is in the cache"))
                    .singleElement()
                    .asString()
                    .contains(older + "");
        }
    }

    @Test
    void whatCannotBePublishedForTheSdk_isAWarning() throws Exception {
        Path outside = Files.createDirectories(temporary.resolve("outside"));
        Files.createDirectories(folder.resolve("snapshots"));
        Files.createSymbolicLink(folder.resolve("snapshots/master"), outside);

        try (var log = new CapturedLog()) {
            assertReady(prefetch());

            assertThat(log.text()).contains("ModelScope's SDK cannot find all of it by its revision");
        }
        assertThat(outside).isEmptyDirectory();
    }

    private static void assertReady(PrefetchResult result) {
        assertThat(result.failures()).isEmpty();
        assertThat(result.models()).hasSize(1);
    }

    private ActiveLock lock(Predicate<RepoId> movesRefs) {
        var locked = new LockedModel(
                REPO, MASTER, FIRST, null, Selection.of(Part.EVERYTHING), List.of(config, weights), List.of());
        return new ActiveLock(new ModelLock(List.of(locked)), "lock.json", movesRefs);
    }

    private Path ref() {
        return folder.resolve("refs/master");
    }

    private Path sdk(String path) {
        return folder.resolve("snapshots/master").resolve(path);
    }

    private Path write(String path, String content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private static FetchOptions options(String policy, boolean offline) {
        return new FetchOptions(offline, false, UpdatePolicy.of(policy), 2, LinkMode.COPY);
    }

    private PrefetchResult prefetch() throws InterruptedException {
        return prefetch(options("always", false));
    }

    private PrefetchResult prefetch(FetchOptions options) throws InterruptedException {
        return prefetch(options, new ConcurrentHashMap<>());
    }

    private PrefetchResult prefetch(FetchOptions options, ConcurrentMap<String, String> build)
            throws InterruptedException {
        return prefetch(options, build, null);
    }

    private PrefetchResult prefetch(ActiveLock lock) throws InterruptedException {
        return prefetch(options("always", false), new ConcurrentHashMap<>(), lock);
    }

    private PrefetchResult prefetch(
            FetchOptions options, ConcurrentMap<String, String> build, @Nullable ActiveLock lock)
            throws InterruptedException {
        var model = new ModelRequest(REPO, MASTER, Selection.of(Part.EVERYTHING), "name", null, false);
        try (ModelEngine engine = engine(options, build)) {
            return engine.prefetch(new PrefetchRequest(List.of(model), lock, List.of()));
        }
    }

    private ModelEngine engine(FetchOptions options, ConcurrentMap<String, String> build) {
        var cache = new SnapshotCache(temporary.resolve("hub"), true, build)
                .withModelScope(() -> temporary.resolve("modelscope"));
        return new ModelEngine(
                cache,
                new SourceRegistry(Map.of(SourceId.MODELSCOPE, () -> source)),
                new SharedWork(new ConcurrentHashMap<>(), "the test"),
                options,
                ZonedDateTime::now,
                () -> DownloadDisplay.NONE);
    }
}
