package io.github.hfmodels.mojo;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.console.AdviceText;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.PrintableException;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.model.UserPaths;
import io.github.hfmodels.pom.Declarations;
import io.github.hfmodels.pom.Module;
import io.github.hfmodels.pom.NamedExecution;
import io.github.hfmodels.settings.EnvironmentVariables;
import io.github.hfmodels.settings.HubEnvironment;
import io.github.hfmodels.settings.ModelScopeEnvironment;
import io.github.hfmodels.settings.SourceEnvironment;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What all goals have in common: the cache, and how failures are told. */
abstract class AbstractCacheMojo extends AbstractMojo {

    private static final Log LOG = Log.of(AbstractCacheMojo.class);

    /**
     * Whether to skip the goal. It then only prints a line that says so.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.skip", defaultValue = "false")
    private boolean skip;

    /**
     * The shared cache. Default, as for huggingface_hub: the environment variable {@code HF_HUB_CACHE}, else the folder
     * {@code hub} of {@code HF_HOME}, else {@code huggingface/hub} in {@code XDG_CACHE_HOME} or {@code ~/.cache}. A path that
     * begins with {@code ~/} begins in the home folder.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.cacheDirectory")
    private @Nullable String cacheDirectory;

    /**
     * The shared cache for models of ModelScope. Default, as for ModelScope's own SDK: the environment variable {@code MODELSCOPE_CACHE}, else
     * {@code ~/.cache/modelscope}. A path that begins with {@code ~/} begins in the home folder.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.modelscopeCacheDirectory")
    private @Nullable String modelscopeCacheDirectory;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            LOG.info("The goal {} is skipped (hf.skip)", execution.getGoal());
            return;
        }
        try {
            run();
        } catch (UserException e) {
            throw new MojoFailureException(advice().of(e), PrintableException.of(e));
        } catch (InvalidPathException e) {
            UserException mistake = UserPaths.malformed("a file or a folder of the build", e);
            throw new MojoFailureException(advice().of(mistake), PrintableException.of(mistake));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("interrupted while working on models", e);
        } catch (AdvisedIOException e) {
            throw new MojoExecutionException(advice().of(String.valueOf(e.getMessage()), e), PrintableException.of(e));
        } catch (IOException e) {
            throw new MojoExecutionException(Printable.line(String.valueOf(e.getMessage())), PrintableException.of(e));
        } catch (RuntimeException e) {
            throw new MojoExecutionException(
                    Printable.line(
                            "the goal " + execution.getGoal() + " failed unexpectedly: " + e
                                    + "; this is a fault of hf-models-maven-plugin; please report it with the output of mvn -e"),
                    PrintableException.of(e));
        }
    }

    /**
     * Does what the goal is for. Failures of models go to {@link Failures}; no other code makes exceptions of Maven's, so that nothing
     * is printed that was not made printable here or there.
     *
     * @throws UserException when the user must change something
     * @throws MojoFailureException when models failed for reasons that are the user's to correct
     * @throws MojoExecutionException when models failed for other reasons
     * @throws IOException when a file of the project cannot be read or written; the message says which
     * @throws InterruptedException when the thread is interrupted
     */
    abstract void run() throws MojoFailureException, MojoExecutionException, IOException, InterruptedException;

    final MavenSession session() {
        return session;
    }

    final MavenProject project() {
        return project;
    }

    /** The execution, which always has an id here. */
    final MojoExecution execution() {
        return NamedExecution.of(execution, project);
    }

    /** What the executions in this build share. */
    final BuildData build() {
        return new BuildData(session);
    }

    final HubEnvironment environment() {
        return new HubEnvironment(variables());
    }

    /** Not as its class, which Maven would load in builds without models of ModelScope. */
    final SourceEnvironment modelScopeEnvironment() {
        return new ModelScopeEnvironment(variables(), this::warnOnce);
    }

    private EnvironmentVariables variables() {
        return new EnvironmentVariables(name -> session.getSystemProperties().getProperty("env." + name));
    }

    /** How to read the paths of parameters. */
    final UserPaths paths() {
        return variables().paths();
    }

    /** Warns of something that a build may come upon several times. */
    final void warnOnce(String text) {
        if (build().<String>map("warnings").putIfAbsent(text, "") == null) {
            LOG.warn("{}", text);
        }
    }

    /** The path that a parameter of this goal names, absolute; null when it is left out or blank. */
    final @Nullable Path path(String parameter, @Nullable String value) {
        return module().path(parameter, value, paths());
    }

    /** The caches in use. */
    final SnapshotCache cache() {
        HubEnvironment environment = environment();
        Path root = path("cacheDirectory", cacheDirectory);
        return new SnapshotCache(
                        root == null ? environment.cacheDirectory() : root,
                        !environment.disablesSymlinks(),
                        build().map("uses"))
                .withModelScope(this::modelScopeCache);
    }

    /** Tells the caches of modules apart. It does not fail where that of ModelScope, which may be of no use, is configured wrongly. */
    final String cacheKey() {
        String modelScope = String.valueOf(modelscopeCacheDirectory);
        try {
            modelScope = String.valueOf(path("modelscopeCacheDirectory", modelscopeCacheDirectory));
        } catch (UserException e) {
            LOG.debug("The cache of ModelScope cannot be used", e);
        }
        return cache() + "\n" + modelScope;
    }

    private Path modelScopeCache() {
        Path root = path("modelscopeCacheDirectory", modelscopeCacheDirectory);
        return root == null ? modelScopeEnvironment().cacheDirectory() : root;
    }

    /** Gives the words of what users can do. */
    final AdviceText advice() {
        String goal = module().knowsPrefix()
                ? "mvn hf-models:"
                : "mvn " + execution.getGroupId() + ":" + execution.getArtifactId() + ":" + execution.getVersion()
                        + ":";
        return new AdviceText(
                goal, option("hf.models") + option("hf.lockFile") + option("hf.all"), hasModelsOfCommandLine());
    }

    /** Whether the models of this run are named on the command line. */
    boolean hasModelsOfCommandLine() {
        return false;
    }

    /** An option as the command line has it, for another command that is to do the same. */
    private String option(String name) {
        String value = session.getUserProperties().getProperty(name);
        return value == null ? "" : " -D" + name + "=" + value;
    }

    /** Whether this run is about all modules. */
    final boolean isAboutAllModules() {
        return Declarations.isAboutAllModules(execution);
    }

    /** The module that is built. */
    final Module module() {
        return new Module(session, project, execution());
    }

    /** The project's build directory; without a project, {@code target} in the folder in which Maven was started. */
    final Path buildDirectory() {
        return project.getBasedir() == null
                ? baseDirectory().resolve("target")
                : Path.of(project.getBuild().getDirectory());
    }

    /** The project's folder; without a project, the folder in which Maven was started. */
    final Path baseDirectory() {
        return module().folder();
    }

    /**
     * The value of a parameter.
     *
     * @param read reads it; what it says is wrong is told of the parameter
     */
    final <T> T value(String parameter, Supplier<T> read) {
        try {
            return read.get();
        } catch (InvalidValueException e) {
            throw new UserException(module().nameOf(parameter) + " is " + e.getMessage());
        }
    }
}
