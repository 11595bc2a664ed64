package io.github.hfmodels.mojo;

import java.io.IOException;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Shows what <code>prefetch</code> would download, file by file with sizes, reasons and totals, and changes nothing: neither
 * the cache nor output directories nor properties. The Hub is asked what the models hold, unless the build is offline.
 *
 * <p>From the command line, the plan is one of all executions that the POM has, in all modules. <code>prefetch</code> with
 * <code>-Dhf.dryRun</code> does the same.
 */
@Mojo(name = "plan", threadSafe = true, requiresProject = false)
public final class PlanMojo extends AbstractModelsMojo {

    /**
     * The file into which the plan is also written, as JSON for programs. Its folder is created. A path that begins with {@code ~/}
     * begins in the home folder. If it is unset, no file is written.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.planFile")
    private @Nullable String planFile;

    @Override
    void run() throws MojoFailureException, MojoExecutionException, IOException, InterruptedException {
        List<ExecutionRequest> requests = requests();
        if (!requests.isEmpty()) {
            plan(requests, path("planFile", planFile));
        }
    }
}
