package io.github.hfmodels.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An nginx of the benchmark's own, which serves a folder twice: as fast as it can, and slowly. */
final class Nginx implements AutoCloseable {

    private static final long START_SECONDS = 10;

    private final Process process;
    private final Path accessLog;
    private final String plain;
    private final String capped;

    private Nginx(Process process, Path accessLog, int plainPort, int cappedPort) {
        this.process = process;
        this.accessLog = accessLog;
        this.plain = "http://localhost:" + plainPort;
        this.capped = "http://localhost:" + cappedPort;
    }

    /**
     * Starts nginx.
     *
     * @param work where it may write
     * @param root what it serves
     * @param rate how many mebibytes a second an answer gets from the slow server
     */
    static Nginx start(Path work, Path root, int rate) throws IOException, InterruptedException {
        int plainPort = freePort();
        int cappedPort = freePort();
        Path accessLog = work.resolve("access.log");
        Path configuration = work.resolve("nginx.conf");
        // Its workers would otherwise be somebody else, who may not see the folder.
        String user = System.getProperty("user.name").equals("root") ? "user root root;\n" : "";
        Files.writeString(configuration, user + """
                daemon off;
                worker_processes auto;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events {}
                http {
                    access_log %2$s;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    sendfile on;
                    tcp_nopush on;
                    keepalive_requests 100000;
                    root %3$s;
                    server { listen 127.0.0.1:%4$d; }
                    server { listen 127.0.0.1:%5$d; limit_rate %6$dm; }
                }
                """.formatted(work, accessLog, root, plainPort, cappedPort, rate));
        Process process = new ProcessBuilder("nginx", "-e", work + "/error.log", "-c", configuration.toString())
                .inheritIO()
                .start();
        // Whoever ends the benchmark early ends nginx too.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        awaitPort(process, plainPort);
        return new Nginx(process, accessLog, plainPort, cappedPort);
    }

    /** Base address of the fast server. */
    String plain() {
        return plain;
    }

    /** Base address of the slow server. */
    String capped() {
        return capped;
    }

    /** How many requests were answered so far. */
    long requests() throws IOException {
        try (Stream<String> lines = Files.lines(accessLog)) {
            return lines.count();
        }
    }

    /** The system may give a port to another program before nginx has it, which then does not start. */
    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPort(Process process, int port) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (process.isAlive() && System.nanoTime() < end) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        process.destroyForcibly();
        throw new IllegalStateException("nginx does not start");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
