package io.github.hfmodels.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
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
}
