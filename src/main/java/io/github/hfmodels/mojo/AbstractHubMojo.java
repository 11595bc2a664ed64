package io.github.hfmodels.mojo;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.console.AdviceText;
import io.github.hfmodels.console.LazyDisplay;
import io.github.hfmodels.engine.ModelEngine;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.PrintableException;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.model.UserPaths;
import io.github.hfmodels.plan.FetchOptions;
import io.github.hfmodels.pom.Declarations;
import io.github.hfmodels.pom.Module;
import io.github.hfmodels.pom.NamedExecution;
import io.github.hfmodels.settings.ConnectionParameters;
import io.github.hfmodels.settings.HubEnvironment;
import io.github.hfmodels.settings.ServerSettings;
import io.github.hfmodels.settings.SessionSettings;
import io.github.hfmodels.source.SourceRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** What the goals have in common that use the Hub and the cache: the parameters that say where both are and how to reach them. */
abstract class AbstractHubMojo extends AbstractMojo {

    private static final Log LOG = Log.of(AbstractHubMojo.class);

    /**
     * Whether to skip the goal. It then only prints a line that says so.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.skip", defaultValue = "false")
    private boolean skip;

    /**
     * The address of the Hub, or of a mirror or repository manager that speaks its protocol, or of a folder
     * that the goal {@code mirror} has written ({@code file:///folder}). It may have a path. Several, separated by commas, are tried in order: the next is asked when one
     * cannot be reached, does not work, lacks what is asked for, or sends something else. Default: the environment variable
     * {@code HF_ENDPOINT}, else {@code https://huggingface.co}. A mirror in settings.xml with
     * <code>&lt;mirrorOf&gt;huggingface&lt;/mirrorOf&gt;</code> stands in for the latter.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.endpoint")
    private @Nullable String endpoint;

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
     * How many HTTP connections may receive files at once, for all files and modules of the build together.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.maxConnections", defaultValue = "16")
    private int maxConnections = 16;

    /**
     * How many seconds making a connection may take. Together with <code>hf.readTimeout</code>, it also bounds the time until all
     * headers of an answer have arrived.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.connectTimeout", defaultValue = "10")
    private int connectTimeout = 10;

    /**
     * After how many seconds without a byte a request has failed. Default: the environment variables
     * {@code HF_HUB_DOWNLOAD_TIMEOUT} for files and {@code HF_HUB_ETAG_TIMEOUT} for other requests, else 60. A file has also failed that
     * arrives with less than 1 kB a second over that time, and an answer that is not complete after ten times as long.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.readTimeout")
    private @Nullable Integer readTimeout;

    /**
     * After how many seconds without a byte of an answer a request has failed. A repository manager answers the first request for a
     * file only when it has all of it. Once an answer has begun, <code>hf.readTimeout</code> holds. Default: as
     * <code>hf.readTimeout</code>.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.firstByteTimeout")
    private @Nullable Integer firstByteTimeout;

    /**
     * Whether everything must come from the endpoint's own host and port. With {@code true}, a redirect to another one fails the
     * request; with {@code false}, the log names once from where files come instead.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.strictEndpoint", defaultValue = "false")
    private boolean strictEndpoint;

    /**
     * Whether to ask for files with the headers of Dragonfly, so that the machines that want the same file give it to each other. The
     * endpoint is then Dragonfly's daemon on this machine; of several, the first that is a server is. Where a token or a login is sent to the endpoint, files do not come from
     * other machines, since these ask nobody for a credential.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.dragonfly", defaultValue = "false")
    private boolean dragonfly;

    /**
     * How often a failed request is tried again, with growing pauses. The count starts again when a download makes progress.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.retries", defaultValue = "5")
    private int retries = 5;

    /**
     * How many seconds all modules of the build together wait at most when servers limit the rate of requests and ask for pauses.
     * If a pause would make it longer, the build fails at once.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.maxWait", defaultValue = "600")
    private int maxWait = 600;

    /**
     * The {@code <server>} of settings.xml with the credential for the Hub. A password without a user name is the token; with a user
     * name, both are a login. It takes precedence over the token of the environment. The default server may be missing. Of several
     * endpoints it is for the first; for each other one, and where it is missing, the server is taken whose id is the endpoint's host,
     * and for one that a mirror of settings.xml stands in for, the server with the mirror's id. The token of the environment goes
     * to the Hub, to this machine, and to the only endpoint.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.serverId", defaultValue = ServerSettings.DEFAULT_ID)
    private String serverId = ServerSettings.DEFAULT_ID;

    /**
     * Whether the build fails when a model is gated or private and there is no token. With {@code false}, the build goes on without
     * the model, warns, and sets <code>hf.ALIAS.available</code> to {@code false}. This is for pull requests from forks, which do
     * not get secrets. The Hub gives the same answer for a model that does not exist. A token that is refused is always an error.
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
     * Does what the goal is for. Failures of models go to {@link #failures}; no other code makes exceptions of Maven's, so that nothing
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
        return new HubEnvironment(name -> session.getSystemProperties().getProperty("env." + name));
    }

    /** Whether no source may be asked. A folder takes no requests, so it may be: it is what machines without a network have. */
    final boolean isOffline() {
        return isWithoutNetwork() && !hub().hasFolder();
    }

