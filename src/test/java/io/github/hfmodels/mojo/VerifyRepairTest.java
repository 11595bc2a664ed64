package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.prefetch.FolderText;
import io.github.hfmodels.prefetch.TestBuild;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The goal verify with {@code hf.repair}: what it finds, repairs, finds again and says. */
class VerifyRepairTest extends GoalTest {

    private Path cache;
    private String commit;
    private String whole;

    @BeforeEach
    void start() throws Exception {
        cache = folder.resolve("home/hub");
        commit = hub.model("org/tiny")
                .commit("first")
                .file("config.json", "{\"model_type\": \"bert\"}")
                .lfs("model.safetensors", "weights".getBytes(StandardCharsets.UTF_8))
                .id();
        new TestBuild(hub.endpoint(), cache).ready("org/tiny");
        hub.clearRequests();
        whole = FolderText.of(cache);
    }

    private Path file(String name) {
        return cache.resolve("models--org--tiny/snapshots").resolve(commit).resolve(name);
    }

    private Path blob(String name) throws Exception {
        return file(name).toRealPath();
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    @MojoParameter(name = "repair", value = "true")
    void whatIsBad_isRepairedAndSaid(VerifyMojo mojo) throws Exception {
        Files.writeString(blob("model.safetensors"), "WEIGHTS");
        Files.delete(file("config.json"));

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.lines("Repaired "))
                    .hasSize(2)
                    .anySatisfy(line -> assertThat(line)
                            .contains("org/tiny at " + commit + ": 'config.json' is missing; made again from what the"))
                    .anySatisfy(line -> assertThat(line)
                            .contains("'model.safetensors' does not have the content with hash")
                            .contains("; fetched again from "));
            assertThat(log.text()).contains("2 things repaired, 7 B downloaded").doesNotContain("ERROR");
        }
        assertThat(hub.requests(request -> request.path().contains("/resolve/")))
                .hasSize(1);
        assertThat(hub.requests(request -> request.path().startsWith("/api/"))).isEmpty();
        assertThat(FolderText.of(cache)).isEqualTo(whole);
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    @MojoParameter(name = "repair", value = "true")
    void whatIsRepaired_isInUseByTheBuild(VerifyMojo mojo) throws Exception {
        Files.delete(file("config.json"));

        mojo.execute();

        assertThat(isInUse("org/tiny")).isTrue();
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    @MojoParameter(name = "repair", value = "true")
    @MojoParameter(name = "maxSize", value = "1B")
    void whatIsTooLargeToBeFetched_isSaidToBeBad(VerifyMojo mojo) throws Exception {
        Files.writeString(blob("model.safetensors"), "WEIGHTS");

        try (var log = new CapturedLog()) {
            assertThatThrownBy(mojo::execute).isInstanceOf(MojoFailureException.class);
            assertThat(log.lines("'model.safetensors' does not have the content with hash"))
                    .hasSize(1);
        }
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    @MojoParameter(name = "repair", value = "true")
    void nothingBad_needsNoRequest(VerifyMojo mojo) throws Exception {
        mojo.execute();

        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    @MojoParameter(name = "repair", value = "true")
    void offline_isAMistake(VerifyMojo mojo) {
        session.getSystemProperties().setProperty("env.HF_HUB_OFFLINE", "1");

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("hf.repair fetches what is bad, which an offline build cannot; drop one of them");
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny")
    @MojoParameter(name = "repair", value = "true")
    @MojoParameter(name = "retries", value = "0")
    void whatIsStillBad_failsTheBuild_andIsAsItWas(VerifyMojo mojo) throws Exception {
        hub.faults().onCdn().status(500);
        Files.writeString(blob("model.safetensors"), "WEIGHTS");
        Files.delete(file("config.json"));

        try (var log = new CapturedLog()) {
            assertThatThrownBy(mojo::execute)
                    .isInstanceOf(MojoExecutionException.class)
                    .hasMessageContaining("'model.safetensors' does not have the content with hash")
                    .hasMessageEndingWith("see above why it is not repaired");
            assertThat(log.lines("Not repaired: ")).singleElement().asString().contains("500");
            assertThat(log.text()).contains("1 thing repaired");
        }
        assertThat(FolderText.of(cache).replace("WEIGHTS", "weights")).isEqualTo(whole);
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/tiny,org/new")
    @MojoParameter(name = "repair", value = "true")
    void aModelThatIsNotInTheCache_isFetched(VerifyMojo mojo) throws Exception {
        hub.model("org/new").commit("first").file("config.json", "{}");

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text())
                    .contains("org/new: main is not in the cache; fetched what the model needs")
                    .doesNotContain("ERROR");
        }
    }

    /** Only once the file is right that says which others are needed, these can be verified. */
    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    @MojoParameter(name = "repair", value = "true")
    void whatABadFileHasHidden_isRepairedToo(VerifyMojo mojo) throws Exception {
        declare("models", "<models><model><id>org/tiny</id><preset>transformers</preset></model></models>");
        Files.writeString(blob("config.json"), "{\"model_type\": \"BERT\"}");
        Files.writeString(blob("model.safetensors"), "WEIGHTS");

        mojo.execute();

        assertThat(FolderText.of(cache)).isEqualTo(whole);
        assertThat(hub.requests(request -> request.path().contains("/resolve/")))
                .hasSize(2);
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    @MojoParameter(name = "all", value = "true")
    @MojoParameter(name = "repair", value = "true")
    void everything_isRepaired_alsoWithoutAListing(VerifyMojo mojo) throws Exception {
        Path tree = cache.resolve("models--org--tiny/trees/" + commit + ".json");
        Files.writeString(tree, "{");
        Files.writeString(blob("config.json"), "short");
        Files.writeString(blob("model.safetensors"), "WEIGHTS");

        mojo.execute();

        assertThat(FolderText.of(cache)).isEqualTo(whole);
        assertThat(hub.requests(request -> request.path().contains("/resolve/")))
                .hasSize(2);
        assertThat(hub.requests(request -> request.path().startsWith("/api/models/")))
                .hasSize(1);
    }

    @Test
    @InjectMojo(goal = "verify", pom = NO_MODELS)
    @MojoParameter(name = "all", value = "true")
    @MojoParameter(name = "repair", value = "true")
    void whatNobodyKnowsTheRightContentOf_isNamedWithWhatToDo(VerifyMojo mojo) throws Exception {
        Files.writeString(cache.resolve("models--org--tiny/refs/old"), "1".repeat(40));
        Files.writeString(cache.resolve("models--org--tiny/blobs/" + "2".repeat(40)), "of nobody");

        try (var log = new CapturedLog()) {
            assertThatThrownBy(mojo::execute)
                    .isInstanceOf(MojoExecutionException.class)
                    .hasMessage("2 things are still not as they should be in " + cache
                            + "; see above what was not repaired");
            assertThat(log.lines("ERROR"))
                    .hasSize(2)
                    .anySatisfy(line -> assertThat(line)
                            .endsWith(
                                    "which has no snapshot; the goal prune deletes it, and the goal prefetch fetches a"
                                            + " model of a POM"))
                    .anySatisfy(line -> assertThat(line).endsWith("; the goal prune deletes what no snapshot needs"));
        }
        assertThat(hub.requests()).isEmpty();
    }
}
