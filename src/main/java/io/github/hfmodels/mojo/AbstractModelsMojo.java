package io.github.hfmodels.mojo;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.environment.HubEnvironment;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.UpdatePolicy;
import io.github.hfmodels.output.LinkMode;
import io.github.hfmodels.plan.LockInUse;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PrefetchRequest;
import io.github.hfmodels.plan.SharedWork;
import io.github.hfmodels.pom.LockLocation;
import io.github.hfmodels.pom.ModelElement;
import io.github.hfmodels.pom.ModelRequests;
import io.github.hfmodels.pom.ModelsReader;
import io.github.hfmodels.pom.Module;
import io.github.hfmodels.pom.ReactorFolders;
import io.github.hfmodels.prefetch.Prefetcher;
import io.github.hfmodels.settings.ConnectionParameters;
import io.github.hfmodels.settings.ServerSettings;
import io.github.hfmodels.settings.SessionSettings;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the goals that are about the POM's models have in common: their parameters, and what these amount to. */
abstract class AbstractModelsMojo extends AbstractMojo {

    private static final Logger LOG = LoggerFactory.getLogger(AbstractModelsMojo.class);

    /**
     * The models. Each <code>&lt;model&gt;</code> is either a text: {@code owner/name}, {@code owner/name@revision}, a URI
     * such as {@code hf://datasets/owner/name@revision/path}, or the address of a page of the Hub. Or it has elements:
     *
     * <ul>
     *   <li>{@code id}: any of these texts
     *   <li>{@code type}: {@code model}, {@code dataset} or {@code space}; default {@code model}
     *   <li>{@code revision}: a branch, tag, ref or commit; default {@code main}
     *   <li>{@code includes}, {@code excludes}: patterns of files; default: every file. With a preset, they add to what it
     *       chooses, and take away
     *   <li>{@code preset}: the runtime that will load the model, which decides on its files: {@code snapshot} (all of them, the
     *       default), {@code transformers}, {@code sentence-transformers}, {@code diffusers}, {@code safetensors},
     *       {@code onnx}, {@code gguf} or {@code tokenizer}
     *   <li>{@code variant}: which of several weights or graphs, such as {@code fp16}, {@code int8}, {@code Q4_K_M}
     *   <li>{@code modelClass}, {@code processorClass}: for {@code transformers}, the classes that load weights and input, such
     *       as {@code AutoModelForCausalLM} and {@code AutoTokenizer}
     *   <li>{@code trustRemoteCode}: {@code true} fetches Python code of the model, too
     *   <li>{@code alias}: the name in properties; default: the repository's name
     *   <li>{@code directory}: lays out the files directly in this folder; overrides {@code outputDirectory}
     *   <li>{@code optional}: {@code true} for a model whose failure only warns
     * </ul>
     *
     * Patterns follow huggingface_hub: {@code *} crosses slashes, {@code onnx/} means everything below {@code onnx}.
     *
     * @since 1.0.0
     */
    @Parameter
    private @Nullable PlexusConfiguration models;

