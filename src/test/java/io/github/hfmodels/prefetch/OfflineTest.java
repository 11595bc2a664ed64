package io.github.hfmodels.prefetch;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.Digest;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** End to end: builds that must not, or cannot, ask the Hub. */
class OfflineTest {

    @TempDir
    private Path cache;

    private final TestHub hub = TestHub.start();
    private final String commit = hub.model("org/name")
            .commit("first")
            .file("config.json", "{}")
            .lfs("model.onnx", new byte[100])
            .id();

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void whatIsCompleteIsReadyWithoutARequest() {
        online("org/name");

        PrefetchedModel byBranch = offline().ready("org/name");
        PrefetchedModel byCommit = offline().ready("org/name@" + commit);

        assertThat(byBranch.path()).isEqualTo(byCommit.path()).isDirectory();
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void whatIsMissingIsNamedWithTheWayToGetIt() {
        new TestBuild(hub.endpoint(), cache).ready("org/name", "*.json");
        hub.clearRequests();

        TestBuild.Failure failure = offline().fails("org/name");

        assertThat(failure.message())
                .isEqualTo(
                        "org/name@main: the cache lacks model.onnx, and the build is offline; run once without -o and"
                                + " without HF_HUB_OFFLINE to fetch it");
        assertThat(failure.isUserError()).isTrue();
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void aListingThatNobodyUnderstandsIsNotTrusted() throws IOException {
        online("org/name");
        Files.writeString(cache.resolve("models--org--name/trees/" + commit + ".json"), "{\"format_version\": 2");

        assertThat(offline().ready("org/name").path()).isDirectory();
    }

    /** A link that leads nowhere names a file that the commit has, and the cache has not. */
    @Test
    void withoutAListing_aLinkToAMissingBlobIsAMissingFile() throws IOException {
        online("org/name");
        Files.delete(cache.resolve("models--org--name/trees/" + commit + ".json"));
        Files.delete(cache.resolve("models--org--name/snapshots/" + commit + "/model.onnx")
                .toRealPath());

        assertThat(offline().fails("org/name").message())
                .startsWith("org/name@main: the cache lacks model.onnx, and the build is offline;");
        assertThat(offline().ready("org/name", "*.json").path()).isDirectory();
    }

    @ParameterizedTest
    @CsvSource({"401, X", "403, X", "404, X", "401, GatedRepo", "403, GatedRepo", "404, RepoNotFound", "429, X"})
    void aHubThatRefusesIsDoneWithoutWhenTheCacheIsComplete(int status, String code) {
        online("org/name");
        hub.faults().on(request -> true).status(status).header("X-Error-Code", code);

        try (var log = new CapturedLog()) {
            assertThat(new TestBuild(hub.endpoint(), cache).ready("org/name").wasCached())
                    .isTrue();
            assertThat(log.lines("WARN"))
                    .singleElement()
                    .asString()
                    .contains("org/name@main: ")
                    .endsWith("; using commit " + commit + " from the cache");
        }
    }

    @Test
    void aHubThatCannotBeReachedIsDoneWithoutWhenTheCacheIsComplete() {
        online("org/name");
        String endpoint = hub.endpoint();
        hub.close();

        assertThat(new TestBuild(endpoint, cache).ready("org/name").commit().hex())
                .isEqualTo(commit);
    }

    /** As after the cache was restored by a tool that drops links. */
    @ParameterizedTest
    @ValueSource(strings = {"org/name", "org/name@COMMIT"})
    void aCacheThatLostItsLinksIsLinkedAgain(String model) throws IOException {
        online("org/name");
        deleteSnapshots();

        PrefetchedModel restored = offline().ready(model.replace("COMMIT", commit));

        assertThat(restored.path().resolve("config.json")).isSymbolicLink().hasContent("{}");
        assertThat(restored.path().resolve("model.onnx")).hasSize(100);
        assertThat(restored.wasCached()).isTrue();
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void aCacheThatLostItsLinksIsLinkedAgainWhenTheHubIsDown() throws IOException {
        online("org/name");
        deleteSnapshots();
        hub.faults().on(request -> true).status(503);

        assertThat(new TestBuild(hub.endpoint(), cache).ready("org/name").path().resolve("config.json"))
                .hasContent("{}");
        assertThat(hub.paths("GET")).containsExactly("/api/models/org/name/revision/main");
    }

    @Test
    void aPresetReadsACacheThatLostItsLinks() throws IOException {
        var options = new PresetOptions(Preset.ONNX, null, null, null, false);
        online("org/name");
        deleteSnapshots();

        PrefetchPlan plan = offline().modelFor(options, "org/name").plan();
        assertThat(plan.failures()).isEmpty();
        assertThat(repository().resolve("snapshots")).doesNotExist();
        PrefetchResult result = offline().modelFor(options, "org/name").run();

        assertThat(result.failures()).isEmpty();
        assertThat(result.models().get(0).path().resolve("model.onnx")).hasSize(100);
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void onlyWhatIsLostIsMissing() throws IOException {
        online("org/name");
        deleteSnapshots();
        Files.delete(repository().resolve("blobs/" + Digest.Algorithm.SHA256.of(new byte[100])));

        assertThat(offline().fails("org/name").message())
                .startsWith("org/name@main: the cache lacks model.onnx, and the build is offline");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void withoutLinks_contentsAreCopiedFromOtherSnapshots() throws IOException {
        String second = twoCommitsWithoutLinks();
        deleteFolder(repository().resolve("snapshots").resolve(commit));

        PrefetchedModel restored = offline().withoutSymlinks().ready("org/name@" + commit, "*.onnx");

        assertThat(restored.path().resolve("model.onnx")).hasSize(100);
        assertThat(restored.path().resolveSibling(second).resolve("model.onnx")).hasSize(100);
        assertThat(hub.requests()).isEmpty();
    }

    /** That it is another is known only once it was read. */
    @Test
    void withoutLinks_anotherContentOfTheSameLengthIsNoReasonToAskTheHub() throws IOException {
        String second = twoCommitsWithoutLinks();
        deleteFolder(repository().resolve("snapshots").resolve(commit));
        Files.write(repository().resolve("snapshots").resolve(second).resolve("model.onnx"), new byte[100 - 1]);
        Files.write(repository().resolve("snapshots").resolve(second).resolve("model.onnx"), new byte[] {1}, APPEND);

        assertThat(offline()
                        .withoutSymlinks()
                        .fails("org/name@" + commit, "*.onnx")
                        .message())
                .startsWith("org/name@" + commit + ": the cache lacks model.onnx, and the build is offline");
        assertThat(hub.requests()).isEmpty();
    }

    /** The second has the same model, and another configuration. */
    private String twoCommitsWithoutLinks() {
        new TestBuild(hub.endpoint(), cache).withoutSymlinks().ready("org/name");
        String second =
                hub.model("org/name").commit("second").file("config.json", "[]").id();
        new TestBuild(hub.endpoint(), cache).withoutSymlinks().ready("org/name");
        hub.clearRequests();
        return second;
    }

    private Path repository() {
        return cache.resolve("models--org--name");
    }

    private void deleteSnapshots() throws IOException {
        deleteFolder(repository().resolve("snapshots"));
    }

    private static void deleteFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void online(String coordinates) {
        new TestBuild(hub.endpoint(), cache).ready(coordinates);
        hub.clearRequests();
    }

    private TestBuild offline() {
        return new TestBuild(hub.endpoint(), cache).offline();
    }
}
