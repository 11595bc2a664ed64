package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.lockfile.LockFile;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testhub.TestRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End to end: builds that follow a lock: what they ask, what they refuse, and what they leave in the cache. */
class LockedPrefetchTest {

    private static final String SMALL = "{\"a\":1}";

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final TestRepository repository = hub.model("org/name").license("apache-2.0");
    private final String commit = repository
            .commit("first")
            .file("config.json", SMALL)
            .file("dür/文 a+b#c?%.txt", "odd")
            .lfs("onnx/model.onnx", new byte[3_000])
            .lfs("big.bin", new byte[5_000])
            .id();

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void coldIsOneGetAFileAtTheLockedCommitAndNoQuestion() {
        ModelLock lock = lock("org/name");
        moved();

        PrefetchedModel model = build().locked(lock).ready("org/name");

        assertThat(asked())
                .containsExactlyInAnyOrder(
                        "/org/name/resolve/" + commit + "/config.json",
                        "/org/name/resolve/" + commit + "/d%C3%BCr/%E6%96%87%20a%2Bb%23c%3F%25.txt",
                        "/org/name/resolve/" + commit + "/onnx/model.onnx",
                        "/org/name/resolve/" + commit + "/big.bin");
        assertThat(model.commit().hex()).isEqualTo(commit);
        assertThat(model.path().resolve("config.json")).hasContent(SMALL);
        assertThat(model.path().resolve("onnx/model.onnx")).hasBinaryContent(new byte[3_000]);
        assertThat(model.wasCached()).isFalse();
    }

    /** As a program does that updates dependencies. */
    @Test
    void anEditedLockFileIsFollowed() throws Exception {
        ModelLock before = lock("org/name", "config.json");
        String second = moved();
        ModelLock after = lock("org/name", "config.json");
        RepoFile old = before.models().get(0).files().get(0);
        RepoFile edited = after.models().get(0).files().get(0);
        Path file = folder.resolve(LockFile.NAME);
        new LockFile(file).write(before);
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(commit, second)
                        .replace("\"size\": " + old.size(), "\"size\": " + edited.size())
                        .replace(old.blobId(), edited.blobId())
                        .replace(
                                old.contentSha256().orElseThrow(),
                                edited.contentSha256().orElseThrow()));

        PrefetchedModel model = build().locked(new LockFile(file).read()).ready("org/name", "config.json");

