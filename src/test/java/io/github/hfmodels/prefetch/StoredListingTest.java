package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** End to end: listings in the cache that say what is not so: they cost one question, not every build to come. */
class StoredListingTest {

    private static final Content CONFIG = Content.of("{}");
    private static final String OTHER_HASH = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    private Path cache;

    private final TestHub hub = TestHub.start();
    private final String commit = hub.model("org/name")
            .commit("first")
            .file("config.json", CONFIG)
            .xet("model.onnx", new byte[100])
            .id();
    private final String pinned = "org/name@" + commit;
    private Path tree;
    private String right;

    @BeforeEach
    void warm() throws IOException {
        new TestBuild(hub.endpoint(), cache).ready(pinned);
        hub.clearRequests();
        tree = cache.resolve("models--org--name/trees/" + commit + ".json");
        right = Files.readString(tree);
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void aWrongSizeIsMended() throws IOException {
        store(right.replace("\"size\": 2,", "\"size\": 3,"));

        assertMended();
    }

    @Test
    void aWrongHashIsMended() throws IOException {
        store(right.replace(CONFIG.gitSha1(), OTHER_HASH));
        Files.delete(cache.resolve("models--org--name/snapshots/" + commit + "/config.json"));

        assertMended();
    }

    @Test
    void aFileThatTheRepositoryDoesNotHaveIsForgotten() throws IOException {
        store(right.replace(
                " \"files\": {\n",
                " \"files\": {\n  \"a ghost\": {\n   \"size\": 2,\n   \"blob_id\": \"" + OTHER_HASH + "\"\n  },\n"));

        assertMended();
    }

    @Test
    void aListingWithoutFilesIsReplaced() throws IOException {
        store("{\n \"format_version\": 1,\n \"files\": {}\n}");

        assertMended();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/x", "a/../../x"})
    void aPathThatLeadsOutIsNotFollowedAndMended(String path) throws IOException {
        store(right.replace("\"config.json\"", "\"" + path + "\""));

        assertMended();
        assertThat(cache.resolve("models--org--name/snapshots/x")).doesNotExist();
    }

    @Test
    void whatTheHubConfirmsIsAFailure() throws IOException {
        hub.faults().onPath("/config.json").flipByteAt(0);
        hub.faults().on(request -> request.path().contains("/resolve-cache/")).flipByteAt(0);
        Path blob = cache.resolve("models--org--name/blobs/" + CONFIG.gitSha1());
        Files.delete(blob);

        TestBuild.Failure failure = build().fails(pinned);

        assertThat(failure.message()).contains("config.json").contains("does not have the hash");
        assertThat(apiCalls()).isEqualTo(1);
        assertThat(blob).doesNotExist();
    }

    private void store(String listing) throws IOException {
        assertThat(listing).isNotEqualTo(right);
        Files.writeString(tree, listing);
    }

    private void assertMended() throws IOException {
        PrefetchedModel model = build().ready(pinned);

        assertThat(model.path().resolve("config.json")).hasContent("{}");
        assertThat(model.path().resolve("model.onnx")).hasBinaryContent(new byte[100]);
        assertThat(tree).hasContent(right);
        assertThat(apiCalls()).isEqualTo(1);
        hub.clearRequests();
        build().ready(pinned);
        assertThat(hub.requests()).isEmpty();
    }

    private int apiCalls() {
        return hub.requests(request -> request.path().startsWith("/api/models/"))
                .size();
    }

    private TestBuild build() {
        return new TestBuild(hub.endpoint(), cache);
    }
}
