package io.github.hfmodels.settings;

import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.HttpSettings;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.proxy.EnvironmentProxies;
import io.github.hfmodels.proxy.JvmProxies;
import io.github.hfmodels.proxy.ProxyRoutes;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * What a Maven session says about the network: its environment's proxies, and the servers and proxies of settings.xml.
 *
 * @param session the session
 * @param decrypter decrypts passwords
 */
public record SessionSettings(MavenSession session, SettingsDecrypter decrypter) {

    /**
     * The endpoints of a source in order, each place once.
     *
     * @return empty when settings.xml blocks the only one
     * @throws UserException when settings.xml, a parameter or the environment is wrong
     */
    public List<Endpoint> endpoints(ConnectionParameters connection) {
        return new SettingsMirrors(settings().getMirrors())
                .apply(connection.environment(), connection.endpoints());
    }

    /**
     * What an endpoint that is a server is sent to identify the user.
     *
     * @param connection says which endpoints are configured
     * @param endpoints those in use
     * @param serverId the id of a server in settings.xml, for the first endpoint that is configured; the default one may be missing
     * @throws UserException when settings.xml or the environment is wrong
     */
    public Credentials credentials(
            ConnectionParameters connection, List<Endpoint> endpoints, Endpoint endpoint, String serverId) {
        return new EndpointCredentials(
                        connection.endpoints(),
                        endpoints,
                        serverId,
                        settings(),
                        new SettingsDecryption(decrypter),
                        connection.environment())
                .of(endpoint);
    }

    /**
     * How to make requests.
     *
     * @param endpoints all endpoints
     * @param shared what the modules of the build share
     * @throws UserException when settings.xml or the environment is wrong
     */
    public HttpSettings http(
            ConnectionParameters connection, List<Endpoint> endpoints, String userAgent, HttpSettings.Shared shared) {
        var proxies = ProxyRoutes.firstOf(List.of(
                new SettingsProxies(
                        session.getRepositorySession(), settings().getProxies(), new SettingsDecryption(decrypter)),
                new EnvironmentProxies(name -> session.getSystemProperties().getProperty("env." + name)),
                new JvmProxies()));
        return connection.http(endpoints, userAgent, proxies, shared);
    }

    /** Without Maven, as in tests of goals, a session does not have settings. */
    private Settings settings() {
        Settings settings = session.getSettings();
        return settings == null ? new Settings() : settings;
    }
}
