package io.github.hfmodels.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import io.github.hfmodels.http.Credentials.Headers;
import io.github.hfmodels.proxy.ProxyRoutes;
import io.github.hfmodels.testhub.RawServer;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpTransportTest {

    private static final Duration AGES = Duration.ofHours(1);
    private static final Duration MOMENT = Duration.ofMillis(500);

    private final TestHub hub = TestHub.start();
    private final URI address = URI.create(hub.endpoint() + "/api/models/org/name");

    HttpTransportTest() {
        hub.model("org/name").commit("first").file("a", "1");
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void apiCall_thatIsNotAnswered_hasItsOwnTimeout() {
        hub.faults().onPath("/name").stallBeforeResponse();

        try (var transport = transport(MOMENT, AGES)) {
            assertThatThrownBy(() -> transport.get(HttpRequest.api(address, null), HttpResponse::head))
                    .hasCauseInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void content_thatIsNotSent_hasItsOwnTimeout() {
        hub.faults().onPath("/name").stallBeforeResponse();

        try (var transport = transport(AGES, MOMENT)) {
            assertThatThrownBy(() -> transport.get(HttpRequest.content(address, null), HttpResponse::head))
                    .hasCauseInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void connectionThatWasClosedBeforeItsAnswer_isReplacedOnce() throws IOException {
        hub.faults().onPath("/name").times(1).closeBeforeResponse();

        try (var transport = transport(AGES, AGES)) {
            assertThat(transport
                            .get(HttpRequest.api(address, null), HttpResponse::head)
                            .status())
                    .isEqualTo(200);
        }
        assertThat(hub.requests()).hasSize(2);
    }

    @Test
    void aUserAgentOfTheUsersOwn_isSentInPlaceOfOurs() throws IOException {
        var headers = new Headers(Map.of("User-Agent", "own"), "settings.xml");
        try (var transport = transport(AGES, AGES)) {
            transport.get(HttpRequest.api(address, null), HttpResponse::head);
            transport.get(HttpRequest.api(address, Credentials.of(address, null, headers)), HttpResponse::head);
        }
        assertThat(hub.requests())
                .extracting(request -> request.header("User-Agent").orElse(""))
                .containsExactly("test", "own");
    }

    @Test
    void aHandshakeThatDoesNotGoOn_isGivenUp() throws IOException {
        var impatient = new HttpSettings(
                "test", 4, MOMENT, AGES, AGES, null, 0, AGES, ProxyRoutes.DIRECT, HttpSettings.Shared.own(4), false);
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var transport = new HttpTransport(impatient, pause -> {}, InstantSource.system(), new Redirects() {})) {
            URI silent = URI.create("https://127.0.0.1:" + server.getLocalPort() + "/");

            assertThatThrownBy(() -> transport.get(HttpRequest.api(silent, null), HttpResponse::head))
                    .isInstanceOf(UnreachableException.class)
                    .hasCauseInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void endlessInformationalResponses_areGivenUp() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var transport = transport(AGES, AGES)) {
            var announcing = new Thread(() -> announceForEver(server));
            announcing.setDaemon(true);
            announcing.start();
            URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");

            assertThatThrownBy(() -> transport.get(HttpRequest.api(address, null), HttpResponse::head))
                    .isInstanceOf(UnreachableException.class)
                    .hasStackTraceContaining("sends informational responses without end");
        }
    }

    private static void announceForEver(ServerSocket server) {
        byte[] announcement = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (Socket client = server.accept()) {
            while (true) {
                client.getOutputStream().write(announcement);
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    @Test
    void aRedirectToTheSameAddress_isFollowed() throws IOException {
        hub.faults().onPath("/name").times(1).redirectTo(address.toString());

        assertThat(status(address)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {307, 308})
    void aForm_isSentToWhereARedirectLeads(int status) throws IOException {
        String commit = hub.model("org/name").commit("second").file("b c", "2").id();
        URI question = URI.create(address + "/paths-info/" + commit);
        hub.faults().onPath("/question").redirectTo(status, question.toString());
        HttpRequest request = HttpRequest.form(URI.create(address + "/question"), "paths=b%20c&expand=false", null);

        try (var transport = transport(AGES, AGES)) {
            String answer = transport.get(
                    request, response -> new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
            assertThat(answer).contains("\"b c\"").doesNotContain("\"a\"");
        }
        assertThat(hub.paths("POST")).hasSize(2);
        assertThat(hub.requests(
                        sent -> sent.header("Content-Type").orElse("").startsWith("application/x-www-form-urlencoded")))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303})
    void aForm_isNotMadeAGetByARedirect(int status) {
        hub.faults().onPath("/question").redirectTo(status, address.toString());
        HttpRequest request = HttpRequest.form(URI.create(address + "/question"), "paths=a", null);

        try (var transport = transport(AGES, AGES)) {
            assertThatThrownBy(() -> transport.get(request, HttpResponse::head))
                    .isInstanceOfSatisfying(
                            HttpStatusException.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(status));
        }
        assertThat(hub.requests()).hasSize(1);
    }

    @Test
    void redirectsWithoutEnd_areCounted() {
        hub.faults().onPath("/name").redirectTo(address.toString());

        assertThatThrownBy(() -> status(address))
                .isInstanceOf(TransferException.class)
                .hasMessage(address + " redirects more than 10 times, lastly to " + address);
        assertThat(hub.requests()).hasSize(11);
    }

    @Test
    void cookiesOfARedirect_goBackToTheirHostInTheSameChainAlone() throws IOException {
        URI other = URI.create(address.toString().replace("127.0.0.1", "localhost"));
        hub.faults().onPath("/name").times(1).redirectTo(address.toString()).header("Set-Cookie", "seen=1; Path=/");
        hub.faults().onPath("/name").times(1).redirectTo(other.toString());

        assertThat(status(address)).isEqualTo(200);
        assertThat(status(address)).isEqualTo(200);

        assertThat(hub.requests())
                .extracting(request -> request.header("Cookie").orElse("none"))
                .containsExactly("none", "seen=1", "none", "none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:99999/x", "http://127.0.0.1:0/x", "http://user:secret@127.0.0.1:1x/"})
    void redirectsToAnUnusableAddress_areRefused(String target) {
        hub.faults().onPath("/name").redirectTo(target);

        assertThatThrownBy(() -> status(address))
                .isInstanceOfSatisfying(
                        TransferException.class,
                        e -> assertThat(e.isTransient()).isFalse())
                .hasMessage(address + " redirects to something that is not an http or https address");
    }

    @Test
    void redirectsToAnAddressWithALogin_areRefused() {
        hub.faults().onPath("/name").redirectTo("http://user:secret@127.0.0.1:8080/x");

        assertThatThrownBy(() -> status(address))
                .isInstanceOf(TransferException.class)
                .hasMessage(address + " redirects to an address with a login, at http://127.0.0.1:8080/x");
    }

    @Test
    void serversWithAnIpv6Address_areReached() throws IOException {
        try (var server = new ServerSocket()) {
            assumeThatCode(() -> server.bind(new InetSocketAddress("::1", 0))).doesNotThrowAnyException();
            var answering = new Thread(() -> {
                try (Socket client = server.accept()) {
                    client.getInputStream().read();
                    client.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes());
                } catch (IOException e) {
                    // The client finds out.
                }
            });
            answering.setDaemon(true);
            answering.start();

            assertThat(status(URI.create("http://[::1]:" + server.getLocalPort() + "/x")))
                    .isEqualTo(200);
        }
    }

    @Test
    void whatIsNotHttp_isNotTakenForAnAnswer() {
        try (var server = RawServer.start(RawServer.text("SSH-2.0-OpenSSH_9.6\r\n".repeat(100)))) {
            assertThatThrownBy(() -> status(URI.create(server.address() + "/x")))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("127.0.0.1 cannot be reached");
        }
    }

    @Test
    void anImpossibleStatus_isNoFaultOfOurs() {
        try (var server = RawServer.start(RawServer.text("HTTP/1.1 000 No\r\nContent-Length: 0\r\n\r\n"))) {
            assertThatThrownBy(() -> status(URI.create(server.address() + "/x")))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("impossible status line");
        }
    }

    @Test
    void aHeaderThatIsThereTwice_countsOnce() throws IOException {
        try (var server = RawServer.start(
                RawServer.text("HTTP/1.1 302 Found\r\nLocation: /there\r\nLocation: /there\r\n\r\n"),
                RawServer.text("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))) {
            assertThat(status(URI.create(server.address() + "/x"))).isEqualTo(200);

            assertThat(server.requests().get(1)).startsWith("GET /there HTTP/1.1");
        }
    }

    private static int status(URI address) throws IOException {
        try (var transport = transport(AGES, AGES)) {
            return transport
                    .get(HttpRequest.api(address, null), HttpResponse::head)
                    .status();
        }
    }

    @Test
    void token_isForEncryptedConnectionsAndThisMachine() {
        assertThat(mayAuthorize("http://127.evil.example")).isFalse();
        assertThat(mayAuthorize("http://mirror")).isFalse();
        assertThat(mayAuthorize("https://mirror")).isTrue();
        assertThat(mayAuthorize("http://127.0.0.1:8080")).isTrue();
    }

    private static boolean mayAuthorize(String endpoint) {
        try (var transport = transport(AGES, AGES)) {
            return transport.sendsCredentialsTo(URI.create(endpoint));
        }
    }

    private static HttpTransport transport(Duration api, Duration content) {
        return new HttpTransport(
                TestSettings.settings(api, content, 0, HttpSettings.Shared.own(4)),
                pause -> {},
                InstantSource.system(),
                new Redirects() {});
    }
}
