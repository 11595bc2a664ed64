package io.github.hfmodels.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.http.Credentials.Headers;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    private static final URI OTHER = URI.create("https://h.test/b");

    private final Credentials credentials =
            Credentials.of(URI.create("https://h.test/a"), null, Headers.NONE).besides(List.of(OTHER));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a",
                "/a/x",
                "/a/org/name/resolve/refs%2Fpr%2F1/model%20a.bin",
                "/a/org/name/resolve/main/%C3%A9.bin",
                "/bc/x",
                "/elsewhere",
                "/b/../a/x"
            })
    void areForTheirServer(String path) {
        assertThat(credentials.isFor(URI.create("https://h.test" + path))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/b",
                "/b/x",
                "/a/../b/x",
                "//b/x",
                "/%62/x",
                "/%62/..%2F..%2Fx",
                "/a/%2e%2e/b/x",
                "/a/%2E./b/x",
                "/a/..%2Fb/x",
                "/a/..%5cb/x",
                "/b;v=1/x",
                "/b%2Fx"
            })
    void areNotForAnAddressBelowOneThatHasItsOwn_howeverItIsWritten(String path) {
        assertThat(credentials.isFor(URI.create("https://h.test" + path))).isFalse();
    }
}
