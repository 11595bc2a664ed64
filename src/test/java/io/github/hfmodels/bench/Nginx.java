package io.github.hfmodels.bench;

import io.github.hfmodels.process.ServerProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An nginx of the benchmark's own, which serves a folder twice: as fast as it can, and slowly. */
final class Nginx implements AutoCloseable {

    private static final String PORT = "PORT";

    private final ServerProgram program;
    private final Path accessLog;
    private final String plain;
    private final String capped;

    private Nginx(ServerProgram program, Path accessLog, int cappedPort) {
        this.program = program;
        this.accessLog = accessLog;
        this.plain = "http://localhost:" + program.port();
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
        int cappedPort = ServerProgram.freePort();
        Path accessLog = work.resolve("access.log");
        Path configuration = work.resolve("nginx.conf");
        // Its workers would otherwise be somebody else, who may not see the folder.
        String user = System.getProperty("user.name").equals("root") ? "user root root;\n" : "";
        String text = user + """
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
                    server { listen 127.0.0.1:%4$s; }
                    server { listen 127.0.0.1:%5$d; limit_rate %6$dm; }
                }
                """.formatted(work, accessLog, root, PORT, cappedPort, rate);
        ServerProgram program = ServerProgram.start(work.resolve("nginx.log"), port -> {
            Files.writeString(configuration, text.replace(PORT, String.valueOf(port)));
            return List.of("nginx", "-e", work + "/error.log", "-c", configuration.toString());
        });
        return new Nginx(program, accessLog, cappedPort);
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

    @Override
    public void close() {
        program.close();
    }
}
