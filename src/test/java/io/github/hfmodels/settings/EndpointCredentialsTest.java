package io.github.hfmodels.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.Credentials.Lookup;
import io.github.hfmodels.model.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which endpoint is sent which credential. */
@MojoTest
class EndpointCredentialsTest {

    private static final Endpoint PUBLIC_HUB = endpoint("https://huggingface.co");

    @javax.inject.Inject
    private SettingsDecrypter decrypter;

    @TempDir
    private Path home;

    private final Map<String, String> variables = new HashMap<>();
    private final Settings settings = new Settings();
    private String serverId = ServerSettings.DEFAULT_ID;

    @BeforeEach
    void setHome() {
        variables.put("HF_HOME", home.toString());
    }

    /** What each is sent, by the ids of the servers and "env" for the environment's token. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // endpoints                                       | servers                             | sent
                "https://huggingface.co                            | -                                   | env",
                "https://huggingface.co                            | huggingface                         | huggingface",
                "https://huggingface.co                            | huggingface.co                      | huggingface.co",
                "https://huggingface.co                            | huggingface huggingface.co          | huggingface",
                "https://a.test/hf                                 | -                                   | env",
                "https://a.test/hf                                 | huggingface                         | huggingface",
                "https://a.test/hf                                 | a.test                              | a.test",
                "https://a.test/hf=corp                            | -                                   | env",
                "https://a.test/hf=corp                            | corp                                | corp",
                "https://a.test/hf=corp                            | huggingface                         | env",
                "https://a.test/hf=corp                            | huggingface a.test                  | a.test",
                "https://a.test/hf=corp                            | corp huggingface a.test             | corp",
                "https://a.test https://b.test                     | -                                   | - -",
                "https://a.test https://b.test                     | huggingface                         | huggingface -",
                "https://a.test https://b.test                     | a.test b.test                       | a.test b.test",
                "https://a.test https://b.test                     | huggingface a.test b.test           | huggingface b.test",
                "https://a.test https://huggingface.co             | -                                   | - env",
                "https://a.test https://huggingface.co             | huggingface.co                      | - huggingface.co",
                "https://huggingface.co https://a.test             | -                                   | env -",
                "https://huggingface.co https://a.test             | huggingface                         | huggingface -",
                "https://huggingface.co/ https://a.test            | -                                   | env -",
                "https://huggingface.co/hf https://a.test          | -                                   | - -",
                "https://a.test https://b.test/hf=corp             | huggingface corp                    | huggingface corp",
                "https://a.test=corp https://b.test                | huggingface corp                    | corp -",
                "http://127.0.0.1:1 http://localhost:2             | -                                   | env env",
                "http://127.0.0.1:1 https://a.test                 | -                                   | env -",
                "http://127.0.0.1:1 https://a.test                 | huggingface a.test                  | huggingface a.test",
                "https://a.test/x https://a.test/y                 | a.test                              | a.test a.test",
                "https://a.test https://a.test/                    | -                                   | env env",
                "file:///usb https://a.test                        | -                                   | . -",
                "file:///usb https://a.test                        | huggingface                         | . -",
                "file:///usb https://a.test                        | huggingface a.test                  | . a.test",
                "file:///usb https://huggingface.co                | -                                   | . env",
                "https://huggingface.co! https://b.test            | -                                   | -",
                "https://huggingface.co! https://b.test            | huggingface                         | -",
                "https://huggingface.co! https://b.test            | huggingface b.test                  | b.test",
                "https://a.test https://huggingface.co!            | -                                   | -",
                "https://a.test https://huggingface.co!            | huggingface                         | huggingface",
                "https://A.Test:8443 https://b.test                | a.test                              | a.test -",
                "http://[::1]:8080 https://b.test                  | ::1                                 | ::1 -",
            })
    void credentials_areForOneEndpoint(String endpoints, String servers, String sent) {
        variables.put("HF_TOKEN", "hf_env");
        servers(servers);

        assertThat(sent(endpoints)).containsExactly(sent.split(" "));
    }

    @Test
    void configuredServer_isForTheFirstAlone() {
        serverId = "ours";
        servers("ours huggingface");

        assertThat(sent("https://a.test https://huggingface.co")).containsExactly("ours", "-");
    }

    @Test
    void configuredServerThatIsMissing_isAnErrorWhereItIsMeant() {
        serverId = "ours";
        servers("corp");

        assertThatThrownBy(() -> sent("https://a.test https://b.test"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("settings.xml has no server 'ours', which hf.serverId asks for");
        assertThat(sent("https://a.test=corp")).containsExactly("corp");
    }

    @Test
    void tokenFile_goesWhereTheVariableWouldGo() throws Exception {
        Files.writeString(home.resolve("token"), "hf_env");

        assertThat(sent("https://a.test https://huggingface.co")).containsExactly("-", "env");
        assertThat(sent("https://a.test")).containsExactly("env");
    }

    @Test
    void tokenThatGoesNowhere_isNotRead() {
        variables.put("HF_TOKEN", "no token at all");

        assertThat(sent("https://a.test https://b.test")).containsExactly("-", "-");
        assertThatThrownBy(() -> sent("https://a.test https://huggingface.co")).isInstanceOf(UserException.class);
    }

    @Test
    void lookup_namesWhereACredentialWouldBeFound() {
        serverId = "ours";

        servers("ours");
        assertThat(lookups("https://a.test https://b.test:8443/hf https://c.test=corp https://huggingface.co"))
                .containsExactly(
                        new Lookup("ours", false),
                        new Lookup("b.test", false),
                        new Lookup("corp", false),
                        new Lookup("huggingface.co", true));
        assertThat(lookups("https://a.test")).containsExactly(new Lookup("ours", true));
    }

    @Test
    void secrets_areNotShown() {
        variables.put("HF_TOKEN", "hf_env");

        assertThat(all("https://a.test").toString())
                .contains("the environment variable HF_TOKEN")
                .doesNotContain("hf_env");
    }

    private void servers(String ids) {
        settings.setServers(new ArrayList<>());
        for (String id : ids.equals("-") ? new String[0] : ids.split(" ")) {
            var server = new Server();
            server.setId(id);
            server.setPassword("hf_" + id);
            settings.addServer(server);
        }
    }

    private List<String> sent(String endpoints) {
        return all(endpoints).stream()
                .map(each -> each == null ? "." : each.authorization() == null ? "-" : value(each.authorization()))
                .toList();
    }

    private static String value(Credentials.Authorization authorization) {
        return authorization.headerValue().replaceFirst("^Bearer hf_", "");
    }

    private List<Lookup> lookups(String endpoints) {
        return all(endpoints).stream().map(Credentials::lookup).toList();
    }

    /** Null for a folder. An endpoint with ! is configured, and settings.xml blocks it. */
    private List<@Nullable Credentials> all(String texts) {
        List<Endpoint> configured = Arrays.stream(texts.split(" "))
                .map(text -> text.contains("=") ? PUBLIC_HUB : endpoint(text.replace("!", "")))
                .toList();
        List<Endpoint> endpoints = Arrays.stream(texts.split(" "))
                .filter(text -> !text.endsWith("!"))
                .map(EndpointCredentialsTest::endpoint)
                .toList();
        var credentials = new EndpointCredentials(
                configured,
                endpoints,
                serverId,
                settings,
                new SettingsDecryption(decrypter),
                new HubEnvironment(new EnvironmentVariables(variables::get)));
        var all = new ArrayList<@Nullable Credentials>();
        endpoints.forEach(endpoint -> all.add(endpoint.isFolder() ? null : credentials.of(endpoint)));
        return all;
    }

    /** An address, with = and the id of the mirror that it is of. */
    private static Endpoint endpoint(String text) {
        String[] parts = text.split("=");
        return new Endpoint(Endpoint.of(parts[0], "the endpoint", "", new HubEnvironment(new EnvironmentVariables(name -> null))).address(), parts.length == 1 ? null : parts[1]);
    }
}
