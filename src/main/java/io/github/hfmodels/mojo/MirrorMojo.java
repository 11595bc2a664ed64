package io.github.hfmodels.mojo;

import io.github.hfmodels.console.ResultReport;
import io.github.hfmodels.engine.ModelEngine;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.plan.FetchOptions;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.prefetch.PrefetchRequest;
import io.github.hfmodels.prefetch.PrefetchResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Lays the models out as a folder that is a Hub to this plugin: on a machine without a network, with the endpoint
 * {@code file:///folder}, and through any server of static files. What the cache lacks is downloaded first, as <code>prefetch</code>
 * does.
 *
 * <p>Run again, the goal adds what is new: it deletes nothing, and a revision that has moved keeps its older commits. It may be
 * interrupted at any moment: the folder has models only as a whole.
 *
 * <p>From the command line, the folder gets the models of all executions that the POM has, in all modules. With
 * <code>-Dhf.models</code> it gets only those models.
 */
@Mojo(name = "mirror", threadSafe = true, requiresProject = false)
public final class MirrorMojo extends AbstractModelsMojo {

    private static final Log LOG = Log.of(MirrorMojo.class);

    /**
     * The mirror folder. It is created, or what is new is added. Default: {@code hf-mirror} in the project's build directory
     * {@code target}. How files get there from the cache is said by <code>hf.link</code>; with {@code symbolic} the folder is of use on
     * this machine alone. A path that begins with {@code ~/} begins in the home folder.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.mirrorDirectory")
    private @Nullable String mirrorDirectory;

    /**
     * Whether to only show what would be downloaded for the mirror folder, as the goal <code>plan</code> does, and to change nothing.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.dryRun", defaultValue = "false")
    private boolean dryRun;

    @Override
    void run() throws MojoFailureException, MojoExecutionException, IOException, InterruptedException {
        List<ExecutionRequest> requests = requests();
        if (requests.isEmpty()) {
            return;
        }
        if (dryRun) {
            plan(requests, null);
            LOG.info("Dry run: nothing was changed (hf.dryRun)");
            return;
        }
        Path folder = folder();
        FetchOptions options = options(ExecutionRequest.sources(requests));
        var requesters = new Requesters();
        requests.forEach(each ->
                each.request().models().forEach(model -> requesters.add(each.module(), model.withoutDirectory())));
        try (ModelEngine engine = engine(options)) {
            var results = new ArrayList<PrefetchResult>();
            for (PrefetchRequest each : ExecutionRequest.joined(requests)) {
                List<ModelRequest> models = each.models().stream()
                        .map(ModelRequest::withoutDirectory)
                        .distinct()
                        .toList();
                long bytes = PrefetchResult.sum(results).bytes();
                results.add(engine.mirror(
                        new PrefetchRequest(models, each.lock(), checks(bytes), null, each.policies()), folder));
            }
            PrefetchResult result = PrefetchResult.sum(results);
            ResultReport.logMirror(
                    result,
                    options.offline() ? null : engine.requestCount(),
                    ExecutionRequest.commonLock(requests),
                    folder);
            PolicyReport policies = policyReport();
            policies.add(result.findings(), requesters::prefix);
            policies.log(result, isAboutEverything());
            failures()
                    .report(
                            result.failures().stream().map(requesters::named).toList(),
                            ExecutionRequest.models(requests),
                            "mirrored",
                            policies.fatal());
        }
    }

    private Path folder() {
        Path given = path("mirrorDirectory", mirrorDirectory);
        return given == null ? buildDirectory().resolve("hf-mirror") : given;
    }
}
