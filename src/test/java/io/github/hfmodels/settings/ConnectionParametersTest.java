package io.github.hfmodels.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.http.HttpSettings;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.proxy.ProxyRoutes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionParametersTest {

    @TempDir
    private Path home;

    private final Map<String, String> variables = new TreeMap<>();

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, https://huggingface.co",
                "' ', -, https://huggingface.co",
                "-, '', https://huggingface.co",
                "-, https://mirror.example.org/hf/, https://mirror.example.org/hf",
                "https://hub.example.org, https://mirror.example.org, https://hub.example.org",
                "' http://127.0.0.1:8080// ', -, http://127.0.0.1:8080",
                "https://hub.example.org/a%20b/hf, -, https://hub.example.org/a%20b/hf",
                "http://model_hub:8080, -, http://model_hub:8080",
                "'http://[::1]:8080', -, 'http://[::1]:8080'",
                "'https://a.example.org/, https://b.example.org/hf', -, https://a.example.org https://b.example.org/hf",
                "-, 'https://a.example.org,https://b.example.org', https://a.example.org https://b.example.org",
                "' ,, https://a.example.org , ', https://b.example.org, https://a.example.org",
                "' , ', https://b.example.org, https://b.example.org",
                "',', ',', https://huggingface.co",
                "'file:///mnt/usb/hf,https://a.example.org', -, file:///mnt/usb/hf https://a.example.org",
                "file:/mnt/usb/jo@home, -, file:/mnt/usb/jo@home",
                "file:///media/disk/hub/, -, file:///media/disk/hub",
                "-, file:/media/disk, file:/media/disk",
                "FILE:///a%20b, -, file:///a%20b",
                "file:///a b/job@2, -, file:///a%20b/job@2",
                "file:///home/j\u00fcrgen/\u6a21/\ud83e\udd17, -, file:///home/j%C3%BCrgen/%E6%A8%A1/%F0%9F%A4%97",
                "file:///u\u0308, -, file:///u%CC%88",
                "file:///C:/hub, -, file:///C:/hub",
                "file:/C:/hub, -, file:/C:/hub",
                "file://C:\\a b\\hub, -, file:///C:/a%20b/hub",
            })
    void endpoints_areTheParametersElseTheVariablesElseThePublicHub(
            @Nullable String parameter, @Nullable String variable, String expected) {
        if (variable != null) {
            variables.put("HF_ENDPOINT", variable);
        }

        assertThat(endpoint(parameter).endpoints())
                .extracting(endpoint -> endpoint.address().toString())
                .containsExactly(expected.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:",
                "file:///",
                "file:hub",
                "file://host/hub",
                "file:///hub?x=1",
                "file:///hub#x",
                "file:///%zz",
                "file:///a%00b"
            })
    void endpoints_thatAreNotOfAFolder_areRefused(String address) {
        assertThatThrownBy(() -> endpoint(address).endpoints())
                .isInstanceOf(UserException.class)
                .hasMessage(
                        "the endpoint is '" + address
                                + "'; expected an address such as https://huggingface.co or file:///folder (hf.endpoint or HF_ENDPOINT)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "huggingface.co",
                "huggingface.co:443/x",
                "/x",
                "https:",
                "https://",
                "https:///x",
                "https:huggingface.co",
                "ftp://huggingface.co",
                "file://server/x",
                "file:x",
                "file:",
                "file:///x?y",
                "https://hugging face.co",
                "https://hub.example.org/?x=1",
                "https://hub.example.org/#x",
                "https://hub.example.org:99999",
                "https://hub.example.org:0",
                "https://hub.example.org/%zz",
            })
    void endpoint_thatIsNone_isRefused(String text) {
        assertThatThrownBy(() -> endpoint("https://a.example.org," + text).endpoints())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("the endpoint is '" + text + "'")
                .hasMessageContaining("expected an address such as https://huggingface.co");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:pa55@hub.example.org",
                "https://pa55@hub.example.org/hf",
                "https://user:pa55^x@hub.example.org",
                "https://user:pa55%@hub.example.org",
                "https://user:pa55/x@hub.example.org",
                "https://user:pa55#x@hub.example.org",
                "user:pa55@hub.example.org",
            })
    void endpoint_withASecret_isRefusedWithoutTellingIt(String text) {
        assertThatThrownBy(() -> endpoint("https://a.example.org," + text).endpoints())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("HF_TOKEN")
                .hasMessageContaining("the endpoint")
                .satisfies(e -> {
                    for (Throwable each = e; each != null; each = each.getCause()) {
                        assertThat(each.getMessage()).doesNotContain("pa55");
                    }
                });
    }

    @Test
    void numbers_ofZeroOrLess_areRefused() {
        HubEnvironment environment = environment();

        assertThatThrownBy(() -> new ConnectionParameters(null, 0, 10, null, null, 5, 600, environment))
                .hasMessage("<maxConnections> is 0; expected a number above zero (hf.maxConnections)");
        assertThatThrownBy(() -> new ConnectionParameters(null, 16, 0, null, null, 5, 600, environment))
                .hasMessage("<connectTimeout> is 0; expected a number above zero (hf.connectTimeout)");
        assertThatThrownBy(() -> new ConnectionParameters(null, 16, 10, 0, null, 5, 600, environment))
                .hasMessage("<readTimeout> is 0; expected a number above zero (hf.readTimeout)");
        assertThatThrownBy(() -> new ConnectionParameters(null, 16, 10, -1, null, 5, 600, environment))
                .hasMessage("<readTimeout> is -1; expected a number above zero (hf.readTimeout)");
    }

    @Test
    void settings_nothingSet_haveTheDefaults() {
        HttpSettings settings = settings(null);

        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.apiTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.readTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.maxConnections()).isEqualTo(16);
        assertThat(settings.userAgent()).isEqualTo("agent");
    }

    @Test
    void settings_timeoutsComeFromTheEnvironmentUnlessConfigured() {
        variables.put("HF_HUB_ETAG_TIMEOUT", "7");
        variables.put("HF_HUB_DOWNLOAD_TIMEOUT", "90");

        assertThat(settings(null).apiTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings(null).readTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings(3).apiTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings(3).readTimeout()).isEqualTo(Duration.ofSeconds(3));
    }

    private HttpSettings settings(@Nullable Integer readTimeout) {
        return new ConnectionParameters(null, 16, 10, readTimeout, null, 5, 600, environment())
                .http(List.of(), "agent", ProxyRoutes.DIRECT, HttpSettings.Shared.own(1));
    }

    private ConnectionParameters endpoint(@Nullable String endpoint) {
        return new ConnectionParameters(endpoint, 16, 10, null, null, 5, 600, environment());
    }

    private HubEnvironment environment() {
        variables.put("HF_HOME", home.toString());
        return new HubEnvironment(new EnvironmentVariables(variables::get));
    }
}
