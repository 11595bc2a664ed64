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
     * What the Hub is sent to identify the user.
     *
     * @param serverId the id of a server in settings.xml; the default one may be missing
     * @throws UserException when settings.xml or the environment is wrong
     */
    public Credentials credentials(ConnectionParameters connection, String serverId) {
        return connection.credentials(ServerSettings.of(serverId, settings(), new SettingsDecryption(decrypter)));
    }

    /**
     * How to make requests.
     *
     * @param shared what the modules of the build share
     * @throws UserException when settings.xml or the environment is wrong
     */
    public HttpSettings http(ConnectionParameters connection, String userAgent, HttpSettings.Shared shared) {
        var proxies = ProxyRoutes.firstOf(List.of(
                new SettingsProxies(
                        session.getRepositorySession(), settings().getProxies(), new SettingsDecryption(decrypter)),
                new EnvironmentProxies(name -> session.getSystemProperties().getProperty("env." + name)),
                new JvmProxies()));
        return connection.http(userAgent, proxies, shared);
    }

    /** Without Maven, as in tests of goals, a session does not have settings. */
    private Settings settings() {
        Settings settings = session.getSettings();
        return settings == null ? new Settings() : settings;
    }
}
