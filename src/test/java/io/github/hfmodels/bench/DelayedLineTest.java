package io.github.hfmodels.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.bench.DelayedLine.Rate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The long line of the benchmarks. */
@Timeout(60)
class DelayedLineTest {

    private final DelayedLine line = new DelayedLine(Duration.ofMillis(2), 1_000_000_000);
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        line.close();
        listener.close();
    }

    @Test
    void allBytesArriveInOrderAndThenTheEnd() throws IOException {
        byte[] content = new byte[3_000_001];
        new Random(1).nextBytes(content);
        try (Socket client = connect();
                Socket server = listener.accept()) {
            CompletableFuture.runAsync(() -> send(server, content));

            assertThat(client.getInputStream().readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void theServerHearsTheClientAndItsEnd() throws IOException {
        try (Socket client = connect();
                Socket server = listener.accept()) {
            send(client, "GET".getBytes(StandardCharsets.US_ASCII));

            assertThat(server.getInputStream().readAllBytes()).asString().isEqualTo("GET");
        }
    }

    @Test
    void aServerThatSendsIsCutOffWhenTheClientHasGone() throws IOException {
        Socket client = connect();
        try (Socket server = listener.accept()) {
            client.close();

            assertThat(server.getInputStream().read()).isEqualTo(-1);
            assertThat(CompletableFuture.supplyAsync(() -> sendsForEver(server)))
                    .succeedsWithin(Duration.ofSeconds(20))
                    .isEqualTo(false);
        }
    }

    @Test
    void closingCutsConnections() throws IOException {
        try (Socket client = connect();
                Socket server = listener.accept()) {
            cut();

            assertThat(server.getInputStream().read()).isEqualTo(-1);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void connectionsShareTheRate() {
        var rate = new Rate(8_000_000);

        assertThat(rate.send(1_000, 5_000_000)).isEqualTo(6_000_000);
        assertThat(rate.send(1_000, 5_000_000)).isEqualTo(7_000_000);
        assertThat(rate.send(500, 5_500_000)).isEqualTo(7_500_000);
    }

    @Test
    void anIdleLineSavesNothingUp() {
        var rate = new Rate(8_000_000);
        rate.send(1_000, 0);

        assertThat(rate.send(1_000, 9_000_000)).isEqualTo(10_000_000);
    }

    private void cut() {
        line.close();
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), line.to(listener.getLocalPort()));
    }

    private static void send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends until that fails; then false. */
    private static boolean sendsForEver(Socket socket) {
        try {
            while (true) {
                socket.getOutputStream().write(new byte[1 << 16]);
            }
        } catch (IOException e) {
            return false;
        }
    }
}