        assertThat(model.path().resolve("config.json")).hasContent("{}");
        assertThat(asked()).containsExactly("/org/name/resolve/" + second + "/config.json");
    }

    @Test
    void oneHundredWarmBuildsAskNothing() {
        ModelLock lock = lock("org/name");
        build().locked(lock).ready("org/name");
        hub.clearRequests();

        for (int i = 0; i < 100; i++) {
            assertThat(build().locked(lock).ready("org/name").wasCached()).isTrue();
        }

        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void twoSelectionsFetchWhatTheyShareOnce() {
        ModelLock lock = new TestBuild(hub.endpoint(), folder.resolve("elsewhere"))
                .model("org/name", null, "*.json", "onnx/*")
                .model("org/name", null, "onnx/*")
                .lock();
        hub.clearRequests();

        PrefetchResult result = build().locked(lock)
                .model("org/name", null, "*.json", "onnx/*")
                .model("org/name", null, "onnx/*")
                .run();

        assertThat(result.failures()).isEmpty();
        assertThat(asked())
                .containsExactlyInAnyOrder(
                        "/org/name/resolve/" + commit + "/config.json",
                        "/org/name/resolve/" + commit + "/onnx/model.onnx");
    }

    @Test
    void whatTheCacheHasOfAnotherRevisionIsNotFetched() {
        ModelLock lock = lock("org/name");
        repository.commit("second").file("config.json", "{}");
        build().ready("org/name");
        hub.clearRequests();

        build().locked(lock).ready("org/name");

        assertThat(asked()).containsExactly("/org/name/resolve/" + commit + "/config.json");
    }

    @Test
    void forceFetchesEveryFileAgainAndAsksNothing() {
        ModelLock lock = lock("org/name");
        build().locked(lock).ready("org/name");
        hub.clearRequests();

        build().locked(lock).force().ready("org/name");

        assertThat(asked()).hasSize(4).allMatch(path -> path.startsWith("/org/name/resolve/" + commit + "/"));
    }

    @Test
    void aPlanAsksNothingAndWritesNothing() throws IOException {
        ModelLock lock = lock("org/name");

        PrefetchPlan plan = build().locked(lock).model("org/name").plan();

        assertThat(plan.downloads()).isEqualTo(4);
        assertThat(hub.requests()).isEmpty();
        assertThat(FolderText.of(cache())).isEmpty();
    }

    @Test
    void aModelThatIsNotLockedIsNamed() {
        assertThat(refusal(lock("org/name"), "org/other"))
                .isEqualTo("org/other@main: hf-models.lock.json does not have it; run mvn hf-models:lock");
    }

    @Test
    void theOtherModelsAreReadyAllTheSame() {
        ModelLock lock = lock("org/name");

        PrefetchResult result =
                build().locked(lock).model("org/other").model("org/name").run();

        assertThat(result.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.isUserError()).isTrue());
        assertThat(result.models()).hasSize(1);
    }

    @Test
    void aFileThatTheHubNoLongerHasIsNamedWithTheWayOut() throws IOException {
        ModelLock lock = lock("org/name");
        hub.faults()
                .on(request -> request.path().endsWith("/resolve/" + commit + "/big.bin"))
                .body(404, "text/plain", "Entry not found".getBytes(StandardCharsets.UTF_8))
                .header("X-Error-Code", "EntryNotFound")
                .header("X-Repo-Commit", commit);

        assertThat(refusal(lock, "org/name"))
                .isEqualTo("org/name@main: big.bin is listed, but the Hub does not have it, as hf-models.lock.json has"
                        + " it; if the repository was changed on purpose, run mvn hf-models:update"
                        + " -Dhf.models=org/name");
        assertThat(cache().resolve("models--org--name/refs")).doesNotExist();
        assertThat(content(new byte[5_000], true)).doesNotExist();
    }

    @Test
    void aCommitThatTheHubNoLongerHasIsNamedWithTheWayOut() throws IOException {
        ModelLock lock = lock("org/name");
        hub.faults()
                .on(request -> request.path().contains("/resolve/" + commit))
                .body(404, "text/plain", "Invalid rev id".getBytes(StandardCharsets.UTF_8))
                .header("X-Error-Code", "RevisionNotFound");

        assertThat(refusal(lock, "org/name"))
                .isEqualTo(
                        "org/name@main: the repository has no commit " + commit + ", as hf-models.lock.json has it; if"
                                + " the repository was changed on purpose, run mvn hf-models:update -Dhf.models=org/name");
        assertNothingVisible();
    }

    @Test
    void anotherContentOfTheSameLengthIsRefusedWithTheWayOut() throws IOException {
        ModelLock lock = lock("org/name");
        Content model = Content.of(new byte[3_000]);
        hub.faults()
                .on(request -> request.server() == Server.CDN && request.path().contains(model.sha256()))
                .flipByteAt(7);

        assertThat(refusal(lock, "org/name"))
                .startsWith("org/name@main: ")
                .contains("onnx/model.onnx: the content from ", " does not have the hash ")
                .endsWith(", as hf-models.lock.json has it; if the repository was changed on purpose, run mvn"
                        + " hf-models:update -Dhf.models=org/name");
        assertThat(content(new byte[3_000], true)).doesNotExist();
        assertThat(snapshot().resolve("onnx/model.onnx")).doesNotExist();
        assertThat(cache().resolve("models--org--name/refs")).doesNotExist();
    }

    @Test
    void contentsOfAHostileServerAreNeverVisible() throws IOException {
        ModelLock lock = lock("org/name");
        hub.faults()
                .on(request -> request.path().contains("/resolve/"))
                .body(200, "application/octet-stream", "evil".getBytes(StandardCharsets.UTF_8));

        assertThat(refusal(lock, "org/name")).contains("mvn hf-models:update -Dhf.models=org/name");
        assertNothingVisible();
    }

    @Test
    void aSha256ThatTheCachesContentHasNotIsRefusedWhenItIsToBeShown() throws IOException {
        ModelLock lock = withSha256(lock("org/name", "config.json"), "f".repeat(64));
        // Of another commit, so that the snapshot must be made.
        repository.commit("second").file("vocab.txt", "a");
        build().ready("org/name", "config.json");

        assertThat(refusal(lock, "org/name", "config.json"))
                .contains("the content does not have the SHA-256 that the lock file says");
        assertThat(snapshot().resolve("config.json")).doesNotExist();
        assertThat(content(SMALL.getBytes(StandardCharsets.UTF_8), false)).hasContent(SMALL);
    }

    @Test
    void aContentThatWasExchangedUnderItsGitHashIsFetchedAnew() throws IOException {
        ModelLock lock = lock("org/name", "config.json");
        repository.commit("second").file("vocab.txt", "a");
        Path content = build().ready("org/name", "config.json")
                .path()
                .resolve("config.json")
                .toRealPath();
        Files.writeString(content, "{\"b\":1}");
        hub.clearRequests();

        PrefetchedModel model = build().locked(lock).ready("org/name", "config.json");

        assertThat(asked()).containsExactly("/org/name/resolve/" + commit + "/config.json");
        assertThat(model.path().resolve("config.json")).hasContent(SMALL);
        assertThat(content).hasContent(SMALL);
    }

    @Test
    void aPathOfALockThatLeadsElsewhereIsRefused() throws IOException {
        LockedModel model = lock("org/name").models().get(0);
        RepoFile file = model.files().get(0);
        var evil = new RepoFile("../../../x", file.size(), file.blobId(), null, null, file.sha256());

        assertThat(refusal(new ModelLock(List.of(with(model, evil))), "org/name"))
                .contains("'../../../x' that is refused: it contains '..'");
        assertThat(hub.requests()).isEmpty();
        assertNothingVisible();
    }

    @Test
    void aRefIsWrittenWhereThereIsNoneAndDoesNotPassForALookUp() throws IOException {
        ModelLock lock = lock("org/name");
        String second = moved();

        build().locked(lock).ready("org/name");

        assertThat(ref()).hasContent(commit);
        assertThat(Files.getLastModifiedTime(ref()).toInstant()).isEqualTo(Instant.EPOCH);
        hub.clearRequests();
        PrefetchedModel unlocked = build().updatePolicy("daily").ready("org/name");
        assertThat(asked()).first().isEqualTo("/api/models/org/name/revision/main?blobs=true");
        assertThat(unlocked.commit().hex()).isEqualTo(second);
        assertThat(ref()).hasContent(second);
    }

    @Test
    void aRefIsWrittenWhenTheSnapshotIsThereAlready() throws IOException {
        ModelLock lock = lock("org/name");
        build().ready("org/name@" + commit);
        assertThat(ref()).doesNotExist();
        hub.clearRequests();

        build().locked(lock).ready("org/name");

        assertThat(ref()).hasContent(commit);
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void aLockOfAllFilesLeavesWhatABuildWithoutALockLeaves_butTheListing() throws IOException {
        ModelLock lock = lock("org/name");
        build().locked(lock).ready("org/name");
        Path unlocked = folder.resolve("unlocked");
        new TestBuild(hub.endpoint(), unlocked).ready("org/name");

        assertThat(tree()).doesNotExist();
        assertThat(FolderText.of(cache()).lines())
                .containsExactlyElementsOf(FolderText.of(unlocked)
                        .lines()
                        .filter(line -> !line.contains("/trees/"))
                        .toList());
    }

    @Test
    void aBuildWithoutTheLockAsksForTheListingAndFetchesNothing() {
        build().locked(lock("org/name")).ready("org/name");
        hub.clearRequests();

        PrefetchedModel pinned = build().ready("org/name@" + commit);
        PrefetchedModel offline = build().offline().ready("org/name");

        assertThat(asked()).containsExactly("/api/models/org/name/revision/" + commit + "?blobs=true");
        assertThat(pinned.wasCached() && offline.wasCached()).isTrue();
    }

    @Test
    void withoutSymlinksTheSnapshotHoldsTheFilesAndTheNextBuildIsSilent() {
        ModelLock lock = lock("org/name");
        PrefetchedModel model = build().withoutSymlinks().locked(lock).ready("org/name");
        assertThat(model.path().resolve("config.json")).isRegularFile().hasContent(SMALL);
        assertThat(Files.isSymbolicLink(model.path().resolve("config.json"))).isFalse();
        hub.clearRequests();

        assertThat(build().withoutSymlinks().locked(lock).ready("org/name").wasCached())
                .isTrue();
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void withoutSymlinksAFileOfAnotherRevisionIsNotShownWhenItHasNotTheLockedSha256() throws IOException {
        ModelLock lock = withSha256(lock("org/name", "config.json"), "f".repeat(64));
        repository.commit("second").file("vocab.txt", "a");
        build().withoutSymlinks().ready("org/name", "config.json");

        assertThat(build().withoutSymlinks()
                        .locked(lock)
                        .fails("org/name", "config.json")
                        .message())
                .contains("the content does not have the SHA-256 that the lock file says");
        assertThat(snapshot().resolve("config.json")).doesNotExist();
    }

    @Test
    void withoutSymlinksAFileOfAnotherRevisionIsTakenOver() {
        ModelLock lock = lock("org/name", "config.json");
        repository.commit("second").file("vocab.txt", "a");
        build().withoutSymlinks().ready("org/name", "config.json");
        hub.clearRequests();

        assertThat(build().withoutSymlinks()
                        .locked(lock)
                        .ready("org/name", "config.json")
                        .path()
                        .resolve("config.json"))
                .hasContent(SMALL);
        assertThat(asked()).isEmpty();
    }

    private String moved() {
        String second = repository
                .commit("second")
                .file("config.json", "{}")
                .remove("big.bin")
                .id();
        hub.clearRequests();
        return second;
    }

    /** Written with another cache, so that the build's is cold. */
    private ModelLock lock(String coordinates, String... includes) {
        ModelLock lock = new TestBuild(hub.endpoint(), folder.resolve("elsewhere"))
                .model(coordinates, null, includes)
                .lock();
        hub.clearRequests();
        return lock;
    }

    private String refusal(ModelLock lock, String coordinates, String... includes) {
        return build().locked(lock).fails(coordinates, includes).message();
    }

    private static ModelLock withSha256(ModelLock lock, String hex) {
        LockedModel model = lock.models().get(0);
        return new ModelLock(List.of(with(model, model.files().get(0).withSha256(hex))));
    }

    private static LockedModel with(LockedModel model, RepoFile file) {
        return new LockedModel(
                model.repo(),
                model.revision(),
                model.commit(),
                model.license(),
                model.selection(),
                List.of(file),
                List.of());
    }

    private TestBuild build() {
        return new TestBuild(hub.endpoint(), cache());
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private Path ref() {
        return cache().resolve("models--org--name/refs/main");
    }

    private Path tree() {
        return cache().resolve("models--org--name/trees/" + commit + ".json");
    }

    private Path snapshot() {
        return cache().resolve("models--org--name/snapshots/" + commit);
    }

    private Path content(byte[] bytes, boolean isLarge) {
        Content content = Content.of(bytes);
        return cache().resolve("models--org--name/blobs").resolve(isLarge ? content.sha256() : content.gitSha1());
    }

    /** No content, no link, no ref: nothing but locks, listings and empty folders. */
    private void assertNothingVisible() throws IOException {
        assertThat(FolderText.of(cache()).lines())
                .filteredOn(line -> !line.endsWith("/"))
                .allMatch(line -> line.startsWith("CACHEDIR.TAG = ")
                        || line.matches("\\.locks/models--org--name/[0-9a-f]+\\.lock = ''")
                        || line.matches("models--org--name/\\.no_exist/.*")
                        || line.matches("models--org--name/trees/[0-9a-f]{40}\\.json = .*"));
    }

    private List<String> asked() {
        return hub
                .requests(request -> request.server() == Server.HUB
                        && request.method().equals("GET")
                        && !request.path().startsWith("/api/resolve-cache/"))
                .stream()
                .map(RecordedRequest::target)
                .toList();
    }
}
