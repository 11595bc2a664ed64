package io.github.hfmodels.mojo;

import io.github.hfmodels.console.ResultReport;
import io.github.hfmodels.engine.ModelEngine;
import io.github.hfmodels.export.ManifestWriter;
import io.github.hfmodels.export.PropertiesWriter;
import io.github.hfmodels.export.ResultWriter;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.output.LaidOutFiles;
import io.github.hfmodels.plan.FetchOptions;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.pom.OutputFolders;
import io.github.hfmodels.prefetch.PrefetchRequest;
import io.github.hfmodels.prefetch.PrefetchResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Makes models of the Hugging Face Hub ready for use: what the shared cache lacks is downloaded, verified and stored in it, in the
 * same layout as Python's huggingface_hub, before tests or packaging run.
 *
 * <p>For each model the properties <code>hf.ALIAS.path</code>, <code>hf.ALIAS.uri</code>, <code>hf.ALIAS.commit</code>,
 * <code>hf.ALIAS.available</code> and, when exactly one file is selected, <code>hf.ALIAS.file</code> are set, which the
 * configuration of later plugins can use; ALIAS is the repository's name unless an alias is given. So are
 * <code>hf.ALIAS.graph</code>, <code>hf.ALIAS.weights</code>, <code>hf.ALIAS.tokenizer</code> and <code>hf.ALIAS.config</code>, the
 * paths of the files that programs ask for, where it is clear which they are. The file <code>hf-models/manifest.json</code> in the
 * project's build directory says the same to other tools.
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
        PrefetchRequest request = request();
        if (request.models().isEmpty()) {
            return;
        }
        if (dryRun) {
            plan(request, path("planFile", planFile));
            LOG.info("Dry run: nothing was changed, and no properties are set for later plugins (hf.dryRun)");
            return;
        }
        new AliasReservations(build().map("aliases"))
                .reserve(project(), execution().getExecutionId(), request.models());
        Set<Path> shared = new OutputFolders(build().map("output folders"))
                .reserve(project().getId(), execution().getExecutionId(), request.models());
        FetchOptions options = options();
        try (ModelEngine engine = engine(options)) {
            PrefetchResult result = engine.prefetch(request.with(laidOut(request, shared)));
            for (ResultWriter writer : writers()) {
                writer.write(result);
            }
            ResultReport.log(
                    result, options.offline() ? null : engine.requestCount(), request.lock(), cache().toString());
            failures().report(result.failures(), request.models().size(), "prefetched");
        }
    }

    private @Nullable LaidOutFiles laidOut(PrefetchRequest request, Set<Path> shared) {
        return project().getBasedir() == null
                ? null
                : new LaidOutFiles(
                        inBuild("laid-out.json"),
                        execution().getExecutionId(),
                        executions(),
                        request.models().stream().map(ModelRequest::alias).collect(Collectors.toSet()),
                        directory -> shared.contains(directory) || !module().contains(directory));
    }

    /** Write the results for later plugins and other tools, in this order. */
    private List<ResultWriter> writers() {
        var properties = new PropertiesWriter(project().getProperties());
        if (project().getBasedir() == null) {
            LOG.debug("There is no project, and so no manifest");
            return List.of(properties);
        }
        return List.of(
                properties,
                new ManifestWriter(inBuild("manifest.json"), execution().getExecutionId(), executions()));
    }

    /** A file of the plugin in the build directory. */
    private Path inBuild(String name) {
        return Path.of(project().getBuild().getDirectory()).resolve("hf-models").resolve(name);
    }

    /** The ids of the executions that the POM has of this plugin. */
    private Set<String> executions() {
        Plugin plugin =
                project().getPlugin(execution().getGroupId() + ":" + execution().getArtifactId());
        return plugin == null ? Set.of() : plugin.getExecutionsAsMap().keySet();
    }
}
