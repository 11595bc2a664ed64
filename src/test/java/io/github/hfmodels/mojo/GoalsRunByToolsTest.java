package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.when;

import io.github.hfmodels.testhub.TestHub;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoExtension;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.configuration.xml.XmlPlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The goals as tools run them that are not Maven's own command: dev modes, IDEs, daemons, and plugins that fork a lifecycle. */
class GoalsRunByToolsTest extends GoalTest {

    private static final String ONE_MODEL = """
            <project><build><plugins><plugin>
              <artifactId>hf-models-maven-plugin</artifactId>
              <configuration>
                <models><model><id>org/tiny</id><alias>mini</alias></model></models>
              </configuration>
            </plugin></plugins></build></project>""";

    private String commit;

    @BeforeEach
    void start() {
        commit = tinyModel(hub);
        doReturn(folder.toFile()).when(project).getBasedir();
    }

    private static String tinyModel(TestHub hub) {
        return hub.model("org/tiny").commit("first").file("config.json", "{}").id();
    }

    /** As Quarkus runs it in its dev mode, and the Mojo Executor library. */
    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void anExecutionWithoutAnId_isTheDefault(PrefetchMojo mojo) throws Exception {
        doReturn(null).when(execution).getExecutionId();
        MojoExtension.setVariableValueToObject(
                mojo, "outputDirectory", folder.resolve("out").toString());

        mojo.execute();
        mojo.execute();

        assertThat(project.getProperties()).containsEntry("hf.mini.commit", commit);
        assertThat(folder.resolve("target/hf-models/manifest.json")).content().contains("\"default\": [\"mini\"]");
        assertThat(folder.resolve("target/hf-models/laid-out.json")).content().contains("\"default\": {");
    }

    /** Else the second would take the models of the first out of the manifest, and their files out of a folder that both use. */
    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void executionsWithoutIds_areThoseOfThePomWithTheirModels(PrefetchMojo mojo) throws Exception {
        hub.model("org/other").commit("first").file("config.json", "{}");
        Xpp3Dom first = models("org/tiny");
        Xpp3Dom second = models("org/other");
        var plugin = new Plugin();
        plugin.addExecution(execution("one", first));
        plugin.addExecution(execution("two", second));
        doReturn(plugin).when(project).getPlugin(anyString());
        doReturn(null).when(execution).getExecutionId();

        execute(mojo, first);
        execute(mojo, second);

        assertThat(folder.resolve("target/hf-models/manifest.json"))
                .content()
                .contains("\"one\": [\"tiny\"]", "\"two\": [\"other\"]");
    }

    private void execute(PrefetchMojo mojo, Xpp3Dom models) throws Exception {
        Xpp3Dom configuration = new Xpp3Dom("configuration");
        configuration.addChild(models);
        doReturn(configuration).when(execution).getConfiguration();
        MojoExtension.setVariableValueToObject(mojo, "models", new XmlPlexusConfiguration(models));
        mojo.execute();
    }

    private static PluginExecution execution(String id, Xpp3Dom models) {
        var configuration = new Xpp3Dom("configuration");
        configuration.addChild(new Xpp3Dom(models));
        var execution = new PluginExecution();
        execution.setId(id);
        execution.setConfiguration(configuration);
        return execution;
    }

    private static Xpp3Dom models(String id) {
        var model = new Xpp3Dom("model");
        model.setValue(id);
        var models = new Xpp3Dom("models");
        models.addChild(model);
        return models;
    }

    /** As for Spring Boot's goal run: Maven runs the forked lifecycle on a copy of the project. */
    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void forkedLifecycle_setsThePropertiesOfTheProjectThatForkedIt(PrefetchMojo mojo) throws Exception {
        var original = new MavenProject(project.getModel().clone());
        var otherModule = new MavenProject();
        otherModule.setArtifactId("other");
        when(session.getAllProjects()).thenReturn(List.of(otherModule, original));

        mojo.execute();

        assertThat(original.getProperties()).containsEntry("hf.mini.commit", commit);
        assertThat(project.getProperties()).containsEntry("hf.mini.commit", commit);
        assertThat(otherModule.getProperties()).isEmpty();
    }

    /** As Eclipse does. */
    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void sessionOfAnIde_mayNotKnowWhenItBegan(PrefetchMojo mojo) throws Exception {
        mojo.execute();
        hub.clearRequests();
        startBuild();
        session.getRequest().setStartTime(null);

        mojo.execute();

        assertThat(hub.requests()).isEmpty();
        assertThat(project.getProperties()).containsEntry("hf.mini.commit", commit);
    }

    /** As Eclipse does. */
    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void sessionOfAnIde_mayNotKnowTheProjectsOfTheBuild(PrefetchMojo mojo) throws Exception {
        session.getRequest().setMultiModuleProjectDirectory(null);
        when(session.getAllProjects()).thenReturn(null);
        Files.writeString(folder.resolve("hf-models.lock.json"), """
                {"formatVersion": 1, "models": [{
                  "source": "huggingface", "type": "model", "id": "org/tiny", "revision": "main", "commit": "%s",
                  "license": null, "files": {"config.json": {"size": 2, "gitSha1": "9e26dfeeb6e641a33dae4961196235bdb965b21b",
                    "sha256": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"}}}]}
                """.formatted(commit), StandardCharsets.UTF_8);

        mojo.execute();

        assertThat(project.getProperties()).containsEntry("hf.mini.commit", commit);
    }

    /** As a daemon does, and as an IDE does: all builds are in one process and have one class loader of the plugin. */
    @Test
    @InjectMojo(goal = "prefetch", pom = ONE_MODEL)
    void nextBuildOfADaemon_hasTheSettingsOfItsOwn(PrefetchMojo mojo) throws Exception {
        mojo.execute();
        try (TestHub next = TestHub.start()) {
            String other = next.model("org/tiny")
                    .commit("first")
                    .file("config.json", "other")
                    .id();
            session.getSystemProperties().setProperty("env.HF_ENDPOINT", next.endpoint());
            session.getSystemProperties()
                    .setProperty("env.HF_HOME", folder.resolve("next").toString());
            startBuild();
            hub.clearRequests();

            mojo.execute();

            assertThat(hub.requests()).isEmpty();
            assertThat(project.getProperties()).containsEntry("hf.mini.commit", other);
            assertThat(folder.resolve("next/hub/models--org--tiny/snapshots").resolve(other))
                    .isDirectoryContaining(file -> file.endsWith("config.json"));
        }
    }
}
