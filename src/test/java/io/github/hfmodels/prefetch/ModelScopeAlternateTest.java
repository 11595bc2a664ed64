package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.Credentials.Headers;
import io.github.hfmodels.http.Sleeper;
import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.Layout;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.ModelRequest.Alternate;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Selection;
import io.github.hfmodels.source.http.SourceEndpoint;
import io.github.hfmodels.source.modelscope.ModelScopeSource;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testhub.modelscope.ModelScopeServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End to end: a model of the Hub with its alternate at ModelScope, and the reverse. */
class ModelScopeAlternateTest {

    private static final RepoId ON_HUB = new RepoId(RepoType.MODEL, "org/name");
    private static final RepoId ON_MODELSCOPE = new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "acme/name");
    private static final String CONFIG = "{\"model_type\":\"bert\"}";
    private static final byte[] WEIGHTS = "weights".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final ModelScopeServer modelScope = ModelScopeServer.start();

    @BeforeEach
    void publish() {
        hub.model("org/name").commit("first").file("config.json", CONFIG).lfs("model.bin", WEIGHTS);
        modelScope
                .model("acme/name")
                .commit("first")
                .file("config.json", CONFIG)
                .file("model.bin", Content.of(WEIGHTS));
    }

    @AfterEach
    void stopServers() {
        hub.close();
        modelScope.close();
    }

    @Test
    void aHubModel_fromModelScope() {
        hub.faults().on(ModelScopeAlternateTest::isContentOfTheHub).status(503);

        assertReady(ofHub());

        assertThat(modelScope.requests(request -> request.target().contains("FilePath=")))
                .hasSize(2);
    }

    @Test
    void aHubModel_whoseHubIsWell_fromThere() {
        assertReady(ofHub());

        assertThat(modelScope.requests()).isEmpty();
    }

    @Test
    void aLockedHubModel_fromModelScopeAlone() {
        ModelLock lock = build("first").model(ofHub()).lock();
        hub.close();

        PrefetchResult result = build("second").locked(lock).model(ofHub()).run();

        assertThat(result.failures()).isEmpty();
        assertThat(result.models().get(0).path().resolve("config.json")).hasContent(CONFIG);
    }

    @Test
    void aModelScopeModel_fromTheHub() {
        modelScope
                .faults()
                .on(request -> request.target().contains("FilePath="))
                .status(503);

        assertReady(ofModelScope());

        assertThat(hub.requests(request -> request.path().contains("/resolve/")))
                .hasSize(2);
    }

    @Test
    void aLockedModelScopeModel_fromTheHubAlone() {
        ModelLock lock = build("first").model(ofModelScope()).lock();
        modelScope.close();

        PrefetchResult result =
                build("second").locked(lock).model(ofModelScope()).run();

        assertThat(result.failures()).isEmpty();
        assertThat(result.models().get(0).path().resolve("config.json")).hasContent(CONFIG);
        assertThat(result.models().get(0).path().resolve("model.bin")).hasBinaryContent(WEIGHTS);
    }

    private void assertReady(ModelRequest model) {
        PrefetchResult result = build("cache").model(model).run();

        assertThat(result.failures()).isEmpty();
        assertThat(result.models().get(0).path().resolve("config.json")).hasContent(CONFIG);
        assertThat(result.models().get(0).path().resolve("model.bin")).hasBinaryContent(WEIGHTS);
    }

    private TestBuild build(String cache) {
        URI address = URI.create(modelScope.endpoint());
        return new TestBuild(hub.endpoint(), folder.resolve(cache))
                .modelScope(new ModelScopeSource(
                        new SourceEndpoint(address, Credentials.of(address, null, Headers.NONE), false, false),
                        TestSettings.settings(),
                        new ConcurrentHashMap<>(),
                        Sleeper.REAL,
                        InstantSource.system()));
    }

    private static ModelRequest ofHub() {
        return model(ON_HUB, Revision.MAIN, new Alternate(ON_MODELSCOPE, new Revision("master")));
    }

    private static ModelRequest ofModelScope() {
        return model(ON_MODELSCOPE, new Revision("master"), new Alternate(ON_HUB, Revision.MAIN));
    }

    private static ModelRequest model(RepoId repo, Revision revision, Alternate alternate) {
        return new ModelRequest(
                repo, revision, Selection.of(Part.EVERYTHING), "name", null, Layout.TREE, false, null, alternate);
    }

    private static boolean isContentOfTheHub(RecordedRequest request) {
        return request.path().contains("/resolve/")
                || request.path().contains("/resolve-cache/")
                || request.server() == RecordedRequest.Server.CDN;
    }
}
