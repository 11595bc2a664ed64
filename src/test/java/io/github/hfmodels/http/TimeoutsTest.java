package io.github.hfmodels.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.hfmodels.http.TimedOutException.Step;
import io.github.hfmodels.proxy.Proxy;
import io.github.hfmodels.proxy.ProxyRoutes;
import io.github.hfmodels.testhub.RawServer;
import io.github.hfmodels.testhub.RawServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which limit ends which silence. Each test would take an hour if another than the one under test did. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimeoutsTest {

    private static final Duration AGES = Duration.ofHours(1);
    private static final Duration MOMENT = Duration.ofMillis(800);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";

    /** Reads a request, and says nothing until the client leaves. */
    private static final Answer SILENT = client -> {
        client.readRequest();
        client.readByte();
    };

    private static final Answer SILENT_IN_BODY = client -> {
        client.readRequest();
        client.write(OK + "ab");
        client.readByte();
    };

    private static final Answer SLOW_TO_BEGIN = client -> {
        client.readRequest();
        TimeUnit.MILLISECONDS.sleep(2 * MOMENT.toMillis());
        client.write(OK + "abcd");
    };

    @ParameterizedTest
    @EnumSource
    void silenceBeforeAnAnswer_isEndedByItsOwnLimit(HttpRequest.Purpose purpose) {
        TimedOutException failure = timeout(purpose, settings(AGES, MOMENT, AGES, ProxyRoutes.DIRECT), SILENT);

        assertThat(failure.step()).isEqualTo(Step.FIRST_BYTE);
        assertThat(failure).hasMessage("no answer within 1 s");
    }

    @ParameterizedTest
    @EnumSource
    void silenceBeforeAnAnswer_isEndedAsLaterOnes_withoutALimitOfItsOwn(HttpRequest.Purpose purpose) {
        TimedOutException failure = timeout(purpose, settings(AGES, null, MOMENT, ProxyRoutes.DIRECT), SILENT);

        assertThat(failure.step()).isEqualTo(Step.FIRST_BYTE);
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatBeginsLate_isWaitedFor(HttpRequest.Purpose purpose) throws IOException {
        try (var server = RawServer.start(SLOW_TO_BEGIN)) {
            String body = body(server, purpose, settings(AGES, AGES, MOMENT, ProxyRoutes.DIRECT));

            assertThat(body).isEqualTo(purpose == HttpRequest.Purpose.HEADERS ? "" : "abcd");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"API", "CONTENT"})
    void silenceInABody_isEndedAsBefore_howeverLongItMayTakeToBegin(HttpRequest.Purpose purpose) {
        TimedOutException failure = timeout(purpose, settings(AGES, AGES, MOMENT, ProxyRoutes.DIRECT), SILENT_IN_BODY);

        assertThat(failure.step()).isEqualTo(Step.BODY);
        assertThat(failure.getMessage())
                .isIn("nothing arrived for 1 s", "it arrives too slowly, with less than 1 kB a second");
    }

    @Test
    void aConnectionThatIsNotAccepted_isEndedByTheLimitForConnecting() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<SocketChannel> waiting = fill(server);
            URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/x");

            UnreachableException failure = catchThrowableOfType(
                    UnreachableException.class,
                    () -> body(HttpRequest.api(address, null), settings(MOMENT, AGES, AGES, ProxyRoutes.DIRECT)));

            assertThat(failure.isConnectionFailure()).isTrue();
            assertThat(failure)
                    .cause()
                    .isInstanceOfSatisfying(
                            TimedOutException.class,
                            late -> assertThat(late.step()).isEqualTo(Step.CONNECTION));
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        }
    }

    @Test
    void aTlsHandshakeWithoutAnAnswer_isEndedByTheLimitForConnecting() {
        try (var server = RawServer.start(TimeoutsTest::silentHandshake)) {
            URI address = URI.create("https://127.0.0.1:" + server.port() + "/x");

            TimedOutException failure =
                    timeout(HttpRequest.api(address, null), settings(MOMENT, AGES, AGES, ProxyRoutes.DIRECT));

            assertThat(failure.step()).isEqualTo(Step.CONNECTION);
        }
    }

    @Test
    void silenceBeforeAnAnswer_isNoLackOfAConnection() {
        try (var server = RawServer.start(SILENT)) {
            UnreachableException failure = catchThrowableOfType(
                    UnreachableException.class,
                    () -> body(server, HttpRequest.Purpose.API, settings(AGES, MOMENT, AGES, ProxyRoutes.DIRECT)));

            assertThat(failure.isConnectionFailure()).isFalse();
        }
    }

    @Test
    void aProxyThatDoesNotAnswer_isEndedAsASlowServer() {
        assertThat(throughProxy(settingsOf(AGES, MOMENT, AGES), SILENT)).isEqualTo(Step.FIRST_BYTE);
    }

    @Test
    void aTlsHandshakeWithoutAnAnswerBehindAProxy_isEndedByTheLimitForConnecting() {
        Step step = throughProxy(settingsOf(MOMENT, AGES, AGES), client -> {
            client.readRequest();
            client.write("HTTP/1.1 200 Connection established\r\n\r\n");
            silentHandshake(client);
        });

        assertThat(step).isEqualTo(Step.CONNECTION);
    }

    /** Settings for a proxy that is not known yet. */
    @FunctionalInterface
    private interface Settings {
        HttpSettings through(ProxyRoutes proxy);
    }

    private static Settings settingsOf(Duration connect, @Nullable Duration firstByte, Duration silence) {
        return proxy -> settings(connect, firstByte, silence, proxy);
    }

    private static Step throughProxy(Settings settings, Answer answer) {
        try (var proxy = RawServer.start(answer)) {
            ProxyRoutes routes = address -> Optional.of(new Proxy("http", "127.0.0.1", proxy.port(), null, "the test"));
            return timeout(HttpRequest.api(URI.create("https://hub.test/x"), null), settings.through(routes))
                    .step();
        }
    }

    private static void silentHandshake(RawServer.Client client) throws IOException {
        while (true) {
            client.readByte();
        }
    }

    /** Connects until the system takes no more connections. */
    private static List<SocketChannel> fill(ServerSocket server) throws IOException {
        var channels = new ArrayList<SocketChannel>();
        for (int i = 0; i < 8; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()));
            channels.add(channel);
        }
        return channels;
    }

    private static TimedOutException timeout(HttpRequest.Purpose purpose, HttpSettings settings, Answer answer) {
        try (var server = RawServer.start(answer)) {
            return timeout(request(server, purpose), settings);
        }
    }

    private static TimedOutException timeout(HttpRequest request, HttpSettings settings) {
        IOException failure = catchThrowableOfType(IOException.class, () -> body(request, settings));
        Throwable cause = failure instanceof UnreachableException ? failure.getCause() : failure;
        assertThat(cause).isInstanceOf(TimedOutException.class);
        return (TimedOutException) cause;
    }

    private static String body(RawServer server, HttpRequest.Purpose purpose, HttpSettings settings)
            throws IOException {
        return body(request(server, purpose), settings);
    }

    private static HttpRequest request(RawServer server, HttpRequest.Purpose purpose) {
        URI address = URI.create(server.address() + "/x");
        return switch (purpose) {
            case API -> HttpRequest.api(address, null);
            case CONTENT -> HttpRequest.content(address, null);
            case HEADERS -> HttpRequest.head(address, null);
        };
    }

    private static String body(HttpRequest request, HttpSettings settings) throws IOException {
        try (var transport = new HttpTransport(settings, pause -> {}, InstantSource.system(), new Redirects() {})) {
            return transport.get(request, response -> new String(response.body().readAllBytes()));
        }
    }

    private static HttpSettings settings(
            Duration connect, @Nullable Duration firstByte, Duration silence, ProxyRoutes proxies) {
        return new HttpSettings(
                "test", 4, connect, silence, silence, firstByte, 0, AGES, proxies, HttpSettings.Shared.own(4), false);
    }
}
