package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doReturn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.lockfile.LockFile;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.prefetch.TestBuild;
import io.github.hfmodels.testhub.Fault;
import io.github.hfmodels.testhub.TestCommit;
import io.github.hfmodels.testhub.TestRepository;
import io.github.hfmodels.testproxy.ProxiedRequest;
import io.github.hfmodels.testproxy.TestProxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoExtension;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefetchMojoTest extends GoalTest {

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

    private String commit;

    @BeforeEach
    void start() {
        commit = hub.model("org/tiny")
                .commit("first")
                .file("config.json", "{}")
                .lfs("model.bin", "weights".getBytes(StandardCharsets.UTF_8))
                .id();
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

    /** Each as of an optional model, since a mistake in the configuration is not the failure of a model. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "link|magic|<link> is 'magic'; expected copy, hard or symbolic",
                "modelCoordinates|org/tiny,no such id|hf.models[2]: 'no such id' is not a repository id",
                "modelCoordinates| , ,|hf.models is ' , ,'; expected models, separated by commas",
                "maxSize|a lot|<maxSize> is 'a lot'; expected a size such as 2GB, 500MB, 1.5GiB, or a number of bytes",
                "serverId|mirror|settings.xml has no server 'mirror'",
                "updatePolicy|weekly|<updatePolicy> is 'weekly'; expected always, daily, interval:MINUTES or never",
            })
    @InjectMojo(goal = "prefetch", pom = OPTIONAL_MODEL)
    void wrongParameter_isTheUsersFailureBeforeAnyRequest(String name, String value, String message, PrefetchMojo mojo)
            throws Exception {
        MojoExtension.setVariableValueToObject(mojo, name, value);
        // With -U too, which overrides the policy.
        session.getRequest().setUpdateSnapshots(true);

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith(message);
        assertThat(hub.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "maxConnections, 0, a number above zero",
        "connectTimeout, 0, a number above zero",
        "readTimeout, 0, a number above zero",
        "retries, -1, zero or more",
        "maxWait, -1, zero or more",
    })
    @InjectMojo(goal = "prefetch", pom = OPTIONAL_MODEL)
    void numberOutOfRange_isTheUsersFailureBeforeAnyRequest(String name, int value, String expected, PrefetchMojo mojo)
            throws Exception {
        MojoExtension.setVariableValueToObject(mojo, name, value);

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("<" + name + "> is " + value + "; expected " + expected);
        assertThat(hub.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "skip, true, The goal prefetch is skipped (hf.skip)",
        "models, , 'No models are configured, so there is nothing to do: neither the execution ''default'' nor the plugin has'",
    })
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void nothingToDo_isSaidAndAsksNobody(String name, @Nullable Boolean value, String line, PrefetchMojo mojo)
            throws Exception {
        doReturn("prefetch").when(execution).getGoal();
        MojoExtension.setVariableValueToObject(mojo, name, value);

        try (var log = new CapturedLog()) {
            mojo.execute();

            assertThat(log.lines(line)).hasSize(1);
        }
        assertThat(hub.requests()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "daily, false, false",
        "never, false, false",
        "always, false, true",
        "daily, true, true",
        "never, true, true"
    })
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void cachedModel_isLookedUpAgainAsPolicyAndOptionSay(
            String policy, boolean updateSnapshots, boolean isLookedUp, PrefetchMojo mojo) throws Exception {
        mojo.execute();
        hub.clearRequests();
        startBuild();
        MojoExtension.setVariableValueToObject(mojo, "updatePolicy", policy);
        session.getRequest().setUpdateSnapshots(updateSnapshots);

        mojo.execute();

        assertThat(hub.paths("GET")).isEqualTo(isLookedUp ? List.of("/api/models/org/tiny/revision/main") : List.of());
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void afterAModelThatAPolicyForbids_othersAreCheckedAndNotDownloaded(PrefetchMojo mojo) throws Exception {
        hub.model("org/other").commit("first").file("config.json", "{1}");
        String policy = "<policy><owners>acme</owners></policy>";
        declare("a", "<models><model>org/tiny</model></models>" + policy);
        declare("b", "<models><model>org/other</model></models>");
        declare("c", "<models><model><id>org/other</id><alias>c</alias></model></models>" + policy);

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("the policy forbids 2 things:\n  org/tiny@main: its owner org is not allowed")
                .hasMessageContaining("\n  org/other@main: its owner org is not allowed");
        assertThat(folder.resolve("home/hub/models--org--other/blobs")).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void goalOfTheCommandLine_doesWhatTheExecutionsDo(PrefetchMojo mojo) throws Exception {
        hub.model("org/other").commit("first").file("config.json", "{}");
        declare("tests", "<models><model><id>org/tiny</id><alias>mini</alias></model></models>");
        declare("docs", "<models><model>org/other</model></models><outputDirectory>target/out</outputDirectory>");
        project.setFile(folder.resolve("pom.xml").toFile());

        try (var log = new CapturedLog()) {
            mojo.execute();

            assertThat(log.text()).contains("2 models ready: 2 downloaded").doesNotContain("WARN");
        }

        assertThat(project.getProperties())
                .containsEntry("hf.mini.commit", commit)
                .containsEntry(
                        "hf.other.path", folder.resolve("target/out/org/other").toString());
        JsonNode manifest =
                new ObjectMapper().readTree(Files.readString(folder.resolve("target/hf-models/manifest.json")));
        assertThat(manifest.at("/executions").toString()).isEqualTo("{\"docs\":[\"other\"],\"tests\":[\"mini\"]}");
    }

    /** The second execution would exceed what the first has left of it. */
    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "maxSize", value = "3")
    void maxSize_isForAllExecutionsTogether(PrefetchMojo mojo) throws Exception {
        hub.model("org/other").commit("first").file("config.json", "{}");
        declare("a", "<models><model>org/other</model></models>");
        declare("b", "<models><model>hf://org/tiny/config.json</model></models>");

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("4 B would be downloaded, more than the 3 B that are allowed");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void theSummary_namesALockThatAllFollow(PrefetchMojo mojo) throws Exception {
        Path lockFile = folder.resolve("lock.json");
        new LockFile(lockFile)
                .write(new TestBuild(hub.endpoint(), folder.resolve("home/hub"))
                        .model("org/tiny")
                        .lock());
        hub.model("org/other").commit("first").file("config.json", "{}");
        String ofLock = "<lockFile>" + lockFile + "</lockFile>";
        declare("a", "<models><model>org/tiny</model></models>" + ofLock);
        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text()).contains(", as locked in lock.json");
        }

        declare("b", "<models><model>org/other</model></models>");
        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text()).contains("2 models ready").doesNotContain("as locked in");
        }
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    void anIdThatNoExecutionHas_isTheUsersFailure(PrefetchMojo mojo) throws Exception {
        declare("tests", "<models><model>org/tiny</model></models>");
        execution("typo");

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("no execution of the plugin has the id 'typo'; expected one of tests");
    }

    @ParameterizedTest
    @CsvSource({"<models/>, '<models> is empty'", "'', 'has <models> in its <configuration>'"})
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void anExecutionWithoutModels_isToldAsItIs(String configuration, String message, PrefetchMojo mojo)
            throws Exception {
        declare("tests", configuration);
        execution("tests");

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text()).contains(message);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "symbolic, classes,      'is packed into the jar, and has symbolic links, which are broken wherever'",
        "hard,     test-classes, 'is packed into the jar, and has hard links, through which a plugin that changes'",
        "copy,     classes,      ",
        "symbolic, models,       ",
    })
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void linksInWhatIsPacked_areWarnedOf(String link, String output, @Nullable String warning, PrefetchMojo mojo)
            throws Exception {
        project.getBuild().setOutputDirectory(folder.resolve("target/classes").toString());
        project.getBuild()
                .setTestOutputDirectory(folder.resolve("target/test-classes").toString());
        MojoExtension.setVariableValueToObject(mojo, "link", link);
        MojoExtension.setVariableValueToObject(
                mojo,
                "outputDirectory",
                folder.resolve("target").resolve(output).resolve("m").toString());

        try (var log = new CapturedLog()) {
            mojo.execute();

            assertThat(log.text().contains("WARN")).isEqualTo(warning != null);
            assertThat(log.text()).contains(warning == null ? "" : warning);
        }
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void model_isFetchedAndExportedToTheProject(PrefetchMojo mojo) throws Exception {
        mojo.execute();

        Path snapshot = folder.resolve("home/hub/models--org--tiny/snapshots").resolve(commit);
        assertThat(project.getProperties())
                .containsEntry("hf.mini.available", "true")
                .containsEntry("hf.mini.path", snapshot.toString())
                .containsEntry("hf.mini.uri", "file://" + snapshot)
                .containsEntry("hf.mini.file", snapshot.resolve("config.json").toString())
                .containsEntry("hf.mini.config", snapshot.resolve("config.json").toString())
                .containsEntry("hf.mini.commit", commit)
                .doesNotContainKeys("hf.mini.graph", "hf.mini.weights", "hf.mini.tokenizer");
        assertThat(snapshot.resolve("config.json")).hasContent("{}");
        assertThat(snapshot.resolve("model.bin")).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void aReadyModel_isInUseByTheBuild(PrefetchMojo mojo) throws Exception {
        mojo.execute();
        mojo.execute();

        assertThat(isInUse("org/tiny")).isTrue();
        assertThat(session.getRepositorySession().getData().get("hf-models-maven-plugin/uses"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .hasSize(1);
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
    @MojoParameter(name = "modelCoordinates", value = "org/graph")
    void blanksInAPath_stayInPropertiesAndAreEncodedInTheUri(PrefetchMojo mojo) throws Exception {
        hub.model("org/graph")
                .commit("first")
                .file("onnx/my model.onnx", "graph")
                .file("tokenizer.json", "{}");
        Path cache = folder.resolve("a cache");
        MojoExtension.setVariableValueToObject(mojo, "cacheDirectory", cache.toString());

        mojo.execute();

        Properties properties = project.getProperties();
        Path path = Path.of(properties.getProperty("hf.graph.path"));
        assertThat(path.startsWith(cache)).isTrue();
        assertThat(properties)
                .containsEntry("hf.graph.uri", "file://" + path.toString().replace(" ", "%20"))
                .containsEntry(
                        "hf.graph.graph", path.resolve("onnx/my model.onnx").toString())
                .containsEntry(
                        "hf.graph.tokenizer", path.resolve("tokenizer.json").toString());
        assertThat(Path.of(URI.create(properties.getProperty("hf.graph.uri")))).isEqualTo(path);
    }

    /** A program that is given the path would take a part of it for an option. */
    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/hostile")
    void fileWithAnOptionInItsName_hasNoRole(PrefetchMojo mojo) throws Exception {
        hub.model("org/hostile")
                .commit("first")
                .file("m -XX:OnError=x.onnx", "graph")
                .file("config.json", "{}");

        mojo.execute();

        assertThat(project.getProperties()).containsKey("hf.hostile.config").doesNotContainKey("hf.hostile.graph");
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
                "HF_TOKEN|hf_bäd|the token from the environment variable HF_TOKEN has characters that a token cannot have",
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
    void cacheDirectory_goesBeforeTheEnvironment(PrefetchMojo mojo) throws Exception {
        Path other = folder.resolve("another cache");
        MojoExtension.setVariableValueToObject(mojo, "cacheDirectory", other.toString());

        mojo.execute();

        assertThat(other.resolve("models--org--tiny/snapshots").resolve(commit).resolve("config.json"))
                .hasContent("{}");
        assertThat(folder.resolve("home/hub")).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void pathsOfParameters_mayBeginInTheHomeFolder(PrefetchMojo mojo) throws Exception {
        session.getSystemProperties()
                .setProperty("env.HOME", folder.resolve("me").toString());
        MojoExtension.setVariableValueToObject(mojo, "cacheDirectory", "~/cache");
        MojoExtension.setVariableValueToObject(mojo, "outputDirectory", "~/out");

        mojo.execute();

        assertThat(folder.resolve("me/cache/models--org--tiny")).isDirectory();
        assertThat(folder.resolve("me/out/org/tiny/config.json")).hasContent("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cacheDirectory", "outputDirectory", "lockFile", "planFile"})
    @InjectMojo(goal = "prefetch", pom = OPTIONAL_MODEL)
    void homeOfAnotherUser_isTheUsersFailureBeforeAnyRequest(String parameter, PrefetchMojo mojo) throws Exception {
        MojoExtension.setVariableValueToObject(mojo, "dryRun", true);
        MojoExtension.setVariableValueToObject(mojo, parameter, "~nobody/x");

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("<" + parameter + "> is '~nobody/x'; only ~ alone or before a / means");
        assertThat(hub.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cacheDirectory", "outputDirectory", "lockFile", "planFile"})
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void emptyPath_isNone(String parameter, PrefetchMojo mojo) throws Exception {
        MojoExtension.setVariableValueToObject(mojo, parameter, "");

        mojo.execute();

        assertThat(project.getProperties())
                .containsEntry(
                        "hf.mini.path",
                        folder.resolve("home/hub/models--org--tiny/snapshots")
                                .resolve(commit)
                                .toString());
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void buildDirectoryThatIsNotAPath_isTheUsersFailure(PrefetchMojo mojo) {
        project.getBuild().setDirectory("a\0b");

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("a file or a folder of the build is 'a\\u0000b'; expected a path");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void symlinksAreUsedUnlessTheEnvironmentForbids(PrefetchMojo mojo) throws Exception {
        Path snapshot = folder.resolve("home/hub/models--org--tiny/snapshots").resolve(commit);
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
                mojo, "outputDirectory", folder.resolve("out").toString());

        mojo.execute();

        Path file = folder.resolve("out/org/tiny/config.json");
        Path cached = folder.resolve("home/hub/models--org--tiny/snapshots")
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
    void success_isSaidWithTheFolder_offlineToo(PrefetchMojo mojo) throws Exception {
        mojo.execute();
        String where = "org/tiny@main is in "
                + folder.resolve("home/hub/models--org--tiny/snapshots").resolve(commit) + " (hf.mini.path)";
        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text().lines())
                    .satisfiesExactly(
                            summary -> assertThat(summary).endsWith("1 model ready: all cached, 0 requests"),
                            model -> assertThat(model).endsWith(where));
        }
        session.getSystemProperties().setProperty("env.HF_HUB_OFFLINE", "1");
        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text().lines())
                    .satisfiesExactly(
                            summary -> assertThat(summary).endsWith("1 model ready: all cached, offline"),
                            model -> assertThat(model).endsWith(where));
        }
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny,org/a,org/b,org/c")
    void ofManyModels_theCachesFolderIsSaid(PrefetchMojo mojo) throws Exception {
        List.of("a", "b", "c")
                .forEach(name -> hub.model("org/" + name).commit("first").file("config.json", "{}"));

        try (var log = new CapturedLog()) {
            mojo.execute();

            assertThat(log.lines("The cache is " + folder.resolve("home/hub"))).hasSize(1);
            assertThat(log.lines(" is in ")).isEmpty();
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
        for (int i = 0; i < 16; i++) {
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
        hub.faults().on(request -> request.path().startsWith("/api/")).status(404);

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
        for (String name : List.of("path", "uri", "file", "config", "commit", "available")) {
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
        assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("home"));
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void manifestThatCannotBeWritten_isNotTheUsersFailure(PrefetchMojo mojo) throws Exception {
        Files.writeString(folder.resolve("target"), "in the way");

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("the manifest " + manifest()
                        + " cannot be written: Not a directory; check the disk and the folder");
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

            assertThat(log.lines("Going on without a model, since there is no token (hf.failOnMissingToken is false):"
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
        hub.faults().on(request -> request.path().startsWith("/api/")).status(status);

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

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    void folderWithinThatOfAnotherExecution_isTheUsersFailureBeforeAnyRequest(PrefetchMojo mojo) throws Exception {
        MojoExtension.setVariableValueToObject(
                mojo, "outputDirectory", folder.resolve("out").toString());
        mojo.execute();
        hub.clearRequests();
        execution("other");
        MojoExtension.setVariableValueToObject(mojo, "modelCoordinates", "org/other");
        MojoExtension.setVariableValueToObject(
                mojo, "outputDirectory", folder.resolve("out/org/tiny").toString());

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("the directory of org/other@main (execution 'other' of ")
                .hasMessageContaining(", is within that of org/tiny@main (execution 'default' of ");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    @MojoParameter(name = "updatePolicy", value = "always")
    void filesThatTheModelNoLongerHas_areRemovedByTheNextBuild(PrefetchMojo mojo) throws Exception {
        doReturn(folder.toFile()).when(project).getBasedir();
        MojoExtension.setVariableValueToObject(
                mojo, "outputDirectory", folder.resolve("out").toString());
        mojo.execute();
        assertThat(folder.resolve("out/org/tiny/model.bin")).exists();
        hub.model("org/tiny").commit("second").remove("model.bin").file("model.bin/part", "1");
        startBuild();

        mojo.execute();

        assertThat(folder.resolve("out/org/tiny/model.bin/part")).hasContent("1");
        assertThat(folder.resolve("target/hf-models/laid-out.json")).exists();
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
}
