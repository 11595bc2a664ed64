package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** End to end: when the Hub is asked where a branch is, and what a build does when it need not ask. */
class UpdatesTest {

    private static final Instant NOON = Instant.parse("2020-03-10T12:00:00Z");
    private static final Instant THIS_MORNING = Instant.parse("2020-03-10T06:00:00Z");
    private static final Instant YESTERDAY = Instant.parse("2020-03-09T23:59:59Z");
    private static final String LOOK_UP = "/api/models/org/name/revision/main";

    @TempDir
    private Path cache;

    private final TestHub hub = TestHub.start();
    private final String first = hub.model("org/name")
            .commit("first")
            .file("config.json", "{}")
            .lfs("model.onnx", new byte[100])
            .id();
    private Path ref;

    @BeforeEach
    void locateRef() {
        ref = cache.resolve("models--org--name/refs/main");
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @ParameterizedTest
    @CsvSource({
        "always, 2020-03-10T11:59:59Z, true",
        "daily, 2020-03-10T00:00:00Z, false",
        "daily, 2020-03-09T23:59:59Z, true",
        "interval:60, 2020-03-10T11:00:00Z, false",
        "interval:60, 2020-03-10T10:59:59Z, true",
        "never, 2001-01-01T00:00:00Z, false",
    })
    void aBranchIsLookedUpWhenThePolicySaysSo(String policy, Instant last, boolean isLookedUp) throws IOException {
        warm(last);

        PrefetchedModel model = build(policy).ready("org/name");

        assertThat(model.commit().hex()).isEqualTo(first);
        assertThat(asked()).isEqualTo(isLookedUp ? List.of(LOOK_UP) : List.of());
        assertThat(lastLookup().isAfter(NOON)).isEqualTo(isLookedUp);
    }

    @Test
    void aLimitThatIsNotWorthWaitingFor_leavesTheCacheGood() throws IOException {
        warm(NOON);
        hub.faults().onPath("/revision/main").status(429).header("Retry-After", "3600");

        PrefetchedModel model = build("always").ready("org/name");

        assertThat(model.commit().hex()).isEqualTo(first);
        assertThat(lastLookup()).isEqualTo(NOON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"always", "daily", "interval:60", "never"})
    void aBranchThatWasNeverLookedUpIs(String policy) {
        assertThat(build(policy).ready("org/name").commit().hex()).isEqualTo(first);

        assertThat(asked()).contains(LOOK_UP);
        assertThat(ref).hasContent(first);
    }

    @Test
    void aBranchThatHasMovedIsFollowedWhenItIsLookedUp() throws IOException {
        warm(YESTERDAY);
        String second =
                hub.model("org/name").commit("second").file("new.txt", "1").id();
        hub.clearRequests();

        assertThat(build("never").ready("org/name").commit().hex()).isEqualTo(first);
        assertThat(asked()).isEmpty();
        assertThat(build("daily").ready("org/name").commit().hex()).isEqualTo(second);
        assertThat(ref).hasContent(second);
        assertThat(lastLookup()).isAfter(YESTERDAY);
    }

    @Test
    void whatTheSnapshotLacksIsFetchedWithoutAQuestion() throws IOException {
        new TestBuild(hub.endpoint(), cache).ready("org/name", "*.json");
        setLastLookUp(THIS_MORNING);
        hub.model("org/name").commit("second").file("config.json", "{\"moved\": true}");
        hub.clearRequests();

        PrefetchedModel model = build("daily").ready("org/name");

        assertThat(asked()).containsExactly("/org/name/resolve/" + first + "/model.onnx");
        assertThat(model.commit().hex()).isEqualTo(first);
        assertThat(lastLookup()).isEqualTo(THIS_MORNING);
    }

    @Test
    void aListingThatIsNotStoredIsAskedForByTheCommit() throws IOException {
        warm(THIS_MORNING);
        Files.delete(tree(first));
        hub.model("org/name").commit("second").file("config.json", "{\"moved\": true}");
        hub.clearRequests();

        PrefetchedModel model = build("daily").ready("org/name");

        assertThat(asked()).containsExactly("/api/models/org/name/revision/" + first);
        assertThat(model.commit().hex()).isEqualTo(first);
        assertThat(tree(first)).exists();
        assertThat(lastLookup()).isEqualTo(THIS_MORNING);
    }

    @Test
    void aCommitThatIsGoneBeforeAllOfItWasFetchedIsNoLongerBelieved() throws IOException {
        new TestBuild(hub.endpoint(), cache).ready("org/name", "*.json");
        setLastLookUp(THIS_MORNING);
        String second = rewriteHistory();

        assertThat(build("daily").ready("org/name").commit().hex()).isEqualTo(second);
        assertThat(ref).hasContent(second);
    }

    @Test
    void aSelectionThatMatchesNothingYetIsToldOfAnUpdate() throws IOException {
        warm(THIS_MORNING);

        assertThat(build("daily").fails("org/name", "*.gguf").message())
                .isEqualTo("org/name@main: no file matches includes [*.gguf]; the repository holds config.json,"
                        + " model.onnx at commit " + first + "; build with -U to see whether it has moved");
    }

    @Test
    void aRefOfSomebodyElsesIsLookedUpEachTimeAndIsNoError() throws IOException, InterruptedException {
        try (NobodysBuild nobody = NobodysBuild.prepare()) {
            warm(YESTERDAY);

            assertThat(nobody.run(hub.endpoint(), cache, "org/name")).doesNotContainIgnoringCase("exception");

            assertThat(asked()).containsExactly(LOOK_UP);
            assertThat(lastLookup()).isEqualTo(YESTERDAY);
        }
    }

    private void warm(Instant lastLookup) throws IOException {
        new TestBuild(hub.endpoint(), cache).ready("org/name");
        setLastLookUp(lastLookup);
        hub.clearRequests();
    }

    private TestBuild build(String policy) {
        return new TestBuild(hub.endpoint(), cache)
                .updatePolicy(policy)
                .startedAt(ZonedDateTime.ofInstant(NOON, ZoneOffset.UTC));
    }

    /** Makes the Hub forget the first commit; gives the one that takes its place. */
    private String rewriteHistory() {
        String second =
                hub.model("org/name").commit("all in one").file("new.txt", "1").id();
        hub.faults()
                .on(request -> request.path().contains(first))
                .status(404)
                .header("X-Error-Code", "RevisionNotFound");
        hub.clearRequests();
        return second;
    }

    private Path tree(String commit) {
        return cache.resolve("models--org--name/trees/" + commit + ".json");
    }

    private void setLastLookUp(Instant time) throws IOException {
        Files.setLastModifiedTime(ref, FileTime.from(time));
    }

    private Instant lastLookup() throws IOException {
        return Files.getLastModifiedTime(ref).toInstant();
    }

    /** The paths of the questions and the files asked for, without the hops that the Hub answers with. */
    private List<String> asked() {
        return hub
                .requests(request -> request.server() == RecordedRequest.Server.HUB
                        && !request.path().startsWith("/api/resolve-cache/"))
                .stream()
                .map(RecordedRequest::path)
                .toList();
    }
}
