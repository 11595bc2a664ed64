package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.lockfile.LockFile;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.prefetch.TestBuild;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoExtension;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerifyMojoTest extends GoalTest {

    private Path cache;
    private String commit;

    @BeforeEach
    void start() {
        cache = folder.resolve("home/hub");
        commit = hub.model("org/tiny")
                .commit("first")
                .file("config.json", "{}")
                .lfs("model.bin", "weights".getBytes(StandardCharsets.UTF_8))
                .id();
        new TestBuild(hub.endpoint(), cache).ready("org/tiny");
        hub.clearRequests();
    }

    private Path blob(String name) throws Exception {
        return cache.resolve("models--org--tiny/snapshots")
                .resolve(commit)
                .resolve(name)
                .toRealPath();
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    void success_saysHowMuchWasVerified_andNobodyIsAsked(VerifyMojo mojo) throws Exception {
        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text())
                    .contains("Verifying 2 files, 9 B")
                    .containsPattern("2 files verified, 9 B in \\d+\\.\\d s")
                    .doesNotContain("WARN");
        }
        assertThat(hub.requests()).isEmpty();
        assertThat(project.getProperties()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    @MojoParameter(name = "policyFile", value = "none.xml")
    void policyThatCannotBeRead_isNotNeeded(VerifyMojo mojo) throws Exception {
        mojo.execute();

        assertThat(hub.requests()).isEmpty();
    }

    /** That of force means a download only in other goals. */
    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    @MojoParameter(name = "force", value = "true")
    void offlineAndForced_itHashes(VerifyMojo mojo) throws Exception {
        session.getSystemProperties().setProperty("env.HF_HUB_OFFLINE", "1");

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text()).contains("2 files verified");
        }
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    void oneFinding_isTheFailure(VerifyMojo mojo) throws Exception {
        session.getUserProperties().setProperty("hf.models", "org/tiny");
        Files.writeString(blob("model.bin"), "WEIGHTS");

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageStartingWith(
                        "org/tiny at " + commit + ": 'model.bin' does not have the content with hash 9a129038d9a0")
                .hasMessageContaining("verify -Dhf.repair -Dhf.models=org/tiny");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny,org/missing")
    void severalFindings_areAllTold_beforeOneFailure(VerifyMojo mojo) throws Exception {
        Files.writeString(blob("model.bin"), "WEIGHTS");
        Files.delete(blob("config.json"));

        try (var log = new CapturedLog()) {
            assertThatThrownBy(mojo::execute)
                    .isInstanceOf(MojoExecutionException.class)
                    .hasMessageStartingWith("3 things are not as they should be in " + cache + "; run ")
                    .hasMessageEndingWith("verify -Dhf.repair");
            assertThat(log.lines("ERROR")).hasSize(3);
            assertThat(log.text())
                    .contains("'model.bin' does not have the content with hash")
                    .contains("'config.json' is a link to something that is missing")
                    .containsPattern("org/missing: main is not in the cache; run \\S+ \\S+:prefetch");
        }
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    void anOptionalModelThatIsNotThere_isAWarning(VerifyMojo mojo) throws Exception {
        declare(
                "models",
                "<models><model>org/tiny</model>"
                        + "<model><id>org/missing</id><optional>true</optional></model></models>");

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.lines("WARN")).singleElement().asString().contains("org/missing: main is not in the cache");
        }
    }

    /** Both models have one blob, and the optional one is named first or last. */
    private void assertBadForTheRequiredModel(VerifyMojo mojo, String first, String second) throws Exception {
        byte[] text = "weights".getBytes(StandardCharsets.UTF_8);
        commit = hub.model("org/two")
                .commit("first")
                .lfs("a.bin", text)
                .lfs("b.bin", text)
                .id();
        new TestBuild(hub.endpoint(), cache).ready("org/two");
        Path file = cache.resolve("models--org--two/snapshots").resolve(commit).resolve("a.bin");
        Files.writeString(file.toRealPath(), "WEIGHTS");
        String xml = "<model><id>org/two</id><alias>%s</alias><includes><include>%s</include></includes>%s</model>";
        declare(
                "models",
                "<models>" + String.format(xml, "a", "a.bin", first) + String.format(xml, "b", "b.bin", second)
                        + "</models>");

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("does not have the content with hash");
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    void aContentOfAnOptionalModel_thatARequiredOneNeedsToo_failsTheBuild(VerifyMojo mojo) throws Exception {
        assertBadForTheRequiredModel(mojo, "<optional>true</optional>", "");
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    void aContentOfARequiredModel_thatAnOptionalOneNeedsToo_failsTheBuild(VerifyMojo mojo) throws Exception {
        assertBadForTheRequiredModel(mojo, "", "<optional>true</optional>");
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    void everyExecution_isVerified_eachByItsLock(VerifyMojo mojo) throws Exception {
        hub.model("org/locked").commit("first").file("config.json", "{\"b\": 1}");
        Path lockFile = folder.resolve("lock.json");
        new LockFile(lockFile)
                .write(new TestBuild(hub.endpoint(), cache).model("org/locked").lock());
        new TestBuild(hub.endpoint(), cache).ready("org/locked");
        declare("free", "<models><model>org/tiny</model></models>");
        declare("held", "<models><model>org/locked</model></models><lockFile>" + lockFile + "</lockFile>");

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text()).contains("3 files verified, 17 B");
        }
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    void aModelThatTheLockDoesNotHave_isTheUsersToCorrect(VerifyMojo mojo) throws Exception {
        Path lockFile = folder.resolve("lock.json");
        hub.model("org/locked").commit("first").file("config.json", "{\"b\": 1}");
        new LockFile(lockFile)
                .write(new TestBuild(hub.endpoint(), cache).model("org/locked").lock());
        MojoExtension.setVariableValueToObject(mojo, "lockFile", lockFile.toString());

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("org/tiny@main: lock.json does not have it; run ");
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    @MojoParameter(name = "all", value = "true")
    void everything_needsNoModels(VerifyMojo mojo) throws Exception {
        session.getUserProperties().setProperty("hf.all", "true");
        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text()).contains("2 files verified, 9 B").doesNotContain("WARN");
        }
        Files.writeString(cache.resolve("models--org--tiny/refs/old"), "1".repeat(40));

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageStartingWith("org/tiny at " + "1".repeat(40)
                        + ": the ref 'old' names this commit, which has no snapshot; run ")
                .hasMessageEndingWith("verify -Dhf.repair -Dhf.all=true");
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    @MojoParameter(name = "all", value = "true")
    void whatHasNoHash_isCountedInOneLine(VerifyMojo mojo) throws Exception {
        Files.writeString(cache.resolve("models--org--tiny/blobs/an-etag"), "unknown");

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.lines("cannot be verified"))
                    .singleElement()
                    .asString()
                    .endsWith("1 file cannot be verified, since nothing names a hash of it");
        }
    }

    /** Files of that age are noted only in the next run. */
    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    void theNote_isInTheLocalRepositoryAlone(VerifyMojo mojo) throws Exception {
        Path local = folder.resolve("local");
        session.getRequest().setLocalRepositoryPath(local.toFile());
        mojo.execute();

        try (Stream<Path> files = Files.walk(local).filter(Files::isRegularFile)) {
            assertThat(files)
                    .singleElement()
                    .satisfies(file -> assertThat(local.relativize(file).toString())
                            .matches("\\.cache/hf-models-maven-plugin/verified/[0-9a-f]{64}\\.txt"));
        }
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    void aLocalRepositoryInTheCache_getsNoNote(VerifyMojo mojo) throws Exception {
        session.getRequest().setLocalRepositoryPath(cache.resolve("local").toFile());
        mojo.execute();

        assertThat(cache.resolve("local")).doesNotExist();
    }
}
