package io.github.hfmodels.relock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.github.hfmodels.lockfile.LockSchema;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.prefetch.FolderText;
import io.github.hfmodels.prefetch.TestBuild;
import io.github.hfmodels.relock.ModelChange.FileChange;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Selection;
import io.github.hfmodels.source.FakeSource;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.Personality;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestCommit;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testhub.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is asked and downloaded to write a lock, and what it then says. */
class LockUpdaterTest {

    private static final byte[] WEIGHTS = new byte[50_000];

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final TestRepository repository = hub.model("org/name").license("apache-2.0");
    private final String first = repository
            .commit("first")
            .file("config.json", "{\"a\":1}")
            .file("tokenizer.json", "{}")
            .lfs("onnx/model.onnx", WEIGHTS)
            .xet("big.bin", new byte[60_000])
            .id();

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void lock_isTwoQuestionsAndOneGetASmallFile() throws Exception {
        ModelLock lock = build().model("org/name").lock();

        assertThat(asked())
                .containsExactlyInAnyOrder(
                        "/api/models/org/name/revision/main?blobs=true",
                        scanOf(first),
                        "/org/name/resolve/" + first + "/config.json",
                        "/org/name/resolve/" + first + "/tokenizer.json");
        assertThat(hub.requests(request -> request.server() == Server.CDN)).isEmpty();
        LockedModel model = lock.models().get(0);
        assertThat(model.toString()).isEqualTo("org/name@main");
        assertThat(model.commit().hex()).isEqualTo(first);
        assertThat(model.license()).isEqualTo("apache-2.0");
        assertThat(model.files())
                .extracting(RepoFile::path)
                .containsExactly("big.bin", "config.json", "onnx/model.onnx", "tokenizer.json");
        assertThat(model.files().get(1).contentSha256())
                .contains(Content.of("{\"a\":1}").sha256());
        assertThat(model.files().get(2).contentSha256())
                .contains(Content.of(WEIGHTS).sha256());
        LockSchema.assertIsWrittenAndRead(lock, folder);
    }

    @Test
    void lock_ofLargeFilesAlone_isTwoQuestions() {
        build().model("org/name", null, "*.onnx", "*.bin").lock();

        assertThat(asked()).containsExactly("/api/models/org/name/revision/main?blobs=true", scanOf(first));
    }

    @Test
    void lock_leavesTheCachesRefsAndSnapshotsOfLargeFilesAlone() throws IOException {
        build().model("org/name").lock();

        assertThat(FolderText.of(cache()).lines())
                .anyMatch(line -> line.contains("/trees/"))
                .noneMatch(line -> line.contains("/refs"))
                .noneMatch(line -> line.contains("model.onnx ->"));
    }

    @Test
    void lock_ofWhatThePrefetchBrought_downloadsNothing() {
        build().ready("org/name");
        hub.clearRequests();

        build().model("org/name").lock();

        assertThat(asked()).containsExactly("/api/models/org/name/revision/main?blobs=true", scanOf(first));
    }

    @Test
    void lockOrUpdate_whereTheListIsRefused_takesThatOfTheSameCommitInTheCache() {
        ModelLock lock = build().model("org/name").lock();
        var source = new FakeSource();
        source.failList("org/name@main", new CommitHash(first), Kind.UNAVAILABLE);

        LockOutcome fresh =
                build().source(hubSource -> source).model("org/name").lock(ModelLock.EMPTY);
        LockOutcome updated =
                build().source(hubSource -> source).model("org/name").update(lock);

        assertThat(fresh.failures()).isEmpty();
        assertThat(fresh.lock().models().get(0).files())
                .isEqualTo(lock.models().get(0).files());
        assertThat(updated.failures()).isEmpty();
        assertThat(updated.lock().models().get(0).commit().hex()).isEqualTo(first);
    }

    @Test
    void update_whereTheListOfANewCommitIsRefused_fails() {
        ModelLock lock = build().model("org/name").lock();
        var source = new FakeSource();
        source.failList("org/name@main", new CommitHash("2".repeat(40)), Kind.UNAVAILABLE);

        LockOutcome updated =
                build().source(hubSource -> source).model("org/name").update(lock);

        assertThat(updated.failures())
                .extracting(TestBuild::message)
                .containsExactly("org/name@main: org/name@main fails as the test wants; ask the test");
    }

