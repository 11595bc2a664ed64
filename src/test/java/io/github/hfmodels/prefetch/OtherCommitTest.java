package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestHub;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** End to end: an endpoint that answers with another commit than the one that it is asked for. */
class OtherCommitTest {

    private static final String OTHER = "d".repeat(40);

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final String commit = hub.model("org/name")
            .commit("first")
            .file("config.json", "{}")
            .lfs("model.bin", new byte[3_000])
            .lfs("large.bin", Content.generated(9 << 20, 1))
            .id();

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "model.bin", "large.bin"})
    void redirectOfAnotherCommit_isRefused(String path) {
        answerWithOther(request -> request.path().endsWith("/resolve/" + commit + "/" + path));

        assertRefused(build().fails("org/name", path), path);
        assertThat(hub.requests(request -> request.server() == Server.CDN)).isEmpty();
    }

    @Test
    void contentOfAnotherCommit_isRefused() {
        answerWithOther(request -> request.path().contains("/resolve-cache/"));

        assertRefused(build().fails("org/name", "config.json"), "config.json");
    }

    @Test
    void hostThatIsLinkedTo_maySayWhatItLikes() {
        answerWithOther(request -> request.server() == Server.CDN);

        build().ready("org/name", "*.bin");
    }

    @Test
    void endpointThatNamesNoCommit_isBelieved() {
        hub.faults().on(request -> request.path().contains("/resolve")).removeHeader("X-Repo-Commit");

        build().ready("org/name");
    }

    @Test
    void lockedFile_isRefusedToo() {
        ModelLock lock = build().model("org/name").lock();
        answerWithOther(request -> request.path().contains("/resolve/"));

        var other = new TestBuild(hub.endpoint(), folder.resolve("other")).locked(lock);

        assertThat(other.fails("org/name").message())
                .contains(
                        "answered with commit " + OTHER + " when asked for " + commit, "as hf-models.lock.json has it");
    }

    @Test
    void lockedFileWhoseContentIsInTheCache_isRefusedByItsHeaders() {
        ModelLock lock = new TestBuild(hub.endpoint(), folder.resolve("other"))
                .model("org/name", null, "model.bin")
                .lock();
        hub.model("org/name").commit("second").file("other.txt", "");
        build().ready("org/name", "model.bin");
        hub.clearRequests();
        answerWithOther(request -> request.path().contains("/resolve/"));

        assertThat(build().locked(lock).fails("org/name", "model.bin").message())
                .contains("model.bin: the server answered with commit " + OTHER + " when asked for " + commit);
    }

    private static void assertRefused(TestBuild.Failure failure, String path) {
        assertThat(failure.cause())
                .isInstanceOfSatisfying(
                        SourceException.class, cause -> assertThat(cause.kind()).isEqualTo(Kind.CORRUPT));
        assertThat(failure.message())
                .contains("org/name@main: " + path + ": http://127.0.0.1", "answered with commit " + OTHER);
    }

    private void answerWithOther(Predicate<RecordedRequest> matcher) {
        hub.faults().on(matcher).rewriteHeader("X-Repo-Commit", OTHER);
    }

    private TestBuild build() {
        return new TestBuild(hub.endpoint(), folder.resolve("cache"));
    }
}