    /**
     * The models for the command line: text forms, separated by commas. Replaces {@code models}.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.models")
    private @Nullable String modelCoordinates;

    /**
     * Whether to do nothing.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.skip", defaultValue = "false")
    private boolean skip;

    /**
     * The Hub, or a mirror or repository manager that speaks its protocol; a path is kept. Default: the environment
     * variable {@code HF_ENDPOINT}, else {@code https://huggingface.co}.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.endpoint")
    private @Nullable String endpoint;

    /**
     * The shared cache. Default, as for huggingface_hub: the environment variable {@code HF_HUB_CACHE}, else the folder
     * {@code hub} of {@code HF_HOME}, else {@code huggingface/hub} in {@code XDG_CACHE_HOME} or {@code ~/.cache}.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.cacheDirectory")
    private @Nullable File cacheDirectory;

    /**
     * Where each snapshot is also laid out as plain files, in {@code owner/name} below it. Unset: nowhere, the models are
     * used from the cache.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.outputDirectory")
    private @Nullable File outputDirectory;

    /**
     * How files get from the cache into output directories: {@code copy}, {@code hard} or {@code symbolic} links. Whoever
     * changes a linked file changes the cache; a symbolic link that is packed into a jar is packed as a link.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.link", defaultValue = "copy")
    private String link = "copy";

    /**
     * When a branch, a tag or another revision that can move is looked up again, although the cache knows where it was:
     * {@code always}, {@code daily}, {@code interval:MINUTES} or {@code never}, as for Maven's repositories. Maven's option
     * {@code -U} looks it up in any case. A commit is never looked up.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.updatePolicy", defaultValue = "daily")
    private String updatePolicy = "daily";

    /**
     * The lock file, which says once and for all which commits and files the models are; the goals {@code lock} and {@code update}
     * write it. Default: the nearest {@code hf-models.lock.json} from the module's folder up to the root of the reactor; where
     * there is none, nothing is locked.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.lockFile")
    private @Nullable File lockFile;

    /**
     * Whether to download again what the cache has, once in a build. Looks up revisions whatever the update policy says.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.force", defaultValue = "false")
    private boolean force;

    /**
     * How many HTTP connections receive files at once, over all files and modules of the build.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.maxConnections", defaultValue = "16")
    private int maxConnections = 16;

    /**
     * The seconds within which a connection must be made.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.connectTimeout", defaultValue = "10")
    private int connectTimeout = 10;

    /**
     * The seconds without a byte after which a request has failed. Default: the environment variables
     * {@code HF_HUB_DOWNLOAD_TIMEOUT} for files and {@code HF_HUB_ETAG_TIMEOUT} for questions, else 60.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.readTimeout")
    private @Nullable Integer readTimeout;

    /**
     * How often a request that failed is tried again, with growing pauses; a download that makes progress starts counting
     * anew.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.retries", defaultValue = "5")
    private int retries = 5;

    /**
     * The seconds that a wait may last which the Hub asks for when it limits the rate of requests; a longer one fails the
     * build at once.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.maxWait", defaultValue = "600")
    private int maxWait = 600;

    /**
     * The most that one run of the goal may download, such as {@code 2GB}, {@code 500MB}, {@code 1.5GiB} or a number of bytes;
     * if it would be more, the build fails before the first byte. What the cache has does not count. Unset: any size.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.maxSize")
    private @Nullable String maxSize;

    /**
     * The {@code <server>} of settings.xml with the credential for the Hub: its password alone is the token, with a user name
     * it is a login. It goes before the token of the environment. The default one need not be there.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.serverId", defaultValue = ServerSettings.DEFAULT_ID)
    private String serverId = ServerSettings.DEFAULT_ID;

    /**
     * Whether the build fails when a model is gated or private and there is no token. With {@code false} it goes on without
     * the model, warns, and sets <code>hf.ALIAS.available</code> to {@code false}; for pull requests from forks, which are
     * not given secrets. The Hub answers the same for a model that does not exist. A token that is refused is always an
     * error.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.failOnMissingToken", defaultValue = "true")
    private boolean failOnMissingToken = true;

    @Inject
    private SettingsDecrypter settingsDecrypter;

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
        List<List<ModelElement>> elements =
                elements(new ModelsReader(new Module(session, project, execution)::evaluate));
        if (elements.stream().allMatch(List::isEmpty) && needsModels()) {
            LOG.info("No models are configured (<models> or hf.models), so there is nothing to do");
            return;
        }
        try {
            execute(elements);
        } catch (IllegalArgumentException e) {
            throw new MojoFailureException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("interrupted while working on models", e);
        }
    }

    /**
     * The models that the goal is about, in lists that each have an alias once.
     *
     * @throws MojoFailureException when what is written makes no sense
     */
    List<List<ModelElement>> elements(ModelsReader reader) throws MojoFailureException {
        return List.of(reader.read(models, modelCoordinates));
    }

    /** Whether there is nothing to do without models. */
    boolean needsModels() {
        return true;
    }

    /** The lock that says what the models are; null where the goal does not follow one, or there is none. */
    @Nullable
    LockInUse lock(SnapshotCache cache) throws MojoFailureException, MojoExecutionException {
        Optional<Path> file = LockLocation.of(session, project, lockFile).existing();
        if (file.isEmpty()) {
            return null;
        }
        LOG.debug("The lock file is {}", file.get());
        var build = new ReactorFolders(session, project);
        return new LockInUse(
                Locks.read(file.get()),
                file.get().getFileName().toString(),
                "mvn hf-models:lock" + (modelCoordinates() == null ? "" : " -Dhf.models=" + modelCoordinates()),
                build.holdsInBuildDirectory(cache));
    }

