package io.github.hfmodels.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.model.UserException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelScopeEnvironmentTest {

    private static final Endpoint PUBLIC = new Endpoint(URI.create("https://modelscope.cn"), null);

    private final Map<String, String> variables = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final ModelScopeEnvironment environment =
            new ModelScopeEnvironment(new EnvironmentVariables(variables::get), warnings::add);

    @TempDir
    private Path home;

    @BeforeEach
    void setHome() {
        variables.put(System.getProperty("os.name").startsWith("Windows") ? "USERPROFILE" : "HOME", home.toString());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,                           -,                    https://modelscope.cn",
                "'',                          '',                   https://modelscope.cn",
                "-,                           ' ',                  https://modelscope.cn",
                "' , ',                       domain.test,          https://domain.test",
                "' ',                         ',',                  https://modelscope.cn",
                "https://ms.test/base/,       other.test,           https://ms.test/base",
                "ms.test,                     -,                    https://ms.test",
                "localhost:8080,              -,                    https://localhost:8080",
                "-,                           www.modelscope.ai,    https://www.modelscope.ai",
                "-,                           http://domain.test,   http://domain.test",
                "-,                           ' domain.test ',      https://domain.test",
                "'https://a.test, b.test',    -,                    https://a.test https://b.test",
            })
    void endpoint_isTheSdks(@Nullable String endpoint, @Nullable String domain, String expected) {
        set("MODELSCOPE_ENDPOINT", endpoint);
        set("MODELSCOPE_DOMAIN", domain);

        assertThat(endpoints(null)).isEqualTo(expected);
    }

    @Test
    void parameter_comesBeforeTheEnvironment() {
        set("MODELSCOPE_ENDPOINT", "https://env.test");

        assertThat(endpoints("parameter.test")).isEqualTo("https://parameter.test");
        assertThat(endpoints(" ")).isEqualTo("https://env.test");
        assertThat(endpoints("file:///mirror")).isEqualTo("file:///mirror");
    }

    @Test
    void endpointThatIsNoAddress_isRefusedWithTheNamesOfItsSettings() {
        set("MODELSCOPE_ENDPOINT", "https://ms.test/?x");

        assertThatThrownBy(() -> endpoints(null))
                .isInstanceOf(UserException.class)
                .hasMessage("the endpoint of ModelScope is 'https://ms.test/?x'; expected an address such as"
                        + " https://modelscope.cn or file:///folder (hf.modelscopeEndpoint, MODELSCOPE_ENDPOINT or"
                        + " MODELSCOPE_DOMAIN)");
    }

    @Test
    void endpointWithAPassword_isRefusedAndNotShown() {
        set("MODELSCOPE_ENDPOINT", "me:secret@ms.test");

        assertThatThrownBy(() -> endpoints(null))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("or a token into MODELSCOPE_API_TOKEN")
                .hasMessageNotContaining("secret");
    }

    @Test
    void token_isTheVariablesBeforeTheSavedLogin() throws Exception {
        saveLogin(home.resolve(".modelscope/credentials"), "garbage");
        set("MODELSCOPE_API_TOKEN", " ms-token\n");

        Authorization token = environment.token(PUBLIC).orElseThrow();

        assertThat(token.headerValue()).isEqualTo("Bearer ms-token");
        assertThat(token.foundIn()).isEqualTo("the environment variable MODELSCOPE_API_TOKEN");
        assertThat(warnings).isEmpty();
    }

    @Test
    void tokenThatNoHeaderMayHave_isRefusedAndNotShown() {
        set("MODELSCOPE_API_TOKEN", "ms\u00e9token");

        assertThatThrownBy(() -> environment.token(PUBLIC))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("MODELSCOPE_API_TOKEN")
                .hasMessageNotContaining("token\u00e9");
    }

    @Test
    void tokenOfTheHub_isNotModelScopes() {
        set("HF_TOKEN", "hf_secret");

        assertThat(environment.token(PUBLIC)).isEmpty();
    }

    @Test
    void tokenOfModelScope_isNotTheHubs() {
        set("MODELSCOPE_API_TOKEN", "ms-token");

        assertThat(new HubEnvironment(new EnvironmentVariables(variables::get)).token())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,  -, .modelscope/credentials",
                "ms, -, ms/credentials",
                "ms, credentials, credentials",
            })
    void savedLogin_isWhereTheSdkPutsIt(@Nullable String sdkHome, @Nullable String credentials, String folder)
            throws Exception {
        set("MODELSCOPE_HOME", sdkHome == null ? null : home.resolve(sdkHome).toString());
        set(
                "MODELSCOPE_CREDENTIALS_PATH",
                credentials == null ? null : home.resolve(credentials).toString());
        saveLogin(home.resolve(folder), "garbage");

        assertThat(environment.token(PUBLIC)).isEmpty();

        assertThat(warnings)
                .singleElement()
                .asString()
                .contains(home.resolve(folder).resolve("cookies").toString());
    }

    @ParameterizedTest
    @CsvSource({"https://modelscope.cn, true", "https://www.modelscope.cn, true", "https://modelscope.ai, false"})
    void savedLogin_isForThePublicServerUnderBothNames(String endpoint, boolean isFor) throws Exception {
        saveLogin(
                home.resolve(".modelscope/credentials"),
                SavedLoginTest.cookie("m_session_id", "ms-saved", "www.modelscope.cn", 4_000_000_000L));

        assertThat(environment.token(new Endpoint(URI.create(endpoint), null)).isPresent())
                .isEqualTo(isFor);
    }

    @Test
    void cache_isTheSdks() {
        assertThat(environment.cacheDirectory()).isEqualTo(home.resolve(".cache/modelscope"));

        set("MODELSCOPE_CACHE", "~/ms-cache");
        assertThat(environment.cacheDirectory()).isEqualTo(home.resolve("ms-cache"));
    }

    @Test
    void withoutAHomeFolder_theCacheMustBeNamed() {
        variables.replaceAll((name, value) -> "relative");

        assertThatThrownBy(environment::cacheDirectory)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("set MODELSCOPE_CACHE or hf.modelscopeCacheDirectory");
    }

    @Test
    void timeouts_areTheSdks() {
        set("MODELSCOPE_API_TIMEOUT", "5");
        set("MODELSCOPE_DOWNLOAD_TIMEOUT", "30");

        assertThat(environment.apiTimeout()).hasValue(5);
        assertThat(environment.downloadTimeout()).hasValue(30);
    }

    private void set(String name, @Nullable String value) {
        if (value == null) {
            variables.remove(name);
        } else {
            variables.put(name, value);
        }
    }

    private static void saveLogin(Path folder, String content) throws Exception {
        saveLogin(folder, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static void saveLogin(Path folder, byte[] content) throws Exception {
        Files.write(Files.createDirectories(folder).resolve("cookies"), content);
    }

    private String endpoints(@Nullable String parameter) {
        return String.join(
                " ",
                new ConnectionParameters(parameter, 16, 10, null, null, 5, 600, environment)
                        .endpoints().stream()
                                .map(each -> each.address().toString())
                                .toList());
    }
}
