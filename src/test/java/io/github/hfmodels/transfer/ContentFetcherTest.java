package io.github.hfmodels.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.http.HttpRequest;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.http.HttpTransport;
import io.github.hfmodels.http.Redirects;
import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.RawServer;
import io.github.hfmodels.testhub.RawServer.Answer;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small contents: what happens once costs another try, and no more. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ContentFetcherTest {

    private static final Content CONFIG = Content.of("{\"hidden_size\": 384}");
    private static final String GOOD =
            "HTTP/1.1 200 OK\r\nContent-Length: " + CONFIG.size() + "\r\n\r\n{\"hidden_size\": 384}";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource
    void hiccups_costOneTry(Answer hiccup) throws IOException {
        try (var server = RawServer.start(hiccup, RawServer.text(GOOD))) {
            fetch(server.address() + "/config.json", 1);

            assertThat(Content.of(part()).sha256()).isEqualTo(CONFIG.sha256());
        }
    }

    static Stream<Answer> hiccups_costOneTry() {
        return Stream.of(
                // Not HTTP
                RawServer.text("SSH-2.0-OpenSSH_9.6\r\n"),
                RawServer.text("SSH-2.0-OpenSSH_9.6\r\n".repeat(2_000)),
                RawServer.text("HTTP/1.1 none OK\r\n\r\n"),
                RawServer.text("HTTP/1.1 200 OK\r\nno header\r\n\r\n"),
                RawServer.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n"),
                RawServer.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"hidd"),
                RawServer.text(
                        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nno gzip, but long enough for its head"),
                // HTTP, but not the content
                RawServer.text("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nlogin"),
                RawServer.text(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nlog in here, or stay outside for ever"),
                RawServer.text("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
                RawServer.text("HTTP/1.1 204 No Content\r\n\r\n"),
                RawServer.text("HTTP/1.1 425 Too Early\r\nContent-Length: 0\r\n\r\n"),
                RawServer.text("HTTP/1.1 522 Connection timed out\r\nContent-Length: 0\r\n\r\n"),
                RawServer.text(GOOD.replace("384", "385")));
    }

    @Test
    void aHandshakeThatBreaksOff_costsOneTry() {
        try (var server = RawServer.start(client -> client.write(new byte[] {0x16, 3, 3}))) {
            assertThatThrownBy(() -> fetch("https://127.0.0.1:" + server.port() + "/config.json", 1))
                    .hasMessageContaining("127.0.0.1 cannot be reached");

            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aSignedAddressThatIsRefusedAtItsFirstUse_isAskedForAgain() throws IOException {
        try (TestHub hub = TestHub.start()) {
            hub.model("org/name").commit("first").lfs("config.json", CONFIG);
            hub.faults().onCdn().times(2).status(403);

            fetch(hub.endpoint() + "/org/name/resolve/main/config.json", 2);

            assertThat(Content.of(part()).sha256()).isEqualTo(CONFIG.sha256());
            assertThat(hub.requests(request -> request.server() == Server.HUB)).hasSize(3);
        }
    }

    @Test
    void aSignedAddressOfTheSameServerThatIsRefusedAtItsFirstUse_isAskedForAgain() throws IOException {
        Answer redirect = RawServer.text(
                "HTTP/1.1 302 Found\r\nLocation: /signed?signature=1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        Answer refusal = RawServer.text("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        try (var server = RawServer.start(redirect, refusal, redirect, RawServer.text(GOOD))) {
            fetch(server.address() + "/config.json", 1);

            assertThat(Content.of(part()).sha256()).isEqualTo(CONFIG.sha256());
        }
    }

    @Test
    void aRefusalOfTheHubItself_isFinal() {
        try (TestHub hub = TestHub.start()) {
            hub.model("org/name").commit("first").file("config.json", "x");
            hub.faults().on(request -> true).status(403);

            assertThatThrownBy(() -> fetch(hub.endpoint() + "/org/name/resolve/main/config.json", 5))
                    .isInstanceOf(HttpStatusException.class);

            assertThat(hub.requests()).hasSize(1);
        }
    }

    private void fetch(String address, int retries) throws IOException {
        var settings = TestSettings.settings(4, Duration.ofSeconds(20), retries);
        try (var transport = new HttpTransport(settings, pause -> {}, InstantSource.system(), new Redirects() {});
                var fetcher = new ContentFetcher(transport, new ConcurrentHashMap<>())) {
            fetcher.fetch(
                    HttpRequest.content(URI.create(address), null),
                    new Digest(Digest.Algorithm.SHA256, CONFIG.sha256()),
                    CONFIG.size(),
                    part(),
                    TransferObserver.NONE);
        }
    }

    private Path part() {
        return folder.resolve("part");
    }
}
