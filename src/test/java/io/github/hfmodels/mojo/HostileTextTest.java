package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.testhub.TestCommit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.plugin.AbstractMojoExecutionException;
import org.junit.jupiter.api.Test;

/** Names and texts of repositories, with every character that is not a visible one and commands of CI systems, at the exits of goals. */
class HostileTextTest extends GoalTest {

    private static final Set<Byte> INVISIBLE =
            Set.of(Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR);

    @Test
    @InjectMojo(goal = "plan", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/names")
    void namesInAPlan_areVisibleLinesAndNoCommands(PlanMojo mojo) throws Exception {
        TestCommit commit = hub.model("org/names").commit("first");
        // Without NUL, which no file may have in its name; a name has at most 255 bytes.
        int[] characters = IntStream.rangeClosed(1, Character.MAX_CODE_POINT)
                .filter(c -> INVISIBLE.contains((byte) Character.getType(c)))
                .toArray();
        for (int i = 0; i < characters.length; i += 10) {
            commit.file(i + new String(characters, i, Math.min(10, characters.length - i)) + "end", "1");
        }
        commit.file("a\n::warning::x", "1").file("b\n::error::x/##vso[task.complete]c", "1");

        try (var log = new CapturedLog()) {
            mojo.execute();

            assertPrintable(log.text());
            assertThat(log.text()).contains("a\\n::warning::x", "b\\n::error::x/#\\u0023vso[task.complete]c");
        }
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/names/no.onnx")
    void namesInAFailure_areVisibleAndNoCommands(PrefetchMojo mojo) {
        hub.model("org/names")
                .commit("first")
                .file("no\n::warning::x.onnx", "1")
                .file("no##[error]\u202e", "1");

        assertFailurePrintable(catchThrowable(mojo::execute));
    }

    @Test
    @InjectMojo(goal = "prefetch", pom = NO_MODELS)
    @MojoParameter(name = "modelCoordinates", value = "org/one,org/two")
    void textsOfServers_areVisibleAndNoCommands(PrefetchMojo mojo) {
        hub.faults()
                .on(request -> request.path().startsWith("/api/"))
                .body(400, "text/plain", "\n::error::x ##[group]\u2028\u0085\u009b".getBytes(StandardCharsets.UTF_8))
                .header("X-Request-Id", "##teamcity[buildStop]");

        try (var log = new CapturedLog()) {
            Throwable failure = catchThrowable(mojo::execute);

            assertFailurePrintable(failure);
            assertThat(failure.getMessage().lines()).hasSize(3);
            assertPrintable(log.text());
        }
    }

    private static void assertFailurePrintable(Throwable failure) {
        assertThat(failure).isInstanceOf(AbstractMojoExecutionException.class);
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertPrintable(trace.toString().replace("\t", "  "));
    }

    private static void assertPrintable(String text) {
        assertThat(text.replace(System.lineSeparator(), "").replace("\n  ", ""))
                .doesNotContain("##vso[", "##[", "##teamcity[")
                .satisfies(line -> assertThat(line.codePoints().mapToObj(c -> (byte) Character.getType(c)))
                        .doesNotContainAnyElementsOf(INVISIBLE));
        assertThat(text.lines()).noneMatch(line -> line.strip().startsWith("::"));
    }
}
