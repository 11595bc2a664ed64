package io.github.hfmodels.http;

import static io.github.hfmodels.testhub.RawServer.trickleAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.hfmodels.proxy.Proxy;
import io.github.hfmodels.proxy.ProxyRoutes;
import io.github.hfmodels.testhub.RawServer;
import io.github.hfmodels.testhub.RawServer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Servers that are never silent and never come to an end: one byte from time to time, or much that means nothing. Without a deadline
 * each of these waits for ever.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeadlinesTest {

    private static final Duration CONNECT = Duration.ofMillis(300);
    private static final Duration SILENCE = Duration.ofMillis(600);
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final byte[] EMPTY_BLOCKS = new byte[10_000];

    static {
        // A stored block of deflate that holds nothing.
        for (int i = 0; i + 5 <= EMPTY_BLOCKS.length; i += 5) {
            EMPTY_BLOCKS[i + 3] = (byte) 0xff;
            EMPTY_BLOCKS[i + 4] = (byte) 0xff;
        }
    }

    @ParameterizedTest
    @EnumSource
    void headersThatTrickle_areGivenUp(HttpRequest.Purpose purpose) {
        assertNoAnswer(purpose, trickleAfter(OK + "X-Slow: "));
    }

    @ParameterizedTest
    @EnumSource
    void aStatusLineThatTrickles_isGivenUp(HttpRequest.Purpose purpose) {
        assertNoAnswer(purpose, trickleAfter("HTTP/1.1 200 "));
    }

    @Test
    void aTlsHandshakeThatTrickles_isGivenUp() {
        try (var server = RawServer.start(DeadlinesTest::trickleHandshake)) {
            URI address = URI.create("https://127.0.0.1:" + server.port() + "/x");

            assertNoAnswer(HttpRequest.api(address, null), ProxyRoutes.DIRECT);
        }
    }

    @Test
    void aTlsHandshakeThatTricklesBehindAProxy_isGivenUp() {
        Answer answer = client -> {
            client.readRequest();
            client.write("HTTP/1.1 200 Connection established\r\n\r\n");
            trickleHandshake(client);
        };
        try (var proxy = RawServer.start(answer)) {
            assertNoAnswer(HttpRequest.api(URI.create("https://hub.test/x"), null), to(proxy));
        }
    }

    @Test
    void aHandshakeThatTricklesAtOneAddress_isNotTriedAtTheNext() {
        try (var server = RawServer.start(DeadlinesTest::trickleHandshake)) {
            // A name that may have several addresses.
            URI address = URI.create("https://localhost:" + server.port() + "/x");

            assertThatThrownBy(() -> send(HttpRequest.api(address, null), ProxyRoutes.DIRECT))
                    .isInstanceOf(UnreachableException.class);
        }
    }

    @Test
    void aProxysHeadersThatTrickle_areGivenUp() {
        try (var proxy = RawServer.start(trickleAfter("HTTP/1.1 200 Connection established\r\nX-Slow: "))) {
            assertNoAnswer(HttpRequest.api(URI.create("https://hub.test/x"), null), to(proxy));
        }
    }

    @Test
    void theTextOfAProxysRefusalThatTrickles_isGivenUp() {
        try (var proxy = RawServer.start(trickleAfter("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4000\r\n\r\n"))) {
            assertNoAnswer(HttpRequest.api(URI.create("https://hub.test/x"), null), to(proxy));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatTrickles_isGivenUp(HttpRequest.Purpose purpose) {
        assertTooSlow(purpose, trickleAfter(OK + "Content-Length: 1000000\r\n\r\n{"));
    }

    @ParameterizedTest
    @EnumSource
    void aChunkWhoseHeaderTrickles_isGivenUp(HttpRequest.Purpose purpose) {
        assertTooSlow(purpose, trickleAfter(OK + "Transfer-Encoding: chunked\r\n\r\n1;extension="));
    }

    @ParameterizedTest
    @EnumSource
    void anEndlessGzipOfEmptyBlocks_isGivenUp(HttpRequest.Purpose purpose) {
        assertTooSlow(purpose, client -> {
            client.readRequest();
            client.write(OK + "Content-Encoding: gzip\r\n\r\n");
            client.write(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0});
            client.repeat(EMPTY_BLOCKS, 1);
        });
    }

    @Test
    void gzipOfManyEmptyMembers_doesNotOverflowTheStack() throws IOException {
        var member = new ByteArrayOutputStream();
        new GZIPOutputStream(member).close();
        var members = new ByteArrayOutputStream();
        for (int i = 0; i < 50_000; i++) {
            members.write(member.toByteArray());
        }
        try (var server = RawServer.start(client -> {
            client.readRequest();
            client.write(OK + "Content-Encoding: gzip\r\nContent-Length: " + members.size() + "\r\n\r\n");
            client.write(members.toByteArray());
        })) {
            assertThatThrownBy(() -> send(request(server, HttpRequest.Purpose.API), ProxyRoutes.DIRECT))
                    .isInstanceOfSatisfying(
                            TransferException.class,
                            e -> assertThat(e.isTransient()).isTrue())
                    .hasMessageContaining("the gzip of a response is damaged");
        }
    }

    @Test
    void anAnswerToAQuestionWithoutEnd_isGivenUp() {
        try (var server = RawServer.start(client -> {
            client.readRequest();
            client.write(OK + "\r\n");
            client.repeat(new byte[1_000], 10);
        })) {
            assertThatThrownBy(() -> send(request(server, HttpRequest.Purpose.API), ProxyRoutes.DIRECT))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("no complete response within 6 s");
        }
    }

    @Test
    void theTextOfARefusalThatTrickles_isNotWaitedFor() {
        try (var server = RawServer.start(trickleAfter("HTTP/1.1 403 No\r\nContent-Length: 4000\r\n\r\nbecause"))) {
            var refusal = catchThrowableOfType(
                    HttpStatusException.class,
                    () -> send(request(server, HttpRequest.Purpose.API), ProxyRoutes.DIRECT));

            assertThat(refusal.status()).isEqualTo(403);
            assertThat(refusal.body()).startsWith("because");
        }
    }

    @Test
    void aShortTextBesideARedirectThatTrickles_isNotWaitedFor() throws IOException {
        try (var server = RawServer.start(
                trickleAfter("HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 4000\r\n\r\n"),
                RawServer.text(OK + "Content-Length: 5\r\n\r\nthere"))) {
            var request = HttpRequest.api(URI.create(server.address() + "/here"), null);

            assertThat(send(request, ProxyRoutes.DIRECT)).isEqualTo("there");
        }
    }

    @Test
    void aLineThatOthersShare_maySendEachItsPart() throws Exception {
        var shared = HttpSettings.Shared.own(4);
        // Three contents of other modules of the build.
        shared.connections().acquire(3);
        int bytes = 16 * 60;
        try (var server = RawServer.start(client -> {
            client.readRequest();
            client.write(OK + "Content-Length: " + bytes + "\r\n\r\n");
            for (int sent = 0; sent < bytes; sent += 16) {
                client.write("x".repeat(16));
                TimeUnit.MILLISECONDS.sleep(20);
            }
        })) {
            shared.connections().acquire();

            assertThat(send(request(server, HttpRequest.Purpose.CONTENT), ProxyRoutes.DIRECT, shared))
                    .hasSize(bytes);
        }
    }

    @Test
    void memoryThatIsShortForAWhile_doesNotEndTheChecks() throws InterruptedException {
        var isShort = new CountDownLatch(1);
        var closed = new CountDownLatch(1);
        try (var deadlines = new Deadlines(Duration.ofMillis(10), () -> 0)) {
            deadlines
                    .of(() -> {
                        isShort.countDown();
                        throw new OutOfMemoryError("of the test");
                    })
                    .begin(Duration.ofMillis(1));
            assertThat(isShort.await(10, TimeUnit.SECONDS)).isTrue();

            deadlines.of(closed::countDown).begin(Duration.ofMillis(1));

            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void trickleHandshake(RawServer.Client client) throws IOException, InterruptedException {
        // Only once the client speaks TLS, too.
        client.readByte();
        // The head of a record with a handshake message of 16 kB.
        client.write(new byte[] {0x16, 3, 3, 0x40, 0, 2, 0, 0x3f, (byte) 0xf0, 3, 3});
        client.trickle();
    }

    private static void assertNoAnswer(HttpRequest.Purpose purpose, Answer answer) {
        try (var server = RawServer.start(answer)) {
            assertNoAnswer(request(server, purpose), ProxyRoutes.DIRECT);
        }
    }

    private static void assertNoAnswer(HttpRequest request, ProxyRoutes routes) {
        assertThatThrownBy(() -> send(request, routes))
                .isInstanceOf(UnreachableException.class)
                .cause()
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("no complete response within 1 s");
    }

    private static void assertTooSlow(HttpRequest.Purpose purpose, Answer answer) {
        try (var server = RawServer.start(answer)) {
            assertThatThrownBy(() -> send(request(server, purpose), ProxyRoutes.DIRECT))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("it arrives too slowly, with less than 1 kB a second");
        }
    }

    private static HttpRequest request(RawServer server, HttpRequest.Purpose purpose) {
        URI address = URI.create(server.address() + "/x");
        return purpose == HttpRequest.Purpose.API ? HttpRequest.api(address, null) : HttpRequest.content(address, null);
    }

    private static ProxyRoutes to(RawServer proxy) {
        return address -> Optional.of(new Proxy("http", "127.0.0.1", proxy.port(), null, "the test"));
    }

    /** The whole body. */
    private static String send(HttpRequest request, ProxyRoutes routes) throws IOException {
        return send(request, routes, HttpSettings.Shared.own(4));
    }

    private static String send(HttpRequest request, ProxyRoutes routes, HttpSettings.Shared shared) throws IOException {
        var settings = new HttpSettings("test", 4, CONNECT, SILENCE, SILENCE, null, 0, SILENCE, routes, shared, false);
        try (var transport = new HttpTransport(settings, pause -> {}, InstantSource.system(), new Redirects() {})) {
            return transport.get(request, response -> {
                try (InputStream body = response.body()) {
                    return new String(body.readAllBytes());
                }
            });
        }
    }
}
