package io.github.hfmodels.mojo;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.console.LazyDisplay;
import io.github.hfmodels.engine.ModelEngine;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.SourceEndpoints;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.FetchOptions;
import io.github.hfmodels.settings.ConnectionParameters;
import io.github.hfmodels.settings.ServerSettings;
import io.github.hfmodels.settings.SessionSettings;
import io.github.hfmodels.settings.SourceEnvironment;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.SourceRegistry;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** What the goals have in common that use sources of models: the parameters that say where these are and how to reach them. */
abstract class AbstractHubMojo extends AbstractCacheMojo {

    private static final Log LOG = Log.of(AbstractHubMojo.class);

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
     * The address of ModelScope, or of a server that speaks its protocol, or of a folder that the goal {@code mirror} has written. It may have a
     * path; without a scheme, {@code https} is meant. Several, separated by commas, are tried in order, as for {@code hf.endpoint}.
     * Default: the environment variable {@code MODELSCOPE_ENDPOINT}, else {@code MODELSCOPE_DOMAIN}, else {@code https://modelscope.cn}. A
     * mirror in settings.xml with <code>&lt;mirrorOf&gt;modelscope&lt;/mirrorOf&gt;</code> stands in for the latter. The token is that of the
     * <code>&lt;server&gt;</code> with the id {@code modelscope} in settings.xml, else {@code MODELSCOPE_API_TOKEN}, else the login that
     * ModelScope's own SDK has saved.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.modelscopeEndpoint")
    private @Nullable String modelscopeEndpoint;

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
     * Whether to ask for files, of either source, with the headers of Dragonfly, so that the machines that want the same file give it to each other. The
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

    /**
     * Whether none of the sources may be asked. A folder takes no requests, so it may be: it is what machines without a network have.
     *
     * @param sources those that a goal would ask
     */
    final boolean isOffline(Set<SourceId> sources) {
        return isWithoutNetwork() && sources.stream().noneMatch(this::hasFolder);
    }

    /** Where that is configured wrongly, it fails when a model of it is asked for. */
    private boolean hasFolder(SourceId source) {
        try {
            return connection(source).hasFolder();
        } catch (UserException e) {
            LOG.debug("The endpoints of '{}' cannot be used", source.word(), e);
            return false;
        }
    }

    final boolean isWithoutNetwork() {
        return session().isOffline() || environment().isOffline();
    }

    /** @throws UserException when the source is configured wrongly */
    private SourceConnection connection(SourceId source) {
        ConcurrentMap<String, String> memory = build().map("endpoints");
        return switch (source) {
            case HUGGING_FACE ->
                connection(
                        parameters(endpoint, environment()),
                        serverId,
                        SourceConnection.Servers.ofHub(strictEndpoint, dragonfly, memory));
            case MODELSCOPE ->
                connection(
                        parameters(modelscopeEndpoint, modelScopeEnvironment()),
                        source.word(),
                        SourceConnection.Servers.ofModelScope(strictEndpoint, dragonfly, memory));
        };
    }

    private SourceConnection connection(ConnectionParameters parameters, String id, SourceConnection.Servers servers) {
        return new SourceConnection(
                parameters,
                new SessionSettings(session(), settingsDecrypter),
                id,
                servers,
                isWithoutNetwork(),
                build().map("endpoints"));
    }

    private ConnectionParameters parameters(@Nullable String endpoints, SourceEnvironment environment) {
        return new ConnectionParameters(
                endpoints,
                maxConnections,
                connectTimeout,
                readTimeout,
                firstByteTimeout,
                retries,
                maxWait,
                environment);
    }

    /** The addresses of a source in use, in the order in which they are asked. */
    final SourceEndpoints endpointAddresses() {
        return source -> connection(source).addresses();
    }

    /** What does the work of goals; connects to a source when it is first asked. */
    final ModelEngine engine(FetchOptions options) {
        SnapshotCache cache = cache();
        SourceConnection hub = connection(SourceId.HUGGING_FACE);
        String addresses = hub.addresses().stream().map(URI::toString).collect(Collectors.joining(", "));
        LOG.debug("The cache is {}, the Hub is {}{}", cache, addresses, options.offline() ? ", offline" : "");
        return new ModelEngine(
                cache,
                new SourceRegistry(
                        Map.of(SourceId.HUGGING_FACE, () -> open(hub), SourceId.MODELSCOPE, this::openModelScope)),
                // Not what ModelScope's addresses are, which may be wrong where nobody uses them.
                build().work(addresses + "\n" + modelscopeEndpoint + "\n" + cacheKey()),
                options,
                build()::start,
                new LazyDisplay(session(), source -> connection(source).current(), baseDirectory()));
    }

    private ModelSource openModelScope() {
        SourceConnection modelScope = connection(SourceId.MODELSCOPE);
        LOG.debug("ModelScope is {}", modelScope.addresses());
        return open(modelScope);
    }

    private ModelSource open(SourceConnection connection) {
        return connection.open(userAgent(), build().connections(maxConnections));
    }

    /** Says which failures of models fail the build. */
    final Failures failures() {
        return new Failures(advice(), failOnMissingToken);
    }

    /**
     * Each download asks two hosts in turn, the Hub and its content network. With half as many downloads as connections
     * each host's connections stay open for the next file, instead of being closed to make room for the other's.
     */
    final int parallelDownloads() {
        return Math.max(1, maxConnections / 2);
    }

    private String userAgent() {
        Properties system = session().getSystemProperties();
        return "hf-models-maven-plugin/" + execution().getVersion() + "; maven/" + system.getProperty("maven.version")
                + "; java/" + System.getProperty("java.version");
    }
}
