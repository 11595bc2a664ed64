package io.github.hfmodels.mojo;

import io.github.hfmodels.console.AdviceText;
import io.github.hfmodels.console.ResultReport;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.PrintableException;
import io.github.hfmodels.plan.ModelFailure;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;

/**
 * Decides which failures of models fail the build, and reports them to Maven.
 *
 * @param advice gives the words of what can be done about them
 * @param failOnMissingToken whether a model that needs a token fails the build
 */
record Failures(AdviceText advice, boolean failOnMissingToken) {

    private static final Log LOG = Log.of(Failures.class);

    /** Whether the failure fails the build. */
    boolean isFatal(ModelFailure failure) {
        return !failure.request().optional() && (failOnMissingToken || !failure.isTokenMissing());
    }

    /** Warns of a failure that does not fail the build. */
    void warn(ModelFailure failure) {
        LOG.warn(
                failure.request().optional()
                        ? "Going on without an optional model: {}"
                        : "Going on without a model, since there is no token (hf.failOnMissingToken is false): {}",
                advice.of(failure));
    }

    /** The same for a goal that checks no policy. */
    void report(List<ModelFailure> failures, int all, String done) throws MojoFailureException, MojoExecutionException {
        report(failures, all, done, List.of());
    }

    /**
     * Warns of failures, and fails the build when one of them is fatal, or a policy is broken.
     *
     * @param all how many models there are
     * @param done what was to be done to them, such as {@code prefetched}
     * @param violations what policies forbid, a printable line each
     * @throws MojoFailureException when all that is fatal is the user's to correct
     * @throws MojoExecutionException when something else is fatal
     */
    void report(List<ModelFailure> failures, int all, String done, List<String> violations)
            throws MojoFailureException, MojoExecutionException {
        failures.stream().filter(failure -> !isFatal(failure)).forEach(this::warn);
        List<ModelFailure> fatal = failures.stream().filter(this::isFatal).toList();
        if (fatal.isEmpty() && violations.isEmpty()) {
            return;
        }
        // Maven would append a cause's text to the message. As suppressed exceptions the causes show with -e where
        // Maven's log prints those; older ones show them with -X.
        fatal.forEach(each -> LOG.debug("{}", advice.of(each), each.cause()));
        String message = Stream.of(violations(violations), message(fatal, all, done))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n"));
        if (fatal.stream().allMatch(ModelFailure::isUserError)) {
            var failure = new MojoFailureException(message);
            fatal.forEach(each -> failure.addSuppressed(PrintableException.of(each.cause())));
            throw failure;
        }
        var failure = new MojoExecutionException(message);
        fatal.forEach(each -> failure.addSuppressed(PrintableException.of(each.cause())));
        throw failure;
    }

    private static String violations(List<String> lines) {
        return lines.size() < 2
                ? String.join("", lines)
                : "the policy forbids " + lines.size() + " things:\n  " + String.join("\n  ", lines);
    }

    private String message(List<ModelFailure> fatal, int all, String done) {
        if (fatal.size() < 2) {
            return fatal.isEmpty() ? "" : advice.of(fatal.get(0));
        }
        return fatal.stream()
                .map(advice::of)
                .collect(Collectors.joining(
                        "\n  ",
                        fatal.size() + " of " + ResultReport.count(all, "model") + " could not be " + done + ":\n  ",
                        ""));
    }
}
