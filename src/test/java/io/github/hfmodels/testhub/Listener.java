package io.github.hfmodels.testhub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Accepts connections on a free port of the loopback interface and serves each in a thread of its own. */
final class Listener implements AutoCloseable {
    private static final int BACKLOG = 256;

    private final ServerSocket serverSocket;
    private final @Nullable SSLContext tls;
    private final ExecutorService threads;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile boolean closed;

    Listener(ExecutorService threads, @Nullable SSLContext tls) {
        this.threads = threads;
        this.tls = tls;
        try {
            this.serverSocket = new ServerSocket(0, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts to serve. */
    void start(RecordedRequest.Server server, Handler handler, RequestLog log, Faults faults) {
        threads.execute(() -> {
            while (!closed) {
                try {
                    Socket transport = serverSocket.accept();
                    accepted.incrementAndGet();
                    open.add(transport);
                    threads.execute(() -> serve(transport, server, handler, log, faults));
                } catch (IOException | RejectedExecutionException e) {
                    // The hub is closing, or a client gave up before it was accepted.
                }
            }
        });
    }

    String url(String hostName) {
        return (tls == null ? "http://" : "https://") + hostName + ":" + serverSocket.getLocalPort();
    }

    int accepted() {
        return accepted.get();
    }

    private void serve(
            Socket transport, RecordedRequest.Server server, Handler handler, RequestLog log, Faults faults) {
        try (transport;
                Socket socket = secure(transport)) {
            if (!closed) {
                new Connection(transport, socket, server, handler, log, faults).serve();
            }
        } catch (IOException e) {
            // Clients may leave at any time, and close() takes connections away on purpose.
        } finally {
            open.remove(transport);
        }
    }

    private Socket secure(Socket transport) throws IOException {
        transport.setTcpNoDelay(true);
        if (tls == null) {
            return transport;
        }
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(transport, null, true);
        socket.setUseClientMode(false);
        return socket;
    }

    @Override
    public void close() {
        closed = true;
        closeQuietly(serverSocket);
        open.forEach(Listener::closeQuietly);
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // It is gone either way.
        }
    }
}
