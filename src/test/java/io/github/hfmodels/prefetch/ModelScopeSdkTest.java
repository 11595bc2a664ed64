package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.engine.ModelEngine;
import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.Sleeper;
import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UpdatePolicy;
import io.github.hfmodels.plan.FetchOptions;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.SharedWork;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.python.Python;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Selection;
import io.github.hfmodels.source.SourceRegistry;
import io.github.hfmodels.source.http.SourceEndpoint;
import io.github.hfmodels.source.modelscope.ModelScopeSource;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.modelscope.ModelScopeCommit;
import io.github.hfmodels.testhub.modelscope.ModelScopeServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ModelScope's own SDK and this plugin use one cache, with the same server; skipped where the SDK cannot be imported. */
class ModelScopeSdkTest {

    private static final String ID = "Qwen/Qwen2.5-7B";
    private static final RepoId REPO = new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, ID);

    private static final String DOWNLOAD = """
            import sys, os
            from modelscope_hub import HubApi
            folder = HubApi(endpoint=os.environ["MODELSCOPE_ENDPOINT"]).download_repo(
                sys.argv[1], sys.argv[4], revision=sys.argv[2], local_files_only=sys.argv[3] == "local")
            for name in sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()):
                print(name, (folder / name).stat().st_size)
            """;

    private static final String VERIFY = """
            import sys, os
            from modelscope_hub import HubApi
            api = HubApi(endpoint=os.environ["MODELSCOPE_ENDPOINT"])
            result = api.verify_cache(sys.argv[1], "model", revision=sys.argv[2])
            print(result.checked_count, result.mismatches, result.missing_paths, result.extra_paths)
            print([repo.repo_id for repo in api.scan_cache().repos])
            """;

    @TempDir
    private Path temporary;

    private final Python python = Python.requireModelScopeHub();
    private ModelScopeServer server;

    @BeforeEach
    void start() {
        server = ModelScopeServer.start();
        server.model(ID)
                .commit("first")
                .file("config.json", "{}")
                .file("onnx/model.onnx", Content.generated(3_000_000, 7));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSdk_acceptsOurs(boolean allowsSymlinks) throws Exception {
        prefetch(false, allowsSymlinks);
        server.clearRequests();

        assertThat(sdk(DOWNLOAD, "local").lines()).containsExactly("config.json 2", "onnx/model.onnx 3000000");
        assertThat(server.requests()).isEmpty();

        assertThat(sdk(DOWNLOAD, "online").lines()).containsExactly("config.json 2", "onnx/model.onnx 3000000");
        assertThat(server.requests(ModelScopeSdkTest::isContent)).isEmpty();

        assertThat(sdk(VERIFY, "").lines()).containsExactly("2 [] [] []", "['" + ID + "']");
    }

    @Test
    void we_acceptTheSdks() throws Exception {
        sdk(DOWNLOAD, "online");
        Path weights = cache().resolve("models/Qwen--Qwen2.5-7B/snapshots/master/onnx/model.onnx");
        assertThat(weights).isRegularFile();
        server.clearRequests();

        Path offline = prefetch(true, true);
        assertThat(server.requests()).isEmpty();

        assertThat(prefetch(false, true)).isEqualTo(offline);
        assertThat(server.requests(ModelScopeSdkTest::isContent)).isEmpty();
        assertThat(Files.isSymbolicLink(weights)).isTrue();
        assertThat(sdk(DOWNLOAD, "online").lines()).hasSize(2);
        assertThat(server.requests(ModelScopeSdkTest::isContent)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"MODEL", "DATASET"})
    void bothGiveTheSameFolder(RepoType type) throws Exception {
        String id = "acme/many";
        ModelScopeCommit commit = (type == RepoType.MODEL ? server.model(id) : server.dataset(id)).commit("many");
        // A data set is listed in pages of 200.
        IntStream.range(0, 250)
                .forEach(i -> commit.file("data/" + i % 7 + "/row " + i + ".json", "{\"i\": " + i + "}"));
        commit.file(".gitattributes", "* text").file("empty.txt", "").file("文件/模型.bin", Content.generated(70_000, 3));

        Map<String, String> ours = contents(prefetch(new RepoId(SourceId.MODELSCOPE, type, id), false, true));
        Path published = cache().resolve(type.plural() + "/acme--many/snapshots/master");
        assertThat(contents(published)).isEqualTo(ours);
        Path apart = temporary.resolve("apart");
        sdk(apart, DOWNLOAD, id, "master", "online", type.word());

        assertThat(contents(apart.resolve(type.plural() + "/acme--many/snapshots/master")))
                .isEqualTo(ours)
                .hasSize(253);
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        var contents = new TreeMap<String, String>();
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path file : entries.filter(Files::isRegularFile).toList()) {
                contents.put(
                        folder.relativize(file).toString(),
                        Digest.of(Digest.Algorithm.SHA256, file).hex());
            }
        }
        return contents;
    }

    private static boolean isContent(RecordedRequest request) {
        return request.path().endsWith("/repo") || request.path().contains("/resolve/");
    }

    private Path cache() {
        return temporary.resolve("modelscope");
    }

    private String sdk(String script, String how) {
        return sdk(cache(), script, ID, "master", how, "model");
    }

    private String sdk(Path cache, String script, String... arguments) {
        return python.run(
                Map.of(
                        "MODELSCOPE_CACHE", cache.toString(),
                        "MODELSCOPE_ENDPOINT", server.endpoint(),
                        "MODELSCOPE_HOME", temporary.resolve("home").toString()),
                script,
                arguments);
    }

    private Path prefetch(boolean offline, boolean allowsSymlinks) throws InterruptedException {
        return prefetch(REPO, offline, allowsSymlinks);
    }

    private Path prefetch(RepoId repo, boolean offline, boolean allowsSymlinks) throws InterruptedException {
        var model = new ModelRequest(repo, new Revision("master"), Selection.of(Part.EVERYTHING), "name", null, false);
        var address = URI.create(server.endpoint());
        var endpoint = new SourceEndpoint(
                address,
                Credentials.of(address, null, Credentials.Headers.NONE).in(new Credentials.Lookup("modelscope", true)),
                false,
                false);
        try (var engine = new ModelEngine(
                new SnapshotCache(temporary.resolve("hub"), allowsSymlinks).withModelScope(this::cache),
                new SourceRegistry(Map.of(
                        SourceId.MODELSCOPE,
                        () -> new ModelScopeSource(
                                endpoint,
                                TestSettings.settings(),
                                new ConcurrentHashMap<>(),
                                Sleeper.REAL,
                                InstantSource.system()))),
                new SharedWork(new ConcurrentHashMap<>(), "the test"),
                new FetchOptions(offline, false, UpdatePolicy.ALWAYS, 2, LinkMode.COPY),
                ZonedDateTime::now,
                () -> DownloadDisplay.NONE)) {
            PrefetchResult result = engine.prefetch(new PrefetchRequest(List.of(model), null, List.of()));
            assertThat(result.failures()).isEmpty();
            return result.models().get(0).path();
        }
    }
}
