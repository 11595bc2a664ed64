package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doReturn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.bom.BomSchema;
import io.github.hfmodels.lockfile.LockFile;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.prefetch.TestBuild;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoExtension;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoFailureException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BomMojoTest extends GoalTest {

    private String commit = "";
    private Path file = Path.of("");

    @BeforeEach
    void start() {
        commit = hub.model("org/tiny")
                .license("mit")
                .commit("first")
                .file("config.json", "{}")
                .lfs("model.bin", "weights".getBytes(StandardCharsets.UTF_8))
                .id();
        hub.model("org/other").commit("first").file("config.json", "[]");
        file = folder.resolve("target/hf-models/bom.cdx.json");
        doReturn(folder.toFile()).when(project).getBasedir();
        project.setGroupId("org.example");
        project.setArtifactId("app");
        project.setVersion("1.0");
        project.setArtifact(
                new DefaultArtifact("org.example", "app", "1.0", null, "jar", "", new DefaultArtifactHandler("jar")));
    }

    /** From now on the goal is that of an execution of the POM. */
    private void bind(String id) {
        doReturn(MojoExecution.Source.LIFECYCLE).when(execution).getSource();
        execution(id);
    }

    private JsonNode components() throws Exception {
        BomSchema.assertValid(file);
        return new ObjectMapper().readTree(file.toFile()).at("/components");
    }

    @Test
    @InjectMojo(goal = "bom", pom = NO_MODELS)
    void theModelsOfAllExecutionsOfTheModule_areInAFileThatIsAttached(BomMojo mojo) throws Exception {
        declare("models", "<models><model>org/tiny</model></models>");
        declare("more", "<models><model>org/other</model></models>");
        declare("bom", "");
        bind("bom");

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text())
                    .contains("The bill of materials of 2 models is " + file)
                    .doesNotContain("WARN");
        }

        assertThat(components()).hasSize(2);
        assertThat(project.getAttachedArtifacts()).singleElement().satisfies(attached -> {
            assertThat(attached.getClassifier()).isEqualTo("cyclonedx-models");
            assertThat(attached.getType()).isEqualTo("json");
            assertThat(attached.getFile()).isEqualTo(file.toFile());
        });
    }

    @Test
    @InjectMojo(goal = "bom", pom = NO_MODELS)
    void policyThatCannotBeRead_isNotNeeded(BomMojo mojo) throws Exception {
        declare("models", "<models><model>org/tiny</model></models><policyFile>none.xml</policyFile>");

        mojo.execute();
        assertThat(components()).hasSize(1);

        bind("bom");
        mojo.execute();
        assertThat(components()).hasSize(1);
    }

    @Test
    @InjectMojo(goal = "bom", pom = NO_MODELS)
    void aSecondFile_isNotAttached(BomMojo mojo) throws Exception {
        declare("models", "<models><model>org/tiny</model></models>");
        bind("models");
        mojo.execute();
        MojoExtension.setVariableValueToObject(mojo, "bomFile", "boms/second.json");

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.lines("WARN"))
                    .singleElement()
                    .asString()
                    .contains("second.json is not attached, since " + file
                            + " is already attached with the classifier cyclonedx-models");
        }

        assertThat(project.getAttachedArtifacts())
                .singleElement()
                .satisfies(attached -> assertThat(attached.getFile()).isEqualTo(file.toFile()));
    }

    @Test
    @InjectMojo(goal = "bom", pom = NO_MODELS)
    void fromTheCommandLine_nothingIsAttached(BomMojo mojo) throws Exception {
        declare("models", "<models><model>org/tiny</model></models>");

        mojo.execute();

        assertThat(components().at("/0/version").asText()).isEqualTo(commit);
        assertThat(project.getAttachedArtifacts()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "bom", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/other")
    @MojoParameter(name = "bomFile", value = "boms/models.json")
    void theModelsOfTheCommandLine_replaceThoseOfThePom(BomMojo mojo) throws Exception {
        declare("models", "<models><model>org/tiny</model></models>");
        file = folder.resolve("boms/models.json");

        mojo.execute();

        assertThat(components()).hasSize(1);
        assertThat(components().at("/0/name").asText()).isEqualTo("other");
    }

    @Test
    @InjectMojo(goal = "bom", pom = NO_MODELS)
    void withALock_nobodyIsAsked_andNothingIsDownloaded(BomMojo mojo) throws Exception {
        declare("models", "<models><model>org/tiny</model></models>");
        new LockFile(folder.resolve(LockFile.NAME))
                .write(new TestBuild(hub.endpoint(), folder.resolve("cache-of-lock"))
                        .model("org/tiny")
                        .lock());
        hub.clearRequests();

        mojo.execute();

        assertThat(hub.requests()).isEmpty();
        assertThat(components().at("/0/components").findValuesAsText("content")).hasSize(2);
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "bom", pom = NO_MODELS)
    void offlineWithoutALock_theCacheIsEnough_butTheLicenseIsNotKnown(BomMojo mojo) throws Exception {
        new TestBuild(hub.endpoint(), folder.resolve("home/hub"))
                .model("org/tiny")
                .run();
        declare("models", "<models><model>org/tiny</model></models>");
        session.getSystemProperties().setProperty("env.HF_HUB_OFFLINE", "1");
        hub.clearRequests();

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.lines("WARN"))
                    .singleElement()
                    .asString()
                    .contains("org/tiny@main: its license is not known: neither a lock file nor the source says it");
        }

        assertThat(hub.requests()).isEmpty();
        assertThat(components().toString()).contains("hf-models:known");
    }

    @Test
    @InjectMojo(goal = "bom", pom = NO_MODELS)
    void withoutModels_nothingIsWritten(BomMojo mojo) throws Exception {
        declare("bom", "");
        bind("bom");

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text())
                    .contains("The module has no models, so there is nothing to do")
                    .doesNotContain("WARN");
        }

        assertThat(folder.resolve("target")).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "bom", pom = NO_MODELS)
    void aModelThatIsNotFound_failsTheBuild_andNothingIsWritten(BomMojo mojo) throws Exception {
        declare("models", "<models><model>org/tiny</model><model>org/missing</model></models>");

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("org/missing@main: there is no model of that name");
        assertThat(file).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "bom", pom = NO_MODELS)
    void anOptionalModelThatIsNotFound_isLeftOut(BomMojo mojo) throws Exception {
        declare(
                "models",
                "<models><model>org/tiny</model><model><id>org/missing</id><optional>true</optional></model></models>");

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text()).contains("Going on without an optional model: org/missing@main");
        }

        assertThat(components()).hasSize(1);
    }

    @Test
    @InjectMojo(goal = "bom", pom = NO_MODELS)
    void aModelWithTwoAliases_isOptionalOnlyIfBothAre(BomMojo mojo) throws Exception {
        String one = "<model><id>org/missing</id><alias>one</alias><optional>true</optional></model>";
        declare("models", "<models><model>org/tiny</model>" + one + one.replace("one", "two") + "</models>");

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.lines("WARN")).hasSize(1);
        }

        declare("more", "<models><model>org/missing</model></models>");
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("org/missing@main: there is no model of that name");
    }

    @Test
    @InjectMojo(goal = "bom", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    void withoutAProject_noneIsNamed(BomMojo mojo) throws Exception {
        doReturn(null).when(project).getBasedir();
        doReturn(folder.toString()).when(session).getExecutionRootDirectory();
        doReturn(List.of(project)).when(session).getProjects();
        doReturn(MojoExecution.Source.CLI).when(execution).getSource();
        execution("default-cli");

        mojo.execute();

        assertThat(components()).hasSize(1);
        assertThat(file).content().doesNotContain("pkg:maven");
        assertThat(project.getAttachedArtifacts()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "bom", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    @MojoParameter(name = "bomVersion", value = "1.5")
    void anUnknownVersion_failsBeforeAnyRequest(BomMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("<bomVersion> is '1.5'; expected 1.6 or 1.7");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "bom", pom = NO_MODELS)
    void whereNoModelIsFound_theMessageCountsThemWithoutTheirAliases(BomMojo mojo) throws Exception {
        declare(
                "models",
                "<models><model>org/missing</model><model>org/lost</model>"
                        + "<model><id>org/lost</id><alias>again</alias></model></models>");

        assertThatThrownBy(mojo::execute).hasMessageStartingWith("2 of 2 models could not be described:");
    }

    @Test
    @InjectMojo(goal = "bom", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    void theTime_isThatOfReproducibleBuilds(BomMojo mojo) throws Exception {
        assertThat(timestamp(mojo, "2026-01-31T12:00:00+01:00")).isEqualTo("2026-01-31T11:00:00Z");
        assertThat(timestamp(mojo, "1769857200")).isEqualTo("2026-01-31T11:00:00Z");
        assertThat(timestamp(mojo, "x")).isEmpty();
        assertThat(timestamp(mojo, null)).isEmpty();
        // Milliseconds would be a year of five digits, which RFC 3339 does not have.
        for (String wrong : List.of("today", "1769857200000", "9223372036854775807", "-0001-01-31T12:00:00Z")) {
            assertThatThrownBy(() -> timestamp(mojo, wrong))
                    .isInstanceOf(MojoFailureException.class)
                    .hasMessage("project.build.outputTimestamp is '" + wrong
                            + "'; expected a time such as 2026-01-31T12:00:00Z, or seconds since 1970");
        }
    }

    private String timestamp(BomMojo mojo, @Nullable String outputTimestamp) throws Exception {
        MojoExtension.setVariableValueToObject(mojo, "outputTimestamp", outputTimestamp);
        mojo.execute();
        BomSchema.assertValid(file);
        return new ObjectMapper()
                .readTree(file.toFile())
                .at("/metadata/timestamp")
                .asText();
    }
}
