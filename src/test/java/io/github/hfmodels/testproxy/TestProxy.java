package io.github.hfmodels.testproxy;

import io.github.hfmodels.model.Authority;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A forwarding proxy on a free port of the loopback interface. Serves one request a connection, or one tunnel, to servers on
 * this machine; what else is asked of it, as Maven may, is refused and not noted. Thread-safe.
 */
public final class TestProxy implements AutoCloseable {

    private static final int MAX_HEAD = 1 << 16;

    private final ServerSocket server;
    private final @Nullable SSLContext tls;
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final List<ProxiedRequest> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "test-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable String login;
    private volatile String challenge = "Basic realm=\"test proxy\"";

    private TestProxy(@Nullable SSLContext tls) {
        this.tls = tls;
        try {
            server = new ServerSocket(0, 256, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** Starts a proxy that anybody may use. */
    public static TestProxy start() {
        return new TestProxy(null);
    }

    /** Starts a proxy that is itself talked to over an encrypted connection. */
    public static TestProxy start(SSLContext tls) {
        return new TestProxy(tls);
    }

    /** Lets nobody use it but this user. */
    public TestProxy login(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        login = "Basic " + Base64.getEncoder().encodeToString(pair);
        return this;
    }

    /** What it asks those for whom it does not let pass. */
    public TestProxy challenge(String text) {
        challenge = text;
        return this;
    }

    /** Answers this status to whoever wants to reach that host. */
    public TestProxy refuse(String host, int status) {
        refused.put(host, status);
        return this;
    }

    /** Knows this host, which nobody else need know, as a name of this machine. */
    public TestProxy knows(String host) {
        known.add(host);
        return this;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** All requests so far, in the order in which they were answered. */
    public List<ProxiedRequest> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                // The proxy is closing.
            }
        }
    }

    private void serve(Socket transport) {
        try (transport;
                Socket client = secure(transport)) {
            var in = new BufferedInputStream(client.getInputStream());
            answer(in, client.getOutputStream());
        } catch (IOException e) {
            // Clients and servers may leave at any time.
        } finally {
            open.remove(transport);
        }
    }

    private Socket secure(Socket transport) throws IOException {
        if (tls == null) {
            return transport;
        }
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(transport, null, true);
        socket.setUseClientMode(false);
        return socket;
    }

    private void answer(InputStream in, OutputStream out) throws IOException {
        List<String> head = head(in);
        String[] line = head.get(0).split(" ");
        boolean isTunnel = line[0].equals("CONNECT");
        URI target = URI.create(isTunnel ? "tunnel://" + line[1] : line[1]);
        Authority authority = Authority.of(target).orElseThrow();
        String host = authority.host();
        String authorization = value(head, "Proxy-Authorization");
        if (!isHere(host)) {
            refuse(403, out);
            return;
        }
        int status = login != null && !login.equals(authorization) ? 407 : refused.getOrDefault(host, 0);
        if (status != 0) {
            note(line, status, authorization);
            refuse(status, out);
            return;
        }
        try (Socket server = new Socket(address(host), authority.port() < 0 ? 80 : authority.port())) {
            open.add(server);
            if (isTunnel) {
                note(line, 200, authorization);
                write(out, "HTTP/1.1 200 Connection established\r\n\r\n");
                threads.execute(() -> pump(in, server));
                server.getInputStream().transferTo(out);
            } else {
                write(server.getOutputStream(), passedOn(head, line, target));
                var answer = new BufferedInputStream(server.getInputStream());
                List<String> answered = head(answer);
                note(line, Integer.parseInt(answered.get(0).split(" ")[1]), authorization);
                write(out, String.join("\r\n", answered) + "\r\nConnection: close\r\n\r\n");
                answer.transferTo(out);
            }
        }
    }

    private boolean isHere(String host) {
        return known.contains(host) || host.equals("127.0.0.1") || host.equals("localhost");
    }

    private void refuse(int status, OutputStream out) throws IOException {
        String field = status == 407 ? "Proxy-Authenticate: " + challenge + "\r\n" : "";
        write(out, "HTTP/1.1 " + status + " Refused\r\n" + field + "Content-Length: 0\r\nConnection: close\r\n\r\n");
    }

    private void note(String[] line, int status, @Nullable String authorization) {
        requests.add(new ProxiedRequest(line[0], line[1], status, authorization != null));
    }

    /** As the server wants it: with the path alone, and without what is for the proxy. */
    private static String passedOn(List<String> head, String[] line, URI target) {
        var lines = new ArrayList<String>();
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        lines.add(line[0] + " " + target.getRawPath() + query + " " + line[2]);
        head.stream()
                .skip(1)
                .filter(field -> !field.matches("(?i)(proxy-|connection:).*"))
                .forEach(lines::add);
        lines.add("Connection: close");
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private InetAddress address(String host) throws IOException {
        return known.contains(host) ? server.getInetAddress() : InetAddress.getByName(host);
    }

    private static void pump(InputStream in, Socket server) {
        try {
            in.transferTo(server.getOutputStream());
            server.shutdownOutput();
        } catch (IOException e) {
            // Either side may leave at any time.
        }
    }

    private static List<String> head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0 || head.size() == MAX_HEAD) {
                throw new EOFException("no head of a message");
            }
            head.write(b);
        }
        return head.toString(StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static @Nullable String value(List<String> head, String name) {
        String prefix = name.toLowerCase() + ":";
        for (String line : head) {
            if (line.toLowerCase().startsWith(prefix)) {
                return line.substring(prefix.length()).strip();
            }
        }
        return null;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
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
