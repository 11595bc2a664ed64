package io.github.hfmodels.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectCookiesTest {

    private static final Origin GATE = Origin.of(URI.create("https://gate.test"));

    private final RedirectCookies cookies = new RedirectCookies();

    @Test
    void cookies_goBackToTheirHost() {
        cookies.set(GATE, "seen=1; Path=/; Expires=Sun, 22 Nov 2099 10:00:00 GMT; HttpOnly");
        cookies.set(GATE, "lang = de");
        cookies.set(GATE, "id=a=b");

        assertThat(cookies.header(GATE, "")).contains("seen=1; id=a=b");
        assertThat(cookies.header(Origin.of(URI.create("https://gate.test:8443/x")), ""))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://other.test", "https://sub.gate.test", "https://test", "https://agate.test"})
    void otherHosts_areNotSentThem(String other) {
        cookies.set(GATE, "seen=1; Domain=test");

        assertThat(cookies.header(Origin.of(URI.create(other)), "")).isEmpty();
    }

    @Test
    void secureCookies_areNotSentOverPlainHttp() {
        cookies.set(GATE, "seen=1; Secure");

        assertThat(cookies.header(GATE, "")).contains("seen=1");
        assertThat(cookies.header(Origin.of(URI.create("http://gate.test")), ""))
                .isEmpty();
    }

    @Test
    void aCookieThatIsTakenBack_isGone() {
        cookies.set(GATE, "seen=1");
        cookies.set(GATE, "seen=2");
        assertThat(cookies.header(GATE, "")).contains("seen=2");

        cookies.set(GATE, "seen=; Max-Age=0");

        assertThat(cookies.header(GATE, "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=1", "seen", "se en=1", "seen=\u0001", "seen=1\r\nX-Other: 1", "seen=ä"})
    void whatIsNoCookie_isIgnored(String header) {
        cookies.set(GATE, header);

        assertThat(cookies.header(GATE, "")).isEmpty();
    }

    @Test
    void aServerCannotSetAnyNumber() {
        for (int i = 0; i < 1_000; i++) {
            cookies.set(GATE, "c" + i + "=" + "x".repeat(100));
        }

        assertThat(cookies.header(GATE, "").orElseThrow()).hasSizeLessThan(3_000);
    }

    @Test
    void ownCookiesStay_butThoseThatTheServerHasSet() {
        cookies.set(GATE, "seen=2");

        assertThat(cookies.header(GATE, "lang=de; seen=1;a=b=c")).contains("lang=de; a=b=c; seen=2");
    }
}
