package io.github.hfmodels.settings;

import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.http.Credentials.Lookup;
import io.github.hfmodels.http.Origin;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.UserException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.maven.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * What each of several servers is sent to identify the user. A credential is for one of them: that of the settings for the server
 * that it names, and the environment's token for the source's public server.
 *
 * @param configured all that are configured, in order, whatever settings.xml makes of them: a credential that is meant for the first
 *     or the only one must not go to another because that one is blocked, or a folder
 * @param endpoints those in use
 * @param serverId the id of the server in settings.xml that is meant for the first; the default one may be missing
 */
record EndpointCredentials(
        List<Endpoint> configured,
        List<Endpoint> endpoints,
        String serverId,
        Settings settings,
        SettingsDecryption decryption,
        SourceEnvironment environment) {

    private static final Log LOG = Log.of(EndpointCredentials.class);

    /** @throws UserException when settings.xml or the environment is wrong */
    Credentials of(Endpoint endpoint) {
        ServerSettings server = server(endpoint).orElse(ServerSettings.NONE);
        boolean takesToken = takesToken(endpoint);
        Authorization authorization = Optional.ofNullable(server.authorization())
                .or(() -> takesToken ? environment.token(endpoint) : Optional.empty())
                .orElse(null);
        List<URI> servers = endpoints.stream()
                .filter(other -> !other.isFolder())
                .map(Endpoint::address)
                .toList();
        Object who = servers.size() > 1 ? endpoint.address() : environment.name();
        LOG.debug("Sent to {}: {}", who, authorization == null ? "no token" : authorization);
        if (!server.headers().fields().isEmpty()) {
            LOG.debug("Sent to {}: {}", who, server.headers());
        }
        return Credentials.of(endpoint.address(), authorization, server.headers())
                .besides(servers)
                .in(new Lookup(idFor(endpoint), takesToken));
    }

    /** As in Maven, the server of what a mirror stands in for is not the mirror's. */
    private Optional<ServerSettings> server(Endpoint endpoint) {
        @Nullable String mirrorId = endpoint.mirrorId();
        Optional<ServerSettings> meant = Optional.empty();
        if (mirrorId != null) {
            meant = ServerSettings.named(mirrorId, settings, decryption);
        } else if (isFirst(endpoint)) {
            meant = ServerSettings.configured(serverId, environment.source().word(), settings, decryption);
        }
        return meant.or(() -> ServerSettings.named(endpoint.host(), settings, decryption));
    }

    private String idFor(Endpoint endpoint) {
        @Nullable String mirrorId = endpoint.mirrorId();
        if (mirrorId != null) {
            return mirrorId;
        }
        return isFirst(endpoint)
                ? ServerSettings.idOf(serverId, environment.source().word())
                : endpoint.host();
    }

    private boolean isFirst(Endpoint endpoint) {
        return endpoint.isSamePlaceAs(configured.get(0));
    }

    private boolean isOnly() {
        return configured.stream().allMatch(other -> other.isSamePlaceAs(configured.get(0)));
    }

    private boolean takesToken(Endpoint endpoint) {
        return isOnly()
                || endpoint.isPublic(environment)
                || Origin.of(endpoint.address()).isLoopback();
    }
}
