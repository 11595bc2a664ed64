package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestCommit;
import io.github.hfmodels.testhub.TestHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End to end: what the Hub is asked, and how often: as little as can be. */
class RequestsTest {

    @TempDir
    private Path cache;

    private final TestHub hub = TestHub.start();
    private final String commit = hub.model("org/name")
            .commit("first")
            .file("config.json", "{}")
            .file("dür/文 a+b#c?%.txt", "odd")
            .lfs("onnx/model.onnx", new byte[3_000])
            .xet("big.bin", new byte[5_000])
            .id();

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void coldIsOneQuestionAndOneGetAFile() {
        new TestBuild(hub.endpoint(), cache).ready("org/name");

        assertThat(asked())
                .containsExactlyInAnyOrder(
                        "GET /api/models/org/name/revision/main?blobs=true",
                        "GET /org/name/resolve/" + commit + "/config.json",
                        "GET /org/name/resolve/" + commit + "/d%C3%BCr/%E6%96%87%20a%2Bb%23c%3F%25.txt",
                        "GET /org/name/resolve/" + commit + "/onnx/model.onnx",
                        "GET /org/name/resolve/" + commit + "/big.bin");
    }

    @Test
    void onlySelectedFilesAreFetched() {
        PrefetchedModel model = new TestBuild(hub.endpoint(), cache).ready("org/name", "onnx/", "config.json");

        assertThat(asked())
                .containsExactlyInAnyOrder(
                        "GET /api/models/org/name/revision/main?blobs=true",
                        "GET /org/name/resolve/" + commit + "/config.json",
                        "GET /org/name/resolve/" + commit + "/onnx/model.onnx");
        assertThat(model.wasCached()).isFalse();
    }

    @Test
    void aPathInTheCoordinatesSelectsThatFileOrFolder() {
        PrefetchedModel model = new TestBuild(hub.endpoint(), cache).ready("hf://org/name@main/onnx");

        assertThat(model.path().resolve("onnx/model.onnx")).exists();
        assertThat(model.path().resolve("config.json")).doesNotExist();
    }

    @Test
    void warmAndPinnedIsSilent() {
        new TestBuild(hub.endpoint(), cache).ready("org/name@" + commit);
        hub.clearRequests();

        PrefetchedModel model = new TestBuild(hub.endpoint(), cache).ready("org/name@" + commit);

        assertThat(hub.requests()).isEmpty();
        assertThat(model.wasCached()).isTrue();
    }

    @Test
    void warmOnABranchIsOneQuestion() {
        new TestBuild(hub.endpoint(), cache).ready("org/name");
        hub.clearRequests();

        new TestBuild(hub.endpoint(), cache).ready("org/name");

        assertThat(asked()).containsExactly("GET /api/models/org/name/revision/main?blobs=true");
    }

    @Test
    void aBranchFirstAndItsCommitAfterwardsIsSilent() {
        new TestBuild(hub.endpoint(), cache).ready("org/name");
        hub.clearRequests();

        new TestBuild(hub.endpoint(), cache).ready("org/name@" + commit);

        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void aPinnedRevisionLeavesNoRef() {
        new TestBuild(hub.endpoint(), cache).ready("org/name@" + commit);

        assertThat(cache.resolve("models--org--name/refs")).doesNotExist();
    }

    @Test
    void forceFetchesEveryFileAgain() throws Exception {
        PrefetchedModel model = new TestBuild(hub.endpoint(), cache).ready("org/name@" + commit);
        Path content = model.path().resolve("onnx/model.onnx").toRealPath();
        Files.write(content, new byte[] {1, 2, 3});
        hub.clearRequests();

        new TestBuild(hub.endpoint(), cache).force().ready("org/name@" + commit);

        assertThat(hub.requests(request -> request.path().contains("/resolve/")))
                .hasSize(4);
        assertThat(model.path().resolve("onnx/model.onnx")).hasBinaryContent(new byte[3_000]);
    }

    @Test
    void aListThatTheHubHasCutIsReadFromThePagedTree() {
        TestCommit many = hub.model("org/many").commit("first");
        for (int i = 0; i < 50_010; i++) {
            many.file("f" + i, "x");
        }
        hub.pageSize(20_000);

        new TestBuild(hub.endpoint(), cache).ready("org/many", "f50009");

        String id = many.id();
        assertThat(asked())
                .containsExactly(
                        "GET /api/models/org/many/revision/main?blobs=true",
                        "GET /api/models/org/many/tree/" + id + "?recursive=true&expand=false",
                        "GET /api/models/org/many/tree/" + id + "?recursive=true&expand=false&cursor=YXQ6MjAwMDA%3D",
                        "GET /api/models/org/many/tree/" + id + "?recursive=true&expand=false&cursor=YXQ6NDAwMDA%3D",
                        "GET /org/many/resolve/" + id + "/f50009");
    }

    @Test
    void anEndpointsPathIsKeptEverywhere() {
        try (TestHub mirror = TestHub.builder().pathPrefix("/repository/hf").start()) {
            mirror.model("org/name").commit("first").file("a", "1").lfs("b", new byte[10]);

            new TestBuild(mirror.endpoint(), cache).ready("org/name");

            assertThat(mirror.requests(request -> request.server() == Server.HUB))
                    .isNotEmpty()
                    .allMatch(request -> request.path().startsWith("/repository/hf/"));
        }
    }

    @Test
    void aRenamedRepositoryIsKeptUnderTheNameThatWasAskedFor() {
        hub.rename("old/name", "org/name");

        PrefetchedModel model = new TestBuild(hub.endpoint(), cache).ready("old/name");

        assertThat(model.path()).startsWith(cache.resolve("models--old--name"));
    }

    @Test
    void nobodyIsAskedToCompress() {
        new TestBuild(hub.endpoint(), cache).ready("org/name");

        assertThat(hub.requests())
                .isNotEmpty()
                .allMatch(
                        request -> request.header("Accept-Encoding").orElse("").equals("identity"));
    }

    @Test
    void aServerThatCompressesAllTheSameIsUnderstood() {
        hub.faults().on(request -> request.method().equals("GET")).gzip();

        PrefetchedModel model = new TestBuild(hub.endpoint(), cache).ready("org/name");

        assertThat(model.path().resolve("onnx/model.onnx")).hasBinaryContent(new byte[3_000]);
    }

    @Test
    void twoModelsOfOneRepositoryShareItsContents() {
        PrefetchResult result = new TestBuild(hub.endpoint(), cache)
                .model("org/name@" + commit, null, "onnx/*")
                .model("org/name", null, "onnx/*", "config.json")
                .run();

        assertThat(result.failures()).isEmpty();
        assertThat(hub.requests(request -> request.path().endsWith("/resolve/" + commit + "/onnx/model.onnx")))
                .hasSize(1);
    }

    @Test
    void connectionsAreKeptForTheNextFile() {
        TestCommit many = hub.model("org/many").commit("first");
        for (int i = 0; i < 100; i++) {
            many.lfs("f" + i, ("content " + i).getBytes());
        }

        new TestBuild(hub.endpoint(), cache).ready("org/many");

        assertThat(hub.connections(Server.HUB)).isLessThanOrEqualTo(8);
        assertThat(hub.connections(Server.CDN)).isLessThanOrEqualTo(8);
    }

    /** The questions and the files asked for, without the hops that the Hub answers with. */
    private List<String> asked() {
        return hub
                .requests(request ->
                        request.server() == Server.HUB && !request.path().startsWith("/api/resolve-cache/"))
                .stream()
                .map(RecordedRequest::target)
                .map(target -> "GET " + target)
                .toList();
    }
}
