package io.github.hfmodels.mojo;

import io.github.hfmodels.console.ResultReport;
import io.github.hfmodels.engine.ModelEngine;
import io.github.hfmodels.export.ManifestWriter;
import io.github.hfmodels.export.PropertiesWriter;
import io.github.hfmodels.export.ResultWriter;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.output.LaidOutFiles;
import io.github.hfmodels.plan.FetchOptions;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanCheck;
import io.github.hfmodels.pom.Module;
import io.github.hfmodels.pom.OutputFolders;
import io.github.hfmodels.prefetch.PrefetchPlan;
import io.github.hfmodels.prefetch.PrefetchRequest;
import io.github.hfmodels.prefetch.PrefetchResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Makes models of the Hugging Face Hub or of ModelScope ready for use: what the shared cache lacks is downloaded, verified and stored in
 * it, where Python's huggingface_hub and ModelScope's SDK find it, before tests or packaging run.
 *
 * <p>For each model the properties <code>hf.ALIAS.path</code>, <code>hf.ALIAS.uri</code>, <code>hf.ALIAS.commit</code>,
 * <code>hf.ALIAS.available</code> and, when exactly one file is selected, <code>hf.ALIAS.file</code> are set, which the
 * configuration of later plugins can use; ALIAS is the repository's name unless an alias is given. So are
 * <code>hf.ALIAS.graph</code>, <code>hf.ALIAS.weights</code>, <code>hf.ALIAS.tokenizer</code> and <code>hf.ALIAS.config</code>, the
 * paths of the files that programs ask for, where it is clear which they are. The file <code>hf-models/manifest.json</code> in the
 * project's build directory says the same to other tools.
 *
 * <p>From the command line, the goal does this for all executions that the POM has, in all modules; <code>prefetch@ID</code> does it for
 * those with that id. With <code>-Dhf.models</code> only those models are made ready.
 */
@Mojo(name = "prefetch", defaultPhase = LifecyclePhase.PROCESS_RESOURCES, threadSafe = true, requiresProject = false)
public final class PrefetchMojo extends AbstractModelsMojo {

    private static final Log LOG = Log.of(PrefetchMojo.class);

    /**
     * Whether to only show what would be downloaded, as the goal <code>plan</code> does, and to change nothing. The properties are
     * then not set, so later plugins that need them miss them.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * The file into which a dry run also writes its plan, as JSON for programs. A path that begins with {@code ~/} begins in the home
     * folder. If it is unset, no file is written.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.planFile")
    private @Nullable String planFile;

    @Override
    void run() throws MojoFailureException, MojoExecutionException, IOException, InterruptedException {
        List<ExecutionRequest> requests = requests();
        if (requests.isEmpty()) {
            return;
        }
        if (dryRun) {
            plan(requests, path("planFile", planFile));
            LOG.info("Dry run: nothing was changed, and no properties are set for later plugins (hf.dryRun)");
            return;
        }
        FetchOptions options = options(ExecutionRequest.sources(requests));
        try (ModelEngine engine = engine(options)) {
            var results = new ArrayList<PrefetchResult>();
            var places = new ArrayList<String>();
            PolicyReport policies = policyReport();
            try {
                for (ExecutionRequest each : requests) {
                    long bytes = PrefetchResult.sum(results).bytes();
                    PrefetchResult result = policies.fatal().isEmpty()
                            ? prefetch(engine, each, options, checks(bytes))
                            : check(engine, each);
                    result.models()
                            .forEach(model ->
                                    places.add(ResultReport.place(each.module().prefix(), model)));
                    policies.add(result.findings(), model -> each.module().prefix());
                    results.add(result);
                }
            } catch (UserException e) {
                // It is another failure, which must not hide these.
                policies.fatal().forEach(line -> LOG.error("{}", line));
                throw e;
            }
            PrefetchResult result = PrefetchResult.sum(results);
            ResultReport.log(
                    result,
                    options.offline() ? null : engine.requestCount(),
                    ExecutionRequest.commonLock(requests),
                    cache().toString(),
                    places);
            policies.log(result, isAboutEverything());
            failures().report(result.failures(), ExecutionRequest.models(requests), "prefetched", policies.fatal());
        }
    }

    /** What a policy forbids, without a download: the build fails anyway. */
    private static PrefetchResult check(ModelEngine engine, ExecutionRequest wanted) throws InterruptedException {
        PrefetchPlan plan = engine.plan(wanted.request().withChecks(List.of()));
        return new PrefetchResult(
                List.of(), named(plan.failures(), wanted), 0, Duration.ZERO, plan.findings(), List.of());
    }