    final boolean isWithoutNetwork() {
        return session.isOffline() || environment().isOffline();
    }

    /** The path that a parameter of this goal names, absolute; null when it is left out or blank. */
    final @Nullable Path path(String parameter, @Nullable String value) {
        return module().path(parameter, value, environment().paths());
    }

    /** The cache in use. */
    final SnapshotCache cache() {
        HubEnvironment environment = environment();
        Path root = path("cacheDirectory", cacheDirectory);
        return new SnapshotCache(root == null ? environment.cacheDirectory() : root, !environment.disablesSymlinks());
    }

    private ConnectionParameters connection() {
        return new ConnectionParameters(
                endpoint,
                maxConnections,
                connectTimeout,
                readTimeout,
                firstByteTimeout,
                retries,
                maxWait,
                environment());
    }

    private HubConnection hub() {
        return new HubConnection(
                connection(),
                new SessionSettings(session, settingsDecrypter),
                serverId,
                strictEndpoint,
                dragonfly,
                isWithoutNetwork(),
                build().map("endpoints"));
    }

    /** The addresses of the Hub in use, in the order in which they are asked. */
    final List<URI> endpointAddresses() {
        return hub().addresses();
    }

    /** What does the work of goals; connects to a source when it is first asked. */
    final ModelEngine engine(FetchOptions options) {
        SnapshotCache cache = cache();
        HubConnection hub = hub();
        String addresses = hub.addresses().stream().map(URI::toString).collect(Collectors.joining(", "));
        LOG.debug("The cache is {}, the Hub is {}{}", cache, addresses, options.offline() ? ", offline" : "");
        var sources = new SourceRegistry(
                Map.of(SourceId.HUGGING_FACE, () -> hub.open(userAgent(), build().connections(maxConnections))));
        return new ModelEngine(
                cache,
                sources,
                build().work(addresses + "\n" + cache),
                options,
                build()::start,
                new LazyDisplay(session, hub::current, baseDirectory()));
    }

    /** Says which failures of models fail the build. */
    final Failures failures() {
        return new Failures(advice(), failOnMissingToken);
    }

    /** Gives the words of what users can do. */
    final AdviceText advice() {
        String goal = module().knowsPrefix()
                ? "mvn hf-models:"
                : "mvn " + execution.getGroupId() + ":" + execution.getArtifactId() + ":" + execution.getVersion()
                        + ":";
        return new AdviceText(goal, option("hf.models") + option("hf.lockFile"), hasModelsOfCommandLine());
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

    /**
     * Each download asks two hosts in turn, the Hub and its content network. With half as many downloads as connections
     * each host's connections stay open for the next file, instead of being closed to make room for the other's.
     */
    final int parallelDownloads() {
        return Math.max(1, maxConnections / 2);
    }

    /** The project's folder; without a project, the folder in which Maven was started. */
    final Path baseDirectory() {
        return module().folder();
    }

    private String userAgent() {
        Properties system = session.getSystemProperties();
        return "hf-models-maven-plugin/" + execution.getVersion() + "; maven/" + system.getProperty("maven.version")
                + "; java/" + System.getProperty("java.version");
    }
}
