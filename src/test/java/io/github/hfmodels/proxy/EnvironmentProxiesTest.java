package io.github.hfmodels.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.UserException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentProxiesTest {

    private static final URI HUB = URI.create("https://huggingface.co/api");

    private final Map<String, String> variables = new TreeMap<>();

    @Test
    void noVariable_saysNothing() {
        variables.put("NO_PROXY", "*");

        assertThat(route(HUB)).isEmpty();
    }

    @Test
    void variableOfTheScheme_goesBeforeTheOneForAll() {
        variables.put("HTTPS_PROXY", "http://secure:1");
        variables.put("ALL_PROXY", "http://all:2");

        assertThat(proxy(HUB)).hasToString("secure:1 (from the environment variable HTTPS_PROXY)");
        assertThat(proxy(URI.create("http://mirror/hf")))
                .hasToString("all:2 (from the environment variable ALL_PROXY)");
    }

    @Test
    void hostsWithAnUnderscore_areHosts() {
        variables.put("HTTP_PROXY", "http://my_proxy:3128");
        variables.put("NO_PROXY", "other_hub");

        assertThat(proxy(URI.create("http://my_hub:8080/x")))
                .hasToString("my_proxy:3128 (from the environment variable HTTP_PROXY)");
        assertThat(route(URI.create("http://other_hub:8080/x")))
                .contains(new ProxySource.Route(null, "the environment variable NO_PROXY"));
    }

    @Test
    void lowercase_goesBeforeUppercase() {
        variables.put("HTTPS_PROXY", "http://upper:1");
        variables.put("https_proxy", "http://lower:2");

        assertThat(proxy(HUB)).hasToString("lower:2 (from the environment variable https_proxy)");
    }

    @Test
    void emptyLowercase_takesUppercaseAway() {
        variables.put("HTTPS_PROXY", "http://upper:1");
        variables.put("https_proxy", "");

        assertThat(route(HUB)).isEmpty();
    }

    @Test
    void exemptHost_isReachedDirectlyWhateverElseIsConfigured() {
        variables.put("HTTPS_PROXY", "http://proxy:1");
        variables.put("no_proxy", "huggingface.co");

        assertThat(route(HUB)).contains(new ProxySource.Route(null, "the environment variable no_proxy"));
        assertThat(proxy(URI.create("https://cdn.example.org")))
                .hasToString("proxy:1 (from the environment variable HTTPS_PROXY)");
    }

    @ParameterizedTest
    @CsvSource({
        "proxy:3128, http, proxy, 3128",
        "http://proxy, http, proxy, 80",
        "HTTP://proxy/, http, proxy, 80",
        "https://proxy, https, proxy, 443",
        "http://[::1]:8080, http, [::1], 8080",
        "' http://10.0.0.1:8080/ ', http, 10.0.0.1, 8080",
    })
    void address_mayLeaveOutWhatIsUsual(String value, String scheme, String host, int port) {
        variables.put("HTTPS_PROXY", value);

        assertThat(proxy(HUB)).isEqualTo(new Proxy(scheme, host, port, null, "the environment variable HTTPS_PROXY"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://me:secret@proxy:1, me, secret",
        "me:secret@proxy:1, me, secret",
        "http://me@proxy:1, me, ''",
        "http://d%5Cme:s%40c%3Aret@proxy:1, d\\me, s@c:ret",
        "http://me:s@cret@proxy:1, me, s@cret",
        "http://me:s/c?r#e+t@proxy:1, me, s/c?r#e+t",
    })
    void login_isDecoded(String value, String user, String password) {
        variables.put("HTTPS_PROXY", value);

        assertThat(proxy(HUB).login()).isEqualTo(new Proxy.Login(user, password));
        assertThat(proxy(HUB).host()).isEqualTo("proxy");
    }

    @Test
    void proxy_tellsNoPassword() {
        variables.put("HTTPS_PROXY", "http://me:pa55@proxy:1");

        assertThat(route(HUB).toString()).contains("proxy:1").doesNotContain("pa55");
        assertThat(String.valueOf(proxy(HUB).login())).doesNotContain("pa55");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://me:pa55@",
                "http://me:pa55@proxy:99999",
                "http://me:pa55@proxy:0",
                "http://me:pa55@proxy:port",
                "socks5://me:pa55@proxy:1080",
                "http://me:pa55%@proxy:1",
                "http://me:pa55@two words",
            })
    void addressThatIsNone_isRefusedWithoutTellingIt(String value) {
        variables.put("ALL_PROXY", value);

        assertThatThrownBy(() -> route(HUB))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("the environment variable ALL_PROXY ")
                .hasMessageContaining("expected something like http://proxy.example.org:8080")
                .hasMessageNotContaining("pa55")
                .hasNoCause();
    }

    @Test
    void wrongVariable_thatIsNotNeeded_doesNoHarm() {
        variables.put("ALL_PROXY", "socks5://proxy:1080");
        variables.put("HTTPS_PROXY", "http://proxy:1");

        assertThat(proxy(HUB).port()).isEqualTo(1);
    }

    private Optional<ProxySource.Route> route(URI address) {
        return new EnvironmentProxies(variables::get).route(address);
    }

    private Proxy proxy(URI address) {
        return route(address).map(ProxySource.Route::proxy).orElseThrow();
    }
}