    private void execute(List<List<ModelElement>> elements)
            throws MojoFailureException, MojoExecutionException, InterruptedException {
        var environment = new HubEnvironment(this::environmentVariable);
        ConnectionParameters connection = connection(environment);
        var reader = new ModelRequests(connection.endpointAddress(), baseDirectory(), outputPath());
        var requests = new ArrayList<ModelRequest>();
        for (List<ModelElement> each : elements) {
            requests.addAll(reader.of(each));
        }
        boolean offline = session.isOffline() || environment.isOffline();
        if (offline && force) {
            throw new MojoFailureException("hf.force downloads again, which an offline build cannot; drop one of them");
        }
        Path cacheRoot = cacheDirectory == null ? environment.cacheDirectory() : cacheDirectory.toPath();
        var cache = new SnapshotCache(cacheRoot, !environment.disablesSymlinks());
        LOG.debug("The cache is {}, the Hub is {}{}", cache, connection.endpointAddress(), offline ? ", offline" : "");
        var build = new BuildData(session);
        var network = new SessionSettings(session, settingsDecrypter);
        try (var source = new LazySource(
                () -> network.complete(connection, serverId, userAgent(), build.connections(maxConnections)))) {
            try {
                SharedWork shared = build.work(connection.endpointAddress() + "\n" + cache);
                var display = new LazyDisplay(session, connection.endpointAddress(), baseDirectory());
                execute(new BuildWork(
                        new PrefetchRequest(
                                requests,
                                offline,
                                force,
                                policy(),
                                linkMode(),
                                parallelDownloads(),
                                maxBytes(),
                                lock(cache)),
                        cache,
                        source,
                        shared,
                        new Prefetcher(cache, source, shared, build::start, display)));
            } finally {
                source.failOnWrongSettings();
            }
        }
    }

    private ConnectionParameters connection(HubEnvironment environment) {
        return new ConnectionParameters(
                endpoint, maxConnections, connectTimeout, readTimeout, retries, maxWait, environment);
    }

    /** The Hub in use. */
    final URI endpointAddress() {
        return connection(new HubEnvironment(this::environmentVariable)).endpointAddress();
    }

    /**
     * Does the goal's work.
     *
     * @throws MojoFailureException when the user can mend what went wrong
     * @throws MojoExecutionException when something else went wrong
     * @throws InterruptedException when the thread is interrupted
     */
    abstract void execute(BuildWork work) throws MojoFailureException, MojoExecutionException, InterruptedException;

    /** Whether the build cannot do without a model for which a token might be enough. */
    final boolean failsOnMissingToken() {
        return failOnMissingToken;
    }

    /** The models of the command line; null for none. */
    final @Nullable String modelCoordinates() {
        return modelCoordinates == null || modelCoordinates.isBlank() ? null : modelCoordinates;
    }

    /** The modules that this run is about: Maven runs a goal of the command line that needs no project once, for all of them. */
    final List<Module> modules() {
        return execution.getSource() == MojoExecution.Source.CLI
                ? reactor()
                : List.of(new Module(session, project, execution));
    }

    /** All modules of the build. */
    final List<Module> reactor() {
        return session.getProjects().stream()
                .map(each -> new Module(session, each, execution))
                .toList();
    }

    /** Where a module's lock file is. */
    final LockLocation lockLocation(Module module) {
        boolean isThis = module.project() == project;
        return LockLocation.of(session, module.project(), isThis ? lockFile : module.file("lockFile", "hf.lockFile"));
    }

    /** What the goal's executions in the build know of each other. */
    final LockRuns lockRuns() {
        return new LockRuns(new BuildData(session), session, execution.getGoal());
    }

    /** What the goal tells later plugins and other tools. */
    final Exports exports() {
        return new Exports(new BuildData(session), project, execution);
    }

    private UpdatePolicy policy() {
        UpdatePolicy policy = UpdatePolicy.of(updatePolicy);
        return session.getRequest().isUpdateSnapshots() ? UpdatePolicy.ALWAYS : policy;
    }

    private @Nullable String environmentVariable(String name) {
        return session.getSystemProperties().getProperty("env." + name);
    }

    /** The project's folder; without a project, the folder in which Maven was started. */
    private Path baseDirectory() {
        File folder = project.getBasedir();
        return folder == null ? Path.of(session.getExecutionRootDirectory()) : folder.toPath();
    }

    private @Nullable Path outputPath() {
        return outputDirectory == null ? null : baseDirectory().resolve(outputDirectory.toPath());
    }

    /**
     * Each download asks two hosts in turn, the Hub and its content network. With half as many downloads as connections
     * each host's connections stay open for the next file, instead of being closed to make room for the other's.
     */
    private int parallelDownloads() {
        return Math.max(1, maxConnections / 2);
    }

    private long maxBytes() {
        try {
            return maxSize == null || maxSize.isBlank() ? Long.MAX_VALUE : ByteCount.parse(maxSize);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("<maxSize> is " + e.getMessage(), e);
        }
    }

    private LinkMode linkMode() {
        return switch (link) {
            case "copy" -> LinkMode.COPY;
            case "hard" -> LinkMode.HARD;
            case "symbolic" -> LinkMode.SYMBOLIC;
            default -> throw new IllegalArgumentException("<link> is '" + link + "'; expected copy, hard or symbolic");
        };
    }

    private String userAgent() {
        Properties system = session.getSystemProperties();
        return "hf-models-maven-plugin/" + execution.getVersion() + "; maven/" + system.getProperty("maven.version")
                + "; java/" + System.getProperty("java.version");
    }
}
