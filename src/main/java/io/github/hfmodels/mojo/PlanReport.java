package io.github.hfmodels.mojo;

import io.github.hfmodels.console.PlanJson;
import io.github.hfmodels.console.PlanText;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.plan.PrefetchRequest;
import io.github.hfmodels.prefetch.PrefetchPlan;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the user what a prefetch would do.
 *
 * @param plan what it would do
 * @param requests how many requests it would make at least
 * @param isOffline whether nobody was asked
 */
record PlanReport(PrefetchPlan plan, int requests, boolean isOffline) {

    private static final Logger LOG = LoggerFactory.getLogger(PlanReport.class);

    /**
     * Shows what a prefetch would do, in place of one.
     *
     * @param failOnMissingToken whether the build cannot do without a model for which a token might be enough
     * @param file where the plan is written to, too; null for nowhere
     * @throws MojoFailureException when there is no plan for a model, which the user can mend
     * @throws MojoExecutionException when there is none for another reason
     * @throws InterruptedException when the thread is interrupted
     */
    static void make(BuildWork work, boolean failOnMissingToken, @Nullable File file)
            throws MojoFailureException, MojoExecutionException, InterruptedException {
        PrefetchRequest request = work.request();
        PrefetchPlan plan = work.prefetcher().plan(request);
        // What was read to choose by is among the downloads.
        int requests = work.sources().requestCount() - plan.read() + plan.downloads();
        var report = new PlanReport(plan, requests, request.offline());
        report.log();
        report.write(file);
        // Offline, that a model is not in the cache is an answer.
        if (request.offline()) {
            plan.failures().forEach(failure -> LOG.warn("No plan for {}", failure.message()));
        } else {
            ResultReport.failOn(
                    ResultReport.fatal(plan.failures(), failOnMissingToken),
                    request.models().size(),
                    "planned");
        }
    }

    private void log() {
        PlanText.lines(plan, requests).forEach(LOG::info);
        if (isOffline && plan.downloads() > 0) {
            LOG.warn("The build is offline, so that prefetch would fail");
        }
        if (plan.isRefused()) {
            LOG.warn(
                    "hf.maxSize is {}, so that prefetch would refuse to download {}",
                    ByteCount.format(plan.maxBytes()),
                    ByteCount.format(plan.bytes()));
        }
        if (plan.lacksRoom()) {
            LOG.warn("{} has too little room, so that prefetch would fail", plan.cache());
        }
    }

    private void write(@Nullable File file) throws MojoExecutionException {
        if (file == null) {
            return;
        }
        Path path = file.toPath().toAbsolutePath();
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, PlanJson.of(plan, requests));
        } catch (IOException e) {
            throw new MojoExecutionException("the plan cannot be written to " + path + " (hf.planFile)", e);
        }
    }
}
