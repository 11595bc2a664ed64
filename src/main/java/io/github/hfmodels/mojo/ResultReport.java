package io.github.hfmodels.mojo;

import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.PrefetchRequest;
import io.github.hfmodels.prefetch.PrefetchResult;
import io.github.hfmodels.prefetch.PrefetchedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells Maven and the user what became of a request. */
final class ResultReport {

    private static final Logger LOG = LoggerFactory.getLogger(ResultReport.class);
    private static final double NANOS_PER_SECOND = 1e9;

    private final PrefetchResult result;

    ResultReport(PrefetchResult result) {
        this.result = result;
    }

    /**
     * @param requests how many requests were made
     * @param request what was asked for; offline, no more than debug messages are given
     */
    void log(int requests, PrefetchRequest request) {
        for (PrefetchedModel model : result.models()) {
            LOG.debug(
                    "{} is ready at commit {}: hf.{}.path={}",
                    model.request(),
                    model.commit(),
                    model.request().alias(),
                    model.path());
        }
        ActiveLock lock = request.lock();
        String asLocked = lock == null ? "" : ", as locked in " + lock.name();
        if (request.offline()) {
            LOG.debug("{}", LOG.isDebugEnabled() ? summary(requests) + asLocked : "");
        } else if (!result.models().isEmpty()) {
            LOG.info("{}{}", summary(requests), asLocked);
        }
    }

    /** Such as {@code 3 models ready: 2 cached, 1 downloaded, 90.4 MB in 1.2 s, 6 requests}. */
    private String summary(int requests) {
        int ready = result.models().size();
        long cached =
                result.models().stream().filter(PrefetchedModel::wasCached).count();
        var summary = new StringBuilder().append(count(ready, "model")).append(" ready: ");
        if (cached == ready) {
            summary.append("all cached");
        } else {
            String downloaded = ByteCount.format(result.bytes());
            double seconds = result.time().toNanos() / NANOS_PER_SECOND;
            summary.append(cached == 0 ? "" : cached + " cached, ")
                    .append(ready - cached)
                    .append(String.format(Locale.ROOT, " downloaded, %s in %.1f s", downloaded, seconds));
        }
        return summary.append(", ").append(count(requests, "request")).toString();
    }

    /**
     * Fails the build when a model is missing that it cannot do without.
     *
     * @param failOnMissingToken whether the build cannot do without a model for which a token might be enough
     * @throws MojoFailureException when the user can mend all that went wrong
     * @throws MojoExecutionException when something else went wrong
     */
    void failOnMissingModels(boolean failOnMissingToken) throws MojoFailureException, MojoExecutionException {
        failOn(
                fatal(result.failures(), failOnMissingToken),
                result.models().size() + result.failures().size(),
                "prefetched");
    }

    /** The failures of models that the build cannot do without; warns of the others. */
    static List<ModelFailure> fatal(List<ModelFailure> failures, boolean failOnMissingToken) {
        var fatal = new ArrayList<ModelFailure>();
        for (ModelFailure failure : failures) {
            if (failure.request().optional()) {
                LOG.warn("Going on without an optional model: {}", failure.message());
            } else if (!failOnMissingToken && failure.isTokenMissing()) {
                LOG.warn(
                        "Going on without a model for lack of a token (hf.failOnMissingToken is false): {}",
                        failure.message());
            } else {
                fatal.add(failure);
            }
        }
        return fatal;
    }

    /**
     * Fails the build when there are failures of models that it cannot do without.
     *
     * @param all how many models there are
     * @param done what was to be done to them, such as {@code prefetched}
     * @throws MojoFailureException when the user can mend all that went wrong
     * @throws MojoExecutionException when something else went wrong
     */
    static void failOn(List<ModelFailure> fatal, int all, String done)
            throws MojoFailureException, MojoExecutionException {
        if (fatal.isEmpty()) {
            return;
        }
        // Maven would append a cause's text to the message. As suppressed exceptions the causes show with -e where
        // Maven's log prints those; older ones show them with -X.
        fatal.forEach(each -> LOG.debug("{}", each.message(), each.cause()));
        if (fatal.stream().allMatch(ModelFailure::isUserError)) {
            var failure = new MojoFailureException(message(fatal, all, done));
            fatal.forEach(each -> failure.addSuppressed(each.cause()));
            throw failure;
        }
        var failure = new MojoExecutionException(message(fatal, all, done));
        fatal.forEach(each -> failure.addSuppressed(each.cause()));
        throw failure;
    }

    private static String message(List<ModelFailure> fatal, int all, String done) {
        if (fatal.size() == 1) {
            return fatal.get(0).message();
        }
        var message = new StringBuilder(fatal.size() + " of " + count(all, "model") + " could not be " + done + ":");
        fatal.forEach(failure -> message.append("\n  ").append(failure.message()));
        return message.toString();
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
