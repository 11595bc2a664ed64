package io.github.hfmodels.mojo;

import io.github.hfmodels.bom.Bom;
import io.github.hfmodels.bom.BomVersion;
import io.github.hfmodels.bom.MavenCoordinates;
import io.github.hfmodels.console.ResultReport;
import io.github.hfmodels.describe.DescribedModel;
import io.github.hfmodels.describe.Descriptions;
import io.github.hfmodels.engine.ModelEngine;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.FetchOptions;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.prefetch.PrefetchRequest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * Writes a bill of materials of the models, in CycloneDX's format for machine learning: for each model its commit, its licence and other
 * facts as its card declares them, who has published it, and the SHA-256 of each file. With a lock file no request is made; without one,
 * small files whose hash is not known are downloaded first.
 *
 * <p>Bound to a phase, the goal writes down the models of all executions that the module has, and attaches the file to the project with
 * the classifier <code>cyclonedx-models</code>, so that it is installed and deployed. A module without models has no file.
 *
 * <p>From the command line, the goal writes one file about all executions that the POM has, in all modules, and attaches nothing. With
 * <code>-Dhf.models</code> it is about only those models.
 *
 * <p>With a lock file, the same models give the same bytes on any machine. The file has a timestamp only where <code>project.build.outputTimestamp</code> says one.
 */
@Mojo(name = "bom", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true, requiresProject = false)
public final class BomMojo extends AbstractModelsMojo {

    private static final Log LOG = Log.of(BomMojo.class);

    private static final String TYPE = "json";
    private static final String CLASSIFIER = "cyclonedx-models";

    /**
     * The version of CycloneDX: {@code 1.6} or {@code 1.7}.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.bomVersion", defaultValue = "1.6")
    private String bomVersion = "1.6";

    /**
     * The file to write. Its folder is created. Default: {@code hf-models/bom.cdx.json} in the project's build directory {@code target}. A
     * path that begins with {@code ~/} begins in the home folder.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.bomFile")
    private @Nullable String bomFile;

    @Inject
    private MavenProjectHelper projectHelper;

    @Override
    void run() throws MojoFailureException, MojoExecutionException, IOException, InterruptedException {
        BomVersion version = version();
        Instant timestamp = timestamp();
        List<ExecutionRequest> requests = requestsOfModule();
        if (requests.isEmpty()) {
            return;
        }
        Descriptions known = describe(requests);
        Path given = path("bomFile", bomFile);
        Path file = given == null ? buildDirectory().resolve("hf-models/bom.cdx.json") : given;
        List<ModelRequest> missing =
                known.failures().stream().map(ModelFailure::model).toList();
        var bom = new Bom(version, timestamp, tool(), coordinates(), known.models(), missing);
        bom.write(file);
        LOG.info("The bill of materials of {} is {}", ResultReport.count(bom.size(), "model"), file);
        if (!isAboutAllModules()) {
            attach(file);
        }
    }

    /** Attaches the file, unless another execution has attached one: a repository has only one of a classifier. */
    private void attach(Path file) {
        Optional<File> attached = project().getAttachedArtifacts().stream()
                .filter(each -> CLASSIFIER.equals(each.getClassifier()) && TYPE.equals(each.getType()))
                .map(Artifact::getFile)
                .findFirst();
        if (attached.isEmpty()) {
            projectHelper.attachArtifact(project(), TYPE, CLASSIFIER, file.toFile());
        } else if (!file.toFile().equals(attached.get())) {
            LOG.warn(
                    "{} is not attached, since {} is already attached with the classifier {}",
                    file,
                    attached.get(),
                    CLASSIFIER);
        }
    }

    private Descriptions describe(List<ExecutionRequest> requests)
            throws MojoFailureException, MojoExecutionException, InterruptedException {
        FetchOptions options = options(ExecutionRequest.sources(requests));
        var requesters = new Requesters();
        var models = new ArrayList<DescribedModel>();
        var failures = new ArrayList<ModelFailure>();
        int all = 0;
        try (ModelEngine engine = engine(options)) {
            for (PrefetchRequest each : ExecutionRequest.joined(requests)) {
                List<ModelRequest> wanted = ExecutionRequest.distinctByKey(each.models());
                all += wanted.size();
                Descriptions known = engine.describe(new PrefetchRequest(wanted, each.lock(), checks()), true);
                models.addAll(known.models());
                failures.addAll(known.failures());
            }
        }
        requests.forEach(each -> each.request().models().forEach(model -> requesters.add(each.module(), model)));
        failures().report(failures.stream().map(requesters::named).toList(), all, "described");
        models.stream()
                .filter(model -> !model.isKnown())
                .forEach(model -> LOG.warn(
                        "{}: its license is not known: neither a lock file nor the source says it", model.request()));
        return new Descriptions(models, failures);
    }

    private MavenCoordinates tool() {
        MojoExecution running = execution();
        return new MavenCoordinates(
                running.getGroupId(), running.getArtifactId(), running.getVersion(), "maven-plugin");
    }

    private @Nullable MavenCoordinates coordinates() {
        MavenProject project = project();
        return project.getBasedir() == null
                ? null
                : new MavenCoordinates(
                        project.getGroupId(), project.getArtifactId(), project.getVersion(), project.getPackaging());
    }

    private BomVersion version() {
        try {
            return BomVersion.of(bomVersion);
        } catch (InvalidValueException e) {
            throw new UserException(module().nameOf("bomVersion") + " is " + e.getMessage());
        }
    }
}
