package io.github.hfmodels.mojo;

import static io.github.hfmodels.plan.PlanFixture.model;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.policy.Exemption;
import io.github.hfmodels.policy.Finding;
import io.github.hfmodels.policy.Policy;
import io.github.hfmodels.policy.Rule;
import io.github.hfmodels.policy.UnusedExemption;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.prefetch.PrefetchResult;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PolicyReportTest {

    private static final Policy STRICT = policy(true);
    private static final Policy WARNING = policy(false);
    private static final Exemption CONTRACT = exemption("org/a", "contract\n::error::2026-17");

    private final Set<String> told = new HashSet<>();
    private final PolicyReport report = new PolicyReport(told::add);

    @Test
    void whatFailsTheBuild_isALineEach_withItsModule() {
        report.add(List.of(finding(STRICT, "org/a", null)), model -> "module one: ");
        report.add(List.of(finding(STRICT, "org/a", null), finding(STRICT, "org/a", null)), model -> "module two: ");

        assertThat(report.fatal())
                .containsExactly(
                        "module one: org/a@main: it is odd (licenses of <policy>); mend it",
                        "module two: org/a@main: it is odd (licenses of <policy>); mend it");
        assertThat(logged()).isEmpty();
    }

    @Test
    void whatIsExempted_isToldOnce_andNothingOfItCommandsATerminal() {
        report.add(List.of(finding(STRICT, "org/a", CONTRACT), finding(WARNING, "org/a", CONTRACT)), model -> "");

        assertThat(report.fatal()).isEmpty();
        assertThat(logged())
                .contains("Policy exception used: org/a may break licenses (it is odd): contract\\n::error::2026-17")
                .hasLineCount(1);
        assertThat(logged()).isEmpty();
    }

    @Test
    void whatOnePolicyAllowsOrWarnsOf_failsTheBuildAllTheSame_whereAnotherDoesNot() {
        report.add(List.of(finding(STRICT, "org/a", CONTRACT), finding(WARNING, "org/b", null)), model -> "");
        report.add(List.of(finding(STRICT, "org/a", null), finding(STRICT, "org/b", null)), model -> "");

        assertThat(report.fatal())
                .containsExactly(
                        "org/a@main: it is odd (licenses of <policy>); mend it",
                        "org/b@main: it is odd (licenses of <policy>); mend it");
        assertThat(logged()).contains("Policy exception used: org/a", "Against a policy that only warns: org/b");
    }

    @Test
    void aPolicyThatIsNotEnforced_warns() {
        report.add(List.of(finding(WARNING, "org/a", null)), model -> "");

        assertThat(report.fatal()).isEmpty();
        assertThat(logged())
                .contains("Against a policy that only warns: org/a@main: it is odd (licenses of <policy>); mend it");
    }

    @Test
    void unusedExemptions_areTold_unlessAnotherRunMayNeedThem() {
        var other = new UnusedExemption(exemption("org/other", "x"), true);
        var own = new UnusedExemption(exemption("org/own", "x"), false);
        // Another execution has used it.
        var used = new UnusedExemption(CONTRACT, false);
        report.add(List.of(finding(STRICT, "org/a", CONTRACT)), model -> "");
        report.log();

        assertThat(loggedUnused(List.of(other, own, used), false))
                .contains("Policy exception not used: org/own does not break licenses (x); remove it")
                .hasLineCount(1);
        assertThat(loggedUnused(List.of(other, own, used), true))
                .contains("org/other does not break licenses")
                .hasLineCount(1);
    }

    private String logged() {
        try (var log = new CapturedLog()) {
            report.log();
            return log.text();
        }
    }

    private String loggedUnused(List<UnusedExemption> unused, boolean isWhole) {
        try (var log = new CapturedLog()) {
            report.log(new PrefetchResult(List.of(), List.of(), 0, Duration.ZERO, List.of(), unused), isWhole);
            return log.text();
        }
    }

    private static Finding finding(Policy policy, String id, @Nullable Exemption exemption) {
        var request = new ModelRequest(
                new RepoId(RepoType.MODEL, id), Revision.MAIN, model().selection(), "alias", null, false);
        return new Finding(policy, Rule.LICENSES, request, null, "it is odd", "mend it", exemption);
    }

    private static Exemption exemption(String id, String reason) {
        return new Exemption(new RepoId(RepoType.MODEL, id), null, Rule.LICENSES, reason);
    }

    private static Policy policy(boolean enforce) {
        return new Policy(
                "<policy>", List.of(), List.of(), false, true, true, false, false, List.of(), List.of(), enforce);
    }
}
