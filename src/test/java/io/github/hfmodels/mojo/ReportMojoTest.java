package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doReturn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.prefetch.TestBuild;
import io.github.hfmodels.testhub.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReportMojoTest extends GoalTest {

    private static final String TINY = "<models><model>org/tiny</model></models>";

    @BeforeEach
    void start() {
        hub.model("org/tiny")
                .license("mit")
                .commit("first")
                .file("config.json", "{}")
                .lfs("weights.dat", "\u0080\u0002}q\u0000.".getBytes(StandardCharsets.ISO_8859_1));
        doReturn(folder.toFile()).when(project).getBasedir();
        project.setName("The <app>");
    }

    private String page(String file) throws Exception {
        return Files.readString(folder.resolve(file + ".html"));
    }

    private JsonNode json(String file) throws Exception {
        return new ObjectMapper().readTree(folder.resolve(file + ".json").toFile());
    }

    @Test
    @InjectMojo(goal = "report", pom = NO_MODELS)
    void aModelThatIsMissing_isOnThePage_andFailsNothing(ReportMojo mojo) throws Exception {
        declare("models", "<models><model>org/tiny</model><model>org/missing</model></models>");

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.lines("WARN"))
                    .singleElement()
                    .asString()
                    .contains("Nothing is reported on org/missing@main: there is no model of that name");
            assertThat(log.text())
                    .contains("The report on 1 model is " + folder.resolve("target/hf-models/report.html"));
        }

        assertThat(page("target/hf-models/report"))
                .contains("<h1>The &lt;app&gt;")
                .contains("org/missing@main: there is no model of that name");
        assertThat(json("target/hf-models/report").findValuesAsText("id")).containsExactly("org/tiny");
    }

    @Test
    @InjectMojo(goal = "report", pom = NO_MODELS)
    @MojoParameter(name = "online", value = "true")
    void offline_sourcesCannotBeAsked(ReportMojo mojo) throws Exception {
        declare("models", TINY);
        session.getSystemProperties().setProperty("env.HF_HUB_OFFLINE", "1");

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("hf.online asks sources, which an offline build cannot; drop one of them");
        assertThat(folder.resolve("target")).doesNotExist();
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "report", pom = NO_MODELS)
    void offline_thePageSaysWhatIsNotKnown(ReportMojo mojo) throws Exception {
        new TestBuild(hub.endpoint(), folder.resolve("home/hub"))
                .model("org/tiny")
                .run();
        declare("models", TINY);
        session.getSystemProperties().setProperty("env.HF_HUB_OFFLINE", "1");

        mojo.execute();

        assertThat(json("target/hf-models/report").at("/models/0/known").asBoolean())
                .isFalse();
        assertThat(page("target/hf-models/report")).contains("license not known");
    }

    @Test
    @InjectMojo(goal = "report", pom = NO_MODELS)
    @MojoParameter(name = "reportFile", value = "site/models.v1.htm")
    void theJson_isBesideThePage(ReportMojo mojo) throws Exception {
        declare("models", TINY);

        mojo.execute();

        assertThat(folder.resolve("site/models.v1.htm")).content().contains("org/tiny");
        assertThat(json("site/models.v1").at("/models/0/license").asText()).isEqualTo("mit");
        assertThat(folder.resolve("target")).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "report", pom = NO_MODELS)
    void aPageThatCannotBeWritten_isNamed(ReportMojo mojo) throws Exception {
        declare("models", TINY);
        Path page = folder.resolve("target/hf-models/report.html");
        Files.createDirectories(page.resolve("in-the-way"));

        assertThatThrownBy(mojo::execute)
                .hasMessageStartingWith("the report cannot be written to " + page + " (hf.reportFile): ");
    }

    @Test
    @InjectMojo(goal = "report", pom = NO_MODELS)
    void whatBreaksAPolicy_alsoInCachedContents_isOnThePage(ReportMojo mojo) throws Exception {
        new TestBuild(hub.endpoint(), folder.resolve("home/hub"))
                .model("org/tiny")
                .run();
        String policy = "<policy><licenses><license>apache-2.0</license></licenses>"
                + "<unsafeFormats>false</unsafeFormats><enforce>%s</enforce></policy>";
        declare("models", TINY + policy.formatted("false"));
        declare("more", TINY + policy.formatted("true"));

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.text()).doesNotContain("WARN");
        }

        JsonNode model = json("target/hf-models/report").at("/models/0");
        assertThat(model.path("uses").findValuesAsText("execution")).containsExactly("models", "more");
        assertThat(model.path("findings").findValuesAsText("rule"))
                .containsExactly("licenses", "unsafeFormats", "licenses", "unsafeFormats");
        assertThat(model.path("findings").findValuesAsText("verdict"))
                .containsExactly("warns", "warns", "fails", "fails");
        assertThat(page("target/hf-models/report"))
                .contains("weights.dat has pickled objects")
                .contains("4 policy findings");
    }

    @Test
    @InjectMojo(goal = "report", pom = NO_MODELS)
    void aModelThatIsMissing_isOnThePageOnce_whateverThePolicies(ReportMojo mojo) throws Exception {
        String missing = "<models><model>org/missing</model></models>";
        declare("models", missing);
        declare("more", missing + "<policy><unsafeFormats>false</unsafeFormats></policy>");

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.lines("WARN")).hasSize(1);
        }

        JsonNode failures = json("target/hf-models/report").path("failures");
        assertThat(failures).hasSize(1);
        assertThat(failures.findValuesAsText("execution")).containsExactly("models", "more");
    }

    @Test
    @InjectMojo(goal = "report", pom = NO_MODELS)
    void aModelWithTwoAliases_isOneModel(ReportMojo mojo) throws Exception {
        String models = "<models><model><id>%1$s</id><alias>b</alias></model>"
                + "<model><id>%1$s</id><alias>a</alias><directory>out</directory></model></models>";
        declare("models", models.formatted("org/tiny"));
        declare("more", models.formatted("org/missing"));

        try (var log = new CapturedLog()) {
            mojo.execute();
            assertThat(log.lines("WARN")).hasSize(1);
            assertThat(log.text()).contains("The report on 1 model is ");
        }

        JsonNode json = json("target/hf-models/report");
        assertThat(json.path("files").asInt()).isEqualTo(2);
        assertThat(json.path("size").asLong()).isEqualTo(8);
        assertThat(json.path("models")).hasSize(1);
        assertThat(json.at("/models/0/uses").findValuesAsText("alias")).containsExactly("a", "b");
        assertThat(json.path("failures")).hasSize(1);
        assertThat(json.at("/failures/0/uses").findValuesAsText("alias")).containsExactly("a", "b");
        assertThat(hub.requests().stream().map(RecordedRequest::path).filter(path -> path.contains("org/tiny")))
                .doesNotHaveDuplicates();
    }

    @Test
    @InjectMojo(goal = "report", pom = NO_MODELS)
    @MojoParameter(name = "online", value = "true")
    void online_aModelIsAskedAboutOnce(ReportMojo mojo) throws Exception {
        declare(
                "models",
                "<models><model>org/tiny</model><model><id>org/tiny</id><alias>config</alias>"
                        + "<includes><include>config.json</include></includes></model></models>");

        mojo.execute();

        assertThat(json("target/hf-models/report").findValuesAsText("commitsBehind"))
                .containsExactly("0", "0");
        assertThat(hub.requests().stream().filter(request -> request.path().contains("/commits/")))
                .hasSize(1);
        assertThat(json("target/hf-models/report").path("files").asInt()).isEqualTo(2);
    }
}
