package io.github.hfmodels.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.InvalidValueException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost",
                "http://LOCALHOST:8080/x",
                "http://127.0.0.1:8080",
                "http://127.255.0.1",
                "http://[::1]:80"
            })
    void addressesOfThisMachine_areLoopback(String address) {
        assertThat(Origin.of(URI.create(address)).isLoopback()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.evil.example",
                "http://127.0.0.1.evil.example",
                "http://localhost.evil.example",
                "http://evil.example:127",
                "http://128.0.0.1",
                "http://mirror"
            })
    void addressesThatOnlyLookAlike_areNot(String address) {
        assertThat(Origin.of(URI.create(address)).isLoopback()).isFalse();
    }

    @Test
    void hostsWithAnUnderscore_areHosts() {
        assertThat(Origin.of(URI.create("http://My_Hub:8080/x"))).isEqualTo(new Origin("http", "my_hub", 8080));
        assertThat(Origin.of(URI.create("https://my_bucket.s3.test?x#y")))
                .isEqualTo(new Origin("https", "my_bucket.s3.test", 443));
    }

    @Test
    void ipv6_isAHost() {
        Origin origin = Origin.of(URI.create("http://[2001:DB8::1]:8080/x"));

        assertThat(origin).isEqualTo(new Origin("http", "[2001:db8::1]", 8080));
        assertThat(origin.toHttpHost().getHostName()).isEqualTo("2001:db8::1");
        assertThat(origin.toHttpHost().toHostString()).isEqualTo("[2001:db8::1]:8080");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://host:99999/x",
                "http://host:0/x",
                "http://my_host:65536",
                "http:///x",
                "http://",
                "http:x",
                "http://ho%20st/",
                "http://a,b/",
                "//host/x",
                "ftp://host"
            })
    void addressesOfNoServer_areRefused(String address) {
        URI uri = address.equals("http://") ? URI.create("http:/") : URI.create(address);

        assertThatThrownBy(() -> Origin.of(uri)).isInstanceOf(InvalidValueException.class);
    }
}
