package io.github.hfmodels.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy on a free port of the loopback interface that lets nobody through, and notes what was asked of it. Thread-safe.
 */
final class NetworkWatch implements AutoCloseable {
    private static final int MOST_MILLISECONDS = 10_000;
    private static final byte[] REFUSAL = "HTTP/1.1 403 Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private NetworkWatch(ServerSocket server) {
        this.server = server;
    }

    static NetworkWatch start() throws IOException {
        var watch = new NetworkWatch(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        var thread = new Thread(watch::accept, "network-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    int port() {
        return server.getLocalPort();
    }

    /** The first line of each request, such as {@code CONNECT huggingface.co:443 HTTP/1.1}. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                refuse(client);
            } catch (IOException e) {
                // The client has left, or the watch is over.
            }
        }
    }

    private void refuse(Socket client) throws IOException {
        client.setSoTimeout(MOST_MILLISECONDS);
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        String line = in.readLine();
        requests.add(line == null ? "nothing" : line);
        while (line != null && !line.isEmpty()) {
            line = in.readLine();
        }
        client.getOutputStream().write(REFUSAL);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