    private static List<ModelFailure> named(List<ModelFailure> failures, ExecutionRequest wanted) {
        return failures.stream()
                .map(failure -> failure.in(wanted.module().prefix()))
                .toList();
    }

    private PrefetchResult prefetch(
            ModelEngine engine, ExecutionRequest wanted, FetchOptions options, List<PlanCheck> checks)
            throws IOException, InterruptedException {
        Module module = wanted.module();
        List<ModelRequest> models = wanted.request().models();
        new AliasReservations(build().map("aliases")).reserve(module, wanted.id(), models);
        Set<Path> shared = new OutputFolders(build().map("output folders"))
                .reserve(module.project().getId(), wanted.id(), models);
        models.forEach(model -> warnOfLinks(model, options.link(), module));
        PrefetchResult result = engine.prefetch(new PrefetchRequest(
                models,
                wanted.request().lock(),
                checks,
                laidOut(wanted, shared),
                wanted.request().policies()));
        // Where a policy forbids a model, later plugins get nothing, as where a check has failed.
        for (ResultWriter writer : result.isForbidden() ? List.<ResultWriter>of() : writers(wanted)) {
            writer.write(result);
        }
        return new PrefetchResult(
                result.models(),
                named(result.failures(), wanted),
                result.bytes(),
                result.time(),
                result.findings(),
                result.unused());
    }

    private void warnOfLinks(ModelRequest model, LinkMode link, Module module) {
        Path directory = model.directory();
        if (link == LinkMode.COPY || directory == null || !module.isOutput(directory)) {
            return;
        }
        warnOnce(module.prefix() + model + ": " + directory + " is packed into the jar, and has "
                + (link == LinkMode.HARD
                        ? "hard links, through which a plugin that changes classes or resources changes the cache"
                        : "symbolic links, which are broken wherever the jar is used")
                + "; set " + module().nameOf("link") + " to copy");
    }

    private @Nullable LaidOutFiles laidOut(ExecutionRequest wanted, Set<Path> shared) {
        Module module = wanted.module();
        return module.project().getBasedir() == null
                ? null
                : new LaidOutFiles(
                        inBuild(module, "laid-out.json"),
                        wanted.id(),
                        module.executionIds(),
                        wanted.request().models().stream()
                                .map(ModelRequest::alias)
                                .collect(Collectors.toSet()),
                        directory -> shared.contains(directory) || !module.contains(directory));
    }

    /** Write the results for later plugins and other tools, in this order. */
    private List<ResultWriter> writers(ExecutionRequest wanted) {
        Module module = wanted.module();
        var writers = new ArrayList<ResultWriter>();
        module.copies().forEach(each -> writers.add(new PropertiesWriter(each.getProperties())));
        if (module.project().getBasedir() == null) {
            LOG.debug("There is no project, and so no manifest");
        } else {
            writers.add(new ManifestWriter(inBuild(module, "manifest.json"), wanted.id(), module.executionIds()));
        }
        return writers;
    }

    /** A file of the plugin in the build directory. */
    private static Path inBuild(Module module, String name) {
        return Path.of(module.project().getBuild().getDirectory())
                .resolve("hf-models")
                .resolve(name);
    }
}
