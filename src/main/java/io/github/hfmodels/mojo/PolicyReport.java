package io.github.hfmodels.mojo;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.policy.Exemption;
import io.github.hfmodels.policy.Finding;
import io.github.hfmodels.policy.UnusedExemption;
import io.github.hfmodels.prefetch.PrefetchResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reports what breaks policies in a run of a goal: each line once in a build, unless it fails it. */
final class PolicyReport {

    private static final Log LOG = Log.of(PolicyReport.class);

    private final List<Line> lines = new ArrayList<>();

    private final Predicate<String> firstInBuild;

    /** A finding with the line that tells of it, which may be that of another one: each policy decides for itself whether it is fatal. */
    private record Line(String text, Finding finding) {}

    /** @param firstInBuild whether a line is told for the first time in the build */
    PolicyReport(Predicate<String> firstInBuild) {
        this.firstInBuild = firstInBuild;
    }

    /**
     * Adds what was found.
     *
     * @param modules names the modules that want a model, before a message about it; empty for the one that runs
     */
    void add(List<Finding> findings, Function<ModelRequest, String> modules) {
        for (Finding finding : findings) {
            lines.add(new Line(Printable.line(modules.apply(finding.model().wanted()) + finding), finding));
        }
    }

    /** Tells of what does not fail the build. */
    void log() {
        // Most builds have no policy, and load no class of it.
        if (lines.isEmpty()) {
            return;
        }
        var used = new LinkedHashSet<Exemption>();
        for (Line line : lines) {
            Finding finding = line.finding();
            Exemption exemption = finding.exemption();
            if (exemption != null && used.add(exemption)) {
                String text = used(exemption, finding);
                if (firstInBuild.test(text)) {
                    LOG.info("{}", text);
                }
            } else if (exemption == null && !finding.isFatal()) {
                warn("Against a policy that only warns: " + line.text());
            }
        }
    }

    private static String used(Exemption exemption, Finding finding) {
        return "Policy exception used: " + exemption.model() + " may break "
                + exemption.rule().word() + " (" + finding.found() + "): " + Printable.of(exemption.reason());
    }

    /**
     * The same at the end of a run, which also knows of exemptions that are of no use any more.
     *
     * @param isWhole whether nothing else in the build may need them
     */
    void log(PrefetchResult result, boolean isWhole) {
        log();
        // What failed was not looked at, or not in all its files.
        if (!result.unused().isEmpty() && result.failures().isEmpty() && fatal().isEmpty()) {
            logUnused(result.unused(), isWhole);
        }
    }

    private void logUnused(List<UnusedExemption> unused, boolean isWhole) {
        Set<Exemption> needed = new LinkedHashSet<>();
        lines.stream()
                .map(line -> line.finding().exemption())
                .filter(each -> each != null)
                .forEach(needed::add);
        Set<Exemption> ofModels = new LinkedHashSet<>();
        unused.stream().filter(each -> isWhole || !each.isOfOther()).forEach(each -> ofModels.add(each.exemption()));
        ofModels.removeAll(needed);
        for (Exemption each : ofModels) {
            warn("Policy exception not used: " + each.model() + " does not break "
                    + each.rule().word() + " (" + Printable.of(each.reason()) + "); remove it");
        }
    }

    private void warn(String text) {
        if (firstInBuild.test(text)) {
            LOG.warn("{}", text);
        }
    }

    /** What fails the build, each line once. */
    List<String> fatal() {
        return lines.isEmpty()
                ? List.of()
                : lines.stream()
                        .filter(line -> line.finding().isFatal())
                        .map(Line::text)
                        .distinct()
                        .toList();
    }
}
