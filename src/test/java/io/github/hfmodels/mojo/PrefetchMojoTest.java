package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.testhub.TestHub;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoExtension;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Inject
    private MavenSession session;

    @Inject
    private MavenProject project;

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
                "force, hf.force, false",
                "maxConnections, hf.maxConnections, 16",
                "connectTimeout, hf.connectTimeout, 10",
                "readTimeout, hf.readTimeout, -",
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
                .containsEntry("hf.mini.path", snapshot.toString())
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
                .hasMessageStartingWith("hf.models[2]: 'no such id' is no repository id");
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
