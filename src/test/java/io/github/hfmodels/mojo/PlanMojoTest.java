package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.lockfile.LockFile;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.prefetch.TestBuild;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoExtension;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanMojoTest extends GoalTest {

    @BeforeEach
    void start() {
        hub.model("org/tiny")
                .commit("first")
                .file("config.json", "{}")
                .lfs("model.bin", "weights".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @InjectMojo(goal = "plan", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    void plan_isPrintedAndWritten_andNothingElseIsDone(PlanMojo mojo) throws Exception {
        Path file = folder.resolve("new/folder/plan.json");
        MojoExtension.setVariableValueToObject(mojo, "planFile", file.toString());

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text())
                    .contains("2 files, 9 B; 2 to download, 9 B")
                    .contains("download  config.json")
                    .contains("To download: 2 files, 9 B, with 3 requests or more")
                    .doesNotContain("WARN");
        }

        JsonNode plan = new ObjectMapper().readTree(Files.readString(file));
        assertThat(plan.at("/requests").asInt()).isEqualTo(3);
        assertThat(folder.resolve("home")).doesNotExist();
        assertThat(project.getProperties()).isEmpty();
        assertThat(hub.requests()).hasSize(1);
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    @MojoParameter(name = "dryRun", value = "true")
    void dryRun_isTheSame(PrefetchMojo mojo) throws Exception {
        Path file = folder.resolve("plan.json");
        MojoExtension.setVariableValueToObject(mojo, "planFile", file.toString());

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text()).contains("To download: 2 files, 9 B").doesNotContain("ready");
        }

        assertThat(file).content().contains("\"bytesToDownload\": 9");
        assertThat(folder.resolve("home")).doesNotExist();
        assertThat(project.getProperties()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "plan", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/missing,org/tiny")
    void aModelThatIsNotFound_failsTheBuildAfterTheOthersArePlanned(PlanMojo mojo) {
        try (var log = new CapturedLog()) {
            assertThatThrownBy(mojo::execute)
                    .isInstanceOf(MojoFailureException.class)
                    .hasMessageStartingWith("org/missing@main: there is no model of that name");
            assertThat(log.text()).contains("org/tiny@main").contains("To download: 2 files");
        }
    }

    @Test
    @InjectMojo(goal = "plan", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    void offline_thatAModelIsNotCachedIsAnAnswer(PlanMojo mojo) throws Exception {
        session.getSystemProperties().setProperty("env.HF_HUB_OFFLINE", "1");

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text()).contains("No plan for org/tiny@main: it is not in the cache");
        }
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "plan", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    @MojoParameter(name = "maxSize", value = "8 B")
    void moreThanMaxSize_isAWarning(PlanMojo mojo) throws Exception {
        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text())
                    .contains(
                            "Prefetch would fail: 9 B would be downloaded, more than the 8 B that are allowed",
                            "raise hf.maxSize");
        }
    }

    /** A model that is locked, 2 B, is planned without a request. */
    @Test
    @InjectMojo(goal = "plan", pom = NO_MODELS)
    @MojoParameter(name = "maxSize", value = "10 B")
    void executionsWithAndWithoutALock_haveOneSumOfRequestsAndBytes(PlanMojo mojo) throws Exception {
        hub.model("org/locked").commit("first").file("config.json", "{}");
        Path lockFile = folder.resolve("lock.json");
        new LockFile(lockFile)
                .write(new TestBuild(hub.endpoint(), folder.resolve("other cache"))
                        .model("org/locked")
                        .lock());
        declare("free", "<models><model>org/tiny</model></models>");
        declare("held", "<models><model>org/locked</model></models><lockFile>" + lockFile + "</lockFile>");

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text())
                    .contains("To download: 3 files, 11 B, with 4 requests or more")
                    .contains("Prefetch would fail: 11 B would be downloaded, more than the 10 B that are allowed");
        }
    }

    @Test
    @InjectMojo(goal = "plan", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    void aPlanFileThatCannotBeWritten_isNamed(PlanMojo mojo) throws Exception {
        Path file = Files.createDirectory(folder.resolve("plan.json"));
        MojoExtension.setVariableValueToObject(mojo, "planFile", file.toString());

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("the plan cannot be written to " + file + " (hf.planFile): Is a directory;"
                        + " check the disk and the folder");
    }
}
