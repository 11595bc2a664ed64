package io.github.hfmodels.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class JvmProxiesTest {

    private static final URI HUB = URI.create("https://huggingface.co/api");

    private final Map<String, String> before = new TreeMap<>();

    @AfterEach
    void restore() {
        before.forEach((name, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    @Test
    void noProperty_saysNothing() {
        assertThat(new JvmProxies().route(HUB)).isEmpty();
    }

    @Test
    void properties_nameTheProxyOfTheirScheme() {
        set("https.proxyHost", "proxy");
        set("https.proxyPort", "3128");
        set("https.proxyUser", "me");
        set("https.proxyPassword", "pa55");

        Proxy proxy = new JvmProxies().route(HUB).map(ProxySource.Route::proxy).orElseThrow();

        assertThat(proxy).hasToString("proxy:3128 (from the Java property https.proxyHost)");
        assertThat(proxy.login()).isEqualTo(new Proxy.Login("me", "pa55"));
        assertThat(new JvmProxies().route(URI.create("http://huggingface.co"))).isEmpty();
    }

    @Test
    void nonProxyHosts_areReachedDirectly() {
        set("https.proxyHost", "proxy");
        set("http.nonProxyHosts", "*.example.org|huggingface.co");

        assertThat(new JvmProxies().route(HUB)).isEmpty();
        assertThat(new JvmProxies().route(URI.create("https://cdn.example.org")))
                .isEmpty();
        assertThat(new JvmProxies().route(URI.create("https://example.com"))).isPresent();
    }

    private void set(String name, String value) {
        String old = System.setProperty(name, value);
        before.putIfAbsent(name, old == null ? "" : old);
    }
}
