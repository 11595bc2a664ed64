package io.github.hfmodels.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.http.HttpSettings;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.proxy.Proxy;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.io.xpp3.SettingsXpp3Reader;
import org.codehaus.plexus.PlexusContainer;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultProxySelector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of several places decides, of those where credentials and proxies may be configured. */
@MojoTest
class SessionSettingsTest {

    private static final URI HUB = URI.create("https://huggingface.co");
    private static final URI CDN = URI.create("https://cdn.example.org/x");

    @Inject
    private SettingsDecrypter decrypter;

    @Inject
    private PlexusContainer container;

    @TempDir
    private Path home;

    private final Properties system = new Properties();
    private String servers = "";
    private String proxies = "";

    @AfterEach
    void forgetTheProxyOfTheJvm() {
        System.clearProperty("https.proxyHost");
    }

    @Test
    void server_goesBeforeTheEnvironment() throws Exception {
        system.setProperty("env.HF_TOKEN", "hf_of_environment");
        assertThat(authorization()).isEqualTo("authorization from the environment variable HF_TOKEN");

        servers = "<server><id>huggingface</id><password>hf_of_settings</password></server>";
        assertThat(authorization()).isEqualTo("authorization from server 'huggingface' in settings.xml");
    }

    @Test
    void serverWithHeadersAlone_leavesTheEnvironmentsToken() throws Exception {
        system.setProperty("env.HF_TOKEN", "hf_of_environment");
        servers = "<server><id>huggingface</id><configuration><httpHeaders><X-Key>abc</X-Key></httpHeaders>"
                + "</configuration></server>";

        assertThat(authorization()).isEqualTo("authorization from the environment variable HF_TOKEN");
        assertThat(credentials().headers().fields()).containsEntry("X-Key", "abc");
    }

    @Test
    void nothingConfigured_meansNoProxy() throws Exception {
        assertThat(proxy(HUB)).isNull();
    }

    @Test
    void settings_goBeforeTheEnvironmentWhichGoesBeforeTheJvm() throws Exception {
        System.setProperty("https.proxyHost", "of-jvm");
        assertThat(proxy(HUB)).isEqualTo("of-jvm:443 (from the Java property https.proxyHost)");

        system.setProperty("env.HTTPS_PROXY", "http://of-environment:1");
        assertThat(proxy(HUB)).isEqualTo("of-environment:1 (from the environment variable HTTPS_PROXY)");

        proxies = proxyXml("http", "of-settings", 2, "");
        assertThat(proxy(HUB)).isEqualTo("of-settings:2 (from proxy 'corp' in settings.xml)");
    }

    @Test
    void nonProxyHosts_areReachedDirectlyWhateverTheEnvironmentSays() throws Exception {
        system.setProperty("env.HTTPS_PROXY", "http://of-environment:1");
        proxies = proxyXml("http", "of-settings", 2, "<nonProxyHosts>huggingface.co|*.example.com</nonProxyHosts>");

        assertThat(proxy(HUB)).isNull();
        assertThat(proxy(CDN)).isEqualTo("of-settings:2 (from proxy 'corp' in settings.xml)");
    }

    @Test
    void exemptInTheEnvironment_isReachedDirectlyWhateverTheJvmSays() throws Exception {
        System.setProperty("https.proxyHost", "of-jvm");
        system.setProperty("env.HTTPS_PROXY", "http://of-environment:1");
        system.setProperty("env.NO_PROXY", ".example.org");

        assertThat(proxy(CDN)).isNull();
        assertThat(proxy(HUB)).isEqualTo("of-environment:1 (from the environment variable HTTPS_PROXY)");
    }

    @Test
    void inactiveProxy_saysNothing() throws Exception {
        system.setProperty("env.HTTPS_PROXY", "http://of-environment:1");
        proxies = proxyXml("http", "of-settings", 2, "<active>false</active>");

        assertThat(proxy(HUB)).isEqualTo("of-environment:1 (from the environment variable HTTPS_PROXY)");
    }

