package io.github.hfmodels.settings;

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
     * How to talk to the Hub.
     *
     * @param shared what the modules of the build share
     * @param serverId the id of a server of settings.xml; the default one need not be there
     * @throws UserException when settings.xml or the environment makes no sense
     */
    public HttpSettings complete(
            ConnectionParameters connection, String serverId, String userAgent, HttpSettings.Shared shared) {
        var decryption = new SettingsDecryption(decrypter);
        var proxies = ProxyRoutes.firstOf(List.of(
                new SettingsProxies(session.getRepositorySession(), settings().getProxies(), decryption),
                new EnvironmentProxies(name -> session.getSystemProperties().getProperty("env." + name)),
                new JvmProxies()));
        return connection.settings(userAgent, ServerSettings.of(serverId, settings(), decryption), proxies, shared);
    }

    /** Whoever runs goals without Maven around them need not give any. */
    private Settings settings() {
        Settings settings = session.getSettings();
        return settings == null ? new Settings() : settings;
    }
}
