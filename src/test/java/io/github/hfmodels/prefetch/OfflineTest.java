package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    private void online(String coordinates) {
        new TestBuild(hub.endpoint(), cache).ready(coordinates);
        hub.clearRequests();
    }

    private TestBuild offline() {
        return new TestBuild(hub.endpoint(), cache).offline();
    }
}