    @Test
    void proxyForHttps_saysNothingOfPlainHttp() throws Exception {
        system.setProperty("env.HTTP_PROXY", "http://of-environment:1");
        proxies = proxyXml("https", "of-settings", 2, "");

        assertThat(proxy(HUB)).startsWith("of-settings:2");
        assertThat(proxy(URI.create("http://mirror.example.org"))).startsWith("of-environment:1");
    }

    @Test
    void loginOfSettings_isTheProxys() throws Exception {
        proxies = proxyXml("http", "of-settings", 2, "<username>me</username><password>pa55</password>");

        assertThat(settings().proxies().proxyFor(HUB).orElseThrow().login()).isEqualTo(new Proxy.Login("me", "pa55"));
        assertThat(settings().toString()).doesNotContain("pa55");
    }

    @Test
    void proxysPasswordThatCannotBeDecrypted_isAnError() {
        proxies = proxyXml("http", "of-settings", 2, "<username>me</username><password>{COQLCE6DU6GtcS5P=}</password>");

        assertThatThrownBy(this::settings)
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("the password of proxy 'corp' in settings.xml cannot be decrypted")
                .hasMessageNotContaining("COQLCE6DU6GtcS5P");
    }

    @Test
    void wrongProxyForTheHub_isFoundBeforeAnyRequest() {
        system.setProperty("env.ALL_PROXY", "socks5://proxy:1080");

        assertThatThrownBy(this::settings)
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("the environment variable ALL_PROXY names a proxy of the kind socks5");
    }

    private static String proxyXml(String protocol, String host, int port, String more) {
        return "<proxy><id>corp</id><protocol>" + protocol + "</protocol><host>" + host + "</host><port>" + port
                + "</port>" + more + "</proxy>";
    }

    private @Nullable String proxy(URI address) throws Exception {
        return settings().proxies().proxyFor(address).map(Proxy::toString).orElse(null);
    }

    private String authorization() throws Exception {
        Authorization authorization = credentials().authorization();
        assertThat(authorization).isNotNull();
        return authorization.toString();
    }

    private Credentials credentials() throws Exception {
        List<Endpoint> endpoints = session().endpoints(connection());
        return session().credentials(connection(), endpoints, endpoints.get(0), ServerSettings.DEFAULT_ID);
    }

    private HttpSettings settings() throws Exception {
        return session().http(connection(), session().endpoints(connection()), "test", HttpSettings.Shared.own(1));
    }

    private ConnectionParameters connection() {
        system.setProperty("env.HF_HOME", home.toString());
        var environment = new HubEnvironment(new EnvironmentVariables(name -> system.getProperty("env." + name)));
        return new ConnectionParameters(null, 16, 10, null, null, 5, 600, environment);
    }

    private SessionSettings session() throws Exception {
        Settings settings = new SettingsXpp3Reader()
                .read(new StringReader(
                        "<settings><servers>" + servers + "</servers><proxies>" + proxies + "</proxies></settings>"));
        return new SessionSettings(session(settings), decrypter);
    }

    /** As Maven sets it up from its settings. */
    @SuppressWarnings("deprecation")
    private MavenSession session(Settings settings) {
        var selector = new DefaultProxySelector();
        for (org.apache.maven.settings.Proxy each : settings.getProxies()) {
            if (each.isActive()) {
                var login = new AuthenticationBuilder()
                        .addUsername(each.getUsername())
                        .addPassword(each.getPassword())
                        .build();
                selector.add(
                        new org.eclipse.aether.repository.Proxy(
                                each.getProtocol(), each.getHost(), each.getPort(), login),
                        each.getNonProxyHosts());
            }
        }
        var resolver = new DefaultRepositorySystemSession().setProxySelector(selector);
        var request = new DefaultMavenExecutionRequest();
        request.setSystemProperties(system);
        request.setProxies(settings.getProxies());
        request.setServers(settings.getServers());
        return new MavenSession(container, resolver, request, null);
    }
}
