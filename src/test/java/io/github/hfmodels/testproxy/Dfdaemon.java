package io.github.hfmodels.testproxy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Behaves as Dragonfly's daemon in mirror mode: it passes requests on to an origin, and fetches by peers what asks for it. Then
 * it follows redirects itself, and answers with the headers of the last server. Daemons that are given the same peers have the same
 * tasks. Thread-safe.
 */
public final class Dfdaemon implements AutoCloseable {

    private static final String PREFIX = "X-Dragonfly-";
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "dfdaemon");
        thread.setDaemon(true);
        return thread;
    });
    private final URI origin;
    private final Peers peers;
    private final List<Headers> byPeers = new CopyOnWriteArrayList<>();
    private final List<Headers> passedOn = new CopyOnWriteArrayList<>();
    private final AtomicInteger tooMany = new AtomicInteger();

    /** What all daemons of a fleet have together. */
    public static final class Peers {

        private final ConcurrentMap<String, Answer> tasks = new ConcurrentHashMap<>();
        private final AtomicInteger readings = new AtomicInteger();

        /** How often an origin was read. */
        public int readings() {
            return readings.get();
        }

        /** Puts a wrong byte into all contents that the peers have. */
        public void corrupt() {
            tasks.values().forEach(answer -> answer.body()[0] ^= 1);
        }
    }

    private record Answer(int status, Map<String, String> headers, byte[] body) {}

    private Dfdaemon(URI origin, Peers peers) {
        this.origin = origin;
        this.peers = peers;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** Starts a daemon on a free port of the loopback interface. */
    public static Dfdaemon start(String origin, Peers peers) {
        return new Dfdaemon(URI.create(origin), peers);
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The headers of all requests that were answered by peers. */
    public List<Headers> byPeers() {
        return List.copyOf(byPeers);
    }

    /** The headers of all requests that were passed on to the origin. */
    public List<Headers> passedOn() {
        return List.copyOf(passedOn);
    }

    public void clearRequests() {
        byPeers.clear();
        passedOn.clear();
    }

    /** Refuses so many of the next requests, as when there are more in a second than allowed. */
    public void refuseNext(int count) {
        tooMany.set(count);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers request = exchange.getRequestHeaders();
            String target = exchange.getRequestURI().toString();
            if (tooMany.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                exchange.sendResponseHeaders(429, -1);
            } else if (exchange.getRequestMethod().equals("GET")
                    && "true".equals(request.getFirst(PREFIX + "Use-P2P"))) {
                byPeers.add(request);
                serveTask(exchange, request, target);
            } else {
                passedOn.add(request);
                Answer answer = ask(exchange.getRequestMethod(), origin, target, request);
                send(exchange, answer, answer.status(), answer.body());
            }
        }
    }

    /** The identity is the address, unless the request has one. */
    private void serveTask(HttpExchange exchange, Headers request, String target) throws IOException {
        String identity = request.getFirst(PREFIX + "Content-For-Calculating-Task-ID");
        String task = sha256(identity == null ? target : identity);
        Answer known = peers.tasks.get(task);
        Answer answer = known == null ? read(target, request) : known;
        Headers headers = exchange.getResponseHeaders();
        if (answer.status() != 200) {
            headers.set(PREFIX + "Error-Type", "backend");
            send(exchange, answer, answer.status(), answer.body());
            return;
        }
        peers.tasks.putIfAbsent(task, answer);
        headers.set(PREFIX + "Task-ID", task);
        headers.set(PREFIX + "Task-Download-Finished", String.valueOf(known != null));
        String range = request.getFirst("Range");
        Matcher bounds = RANGE.matcher(range == null ? "" : range);
        if (bounds.matches()) {
            int start = Integer.parseInt(bounds.group(1));
            int end = Math.min(Integer.parseInt(bounds.group(2)) + 1, answer.body().length);
            headers.set("Content-Range", "bytes " + start + "-" + (end - 1) + "/" + answer.body().length);
            send(exchange, answer, 206, Arrays.copyOfRange(answer.body(), start, end));
        } else {
            send(exchange, answer, 200, answer.body());
        }
    }

    /** Reads all of a content, wherever redirects lead. */
    private Answer read(String target, Headers request) throws IOException {
        peers.readings.incrementAndGet();
        var plain = new Headers();
        request.forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Range")
                    && !name.toLowerCase(Locale.ROOT).startsWith("x-dragonfly-")) {
                plain.put(name, values);
            }
        });
        URI current = origin.resolve(target);
        Answer answer = ask("GET", current, pathAndQuery(current), plain);
        for (int hops = 0; hops < 10 && answer.headers().containsKey("location"); hops++) {
            current = current.resolve(answer.headers().get("location"));
            answer = ask("GET", current, pathAndQuery(current), plain);
        }
        return answer;
    }

    private static String pathAndQuery(URI address) {
        return address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
    }

    /** Asks a server, which is told its name without the port. */
    private static Answer ask(String method, URI server, String target, Headers headers) throws IOException {
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
            headers.forEach((name, values) -> {
                if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Connection")) {
                    values.forEach(value ->
                            head.append(name).append(": ").append(value).append("\r\n"));
                }
            });
            head.append("Host: ").append(server.getHost()).append("\r\nConnection: close\r\n\r\n");
            OutputStream out = socket.getOutputStream();
            out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return answer(socket.getInputStream());
        }
    }

    private static Answer answer(InputStream in) throws IOException {
        byte[] all = in.readAllBytes();
        int end = new String(all, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        String[] lines = new String(all, 0, Math.max(0, end), StandardCharsets.ISO_8859_1).split("\r\n");
        if (end < 0 || lines[0].split(" ").length < 2) {
            throw new IOException("the origin does not answer in HTTP");
        }
        Map<String, String> headers = new ConcurrentHashMap<>();
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Answer(
                Integer.parseInt(lines[0].split(" ")[1]), headers, Arrays.copyOfRange(all, end + 4, all.length));
    }

    private static void send(HttpExchange exchange, Answer answer, int status, byte[] body) throws IOException {
        answer.headers().forEach((name, value) -> {
            if (!name.equals("content-length") && !name.equals("connection") && !name.equals("content-range")) {
                exchange.getResponseHeaders().set(name, value);
            }
        });
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