    @Test
    void lock_whenNothingChanged_asksNobodyAndChangesNothing() {
        ModelLock lock = build().model("org/name").lock();
        hub.clearRequests();

        LockOutcome outcome = build().model("org/name").lock(lock);

        assertThat(hub.requests()).isEmpty();
        assertThat(outcome.lock()).isEqualTo(lock);
        assertThat(outcome.changes()).isEmpty();
    }

    @Test
    void lock_whenTheBranchHasMoved_keepsTheCommitAndAsksNobody() {
        ModelLock lock = build().model("org/name").lock();
        second();
        hub.clearRequests();

        assertThat(build().model("org/name").lock(lock).lock()).isEqualTo(lock);
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void lock_ofAnotherSelection_staysAtTheCommitAndAsksForItsScanAlone() {
        ModelLock lock = build().model("org/name").lock();
        second();
        hub.clearRequests();

        LockOutcome outcome = build().model("org/name", null, "*.json").lock(lock);

        assertThat(asked()).containsExactly(scanOf(first));
        assertThat(outcome.lock().models())
                .hasSize(2)
                .allMatch(model -> model.commit().hex().equals(first));
        assertThat(outcome.changes())
                .singleElement()
                .extracting(ModelChange::before)
                .isNull();
    }

    @Test
    void lock_ofAnotherSelectionWithAnEmptyCache_asksForTheCommit() {
        ModelLock lock = build().model("org/name").lock();
        second();
        hub.clearRequests();

        ModelLock after = new TestBuild(hub.endpoint(), folder.resolve("another cache"))
                .model("org/name", null, "*.json")
                .lock(lock)
                .lock();

        assertThat(asked()).containsExactly("/api/models/org/name/revision/" + first + "?blobs=true", scanOf(first));
        assertThat(after.models())
                .hasSize(2)
                .allMatch(model -> model.commit().hex().equals(first));
    }

    @Test
    void lock_ofANewModel_looksUpThatAlone() {
        ModelLock lock = build().model("org/name").lock();
        String commit = hub.model("org/new")
                .commit("first")
                .lfs("model.bin", new byte[5_000])
                .id();
        hub.clearRequests();

        LockOutcome outcome = build().model("org/name").model("org/new").lock(lock);

        assertThat(asked())
                .containsExactly(
                        "/api/models/org/new/revision/main?blobs=true",
                        "/api/models/org/new/revision/" + commit + "?securityStatus=true");
        assertThat(outcome.lock().models()).hasSize(2).contains(lock.models().get(0));
        assertThat(outcome.changes()).extracting(ModelChange::model).containsExactly("org/new@main");
    }

    @Test
    void lock_ofTwoSelections_asksOnce() {
        build().model("org/name", null, "*.onnx")
                .model("org/name", null, "*.bin")
                .lock();

        assertThat(asked()).containsExactly("/api/models/org/name/revision/main?blobs=true", scanOf(first));
    }

    @Test
    void lock_ofAnotherSelectionAtACommitThatIsGone_saysHowToMoveOn() {
        LockedModel model =
                at("f".repeat(40), build().model("org/name").lock().models().get(0));

        LockOutcome outcome = build().model("org/name", null, "*.json").lock(new ModelLock(List.of(model)));

        assertThat(outcome.failures())
                .singleElement()
                .extracting(TestBuild::message)
                .isEqualTo("org/name@main: the repository has no revision '" + "f".repeat(40)
                        + "', as the lock file has it; if the repository was changed on purpose, run mvn"
                        + " hf-models:update -Dhf.models=org/name");
    }

    @Test
    void update_movesAllSelectionsOfTheRevisionTogetherAndNothingElse() {
        hub.model("org/name").tag("v1", first);
        ModelLock lock = build().model("org/name")
                .model("org/name", null, "*.json")
                .model("org/name@v1")
                .lock();
        String second = second();
        hub.clearRequests();

        LockOutcome outcome = build().model("org/name", null, "*.json").update(lock);

        assertThat(hub.requests(request -> request.path().startsWith("/api/models/")))
                .hasSize(2);
        assertThat(outcome.lock().models())
                .extracting(model -> model + " " + model.selection() + " " + model.commit())
                .containsExactlyInAnyOrder(
                        "org/name@main all files " + second,
                        "org/name@main includes [*.json] " + second,
                        "org/name@v1 all files " + first);
    }

    @Test
    void update_ofTwoSelections_tellsOfEachOnce() {
        TestBuild both = build().model("org/name", null, "*.json").model("org/name");
        ModelLock lock = both.lock();
        second();

        assertThat(both.update(lock).changes()).hasSize(2);
    }

    @Test
    void update_downloadsOnlySmallFilesThatChanged() throws Exception {
        ModelLock lock = build().model("org/name").lock();
        String second = second();
        hub.clearRequests();

        LockOutcome outcome = new TestBuild(hub.endpoint(), folder.resolve("another cache"))
                .model("org/name")
                .update(lock);

        assertThat(asked())
                .containsExactlyInAnyOrder(
                        "/api/models/org/name/revision/main?blobs=true",
                        scanOf(second),
                        "/org/name/resolve/" + second + "/config.json",
                        "/org/name/resolve/" + second + "/vocab.txt");
        LockSchema.assertIsWrittenAndRead(outcome.lock(), folder);
    }

    @Test
    void update_tellsWhatWasAddedRemovedAndChanged() {
        ModelLock lock = build().model("org/name").lock();
        String second = second();

        ModelChange change = build().model("org/name").update(lock).changes().get(0);

        assertThat(change.before().commit().hex()).isEqualTo(first);
        assertThat(change.after().commit().hex()).isEqualTo(second);
        assertThat(change.added()).extracting(RepoFile::path).containsExactly("vocab.txt");
        assertThat(change.removed()).extracting(RepoFile::path).containsExactly("big.bin");
        assertThat(change.changed())
                .extracting(
                        file -> file.after().path(),
                        file -> file.before().contentSize(),
                        file -> file.after().contentSize())
                .containsExactly(tuple("config.json", 7L, 8L), tuple("onnx/model.onnx", 50_000L, 50_001L));
    }

    @Test
    void update_whenNothingMoved_isTwoQuestionsAndNoChange() {
        ModelLock lock = build().model("org/name").lock();
        hub.clearRequests();

        LockOutcome outcome = build().model("org/name").update(lock);

        assertThat(asked()).containsExactly("/api/models/org/name/revision/main?blobs=true", scanOf(first));
        assertThat(outcome.changes()).isEmpty();
        assertThat(outcome.lock()).isEqualTo(lock);
    }

    @Test
    void update_toACommitWithTheSameFiles_isAChangeOfTheCommitAlone() {
        ModelLock lock = build().model("org/name").lock();
        String second = repository.commit("nothing but words").id();
        assertThat(second).isNotEqualTo(first);

        ModelChange change = build().model("org/name").update(lock).changes().get(0);

        assertThat(change.after().commit().hex()).isEqualTo(second);
        assertThat(change.added()).isEmpty();
        assertThat(change.removed()).isEmpty();
        assertThat(change.changed()).isEmpty();
    }

    @Test
    void update_ofAPinnedModel_asksForItsScanAlone() {
        ModelLock lock = build().model("org/name@" + first).lock();
        hub.clearRequests();

        assertThat(build().model("org/name@" + first).update(lock).changes()).isEmpty();
        assertThat(asked()).containsExactly(scanOf(first));
    }

    @Test
    void update_locksWhatIsNotLockedYet() {
        LockOutcome outcome = build().model("org/name").update(ModelLock.EMPTY);

        assertThat(outcome.lock().models()).hasSize(1);
        assertThat(outcome.changes()).singleElement().satisfies(change -> {
            assertThat(change.before()).isNull();
            assertThat(change.added()).hasSize(4);
        });
    }

    @Test
    void updateDryRun_asksAndDownloadsAndWritesNothing() throws IOException {
        ModelLock lock = build().model("org/name").lock();
        String second = second();
        String before = FolderText.of(cache());
        hub.clearRequests();

        LockOutcome outcome = build().model("org/name").updateDryRun(lock);

        assertThat(asked()).containsExactly("/api/models/org/name/revision/main?blobs=true", scanOf(second));
        assertThat(FolderText.of(cache())).isEqualTo(before);
        ModelChange change = outcome.changes().get(0);
        assertThat(change.after().commit().hex()).isEqualTo(second);
        assertThat(change.changed())
                .extracting(FileChange::after)
                .extracting(RepoFile::path)
                .containsExactly("config.json", "onnx/model.onnx");
    }

    @Test
    void updateDryRun_whenNothingMoved_isNoChange() {
        ModelLock lock = build().model("org/name").lock();

        assertThat(build().model("org/name").updateDryRun(lock).changes()).isEmpty();
    }

    @Test
    void aRepositoryThatIsMissing_failsAloneAndTheLockSaysOfItWhatItSaid() {
        ModelLock lock = build().model("org/name").lock();

        LockOutcome outcome = build().model("org/none").model("org/name").update(lock);

        assertThat(outcome.failures()).singleElement().satisfies(failure -> {
            assertThat(TestBuild.message(failure)).startsWith("org/none@main: ");
            assertThat(failure.isUserError()).isTrue();
        });
        assertThat(outcome.lock()).isEqualTo(lock);
    }

    @Test
    void aSmallFileThatCannotBeHad_failsTheModel() {
        hub.faults().onPath("/config.json").status(503);

        LockOutcome outcome = build().model("org/name").lock(ModelLock.EMPTY);

        assertThat(outcome.failures())
                .singleElement()
                .extracting(TestBuild::message)
                .asString()
                .startsWith("org/name@main: ")
                .contains("config.json", "503");
        assertThat(outcome.lock()).isEqualTo(ModelLock.EMPTY);
    }

    @Test
    void aSelectionOfNothing_fails() {
        LockOutcome outcome = build().model("org/name", null, "*.gguf").lock(ModelLock.EMPTY);

        assertThat(outcome.failures())
                .singleElement()
                .extracting(TestBuild::message)
                .asString()
                .contains("no file matches includes [*.gguf]");
    }

    @Test
    void update_ofSelectionsOfWhichOneFails_leavesTheOthersWithIt() {
        ModelLock lock =
                build().model("org/name").model("org/name", null, "config.json").lock();
        hub.model("org/name").commit("third").remove("config.json").file("other.json", "{}");

        LockOutcome outcome =
                build().model("org/name").model("org/name", null, "config.json").update(lock);

        assertThat(outcome.failures())
                .singleElement()
                .satisfies(failure ->
                        assertThat(TestBuild.message(failure)).contains("no file matches includes [config.json]"));
        assertThat(outcome.lock()).isEqualTo(lock);
        assertThat(outcome.changes()).isEmpty();
    }

    @Test
    void offline_failsWithoutARequestUnlessNothingNeedBeLookedUp() {
        ModelLock lock = build().model("org/name").lock();
        hub.clearRequests();

        assertThat(build().offline().model("org/name").lock(lock).failures()).isEmpty();
        LockOutcome outcome = build().offline().model("org/name@v2").lock(lock);

        assertThat(outcome.failures())
                .singleElement()
                .extracting(TestBuild::message)
                .isEqualTo("org/name@v2: it must be looked up, and the build is offline; run once without -o and"
                        + " without HF_HUB_OFFLINE to fetch it");
        assertThat(outcome.failures().get(0).isUserError()).isTrue();
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void aPathThatLeadsOutOfTheRepository_doesNotGetIntoALock() {
        Content content = Content.of("four");
        hub.model("org/evil").commit("first").raw("../x", content.gitSha1(), 4, null, content);

        LockOutcome outcome = build().model("org/evil").lock(ModelLock.EMPTY);

        assertThat(outcome.failures())
                .singleElement()
                .extracting(TestBuild::message)
                .asString()
                .contains("that is refused");
        assertThat(outcome.lock()).isEqualTo(ModelLock.EMPTY);
    }

    @Test
    void aContentOfTheCacheThatIsNotWhatTheHubLists_doesNotGetIntoALock() throws IOException {
        Path config = build().ready("org/name").path().resolve("config.json").toRealPath();
        Files.writeString(config, "{\"b\":2}");

        LockOutcome outcome = build().model("org/name").lock(ModelLock.EMPTY);

        assertThat(outcome.failures())
                .singleElement()
                .extracting(TestBuild::message)
                .asString()
                .contains("the cache's config.json is not what the source lists", "-Dhf.force");
        assertThat(build().force().model("org/name").lock().models()).hasSize(1);
    }

    @Test
    void aDataset_isLockedAsSuch() throws Exception {
        hub.dataset("org/words").license("mit", "cc0-1.0").commit("first").file("a.csv", "a\n");

        ModelLock lock = build().model("hf://datasets/org/words").lock();

        assertThat(lock.models()).singleElement().satisfies(model -> {
            assertThat(model.toString()).isEqualTo("datasets/org/words@main");
            assertThat(model.license()).isEqualTo("mit, cc0-1.0");
        });
        LockSchema.assertIsWrittenAndRead(lock, folder);
    }

    @Test
    void lock_hasTheCardAndTheScanOfEachFile() throws Exception {
        repository.card("pipeline_tag", "fill-mask").card("base_model", "org/base");
        repository.commit("second").scan("big.bin", "unsafe").scan("onnx/model.onnx", "caution");

        LockedModel model = build().model("org/name").lock().models().get(0);

        assertThat(model.card())
                .isEqualTo(new ModelCard(null, "fill-mask", null, List.of("org/base"), List.of(), List.of()));
        assertThat(model.scans())
                .containsOnly(
                        entry("big.bin", ScanVerdict.UNSAFE),
                        entry("config.json", ScanVerdict.SAFE),
                        entry("onnx/model.onnx", ScanVerdict.SUSPICIOUS),
                        entry("tokenizer.json", ScanVerdict.SAFE));
        LockSchema.assertIsWrittenAndRead(new ModelLock(List.of(model)), folder);
    }

    @Test
    void lock_leavesTheScanOfALockedModelAlone() {
        TestCommit pending = repository.commit("second").scansPending();
        ModelLock lock = build().model("org/name").lock();
        pending.scansDone();

        assertThat(build().model("org/name").lock(lock).changes()).isEmpty();
    }

    @Test
    void update_ofAModelThatStays_bringsWhatTheScanSaysNow() {
        TestCommit pending = repository.commit("second").scansPending();
        TestBuild build = build().model("org/name").model("org/name@" + pending.id());
        ModelLock lock = build.lock();
        pending.scan("big.bin", "unsafe").scansDone();

        LockOutcome told = build.updateDryRun(lock);
        LockOutcome outcome = build.update(lock);

        assertThat(lock.models()).allMatch(model -> model.scan().equals(Optional.of(ScanVerdict.UNSCANNED)));
        assertThat(outcome.changes()).hasSize(2).allSatisfy(change -> {
            assertThat(change.after().commit()).isEqualTo(change.before().commit());
            assertThat(change.changed()).isEmpty();
            assertThat(change.rescanned()).containsExactly(entry("big.bin", ScanVerdict.UNSAFE));
        });
        assertThat(told.changes()).isEqualTo(outcome.changes());
    }

    @Test
    void update_ofAPinnedModel_bringsItsLicence() {
        ModelLock lock = build().model("org/name@" + first).lock();
        repository.license("mit");

        assertThat(build().model("org/name@" + first).update(lock).lock().models())
                .extracting(LockedModel::license)
                .containsExactly("mit");
    }

    @ParameterizedTest
    @EnumSource(names = {"ARTIFACTORY", "NEXUS"})
    void update_byAServerThatKnowsOfNoScan_keepsWhatIsLocked(Personality personality) {
        repository.card("pipeline_tag", "fill-mask");
        ModelLock lock = build().model("org/name@" + first).lock();
        try (TestHub mirror = TestHub.builder().personality(personality).start()) {
            TestCommit same = mirror.model("org/name").commit("first");
            same.file("config.json", "{\"a\":1}")
                    .file("tokenizer.json", "{}")
                    .lfs("onnx/model.onnx", WEIGHTS)
                    .xet("big.bin", new byte[60_000]);
            assertThat(same.id()).isEqualTo(first);
            mirror.faults()
                    .on(request -> request.query().orElse("").contains("securityStatus"))
                    .status(404);

            LockOutcome outcome = new TestBuild(mirror.endpoint(), cache())
                    .model("org/name@" + first)
                    .update(lock);

            assertThat(outcome.failures()).isEmpty();
            assertThat(outcome.changes()).isEmpty();
        }
        assertThat(lock.models().get(0).scan()).contains(ScanVerdict.SAFE);
    }

    @Test
    void update_whereTheScanIsRefused_warnsAndKeepsWhatIsLocked() {
        ModelLock lock = build().model("org/name@" + first).lock();
        hub.model("org/free").commit("first").file("a.txt", "a");
        ModelLock unlicensed = build().model("org/free").lock();
        hub.faults()
                .on(request -> request.query().orElse("").contains("securityStatus"))
                .status(403)
                .header("X-Error-Message", "not for you");

        assertQuiet(build().model("org/free").update(unlicensed));
        try (var log = new CapturedLog()) {
            assertQuiet(build().model("org/name@" + first).update(lock));
            assertThat(log.lines("WARN"))
                    .singleElement()
                    .asString()
                    .contains("org/name@" + first + ": license, card and security scan cannot be looked up")
                    .contains("access is forbidden");
        }
    }

    /** Builds that use it from their caches would not learn of it otherwise. */
    @Test
    void update_ofAPinnedModelThatTheHubNoLongerHas_warns() {
        ModelLock lock = build().model("org/name@" + first).lock();
        hub.model("org/name").makePrivate("hf_secret");

        try (var log = new CapturedLog()) {
            assertQuiet(build().model("org/name@" + first).update(lock));
            assertThat(log.lines("WARN")).singleElement().asString().contains("org/name@" + first);
        }
    }

    @Test
    void lock_whereTheScanIsRefused_locksTheFiles() {
        hub.model("org/free").commit("first").file("a.txt", "a");
        hub.faults()
                .on(request -> request.query().orElse("").contains("securityStatus"))
                .status(403)
                .header("X-Error-Message", "not for you");

        LockOutcome outcome = build().model("org/free").lock(ModelLock.EMPTY);

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.lock().models()).hasSize(1);
    }

    @Test
    void update_whereWhatWasFoundCountsAsNotScanned_keepsItForTheSameCommit() {
        TestCommit commit =
                repository.commit("second").scan("big.bin", "unsafe").scan("config.json", "caution");
        ModelLock lock = build().model("org/name").lock();
        commit.scansPending().scan("big.bin", "queued").scan("config.json", "safe");

        LockOutcome outcome = build().model("org/name").update(lock);

        assertThat(outcome.lock().models().get(0).scans())
                .containsEntry("big.bin", ScanVerdict.UNSAFE)
                .containsEntry("config.json", ScanVerdict.SAFE)
                .containsEntry("tokenizer.json", ScanVerdict.UNSCANNED);
        repository.commit("third").scansPending();
        assertThat(build().model("org/name")
                        .update(outcome.lock())
                        .lock()
                        .models()
                        .get(0)
                        .scans())
                .containsEntry("big.bin", ScanVerdict.UNSCANNED);
    }

    private static void assertQuiet(LockOutcome outcome) {
        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.changes()).isEmpty();
    }

