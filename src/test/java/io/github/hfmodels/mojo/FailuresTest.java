package io.github.hfmodels.mojo;

import static io.github.hfmodels.plan.PlanFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.console.AdviceText;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private static final UserException MISTAKE = new UserException("it is wrong", Advice.of("mend it"));

    private final Failures failures = new Failures(new AdviceText(""), true);

    @Test
    void nothingFailed_nothingIsSaid() throws Exception {
        try (var log = new CapturedLog()) {
            failures.report(List.of(), 2, "prefetched");

            assertThat(log.text()).isEmpty();
        }
    }

    @Test
    void oneFailure_isTheMessage() {
        assertThatThrownBy(() -> failures.report(List.of(failure("org/a", false, MISTAKE)), 2, "prefetched"))
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("org/a@main: it is wrong; mend it")
                .hasNoCause()
                .hasSuppressedException(MISTAKE);
    }

    @Test
    void severalFailures_areListed() {
        List<ModelFailure> both = List.of(failure("org/a", false, MISTAKE), failure("org/b", false, MISTAKE));

        assertThatThrownBy(() -> failures.report(both, 3, "locked"))
                .hasMessage("2 of 3 models could not be locked:\n"
                        + "  org/a@main: it is wrong; mend it\n"
                        + "  org/b@main: it is wrong; mend it");
    }

    @Test
    void whatPoliciesForbid_isAFailureByItself() {
        assertThatThrownBy(() -> failures.report(List.of(), 3, "prefetched", List.of("org/a@main: no")))
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("org/a@main: no");
        assertThatThrownBy(
                        () -> failures.report(List.of(), 3, "prefetched", List.of("org/a@main: no", "org/b@main: no")))
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("the policy forbids 2 things:\n  org/a@main: no\n  org/b@main: no");
    }

    @Test
    void whatPoliciesForbid_doesNotHideFailures() {
        var broken = failure("org/b", false, new IOException("gone"));

        assertThatThrownBy(() -> failures.report(List.of(broken), 3, "prefetched", List.of("org/a@main: no")))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("org/a@main: no\norg/b@main: gone");
    }

    @Test
    void eachOfSeveralFailures_isOneLine() {
        var odd = new UserException("a\n::error::b", Advice.of("rename c\u2028"));
        List<ModelFailure> both = List.of(failure("org/a", false, odd), failure("org/b", false, MISTAKE));

        assertThatThrownBy(() -> failures.report(both, 2, "locked"))
                .hasMessage("2 of 2 models could not be locked:\n"
                        + "  org/a@main: a\\n::error::b; rename c\\u2028\n"
                        + "  org/b@main: it is wrong; mend it")
                .satisfies(failure -> assertThat(failure.getSuppressed()[0]).hasMessage("a\\n::error::b"));
    }

    @Test
    void oneThatIsNotTheUsers_isAnErrorForMaven() {
        var broken = new IOException("it broke");

        assertThatThrownBy(() -> failures.report(
                        List.of(failure("org/a", false, MISTAKE), failure("org/b", false, broken)), 2, "prefetched"))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("org/b@main: it broke")
                .hasSuppressedException(broken);
    }

    @Test
    void optionalModel_isAWarning() throws Exception {
        try (var log = new CapturedLog()) {
            failures.report(List.of(failure("org/a", true, MISTAKE)), 1, "prefetched");

            assertThat(log.lines("WARN"))
                    .singleElement()
                    .asString()
                    .endsWith("Going on without an optional model: org/a@main: it is wrong; mend it");
        }
    }

    @Test
    void optionalModelBesideAFatalOne_isNotInTheMessage() {
        List<ModelFailure> both = List.of(failure("org/a", true, MISTAKE), failure("org/b", false, MISTAKE));

        assertThatThrownBy(() -> failures.report(both, 2, "prefetched")).hasMessage("org/b@main: it is wrong; mend it");
    }

    @Test
    void missingToken_isFatalUnlessToldOtherwise() throws Exception {
        var gated = new SourceException(Kind.GATED, "it is gated", Advice.of("set HF_TOKEN"), null, true);
        ModelFailure failure = failure("org/a", false, gated);
        var tolerant = new Failures(new AdviceText(""), false);

        assertThat(failures.isFatal(failure)).isTrue();
        assertThat(tolerant.isFatal(failure)).isFalse();
        assertThat(tolerant.isFatal(failure("org/a", false, MISTAKE))).isTrue();
        try (var log = new CapturedLog()) {
            tolerant.report(List.of(failure), 1, "prefetched");

            assertThat(log.lines("Going on without a model, since there is no token (hf.failOnMissingToken is false):"
                            + " org/a@main: it is gated; set HF_TOKEN"))
                    .hasSize(1);
        }
    }

    private static ModelFailure failure(String id, boolean optional, Exception cause) {
        var request = new ModelRequest(
                new RepoId(RepoType.MODEL, id), Revision.MAIN, model().selection(), "alias", null, optional);
        return new ModelFailure(request, cause);
    }
}
