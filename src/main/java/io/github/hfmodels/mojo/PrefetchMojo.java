package io.github.hfmodels.mojo;

import io.github.hfmodels.plan.PlanException;
import io.github.hfmodels.plan.PrefetchRequest;
import io.github.hfmodels.prefetch.PrefetchResult;
import java.io.File;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes models of the Hugging Face Hub ready for use: whatever of them the shared cache lacks is downloaded, verified and
 * put there, in the very layout that Python's huggingface_hub uses, before tests or packaging run.
 *
 * <p>For each model the properties <code>hf.ALIAS.path</code>, <code>hf.ALIAS.commit</code>,
 * <code>hf.ALIAS.available</code> and, when exactly one file is selected, <code>hf.ALIAS.file</code> are set, which the
 * configuration of later plugins can use; ALIAS is the repository's name unless an alias is given. The file
 * <code>hf-models/manifest.json</code> in the project's build directory says the same to other tools.
 */
@Mojo(name = "prefetch", defaultPhase = LifecyclePhase.PROCESS_RESOURCES, threadSafe = true, requiresProject = false)
public final class PrefetchMojo extends AbstractModelsMojo {

    private static final Logger LOG = LoggerFactory.getLogger(PrefetchMojo.class);

    /**
     * Whether to show only what would be downloaded, as the goal <code>plan</code> does, and to change nothing. No properties
     * are set then, so later plugins that need them will miss them.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * The file into which a dry run also writes its plan, as JSON for programs. Unset: none.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.planFile")
    private @Nullable File planFile;

    @Override
    void execute(BuildWork work) throws MojoFailureException, MojoExecutionException, InterruptedException {
        if (dryRun) {
            PlanReport.make(work, failsOnMissingToken(), planFile);
            LOG.info("Dry run: nothing was changed, and no properties are set for later plugins (hf.dryRun)");
            return;
        }
        PrefetchRequest request = work.request();
        Exports exports = exports();
        exports.reserve(request.models());
        PrefetchResult result;
        try {
            result = work.prefetcher().prefetch(request);
        } catch (PlanException e) {
            throw new MojoFailureException(e.getMessage(), e);
        }
        exports.publish(result);
        var report = new ResultReport(result);
        report.log(work.sources().requestCount(), request);
        report.failOnMissingModels(failsOnMissingToken());
    }
}
