package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.when;

import io.github.hfmodels.lockfile.LockFile;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.TestServer;
import io.github.hfmodels.testhub.modelscope.ModelScopeServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoExtension;
import org.apache.maven.plugin.Mojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole goals with a model of each source. */
class ModelScopeGoalsTest extends GoalTest {

    private static final String BOTH = "org/tiny,modelscope://acme/small";
    private static final String HUB_TOKEN = "hf_secret_of_the_hub";
    private static final String MODELSCOPE_TOKEN = "ms-secret-of-modelscope";

    private final Settings settings = new Settings();
    private ModelScopeServer modelScope;

    @BeforeEach
    void startModelScope() {
        modelScope = ModelScopeServer.start();
        hub.model("org/tiny").commit("first").file("config.json", "{}");
        modelScope
                .model("acme/small")
                .commit("first")
                .file("config.json", "{\"a\": 1}")
                .file("sub/x.txt", "x");
        set("MODELSCOPE_ENDPOINT", modelScope.endpoint());
        when(session.getSettings()).thenReturn(settings);
    }

    @AfterEach
    void stopModelScope() {
        modelScope.close();
        session.getSystemProperties()
                .keySet()
                .removeIf(name -> name.toString().matches("env\\.(?:HF_TOKEN|HOME|USERPROFILE|MODELSCOPE_.*)"));
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void modelsOfBothSources_areMadeReadyEachInItsCache(PrefetchMojo mojo) throws Exception {
        run(mojo, BOTH);

        assertThat(property("hf.tiny.path"))
                .startsWith(folder.resolve("home/hub").toString());
        Path small = Path.of(property("hf.small.path"));
        assertThat(small).startsWith(folder.resolve("modelscope"));
        assertThat(small.resolve("config.json")).hasContent("{\"a\": 1}");
        assertThat(small.resolve("sub/x.txt")).hasContent("x");
        assertThat(hub.requests()).noneMatch(request -> request.target().contains("small"));
        assertThat(modelScope.requests()).noneMatch(request -> request.target().contains("tiny"));
        assertThat(Files.readString(folder.resolve("target/hf-models/manifest.json")))
                .contains("\"source\": \"modelscope\"")
                .doesNotContain("\"source\": \"huggingface\"");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void secondBuild_asksNobody(PrefetchMojo mojo) throws Exception {
        run(mojo, BOTH);
        hub.clearRequests();
        modelScope.clearRequests();

        run(mojo, BOTH);

        assertThat(hub.requests()).isEmpty();
        assertThat(modelScope.requests()).isEmpty();
    }

    /** Dragonfly serves both; who is sent a token has no peers. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void dragonfly_isAskedForContentsOfBoth(boolean withToken, PrefetchMojo mojo) throws Exception {
        if (withToken) {
            set("MODELSCOPE_API_TOKEN", MODELSCOPE_TOKEN);
            modelScope.token(MODELSCOPE_TOKEN);
        }
        MojoExtension.setVariableValueToObject(mojo, "dragonfly", true);

        run(mojo, BOTH);

        assertThat(hub.requests(request -> request.header("X-Dragonfly-Use-P2P").isPresent()))
                .isNotEmpty();
        assertThat(modelScope.requests(
                        request -> request.header("X-Dragonfly-Use-P2P").isPresent()))
                .hasSize(withToken ? 0 : 2)
                .allMatch(request -> request.target().contains("FilePath="));
    }

    /** Whatever a page of its web site says, the endpoint is asked. */
    @ParameterizedTest
    @CsvSource({
        "https://modelscope.cn/models/acme/small",
        "www.modelscope.ai/models/acme/small/files",
        "ENDPOINT/models/acme/small/summary",
        "modelscope://acme/small@master",
    })
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void everyWayToNameIt_meansTheModel(String text, PrefetchMojo mojo) throws Exception {
        run(mojo, text.replace("ENDPOINT", modelScope.endpoint()));

        assertThat(property("hf.small.available")).isEqualTo("true");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void parameters_comeBeforeTheEnvironment(PrefetchMojo mojo) throws Exception {
        set("MODELSCOPE_ENDPOINT", "https://not.asked.test");
        MojoExtension.setVariableValueToObject(mojo, "modelscopeEndpoint", modelScope.endpoint());
        MojoExtension.setVariableValueToObject(
                mojo, "modelscopeCacheDirectory", folder.resolve("elsewhere").toString());

        run(mojo, "modelscope://acme/small");

        assertThat(Path.of(property("hf.small.path"))).startsWith(folder.resolve("elsewhere"));
        assertThat(folder.resolve("modelscope")).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void privateModels_getTheirOwnTokenAndNotTheOthers(PrefetchMojo mojo) throws Exception {
        set("HF_TOKEN", HUB_TOKEN);
        set("MODELSCOPE_API_TOKEN", MODELSCOPE_TOKEN);
        hub.token(HUB_TOKEN).model("org/tiny").makePrivate(HUB_TOKEN);
        modelScope.token(MODELSCOPE_TOKEN).model("acme/small").makePrivate(MODELSCOPE_TOKEN);

        run(mojo, BOTH);

        assertThat(hub.requests())
                .isNotEmpty()
                .allMatch(request -> sent(request).contains(HUB_TOKEN));
        assertThat(modelScope.requests())
                .isNotEmpty()
                .allMatch(request ->
                        request.header("Authorization").equals(java.util.Optional.of("Bearer " + MODELSCOPE_TOKEN)))
                .allMatch(request -> request.header("Cookie").orElse("").equals("m_session_id=" + MODELSCOPE_TOKEN));
        assertNoTokenAtTheOther();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void tokenOfOneSource_isNotSentToTheOtherThatHasNone(boolean isOfHub, PrefetchMojo mojo) throws Exception {
        set(isOfHub ? "HF_TOKEN" : "MODELSCOPE_API_TOKEN", isOfHub ? HUB_TOKEN : MODELSCOPE_TOKEN);
        hub.token(HUB_TOKEN);
        modelScope.token(MODELSCOPE_TOKEN);

        run(mojo, BOTH);

        assertThat((isOfHub ? modelScope : hub).requests())
                .isNotEmpty()
                .allMatch(request -> sent(request).isEmpty());
        assertNoTokenAtTheOther();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void serversOfTheSettings_areForTheirSource(PrefetchMojo mojo) throws Exception {
        server("huggingface", HUB_TOKEN);
        server("modelscope", MODELSCOPE_TOKEN);
        hub.token(HUB_TOKEN).model("org/tiny").makePrivate(HUB_TOKEN);
        modelScope.token(MODELSCOPE_TOKEN).model("acme/small").makePrivate(MODELSCOPE_TOKEN);

        run(mojo, BOTH);

        assertThat(property("hf.small.available")).isEqualTo("true");
        assertNoTokenAtTheOther();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void mirrorOfTheSettings_standsInForThePublicServer(PrefetchMojo mojo) throws Exception {
        session.getSystemProperties().remove("env.MODELSCOPE_ENDPOINT");
        var mirror = new Mirror();
        mirror.setId("company");
        mirror.setMirrorOf("modelscope");
        mirror.setUrl(modelScope.endpoint());
        settings.addMirror(mirror);
        server("company", MODELSCOPE_TOKEN);
        modelScope.token(MODELSCOPE_TOKEN).model("acme/small").makePrivate(MODELSCOPE_TOKEN);

        run(mojo, BOTH);

        assertThat(property("hf.small.available")).isEqualTo("true");
        assertNoTokenAtTheOther();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void loginOfTheSdk_isUsedWhereNothingElseIsGiven(PrefetchMojo mojo) throws Exception {
        Path credentials = Files.createDirectories(folder.resolve("modelscope-home/credentials"));
        Files.write(credentials.resolve("cookies"), pickledLogin());
        modelScope.token(MODELSCOPE_TOKEN).model("acme/small").makePrivate(MODELSCOPE_TOKEN);

        run(mojo, BOTH);

        assertThat(property("hf.small.available")).isEqualTo("true");
        assertNoTokenAtTheOther();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void loginThatIsNotUnderstood_isWarnedOfOnceAndDoesNotMatter(PrefetchMojo mojo) throws Exception {
        Path credentials = Files.createDirectories(folder.resolve("modelscope-home/credentials"));
        Files.writeString(credentials.resolve("cookies"), "ms-secret-that-is-no-pickle");

        try (var log = new CapturedLog()) {
            run(mojo, "modelscope://acme/small");
            execution("other");
            mojo.execute();

            assertThat(log.text().lines().filter(line -> line.contains("is not understood")))
                    .hasSize(1);
            assertThat(log.text()).doesNotContain("ms-secret");
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void privateModelWithoutAToken_saysWhereToPutOne(boolean isFatal, PrefetchMojo mojo) throws Exception {
        set("HF_TOKEN", HUB_TOKEN);
        hub.token(HUB_TOKEN);
        modelScope.token(MODELSCOPE_TOKEN).model("acme/small").makePrivate(MODELSCOPE_TOKEN);
        MojoExtension.setVariableValueToObject(mojo, "failOnMissingToken", isFatal);

        if (isFatal) {
            assertThatThrownBy(() -> run(mojo, BOTH))
                    .isInstanceOf(MojoFailureException.class)
                    .hasMessageStartingWith("modelscope://acme/small@master: there is no model of that name")
                    .hasMessageContaining("set MODELSCOPE_API_TOKEN")
                    .hasMessageContaining("server id 'modelscope'");
        } else {
            run(mojo, BOTH);
            assertThat(property("hf.small.available")).isEqualTo("false");
            assertThat(property("hf.tiny.available")).isEqualTo("true");
        }
        assertNoTokenAtTheOther();
    }

    /** No setting of ModelScope matters to a build without its models: no folder is looked for, no file is read, no address checked. */
    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void wrongSettingsOfModelScope_doNotMatterToABuildWithoutItsModels(PrefetchMojo mojo) throws Exception {
        set("MODELSCOPE_ENDPOINT", "not an address?");
        set("MODELSCOPE_API_TOKEN", "not\u00e4 token");
        set("MODELSCOPE_API_TIMEOUT", "soon");
        session.getSystemProperties().remove("env.MODELSCOPE_CACHE");
        set("HOME", "relative");
        set("USERPROFILE", "relative");

        run(mojo, "org/tiny");
        session.getRequest().setOffline(true);
        when(session.isOffline()).thenReturn(true);
        run(mojo, "hf://org/tiny");

        assertThat(property("hf.tiny.available")).isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MODELSCOPE_ENDPOINT    | not an address? | the endpoint of ModelScope is 'https://not an address?'; expected",
                "MODELSCOPE_API_TOKEN   | not\u00e4token  | the token from the environment variable MODELSCOPE_API_TOKEN has",
                "MODELSCOPE_API_TIMEOUT | soon            | the environment variable MODELSCOPE_API_TIMEOUT is 'soon'",
            })
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void wrongSettingsOfModelScope_failABuildWithItsModels(
            String variable, String value, String message, PrefetchMojo mojo) {
        set(variable, value);

        assertThatThrownBy(() -> run(mojo, BOTH))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void offline_isForbiddenToBoth(PrefetchMojo mojo) throws Exception {
        set("HF_HUB_OFFLINE", "1");
        try {
            assertThatThrownBy(() -> run(mojo, BOTH))
                    .isInstanceOf(MojoFailureException.class)
                    .hasMessageContaining(
                            "modelscope://acme/small@master: it is not in the cache " + folder.resolve("modelscope"));
        } finally {
            session.getSystemProperties().remove("env.HF_HUB_OFFLINE");
        }

        assertThat(hub.requests()).isEmpty();
        assertThat(modelScope.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "mirror", pom = NO_MODELS)
    void mirrorFolder_hasModelsOfBothSourcesWithOneName(
            MirrorMojo mirror, @InjectMojo(goal = "prefetch", pom = NO_MODELS) PrefetchMojo prefetch) throws Exception {
        modelScope.model("org/tiny").commit("first").file("config.json", "of ModelScope");
        Path mirrored = folder.resolve("mirror");
        MojoExtension.setVariableValueToObject(mirror, "mirrorDirectory", mirrored.toString());
        run(mirror, "org/tiny");
        run(mirror, "modelscope://org/tiny");
        hub.clearRequests();
        modelScope.clearRequests();
        set("HF_HOME", folder.resolve("home2").toString());
        set("MODELSCOPE_CACHE", folder.resolve("modelscope2").toString());
        set("HF_ENDPOINT", mirrored.toUri().toString());
        set("MODELSCOPE_ENDPOINT", mirrored.toUri().toString());
        when(session.isOffline()).thenReturn(true);

        run(prefetch, "modelscope://org/tiny");
        assertThat(Path.of(property("hf.tiny.path"), "config.json")).hasContent("of ModelScope");
        run(prefetch, "org/tiny");
        assertThat(Path.of(property("hf.tiny.path"), "config.json")).hasContent("{}");

        assertThat(hub.requests()).isEmpty();
        assertThat(modelScope.requests()).isEmpty();
    }

    /** The Hub's folder may be asked, but ModelScope's server not. */
    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void offlineWithAFolderForTheHub_doesNotAskModelScope(PrefetchMojo mojo) throws Exception {
        set(
                "HF_ENDPOINT",
                Files.createDirectories(folder.resolve("mirror")).toUri().toString());
        when(session.isOffline()).thenReturn(true);

        assertThatThrownBy(() -> run(mojo, BOTH))
                .hasMessageContaining("modelscope://acme/small@master: ")
                .hasMessageContaining("ModelScope is not asked, since the build is offline")
                .hasMessageContaining("run once without -o");
        assertThat(modelScope.requests()).isEmpty();
    }

    /** What the other source's endpoint is does not make a build without its models less offline. */
    @ParameterizedTest
    @CsvSource({"MODELSCOPE_ENDPOINT, org/tiny", "HF_ENDPOINT, modelscope://acme/small"})
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void offlineWithAFolderForTheOtherSource_isOffline(
            String variable,
            String model,
            PrefetchMojo prefetch,
            @InjectMojo(goal = "verify", pom = NO_MODELS) VerifyMojo verify)
            throws Exception {
        set(variable, Files.createDirectories(folder.resolve("mirror")).toUri().toString());
        when(session.isOffline()).thenReturn(true);
        assertThatThrownBy(() -> run(prefetch, model))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("it is not in the cache");
        MojoExtension.setVariableValueToObject(verify, "repair", true);
        assertThatThrownBy(() -> run(verify, model)).hasMessageStartingWith("hf.repair fetches what is bad");

        when(session.isOffline()).thenReturn(false);
        run(prefetch, model);
        when(session.isOffline()).thenReturn(true);
        session.getRequest().setUpdateSnapshots(true);
        try (var log = new CapturedLog()) {
            run(prefetch, model);
            assertThat(log.text())
                    .contains("1 model ready: all cached, offline")
                    .doesNotContain("using commit");
        }
    }

    @Test
    @InjectMojo(goal = "lock", pom = NO_MODELS)
    void modelsOfBothSources_areLocked(
            LockMojo lock, @InjectMojo(goal = "prefetch", pom = NO_MODELS) PrefetchMojo prefetch) throws Exception {
        doReturn(List.of(project)).when(session).getProjects();
        doReturn(project).when(session).getCurrentProject();
        doReturn(MojoExecution.Source.CLI).when(execution).getSource();
        execution("default-cli");
        Path file = folder.resolve("lock.json");
        MojoExtension.setVariableValueToObject(lock, "lockFile", file.toString());
        run(lock, BOTH);

        String text = Files.readString(file);
        assertThat(text)
                .contains("\"source\": \"huggingface\"", "\"source\": \"modelscope\"", "\"revision\": \"master\"");
        assertThat(new LockFile(file).read().models()).hasSize(2);
        assertThat(text.substring(text.indexOf("modelscope")))
                .contains("\"sha256\"")
                .doesNotContain("gitSha1");

        modelScope.model("acme/small").commit("second").file("config.json", "moved");
        MojoExtension.setVariableValueToObject(prefetch, "lockFile", file.toString());
        MojoExtension.setVariableValueToObject(
                prefetch, "modelscopeCacheDirectory", folder.resolve("fresh").toString());
        assertThatThrownBy(() -> run(prefetch, BOTH))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("modelscope://acme/small@master");
    }

    /** The base model of an adapter is at its source, at the default branch there; a lock, a locked build and prune agree. */
    @Test
    @InjectMojo(goal = "lock", pom = NO_MODELS)
    void companions_areAtTheSourceOfTheirModel(
            LockMojo lock,
            @InjectMojo(goal = "prefetch", pom = NO_MODELS) PrefetchMojo prefetch,
            @InjectMojo(goal = "prune", pom = NO_MODELS) PruneMojo prune)
            throws Exception {
        modelScope
                .model("acme/adapter")
                .commit("first")
                .file("adapter_config.json", "{\"base_model_name_or_path\": \"acme/base\", \"revision\": null}")
                .file("adapter_model.safetensors", "small weights");
        modelScope
                .model("acme/base")
                .commit("first")
                .file("config.json", "{\"architectures\": [\"LlamaForCausalLM\"], \"model_type\": \"llama\"}")
                .file("model.safetensors", "weights");
        Path file = folder.resolve("lock.json");
        declare(
                "models",
                "<lockFile>" + file + "</lockFile><models><model><id>acme/adapter</id><source>modelscope</source>"
                        + "<preset>transformers</preset></model></models>");

        MojoExtension.setVariableValueToObject(lock, "lockFile", file.toString());
        lock.execute();
        assertThat(new LockFile(file).read().models())
                .extracting(Object::toString)
                .containsExactly("modelscope://acme/adapter@master", "modelscope://acme/base@master");
        startBuild();
        prefetch.execute();
        Path base = folder.resolve("modelscope/models/acme--base/snapshots/master/model.safetensors");
        assertThat(base).hasContent("weights");
        Files.delete(file);
        MojoExtension.setVariableValueToObject(prune, "yes", true);
        MojoExtension.setVariableValueToObject(prune, "maxCacheSize", "1");
        startBuild();
        prune.execute();
        assertThat(base).hasContent("weights");
        assertThat(hub.requests()).isEmpty();
    }

    /** As a user names it who has {@code <source>} in the POM. */
    @ParameterizedTest
    @CsvSource({"acme/small, true", "modelscope://acme/small, true", "hf://acme/small, false"})
    @InjectMojo(goal = "update", pom = NO_MODELS)
    void update_movesTheModelThatIsNamedWithoutASourceOrWithItsOwn(
            String name, boolean isNamed, UpdateMojo update, @InjectMojo(goal = "lock", pom = NO_MODELS) LockMojo lock)
            throws Exception {
        doReturn(List.of(project)).when(session).getProjects();
        doReturn(project).when(session).getCurrentProject();
        doReturn(MojoExecution.Source.CLI).when(execution).getSource();
        execution("default-cli");
        Path file = folder.resolve("lock.json");
        MojoExtension.setVariableValueToObject(lock, "lockFile", file.toString());
        MojoExtension.setVariableValueToObject(update, "lockFile", file.toString());
        run(lock, BOTH);
        String before = Files.readString(file);
        modelScope.model("acme/small").commit("second").file("config.json", "moved");

        if (isNamed) {
            run(update, name);
            assertThat(Files.readString(file)).isNotEqualTo(before);
        } else {
            assertThatThrownBy(() -> run(update, name))
                    .isInstanceOf(MojoFailureException.class)
                    .hasMessageContaining(
                            "hf.models names hf://acme/small, which neither the POM nor the lock file has");
            assertThat(file).hasContent(before);
        }
    }

    private void run(Mojo mojo, String models) throws Exception {
        MojoExtension.setVariableValueToObject(mojo, "modelCoordinates", models);
        MojoExtension.setVariableValueToObject(mojo, "retries", 0);
        startBuild();
        mojo.execute();
    }

    private void set(String variable, String value) {
        session.getSystemProperties().setProperty("env." + variable, value);
    }

    private void server(String id, String token) {
        var server = new Server();
        server.setId(id);
        server.setPassword(token);
        settings.addServer(server);
    }

    private String property(String name) {
        return project.getProperties().getProperty(name);
    }

    private void assertNoTokenAtTheOther() {
        assertNotSent(hub, "ms-secret");
        assertNotSent(modelScope, "hf_secret");
    }

    private static void assertNotSent(TestServer server, String secret) {
        assertThat(server.requests())
                .allSatisfy(request ->
                        assertThat(request.headers() + request.target()).doesNotContain(secret));
    }

    private static String sent(RecordedRequest request) {
        return request.header("Authorization").orElse("")
                + request.header("Cookie").orElse("");
    }

    /** As Python pickles what is decisive of a cookie, in protocol 0. */
    private static byte[] pickledLogin() {
        var pickle = new StringBuilder("(d");
        for (String pair : List.of(
                "name m_session_id",
                "value " + MODELSCOPE_TOKEN,
                "port -",
                "port_specified -",
                "domain 127.0.0.1",
                "domain_specified -",
                "domain_initial_dot -",
                "path /",
                "path_specified -",
                "secure -",
                "expires -")) {
            String[] parts = pair.split(" ");
            pickle.append('V').append(parts[0]).append('\n');
            pickle.append(parts[1].equals("-") ? "N" : "V" + parts[1] + "\n").append('s');
        }
        return pickle.append('.').toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
