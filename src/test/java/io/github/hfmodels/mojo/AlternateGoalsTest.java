package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doReturn;

import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.modelscope.ModelScopeServer;
import java.nio.file.Path;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole goals with a model of the Hub that names its alternate at ModelScope in the POM. */
class AlternateGoalsTest extends GoalTest {

    private static final String HUB_TOKEN = "hf_secret_of_the_hub";
    private static final String MODELSCOPE_TOKEN = "ms-secret-of-modelscope";

    private static final String POM = """
            <project><build><plugins><plugin>
              <artifactId>hf-models-maven-plugin</artifactId>
              <configuration>
                <models><model><id>org/tiny</id><alternate>modelscope://acme/small@master</alternate></model></models>
              </configuration>
            </plugin></plugins></build></project>""";

    private static final String SAME_SOURCE = """
            <project><build><plugins><plugin>
              <artifactId>hf-models-maven-plugin</artifactId>
              <configuration>
                <models><model><id>org/tiny</id><alternate>org/other</alternate></model></models>
              </configuration>
            </plugin></plugins></build></project>""";

    private final ModelScopeServer modelScope = ModelScopeServer.start();

    @BeforeEach
    void publish() {
        hub.model("org/tiny").commit("first").file("config.json", "{}").file("vocab.txt", "a");
        modelScope.model("acme/small").commit("first").file("config.json", "{}").file("vocab.txt", "a");
        session.getSystemProperties().setProperty("env.MODELSCOPE_ENDPOINT", modelScope.endpoint());
    }

    @AfterEach
    void stopModelScope() {
        modelScope.close();
        session.getSystemProperties()
                .keySet()
                .removeIf(
                        name -> name.toString().matches("env\\.(?:HF_TOKEN|MODELSCOPE_ENDPOINT|MODELSCOPE_API_TOKEN)"));
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = POM)
    void whatTheHubDoesNotGive_landsInItsCache_andNoTokenIsAtTheOther(PrefetchMojo mojo) throws Exception {
        session.getSystemProperties().setProperty("env.HF_TOKEN", HUB_TOKEN);
        session.getSystemProperties().setProperty("env.MODELSCOPE_API_TOKEN", MODELSCOPE_TOKEN);
        hub.token(HUB_TOKEN);
        modelScope.token(MODELSCOPE_TOKEN).model("acme/small").makePrivate(MODELSCOPE_TOKEN);
        hub.faults().on(AlternateGoalsTest::isContent).status(404).header("X-Error-Code", "RevisionNotFound");

        mojo.execute();

        Path ready = Path.of(project.getProperties().getProperty("hf.tiny.path"));
        assertThat(ready).startsWith(folder.resolve("home/hub"));
        assertThat(ready.resolve("vocab.txt")).hasContent("a");
        assertThat(folder.resolve("modelscope")).doesNotExist();
        assertThat(hub.requests())
                .isNotEmpty()
                .noneMatch(request -> sent(request).contains(MODELSCOPE_TOKEN));
        assertThat(modelScope.requests())
                .isNotEmpty()
                .noneMatch(request -> sent(request).contains(HUB_TOKEN));
    }

    /** The lock needs contents in order to know their SHA-256. */
    @Test
    @InjectMojo(goal = "lock", pom = NO_MODELS)
    void theLockGoal_hasContentsFromTheAlternate(LockMojo mojo) throws Exception {
        Path lock = folder.resolve("hf-models.lock.json");
        declare(
                "default",
                "<lockFile>" + lock
                        + "</lockFile><models><model><id>org/tiny</id><alternate>modelscope://acme/small</alternate></model></models>");
        doReturn(folder.toFile()).when(project).getBasedir();
        hub.faults().on(AlternateGoalsTest::isContent).status(404).header("X-Error-Code", "RevisionNotFound");

        mojo.execute();

        assertThat(lock)
                .content()
                .contains("\"source\": \"huggingface\"", "\"sha256\"")
                .doesNotContain("acme");
        assertThat(modelScope.requests()).isNotEmpty();
    }

    @Test
    @InjectMojo(goal = "bom", pom = NO_MODELS)
    void anotherAliasWithoutAnAlternate_doesNotTakeItAway(BomMojo mojo) throws Exception {
        declare(
                "default",
                "<models><model><id>org/tiny</id></model><model><id>org/tiny</id><alias>other</alias>"
                        + "<alternate>modelscope://acme/small</alternate><optional>true</optional></model></models>");
        doReturn(folder.toFile()).when(project).getBasedir();
        hub.faults().on(AlternateGoalsTest::isContent).status(404).header("X-Error-Code", "RevisionNotFound");

        mojo.execute();

        assertThat(folder.resolve("target/hf-models/bom.cdx.json")).content().contains("SHA-256");
        assertThat(modelScope.requests()).isNotEmpty();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = POM)
    void whileTheHubGivesEverything_modelScopeIsNotAsked(PrefetchMojo mojo) throws Exception {
        mojo.execute();

        assertThat(modelScope.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = SAME_SOURCE)
    void anAlternateAtTheSameSource_isRefused(PrefetchMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining(
                        "models[1]: <alternate> is 'org/other', which is at the source of the model itself;"
                                + " expected the same model elsewhere, such as modelscope://owner/name");
    }

    private static boolean isContent(RecordedRequest request) {
        return request.path().contains("/resolve/") || request.path().contains("/resolve-cache/");
    }

    private static String sent(RecordedRequest request) {
        return request.target()
                + request.header("Authorization").orElse("")
                + request.header("Cookie").orElse("");
    }
}
