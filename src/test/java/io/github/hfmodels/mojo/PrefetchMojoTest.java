package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.testhub.Fault;
import io.github.hfmodels.testhub.TestCommit;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testhub.TestRepository;
import io.github.hfmodels.testproxy.ProxiedRequest;
import io.github.hfmodels.testproxy.TestProxy;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoExtension;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@MojoTest
@Timeout(60)
class PrefetchMojoTest {

    private static final String NO_MODELS = "<project/>";
    private static final String ONE_MODEL = """
            <project><build><plugins><plugin>
              <artifactId>hf-models-maven-plugin</artifactId>
              <configuration>
                <models>
                  <model>
                    <id>org/tiny</id>
                    <includes><include>*.json</include></includes>
                    <alias>mini</alias>
                  </model>
                </models>
              </configuration>
            </plugin></plugins></build></project>""";

    private static final String OPTIONAL_MODEL = """
            <project><build><plugins><plugin>
              <artifactId>hf-models-maven-plugin</artifactId>
              <configuration>
                <models><model><id>org/tiny</id><optional>true</optional></model></models>
              </configuration>
            </plugin></plugins></build></project>""";

    @Inject
    private MavenSession session;

    @Inject
    private MavenProject project;

    @Inject
    private MojoExecution execution;

    @TempDir
    private Path folder;

    private TestHub hub;
    private String commit;

    @BeforeEach
    void start() {
        hub = TestHub.start();
        commit = hub.model("org/tiny")
                .commit("first")
                .file("config.json", "{}")
                .lfs("model.bin", "weights".getBytes(StandardCharsets.UTF_8))
                .id();
        Properties system = session.getSystemProperties();
        system.setProperty("env.HF_ENDPOINT", hub.endpoint());
        system.setProperty("env.HF_HOME", folder.toString());
        project.getBuild().setDirectory(folder.resolve("target").toString());
        startBuild();
        execution("default");
    }

    /** What the goal does from now on is another execution's. */
    private void execution(String id) {
        doReturn(id).when(execution).getExecutionId();
    }

