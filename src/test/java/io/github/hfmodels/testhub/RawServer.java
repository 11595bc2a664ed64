package io.github.hfmodels.testhub;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on a free port of the loopback interface that sends what a test says, byte by byte, whether that is HTTP or not. Each
 * connection gets one answer, and is closed behind it. Thread-safe.
 */
public final class RawServer implements AutoCloseable {

    private static final long TRICKLE_MILLIS = 20;

    private final ServerSocket server;
    private final List<Answer> answers;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        return thread;
    });

    /** What is sent over one connection. */
    @FunctionalInterface
    public interface Answer {
        void send(Client client) throws IOException, InterruptedException;
    }

    private RawServer(List<Answer> answers) {
        this.answers = answers;
        try {
            server = new ServerSocket(0, 256, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** Starts a server whose connections get these answers in turn, and the last one ever after. */
    public static RawServer start(Answer... answers) {
        return new RawServer(List.of(answers));
    }

    /** An answer to a request: this text, and then the end. */
    public static Answer text(String text) {
        return client -> {
            client.readRequest();
            client.write(text);
        };
    }

    /** An answer to a request: this text, and then a byte from time to time, without end. */
    public static Answer trickleAfter(String text) {
        return client -> {
            client.readRequest();
            client.write(text);
            client.trickle();
        };
    }

    public int port() {
        return server.getLocalPort();
    }

    public String address() {
        return "http://127.0.0.1:" + port();
    }

    /** How many connections were made. */
    public int connections() {
        return accepted.get();
    }

    /** The heads of all requests that were read. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                Answer answer = answers.get(Math.min(accepted.getAndIncrement(), answers.size() - 1));
                threads.execute(() -> serve(client, answer));
            } catch (IOException e) {
                // The server is closing.
            }
        }
    }

    private void serve(Socket client, Answer answer) {
        try (client) {
            answer.send(new Client(client));
        } catch (IOException | InterruptedException e) {
            // Clients may leave at any time, and close() takes connections away on purpose.
        } finally {
            open.remove(client);
        }
    }

    /** One connection. */
    public final class Client {

        private final Socket socket;
        private final BufferedInputStream in;

        private Client(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
        }

        /** Reads and notes the head of a request. */
        public void readRequest() throws IOException {
            var head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int b = in.read();
                if (b < 0) {
                    throw new EOFException("no head of a request");
                }
                head.write(b);
            }
            requests.add(head.toString(StandardCharsets.ISO_8859_1));
        }

        /** Waits for a byte from the client. */
        public void readByte() throws IOException {
            if (in.read() < 0) {
                throw new EOFException("the client has left");
            }
        }

        public void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        public void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** Writes one letter from time to time until the client leaves. */
        public void trickle() throws IOException, InterruptedException {
            repeat("x".getBytes(StandardCharsets.US_ASCII), TRICKLE_MILLIS);
        }

        /** Writes these bytes again and again until the client leaves. */
        public void repeat(byte[] bytes, long pauseMillis) throws IOException, InterruptedException {
            while (true) {
                write(bytes);
                TimeUnit.MILLISECONDS.sleep(pauseMillis);
            }
        }
    }

    /** Cuts all connections. */
    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
