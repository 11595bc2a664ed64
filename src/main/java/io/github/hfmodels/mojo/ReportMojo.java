package io.github.hfmodels.mojo;

import io.github.hfmodels.cache.AtomicFile;
import io.github.hfmodels.console.ResultReport;
import io.github.hfmodels.describe.DescribedModel;
import io.github.hfmodels.describe.Descriptions;
import io.github.hfmodels.describe.OnlineStatus;
import io.github.hfmodels.engine.ModelEngine;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.FetchOptions;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.prefetch.PrefetchRequest;
import io.github.hfmodels.report.Report;
import io.github.hfmodels.report.ReportHtml;
import io.github.hfmodels.report.ReportJson;
import io.github.hfmodels.report.ReportedModel;
import io.github.hfmodels.report.Use;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Writes a page about the models, one HTML file that needs no network and no script: their revisions, commits and files, what their cards
 * declare, who uses them, how large they are, and what breaks the policies. Beside it, the same is written as JSON for programs.
 *
 * <p>With a lock file no request is made, unless <code>-Dhf.online</code> asks for what sources say today. Without one, sources are asked
 * what the models hold, unless the build is offline.
 *
 * <p>The goal only tells: neither what breaks a policy nor a model that cannot be looked up fails it. Both are on the page, and of the
 * latter it also warns.
 *
 * <p>From the command line, the page is one about all executions that the POM has, in all modules. Bound to a phase, it is about all
 * executions of its module and of the modules below that; in a POM that has modules, <code>&lt;inherited&gt;false&lt;/inherited&gt;</code>
 * keeps these from having pages of their own. With <code>-Dhf.models</code> it is about only those models.
 */
@Mojo(name = "report", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true, requiresProject = false)
public final class ReportMojo extends AbstractModelsMojo {

    private static final Log LOG = Log.of(ReportMojo.class);

    /**
     * The page. Its folder is created, and the JSON is written beside it, with the ending {@code .json}. Default:
     * {@code hf-models/report.html} in the project's build directory {@code target}. A path that begins with {@code ~/} begins in the home
     * folder.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.reportFile")
    private @Nullable String reportFile;

    /**
     * Whether to ask sources what they say today: how many commits each model is behind its branch, or behind the default branch where a
     * commit is asked for, and which inference providers serve it, for those who need no local weights. What a source does not answer is
     * told on the page. It cannot be done offline.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.online", defaultValue = "false")
    private boolean online;

    @Override
    void run() throws IOException, InterruptedException {
        List<ExecutionRequest> requests = requestsOfModules();
        if (requests.isEmpty()) {
            return;
        }
        FetchOptions options = options(ExecutionRequest.sources(requests));
        if (online && options.offline()) {
            throw new UserException("hf.online asks sources, which an offline build cannot; drop one of them");
        }
        Report report = report(requests, options);
        report.failures().forEach(failure -> LOG.warn("Nothing is reported on {}", failure.message()));
        Path given = path("reportFile", reportFile);
        Path page = given == null ? buildDirectory().resolve("hf-models/report.html") : given;
        write(page, ReportHtml.of(report));
        write(json(page), ReportJson.of(report));
        LOG.info("The report on {} is {}", ResultReport.count(report.models().size(), "model"), page);
    }

    private static void write(Path file, String text) throws IOException {
        try {
            AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IOException(
                    "the report cannot be written to " + file + " (hf.reportFile): " + DiskFailure.sentence(e, file),
                    e);
        }
    }

    private static Path json(Path page) {
        String name = String.valueOf(page.getFileName());
        return page.resolveSibling(name.replaceFirst("\\.html?$", "") + ".json");
    }

    private Report report(List<ExecutionRequest> requests, FetchOptions options) throws InterruptedException {
        var models = new ArrayList<ReportedModel>();
        var failures = new ArrayList<Report.Failure>();
        var today = new HashMap<String, OnlineStatus>();
        try (ModelEngine engine = engine(options)) {
            for (PrefetchRequest each : ExecutionRequest.joined(requests)) {
                List<ModelRequest> wanted = ExecutionRequest.distinctByKey(each.models());
                Descriptions known = engine.describe(
                        new PrefetchRequest(wanted, each.lock(), List.of(), null, each.policies()), false);
                for (DescribedModel model : known.models()) {
                    models.add(new ReportedModel(
                            model,
                            uses(requests, each, model.request()),
                            engine.findings(each.policies(), model),
                            online ? today.computeIfAbsent(state(model.model()), any -> engine.online(model)) : null));
                }
                for (ModelFailure failure : known.failures()) {
                    failures.add(new Report.Failure(
                            failure.model().toString(), uses(requests, each, failure.model()), advice().of(failure)));
                }
            }
        }
        return new Report(reported(), online, models, failures);
    }

    /** What a source is asked about once. */
    private static String state(LockedModel model) {
        return model.repo() + "@" + model.revision() + " " + model.commit();
    }

    /** Where a model is used that is among what executions want jointly. Goals that only tell of models do not use them. */
    private static List<Use> uses(List<ExecutionRequest> requests, PrefetchRequest joined, ModelRequest model) {
        var uses = new ArrayList<Use>();
        var mentions = new ArrayList<Use>();
        for (ExecutionRequest each : requests) {
            if (each.request().lock() != joined.lock()
                    || !each.request().policies().equals(joined.policies())) {
                continue;
            }
            MavenProject project = each.module().project();
            boolean isUse = each.module().goals(each.id()).contains("prefetch");
            each.request().models().stream()
                    .filter(wanted -> wanted.key().equals(model.key()))
                    .map(wanted -> new Use(
                            project.getBasedir() == null ? "" : project.getArtifactId(), each.id(), wanted.alias()))
                    .forEach(isUse ? uses::add : mentions::add);
        }
        return uses.isEmpty() ? mentions : uses;
    }

    private Report.Project reported() {
        MavenProject project = project();
        return project.getBasedir() == null
                ? new Report.Project("the command line", null, null, timestamp())
                : new Report.Project(
                        project.getName(),
                        project.getGroupId() + ":" + project.getArtifactId(),
                        project.getVersion(),
                        timestamp());
    }
}
