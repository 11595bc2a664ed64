package io.github.hfmodels.mojo;

import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.HttpSettings;
import io.github.hfmodels.http.Sleeper;
import io.github.hfmodels.http.TlsWarmUp;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.settings.ConnectionParameters;
import io.github.hfmodels.settings.Endpoint;
import io.github.hfmodels.settings.SessionSettings;
import io.github.hfmodels.settings.SourceEnvironment;
import io.github.hfmodels.source.EndpointList;
import io.github.hfmodels.source.EndpointMemory;
import io.github.hfmodels.source.EndpointSource;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.OfflineSource;
import io.github.hfmodels.source.http.SourceEndpoint;
import io.github.hfmodels.source.hub.FolderSource;
import io.github.hfmodels.source.hub.HubSource;
import io.github.hfmodels.source.modelscope.ModelScopeSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentMap;

/** The endpoints of a source that a goal uses, in order, and how it uses them. */
final class SourceConnection {

    private final ConnectionParameters parameters;
    private final SessionSettings session;
    private final String serverId;
    private final Servers servers;
    private final boolean offline;
    private final ConcurrentMap<String, String> memory;
    private final List<Endpoint> endpoints;

    /** Makes what asks one server of the source. Not in the goals, since Maven loads what the methods of these are about. */
    @FunctionalInterface
    interface Servers {

        /** @param isFirst whether the endpoints have no other server before it */
        ModelSource source(URI address, Credentials credentials, boolean isFirst, HttpSettings http);

        /**
         * @param strict whether contents must come from the endpoint's server
         * @param dragonfly whether the first server is asked for contents with the headers of Dragonfly
         */
        static Servers ofHub(boolean strict, boolean dragonfly, ConcurrentMap<String, String> memory) {
            return (address, credentials, isFirst, http) -> new HubSource(
                    new SourceEndpoint(address, credentials, strict, dragonfly && isFirst),
                    http,
                    memory,
                    Sleeper.REAL,
                    InstantSource.system());
        }

        /** The same for ModelScope. */
        static Servers ofModelScope(boolean strict, boolean dragonfly, ConcurrentMap<String, String> memory) {
            return (address, credentials, isFirst, http) -> new ModelScopeSource(
                    new SourceEndpoint(address, credentials, strict, dragonfly && isFirst),
                    http,
                    memory,
                    Sleeper.REAL,
                    InstantSource.system());
        }
    }

    /**
     * @param parameters those for the source
     * @param serverId the server in settings.xml for the first endpoint
     * @param offline whether only folders may be asked, if there are any
     * @param memory what this build has found out about endpoints, the same for all modules
     * @throws UserException when an endpoint is wrong
     */
    SourceConnection(
            ConnectionParameters parameters,
            SessionSettings session,
            String serverId,
            Servers servers,
            boolean offline,
            ConcurrentMap<String, String> memory) {
        this.parameters = parameters;
        this.session = session;
        this.serverId = serverId;
        this.servers = servers;
        this.offline = offline;
        this.memory = memory;
        List<Endpoint> all = session.endpoints(parameters);
        List<Endpoint> folders = all.stream().filter(Endpoint::isFolder).toList();
        this.endpoints = offline && !folders.isEmpty() ? folders : all;
    }

    /** The base addresses of the endpoints; none when settings.xml blocks the only one. */
    List<URI> addresses() {
        return endpoints.stream().map(Endpoint::address).toList();
    }

    boolean hasFolder() {
        return endpoints.stream().anyMatch(Endpoint::isFolder);
    }

    /**
     * The first of the addresses that was not found to be unreachable.
     *
     * @throws UserException when settings.xml blocks the only endpoint
     */
    URI current() {
        requireAny();
        List<URI> addresses = addresses();
        var known = new EndpointMemory(memory);
        return addresses.stream()
                .filter(address -> !known.isUnreachable(address))
                .findFirst()
                .orElse(addresses.get(0));
    }

    /**
     * The source that asks the endpoints.
     *
     * @param shared what the modules of the build share
     * @throws UserException when the settings are wrong, or settings.xml blocks the only endpoint
     */
    ModelSource open(String userAgent, HttpSettings.Shared shared) {
        if (offline && !hasFolder()) {
            return new OfflineSource(parameters.environment().name());
        }
        requireAny();
        if (endpoints.get(0).address().getScheme().equals("https")) {
            TlsWarmUp.start();
        }
        HttpSettings http = session.http(parameters, endpoints, userAgent, shared);
        var opened = new ArrayList<EndpointSource>();
        try {
            for (Endpoint endpoint : endpoints) {
                boolean isLast = opened.size() == endpoints.size() - 1;
                opened.add(new EndpointSource(
                        endpoint.address(), source(endpoint, isLast ? http : http.withAlternative())));
            }
        } catch (UserException e) {
            opened.forEach(other -> other.source().close());
            throw e;
        }
        return EndpointList.of(opened, memory);
    }

    private void requireAny() {
        if (endpoints.isEmpty()) {
            SourceEnvironment source = parameters.environment();
            throw new UserException(source.publicEndpoints().get(0) + " is <blocked> by a mirror of '"
                    + source.source().word()
                    + "' in settings.xml, and there is no other endpoint; give that mirror the <url> of one, or set "
                    + source.endpointNames());
        }
    }

    private Endpoint firstServer() {
        return endpoints.stream()
                .filter(endpoint -> !endpoint.isFolder())
                .findFirst()
                .orElseThrow();
    }

    private ModelSource source(Endpoint endpoint, HttpSettings http) {
        if (endpoint.isFolder()) {
            return new FolderSource(Path.of(endpoint.address()));
        }
        Credentials credentials = session.credentials(parameters, endpoints, endpoint, serverId);
        return servers.source(
                endpoint.address(),
                credentials,
                endpoint.address().equals(firstServer().address()),
                http);
    }
}
