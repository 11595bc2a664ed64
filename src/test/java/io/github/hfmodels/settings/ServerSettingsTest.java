package io.github.hfmodels.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.UserException;
import io.github.hfmodels.prefetch.CapturedLog;
import java.io.StringReader;
import java.util.Map;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.io.xpp3.SettingsXpp3Reader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@MojoTest
class ServerSettingsTest {

    @javax.inject.Inject
    private SettingsDecrypter decrypter;

    @Test
    void passwordAlone_isTheToken() throws Exception {
        ServerSettings server = server("<password> hf_secret\n</password>");

        assertThat(server.authorization()).isNotNull();
        assertThat(server.authorization().headerValue()).isEqualTo("Bearer hf_secret");
        assertThat(server.authorization().foundIn()).isEqualTo("server 'huggingface' in settings.xml");
    }

    @Test
    void userNameAndPassword_areBasicAuthentication() throws Exception {
        ServerSettings server = server("<username>me</username><password>pässword</password>");

        assertThat(server.authorization()).isNotNull();
        // Basic, of me:pässword in UTF-8
        assertThat(server.authorization().headerValue()).isEqualTo("Basic bWU6cMOkc3N3b3Jk");
    }

    @Test
    void absentServer_isFineUnlessItIsAskedFor() throws Exception {
        assertThat(of(null, "other", "<password>x</password>")).isEqualTo(ServerSettings.NONE);
        assertThat(of(" ", "other", "<password>x</password>")).isEqualTo(ServerSettings.NONE);
        assertThat(of("other", "other", "<password>x</password>").authorization())
                .isNotNull()
                .extracting(found -> found.headerValue())
                .isEqualTo("Bearer x");
        assertThatThrownBy(() -> of("mirror", "other", "<password>x</password>"))
                .isInstanceOf(UserException.class)
                .hasMessage("settings.xml has no server 'mirror', which hf.serverId asks for; add a <server> with that"
                        + " <id>, or leave hf.serverId out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<configuration><httpHeaders><property><name>X-Key</name><value> abc </value></property>"
                        + "</httpHeaders></configuration>",
                "<configuration><httpHeaders><X-Key>abc</X-Key></httpHeaders></configuration>",
            })
    void headers_areReadInBothForms(String xml) throws Exception {
        ServerSettings server = server(xml);

        assertThat(server.headers().fields()).isEqualTo(Map.of("X-Key", "abc"));
        assertThat(server.authorization()).isNull();
    }

    @Test
    void headerAuthorization_isTheCredential() throws Exception {
        ServerSettings server = server("<configuration><httpHeaders>"
                + "<property><name>authorization</name><value>Token abc</value></property>"
                + "</httpHeaders></configuration>");

        assertThat(server.headers().fields()).isEmpty();
        assertThat(server.authorization()).isNotNull();
        assertThat(server.authorization().headerValue()).isEqualTo("Token abc");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<password>hf_bäd</password>|the password of server 'huggingface' in settings.xml has characters that a"
                        + " token cannot have",
                "<username>a:b</username><password>x</password>|the user name of server 'huggingface' in settings.xml"
                        + " has a colon",
                "<password>x</password><configuration><httpHeaders><Authorization>y</Authorization></httpHeaders>"
                        + "</configuration>|has a password and a header Authorization; leave one of them out",
                "<configuration><httpHeaders><Range>bytes=0-</Range></httpHeaders></configuration>|the header Range in the"
                        + " <httpHeaders> of server 'huggingface' in settings.xml cannot be set",
                "<configuration><httpHeaders><property><value>x</value></property></httpHeaders></configuration>|'' in the"
                        + " <httpHeaders> of server 'huggingface' in settings.xml is not the name of a header",
                "<configuration><httpHeaders><X-Key>a\tb</X-Key></httpHeaders></configuration>|the header X-Key of server"
                        + " 'huggingface' in settings.xml has characters that a header cannot have",
            })
    void serverThatMakesNoSense_isRefused(String xml, String message) {
        assertThatThrownBy(() -> server(xml)).isInstanceOf(UserException.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<password>${env.HF_TOKEN_OF_CI}</password>",
                "<username>me</username>",
                "<configuration><httpHeaders><X-Key>${env.KEY}</X-Key></httpHeaders></configuration>",
            })
    void secretThatIsNotSet_isNotSentAndThatIsSaid(String xml) throws Exception {
        try (var log = new CapturedLog()) {
            ServerSettings server = server(xml);

            assertThat(server.authorization()).isNull();
            assertThat(server.headers().fields()).isEmpty();
            assertThat(log.lines("server 'huggingface' in settings.xml")).hasSize(1);
        }
    }

    @Test
    void emptyPassword_isNone() throws Exception {
        try (var log = new CapturedLog()) {
            assertThat(server("<password/>").authorization()).isNull();
            assertThat(log.text()).isEmpty();
        }
    }

    @Test
    void passwordThatCannotBeDecrypted_isNotSent() {
        String encrypted = "{COQLCE6DU6GtcS5P=}";

        assertThatThrownBy(() -> server("<password>" + encrypted + "</password>"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("the password of server 'huggingface' in settings.xml cannot be decrypted")
                .hasMessageContaining("mvn --encrypt-password")
                .hasMessageNotContaining(encrypted);
    }

    @Test
    void server_tellsNoSecret() throws Exception {
        ServerSettings server = server("<password>hf_secret</password>"
                + "<configuration><httpHeaders><X-Key>secret too</X-Key></httpHeaders></configuration>");

        assertThat(server.toString()).contains("X-Key").doesNotContain("secret too", "hf_secret");
    }

    private ServerSettings server(String xml) throws Exception {
        return of(null, "huggingface", xml);
    }

    private ServerSettings of(@Nullable String serverId, String id, String xml) throws Exception {
        Settings settings = new SettingsXpp3Reader()
                .read(new StringReader(
                        "<settings><servers><server><id>" + id + "</id>" + xml + "</server></servers></settings>"));
        return ServerSettings.configured(serverId, ServerSettings.DEFAULT_ID, settings, new SettingsDecryption(decrypter))
                .orElse(ServerSettings.NONE);
    }
}
