package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doReturn;

import io.github.hfmodels.lockfile.LockFile;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.prefetch.TestBuild;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoExtension;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.plugin.MojoFailureException;
import org.codehaus.plexus.configuration.DefaultPlexusConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MirrorMojoTest extends GoalTest {

    private String commit = "";

    @BeforeEach
    void start() {
        commit = hub.model("org/tiny")
                .commit("first")
                .file("config.json", "{}")
                .lfs("model.bin", "weights".getBytes(StandardCharsets.UTF_8))
                .id();
        doReturn(folder.toFile()).when(project).getBasedir();
    }

    private Path inMirror(Path mirror, String file) {
        return mirror.resolve("org/tiny/resolve").resolve(commit).resolve(file);
    }

    @Test
    @InjectMojo(goal = "mirror", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    void theModels_areInTheBuildDirectory(MirrorMojo mojo) throws Exception {
        Path mirror = folder.resolve("target/hf-mirror");

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text())
                    .contains("1 model ready: 1 downloaded, 9 B in ")
                    .contains("The mirror folder is " + mirror + "; builds use it with -Dhf.endpoint=file://" + mirror)
                    .doesNotContain("WARN");
        }
        assertThat(isInUse("org/tiny")).isTrue();

        assertThat(inMirror(mirror, "model.bin")).hasContent("weights");
        assertThat(project.getProperties()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "mirror", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    void theEndpointThatIsShown_isOneAlsoWithAComma(MirrorMojo mojo) throws Exception {
        MojoExtension.setVariableValueToObject(
                mojo, "mirrorDirectory", folder.resolve("a,b").toString());

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text()).contains("-Dhf.endpoint=file://" + folder + "/a%2Cb");
        }
    }

    @Test
    @InjectMojo(goal = "mirror", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    @MojoParameter(name = "outputDirectory", value = "laid-out")
    void noOutputDirectory_isFilled(MirrorMojo mojo) throws Exception {
        MojoExtension.setVariableValueToObject(
                mojo, "mirrorDirectory", folder.resolve("disk/hub").toString());

        mojo.execute();

        assertThat(inMirror(folder.resolve("disk/hub"), "config.json")).hasContent("{}");
        assertThat(folder.resolve("target")).doesNotExist();
        assertThat(folder.resolve("laid-out")).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "mirror", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    @MojoParameter(name = "dryRun", value = "true")
    void dryRun_onlyShowsWhatWouldBeDownloaded(MirrorMojo mojo) throws Exception {
        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text()).contains("To download: 2 files, 9 B").contains("Dry run: nothing was changed");
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    @InjectMojo(goal = "mirror", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    @MojoParameter(name = "maxSize", value = "8")
    void maxSize_holds(MirrorMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("hf.maxSize");
        assertThat(folder.resolve("target")).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "mirror", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/missing,org/tiny")
    void aModelThatIsNotFound_failsTheBuildAfterTheOthersAreMirrored(MirrorMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("org/missing@main: there is no model of that name");
        assertThat(inMirror(folder.resolve("target/hf-mirror"), "config.json")).exists();
    }

    @Test
    @InjectMojo(goal = "mirror", pom = NO_MODELS)
    void fromTheCommandLine_allExecutionsAreMirrored_atTheLocksCommits(MirrorMojo mojo) throws Exception {
        hub.model("org/other").commit("first").file("config.json", "{}");
        declare("one", "<models><model>org/tiny</model></models>");
        declare("two", "<models><model>org/other</model></models>");
        new LockFile(folder.resolve(LockFile.NAME))
                .write(new TestBuild(hub.endpoint(), folder.resolve("cache-of-lock"))
                        .model("org/tiny")
                        .model("org/other")
                        .lock());
        hub.model("org/tiny").commit("second").file("config.json", "[]");
        Path mirror = folder.resolve("target/hf-mirror");

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text()).contains("2 models ready: ").contains("as locked in hf-models.lock.json");
        }

        assertThat(inMirror(mirror, "config.json")).hasContent("{}");
        assertThat(mirror.resolve("org/other")).isDirectory();
        assertThat(Files.readString(mirror.resolve("api/models/org/tiny/revision/main")))
                .contains(commit);
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    void aFolderAsEndpoint_isReadWithoutAnyToken_alsoOffline(PrefetchMojo mojo) throws Exception {
        Path mirror = folder.resolve("mirror of models");
        mirrorTo(mirror);
        // A header that cannot be sent: whoever asks for it fails.
        session.getSystemProperties().setProperty("env.HF_TOKEN", "not a token");
        session.getSystemProperties().setProperty("env.HF_HUB_OFFLINE", "1");
        MojoExtension.setVariableValueToObject(mojo, "endpoint", "file://" + mirror);

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text()).contains("1 model ready: 1 downloaded").contains("0 requests");
        }

        assertThat(project.getProperties()).containsEntry("hf.tiny.commit", commit);
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    void whatTheFolderDoesNotSayOfAModel_isTold_withWhatToDo(PrefetchMojo mojo) throws Exception {
        var policy = new DefaultPlexusConfiguration("policy");
        policy.addChild("licenses", "mit");
        policy.addChild("scan", "true");
        MojoExtension.setVariableValueToObject(mojo, "policy", policy);
        Path mirror = folder.resolve("mirror");
        mirrorTo(mirror);
        session.getSystemProperties().setProperty("env.HF_ENDPOINT", "file://" + mirror);

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining(
                        "org/tiny@main: its source does not say the license (licenses of <policy>); lock it by"
                                + " way of an endpoint that says it")
                .hasMessageContaining(
                        "org/tiny@main: its source has no security scan of it (scan of <policy>); lock it");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny@v2")
    void aRevisionThatTheFolderLacks_isToldInOneLine(PrefetchMojo mojo) throws Exception {
        Path mirror = folder.resolve("mirror");
        mirrorTo(mirror);
        session.getSystemProperties().setProperty("env.HF_ENDPOINT", "file://" + mirror);

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("org/tiny@v2: the mirror folder " + mirror + " does not have revision v2, but main, "
                        + commit + "; run the goal mirror again where the models can be reached");
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny@v2")
    @MojoParameter(name = "updatePolicy", value = "always")
    void offline_theFolderIsNotAskedForWhatTheCacheHas(PrefetchMojo mojo) throws Exception {
        hub.model("org/tiny").tag("v2", commit);
        mojo.execute();
        Path mirror = folder.resolve("mirror");
        mirrorTo(mirror);
        startBuild();
        session.getSystemProperties().setProperty("env.HF_ENDPOINT", "file://" + mirror);
        session.getSystemProperties().setProperty("env.HF_HUB_OFFLINE", "1");

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text()).contains("1 model ready: all cached");
        }
    }

    private void mirrorTo(Path mirror) throws IOException {
        new TestBuild(hub.endpoint(), folder.resolve("cache-of-mirror"))
                .model("org/tiny")
                .mirror(mirror);
        hub.clearRequests();
    }
}