    /** What the goal does from now on is another build's. */
    private void startBuild() {
        when(session.getRepositorySession()).thenReturn(new DefaultRepositorySystemSession());
        session.getRequest().setStartTime(new Date());
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "models, -, -",
                "modelCoordinates, hf.models, -",
                "skip, hf.skip, false",
                "endpoint, hf.endpoint, -",
                "cacheDirectory, hf.cacheDirectory, -",
                "outputDirectory, hf.outputDirectory, -",
                "link, hf.link, copy",
                "updatePolicy, hf.updatePolicy, daily",
                "failOnMissingToken, hf.failOnMissingToken, true",
                "force, hf.force, false",
                "maxConnections, hf.maxConnections, 16",
                "connectTimeout, hf.connectTimeout, 10",
                "readTimeout, hf.readTimeout, -",
                "maxSize, hf.maxSize, -",
                "dryRun, hf.dryRun, false",
                "planFile, hf.planFile, -",
                "serverId, hf.serverId, huggingface",
            })
    void parameter_hasItsPropertyAndDefault(String name, @Nullable String property, @Nullable String value)
            throws Exception {
        Xpp3Dom configuration = descriptor("prefetch").getChild("configuration").getChild(name);

        assertThat(configuration == null ? null : configuration.getValue())
                .isEqualTo(property == null ? null : "${" + property + "}");
        assertThat(configuration == null ? null : configuration.getAttribute("default-value"))
                .isEqualTo(value);
    }

    @Test
    void goal_runsInItsPhaseInParallelAndWithoutAProject() throws Exception {
        Xpp3Dom goal = descriptor("prefetch");

        assertThat(goal.getChild("phase").getValue()).isEqualTo("process-resources");
        assertThat(goal.getChild("threadSafe").getValue()).isEqualTo("true");
        assertThat(goal.getChild("requiresProject").getValue()).isEqualTo("false");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void injectedMojo_hasTheDefaults(PrefetchMojo mojo) throws Exception {
        Map<String, Object> values = MojoExtension.getVariablesAndValuesFromObject(mojo);

        assertThat(values)
                .containsEntry("skip", false)
                .containsEntry("link", "copy")
                .containsEntry("force", false)
                .containsEntry("maxConnections", 16)
                .containsEntry("connectTimeout", 10)
                .containsEntry("readTimeout", null)
                .containsEntry("models", null)
                .containsEntry("endpoint", null)
                .containsEntry("cacheDirectory", null);
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void noModels_isNoErrorAndAsksNobody(PrefetchMojo mojo) throws Exception {
        mojo.execute();

        assertThat(hub.requests()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    @MojoParameter(name = "skip", value = "true")
    void skip_doesNothing(PrefetchMojo mojo) throws Exception {
        mojo.execute();

        assertThat(hub.requests()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void model_isFetchedAndExportedToTheProject(PrefetchMojo mojo) throws Exception {
        mojo.execute();

        Path snapshot = folder.resolve("hub/models--org--tiny/snapshots").resolve(commit);
        assertThat(project.getProperties())
                .containsEntry("hf.mini.available", "true")
                .containsEntry("hf.mini.path", snapshot.toString())
                .containsEntry("hf.mini.file", snapshot.resolve("config.json").toString())
                .containsEntry("hf.mini.commit", commit);
        assertThat(snapshot.resolve("config.json")).hasContent("{}");
        assertThat(snapshot.resolve("model.bin")).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    @MojoParameter(name = "modelCoordinates", value = " org/tiny@main , ,")
    void modelCoordinates_replaceTheModels(PrefetchMojo mojo) throws Exception {
        mojo.execute();

        assertThat(project.getProperties())
                .containsEntry("hf.tiny.commit", commit)
                .doesNotContainKey("hf.mini.commit");
        assertThat(Path.of(project.getProperties().getProperty("hf.tiny.path")).resolve("model.bin"))
                .hasContent("weights");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    @MojoParameter(name = "cacheDirectory", value = "target/no-such-cache")
    @MojoParameter(name = "link", value = "magic")
    void wrongLink_isTheUsersFailure(PrefetchMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("<link> is 'magic'; expected copy, hard or symbolic");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny,no such id")
    void wrongCoordinates_areTheUsersFailureBeforeAnyRequest(PrefetchMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("hf.models[2]: 'no such id' is not a repository id");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    @MojoParameter(name = "maxConnections", value = "0")
    void numberOutOfRange_isTheUsersFailure(PrefetchMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("<maxConnections> is 0");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/missing")
    void missingRepository_isTheUsersFailure(PrefetchMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("org/missing");
        assertThat(project.getProperties()).doesNotContainKey("hf.missing.path");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void unreachableHub_isNotTheUsersFailure(PrefetchMojo mojo) {
        hub.close();

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("org/tiny");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void offline_asksNobody(PrefetchMojo mojo) {
        session.getSystemProperties().setProperty("env.HF_HUB_OFFLINE", "1");

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("org/tiny")
                .hasMessageContaining("offline");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void secondRunOffline_isServedByTheCache(PrefetchMojo mojo) throws Exception {
        mojo.execute();
        hub.clearRequests();
        project.getProperties().clear();
        session.getSystemProperties().setProperty("env.HF_HUB_OFFLINE", "1");

        mojo.execute();

        assertThat(hub.requests()).isEmpty();
        assertThat(project.getProperties()).containsEntry("hf.mini.commit", commit);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HF_TOKEN|hf_bäd|the token from the environment variable HF_TOKEN has characters that no token has",
                "HF_HUB_DOWNLOAD_TIMEOUT|soon|the environment variable HF_HUB_DOWNLOAD_TIMEOUT is 'soon'",
                "HF_ENDPOINT|http://127.0.0.1:99999|the endpoint is 'http://127.0.0.1:99999'",
            })
    @InjectMojo(goal = "prefetch", pom = OPTIONAL_MODEL)
    void wrongEnvironment_isTheUsersFailureBeforeAnyRequest(
            String variable, String value, String message, PrefetchMojo mojo) {
        session.getSystemProperties().setProperty("env." + variable, value);

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining(message);
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = " , ,")
    void nothingButCommas_isTheUsersFailure(PrefetchMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("expected models, separated by commas");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny,org/missing")
    void failures_areToldInTheirOrder(PrefetchMojo mojo) {
        hub.faults().onPath("/model.bin").status(403);

        assertThatThrownBy(mojo::execute)
                .hasMessageMatching("(?s)2 of 2 models .*\\n  org/tiny@main: .*\\n  org/missing@main: .*");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    @MojoParameter(name = "force", value = "true")
    void offlineAndForce_contradictEachOther(PrefetchMojo mojo) {
        session.getSystemProperties().setProperty("env.HF_HUB_OFFLINE", "1");

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("hf.force downloads again, which an offline build cannot");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    @MojoParameter(name = "force", value = "true")
    void force_downloadsWhatIsThereOnceABuild(PrefetchMojo mojo) throws Exception {
        mojo.execute();
        hub.clearRequests();
        startBuild();

        mojo.execute();
        mojo.execute();

        assertThat(hub.paths("GET"))
                .containsExactly(
                        "/api/models/org/tiny/revision/main",
                        "/org/tiny/resolve/" + commit + "/config.json",
                        "/api/resolve-cache/models/org/tiny/" + commit + "/config.json");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void lookedUpToday_isNotLookedUpAgain(PrefetchMojo mojo) throws Exception {
        mojo.execute();
        hub.clearRequests();
        startBuild();

        mojo.execute();

        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void updateSnapshots_looksUpWhateverThePolicySays(PrefetchMojo mojo) throws Exception {
        mojo.execute();
        hub.clearRequests();
        startBuild();
        session.getRequest().setUpdateSnapshots(true);

        mojo.execute();

        assertThat(hub.paths("GET")).containsExactly("/api/models/org/tiny/revision/main");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    @MojoParameter(name = "updatePolicy", value = "weekly")
    void unknownUpdatePolicy_isTheUsersFailureBeforeAnyRequest(PrefetchMojo mojo) {
        session.getRequest().setUpdateSnapshots(true);

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("<updatePolicy> is 'weekly'; expected always, daily, interval:MINUTES or never"
                        + " (hf.updatePolicy)");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    @MojoParameter(name = "updatePolicy", value = "always")
    void withoutForce_nothingIsDownloadedAgain(PrefetchMojo mojo) throws Exception {
        mojo.execute();
        hub.clearRequests();
        startBuild();

        mojo.execute();

        assertThat(hub.paths("GET")).containsExactly("/api/models/org/tiny/revision/main");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void cacheDirectory_goesBeforeTheEnvironment(PrefetchMojo mojo) throws Exception {
        Path other = folder.resolve("another cache");
        MojoExtension.setVariableValueToObject(mojo, "cacheDirectory", other.toFile());

        mojo.execute();

        assertThat(other.resolve("models--org--tiny/snapshots").resolve(commit).resolve("config.json"))
                .hasContent("{}");
        assertThat(folder.resolve("hub")).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void symlinksAreUsedUnlessTheEnvironmentForbids(PrefetchMojo mojo) throws Exception {
        Path snapshot = folder.resolve("hub/models--org--tiny/snapshots").resolve(commit);
        mojo.execute();
        assertThat(snapshot.resolve("config.json")).isSymbolicLink();

        session.getSystemProperties().setProperty("env.HF_HUB_DISABLE_SYMLINKS", "1");
        session.getSystemProperties()
                .setProperty("env.HF_HUB_CACHE", folder.resolve("plain").toString());
        mojo.execute();

        assertThat(folder.resolve("plain/models--org--tiny/snapshots")
                        .resolve(commit)
                        .resolve("config.json"))
                .isRegularFile()
                .satisfies(file -> assertThat(Files.isSymbolicLink(file)).isFalse());
    }

    @ParameterizedTest
    @CsvSource({"copy, false, false", "hard, false, true", "symbolic, true, true"})
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void link_saysHowFilesGetIntoTheOutputDirectory(String link, boolean isLink, boolean isSame, PrefetchMojo mojo)
            throws Exception {
        MojoExtension.setVariableValueToObject(mojo, "link", link);
        MojoExtension.setVariableValueToObject(
                mojo, "outputDirectory", folder.resolve("out").toFile());

        mojo.execute();

        Path file = folder.resolve("out/org/tiny/config.json");
        Path cached = folder.resolve("hub/models--org--tiny/snapshots")
                .resolve(commit)
                .resolve("config.json");
        assertThat(file).hasContent("{}");
        assertThat(Files.isSymbolicLink(file)).isEqualTo(isLink);
        assertThat(Files.isSameFile(file, cached)).isEqualTo(isSame);
        assertThat(project.getProperties())
                .containsEntry("hf.mini.path", file.getParent().toString());
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void success_isOneLineOnlineAndNoneOffline(PrefetchMojo mojo) throws Exception {
        mojo.execute();
        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.lines("1 model ready: all cached, 0 requests")).hasSize(1);
        }
        session.getSystemProperties().setProperty("env.HF_HUB_OFFLINE", "1");
        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text()).isEmpty();
        }
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void everyRequest_tellsWhoAsks(PrefetchMojo mojo) throws Exception {
        mojo.execute();

        assertThat(hub.requests())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.header("User-Agent").orElse(""))
                        .matches(
                                "hf-models-maven-plugin/\\S+; maven/\\S+; java/" + System.getProperty("java.version")));
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/many")
    @MojoParameter(name = "maxConnections", value = "8")
    void files_areFetchedHalfAsManyAtOnceAsThereAreConnections(PrefetchMojo mojo) throws Exception {
        TestCommit many = hub.model("org/many").commit("first");
        for (int i = 0; i < 9; i++) {
            many.file("f" + i, "content " + i);
        }
        Fault held =
                hub.faults().on(request -> request.path().contains("/resolve/")).stallBeforeResponse();
        CompletableFuture<Void> build = CompletableFuture.runAsync(() -> {
            try {
                mojo.execute();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
        hub.awaitRequests(4, request -> request.path().contains("/resolve/"));
        assertThat(hub.requests(request -> request.path().contains("/resolve/")))
                .hasSize(4);
        held.release();

        build.get();
        assertThat(project.getProperties()).containsKey("hf.many.path");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    void severalFiles_areNoFile(PrefetchMojo mojo) throws Exception {
        mojo.execute();

        assertThat(project.getProperties())
                .containsEntry("hf.tiny.available", "true")
                .doesNotContainKey("hf.tiny.file");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = OPTIONAL_MODEL)
    void optionalModelThatCannotBeHad_isNotAvailable(PrefetchMojo mojo) throws Exception {
        hub.faults().onPath("/revision/main").status(404);

        try (var log = new CapturedLog()) {
            mojo.execute();

            assertThat(log.lines("Going on without an optional model: org/tiny@main: "))
                    .hasSize(1);
        }
        assertThat(project.getProperties())
                .containsEntry("hf.tiny.available", "false")
                .doesNotContainKey("hf.tiny.path");
        assertThat(manifest()).content().contains("\"available\": false").contains("\"default\": [\"tiny\"]");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void manifest_saysWhatThePropertiesSay(PrefetchMojo mojo) throws Exception {
        mojo.execute();

        JsonNode model = new ObjectMapper().readTree(manifest().toFile()).at("/models/mini");
        for (String name : List.of("path", "file", "commit", "available")) {
            assertThat(model.get(name).asText())
                    .isEqualTo(project.getProperties().getProperty("hf.mini." + name));
        }
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void withoutAProject_thereIsNoManifest(PrefetchMojo mojo) throws Exception {
        doReturn(null).when(project).getBasedir();
        doReturn(folder.toString()).when(session).getExecutionRootDirectory();
        project.getBuild().setDirectory("${project.basedir}/target");

        mojo.execute();

        assertThat(project.getProperties()).containsKey("hf.mini.path");
        assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("hub"));
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void manifestThatCannotBeWritten_isNotTheUsersFailure(PrefetchMojo mojo) throws Exception {
        Files.writeString(folder.resolve("target"), "in the way");

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("the manifest " + manifest() + " cannot be written; check its folder");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void executions_doNotOverwriteEachOthersAliases(PrefetchMojo mojo) throws Exception {
        MojoExtension.setVariableValueToObject(mojo, "modelCoordinates", "org/tiny");
        mojo.execute();
        hub.clearRequests();

        execution("other");
        MojoExtension.setVariableValueToObject(mojo, "modelCoordinates", "org/tiny@" + commit);

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("the executions 'default' and 'other' have one alias, 'tiny', for org/tiny@main, all files"
                        + " and for org/tiny@" + commit + ", all files; give one of them another with <alias>");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void executions_mayHaveOneModelInCommon(PrefetchMojo mojo) throws Exception {
        mojo.execute();
        hub.clearRequests();

        execution("other");
        mojo.execute();

        assertThat(hub.requests()).isEmpty();
        assertThat(project.getProperties()).containsEntry("hf.mini.commit", commit);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/closed,org/tiny")
    @MojoParameter(name = "failOnMissingToken", value = "false")
    void missingToken_isToleratedOnRequest(boolean isPrivate, PrefetchMojo mojo) throws Exception {
        close(isPrivate);

        try (var log = new CapturedLog()) {
            mojo.execute();

            assertThat(log.lines("Going on without a model for lack of a token (hf.failOnMissingToken is false):"
                            + " org/closed@main: "))
                    .hasSize(1);
        }
        assertThat(project.getProperties())
                .containsEntry("hf.closed.available", "false")
                .doesNotContainKey("hf.closed.path")
                .containsEntry("hf.tiny.available", "true");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/closed")
    void missingToken_isTheUsersFailure(boolean isPrivate, PrefetchMojo mojo) {
        close(isPrivate);

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("set HF_TOKEN");
    }

    @ParameterizedTest
    @CsvSource({"true, hf_of_a_stranger", "false, hf_of_a_stranger", "true, hf_unknown", "false, hf_unknown"})
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/closed")
    @MojoParameter(name = "failOnMissingToken", value = "false")
    void tokenThatIsRefused_isAlwaysTheUsersFailure(boolean isPrivate, String token, PrefetchMojo mojo) {
        close(isPrivate);
        hub.token("hf_of_a_stranger");
        session.getSystemProperties().setProperty("env.HF_TOKEN", token);

        assertThatThrownBy(mojo::execute).isInstanceOf(MojoFailureException.class);
    }

    @ParameterizedTest
    @CsvSource({"404", "403", "429", "500"})
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    @MojoParameter(name = "failOnMissingToken", value = "false")
    @MojoParameter(name = "retries", value = "0")
    void whatNoTokenWouldMend_stillFails(int status, PrefetchMojo mojo) {
        hub.faults().onPath("/revision/main").status(status);

        assertThatThrownBy(mojo::execute).hasMessageContaining("org/tiny@main");
    }

    /** Makes a model that only somebody with a token may have. */
    private void close(boolean isPrivate) {
        TestRepository closed = hub.model("org/closed");
        closed.commit("first").file("config.json", "{}");
        if (isPrivate) {
            closed.makePrivate("hf_of_somebody_admitted");
        } else {
            closed.makeGated("hf_of_somebody_admitted");
        }
    }

    private Path manifest() {
        return folder.resolve("target/hf-models/manifest.json");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void proxyOfTheEnvironment_isUsed(PrefetchMojo mojo) throws Exception {
        try (TestProxy proxy = TestProxy.start().login("me", "pa55")) {
            session.getSystemProperties().setProperty("env.HTTP_PROXY", "http://me:pa55@127.0.0.1:" + proxy.port());

            mojo.execute();

            assertThat(proxy.requests()).hasSameSizeAs(hub.requests()).allMatch(ProxiedRequest::hasLogin);
        }
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = OPTIONAL_MODEL)
    @MojoParameter(name = "serverId", value = "mirror")
    void serverThatIsNotInTheSettings_isTheUsersFailureBeforeAnyRequest(PrefetchMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("settings.xml has no server 'mirror'");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void pinnedModelInTheCache_asksForNoCredential(PrefetchMojo mojo) throws Exception {
        MojoExtension.setVariableValueToObject(mojo, "modelCoordinates", "org/tiny@" + commit);
        mojo.execute();
        session.getSystemProperties().setProperty("env.HF_TOKEN", "no token at all");

        mojo.execute();

        assertThat(project.getProperties()).containsEntry("hf.tiny.commit", commit);
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    @MojoParameter(name = "maxSize", value = "8B")
    void prefetchOfMoreThanMaxSize_isTheUsersFailure(PrefetchMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining(" would be downloaded, more than the 8 B that are allowed: org/tiny@main ");
        assertThat(hub.requests()).noneMatch(request -> request.path().contains("/resolve/"));
    }

    private static Xpp3Dom descriptor(String goal) throws Exception {
        try (InputStream plugin = PrefetchMojo.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
            Xpp3Dom mojos = Xpp3DomBuilder.build(plugin, "UTF-8").getChild("mojos");
            for (Xpp3Dom mojo : mojos.getChildren()) {
                if (mojo.getChild("goal").getValue().equals(goal)) {
                    return mojo;
                }
            }
        }
        throw new AssertionError("the plugin has no goal " + goal);
    }
}