    @Test
    void update_whereTheServerFails_failsAndKeepsTheLock() {
        ModelLock lock = build().model("org/name@" + first).lock();
        hub.faults()
                .on(request -> request.query().orElse("").contains("securityStatus"))
                .status(503);

        LockOutcome outcome = build().model("org/name@" + first).update(lock);

        assertThat(outcome.failures()).hasSize(1);
        assertThat(outcome.lock()).isEqualTo(lock);
        assertThat(build().offline().model("org/name@" + first).update(lock).failures())
                .isEmpty();
    }

    private static String scanOf(String commit) {
        return "/api/models/org/name/revision/" + commit + "?securityStatus=true";
    }

    private String second() {
        return repository
                .commit("second")
                .file("config.json", "{\"a\":22}")
                .file("vocab.txt", "a\nb\n")
                .lfs("onnx/model.onnx", new byte[50_001])
                .remove("big.bin")
                .id();
    }

    private static LockedModel at(String commit, LockedModel model) {
        return new LockedModel(
                model.repo(),
                model.revision(),
                new CommitHash(commit),
                model.license(),
                model.selection(),
                model.files(),
                List.of());
    }

    private TestBuild build() {
        return new TestBuild(hub.endpoint(), cache());
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private List<String> asked() {
        return hub
                .requests(request ->
                        request.server() == Server.HUB && !request.path().startsWith("/api/resolve-cache/"))
                .stream()
                .map(request -> request.target())
                .toList();
    }

    /** So many that comparing each with all others would take hours. */
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void update_ofALockWithVeryManySelectionsThatAreBroken_failsEachAlone() {
        LockedModel good = build().model("org/name").lock().models().get(0);
        var models = new ArrayList<>(List.of(good));
        for (int i = 0; i < 20_000; i++) {
            models.add(new LockedModel(
                    good.repo(),
                    good.revision(),
                    good.commit(),
                    null,
                    Selection.of(Part.EVERYTHING, List.of("none" + i), List.of()),
                    good.files(),
                    List.of()));
        }
        hub.model("org/name").commit("second").file("config.json", "{}");

        LockOutcome outcome = build().model("org/name").update(new ModelLock(models));

        assertThat(outcome.failures()).hasSize(20_000);
        // In a lock, a revision is at one commit.
        assertThat(outcome.changes()).isEmpty();
        assertThat(outcome.without(outcome.lock().models()).lock().models()).isEmpty();
    }
}
