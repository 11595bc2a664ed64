package io.github.hfmodels.bench;

import io.github.hfmodels.process.ServerProgram;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.Stream;

/** An nginx of the benchmark's own with one or more servers, which listen on a port each. */
final class Nginx implements AutoCloseable {

    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final ServerProgram program;
    private final Path accessLog;
    private final List<Integer> ports;

    private Nginx(ServerProgram program, Path accessLog, List<Integer> ports) {
        this.program = program;
        this.accessLog = accessLog;
        this.ports = List.copyOf(ports);
    }

    /** What was asked of it and how many bytes of bodies it handed over, read by anybody or not. */
    record Traffic(long requests, long bytes) {}

    /**
     * Starts one that serves a folder: on port 0 as fast as it can, on port 1 slowly, on port 2 over TLS, on
     * port 3 the same with little of what a client has not received yet, for slow clients.
     *
     * @param work where it may write
     * @param root what it serves
     * @param rate how many mebibytes a second an answer gets from the slow server
     */
    static Nginx ofFolder(Path work, Path root, int rate, CertificateAuthority authority)
            throws IOException, InterruptedException {
        return start(
                work,
                "root " + root + ";" + tls(authority),
                List.of(
                        "location = /status { stub_status; access_log off; } listen PORT;",
                        "listen PORT; limit_rate " + rate + "m;",
                        "listen PORT ssl;",
                        "listen PORT ssl sndbuf=64k;"));
    }

    /**
     * Starts one that ends TLS in front of Hubs, a port for each. The links in their answers lead to itself, or to where the client says that it is.
     *
     * @param work where it may write
     */
    static Nginx before(List<TestHub> hubs, Path work, CertificateAuthority authority)
            throws IOException, InterruptedException {
        var common = new StringBuilder(tls(authority)).append("""
                map $upstream_http_link $link {
                    "~^<http://[^/]+(?<rest>/.*)$" "<https://$http_host$rest";
                }
                proxy_http_version 1.1;
                proxy_set_header Connection "";
                proxy_set_header Host $http_host;
                proxy_hide_header Link;
                add_header Link $link;
                """);
        var servers = new ArrayList<String>();
        for (TestHub hub : hubs) {
            String name = "hub" + servers.size();
            common.append("upstream %s { server %s; keepalive 64; }%n"
                    .formatted(name, URI.create(hub.endpoint()).getAuthority()));
            servers.add("listen PORT ssl; location / { proxy_pass http://" + name + "; }");
        }
        return start(work, common.toString(), servers);
    }

    private static String tls(CertificateAuthority authority) {
        return "ssl_protocols TLSv1.3; ssl_certificate %s; ssl_certificate_key %s;%n"
                .formatted(authority.server(), authority.serverKey());
    }

    private static Nginx start(Path work, String common, List<String> servers)
            throws IOException, InterruptedException {
        Files.createDirectories(work);
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
                    log_format bytes $body_bytes_sent;
                    access_log %2$s bytes;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    sendfile on;
                    tcp_nopush on;
                    keepalive_requests 100000;
                    %3$s
                """.formatted(work, accessLog, common);
        var ports = new ArrayList<Integer>();
        ServerProgram program = ServerProgram.start(work.resolve("nginx.log"), port -> {
            ports.clear();
            var all = new StringBuilder(text);
            for (String server : servers) {
                ports.add(ports.isEmpty() ? port : ServerProgram.freePort());
                String address = "127.0.0.1:" + ports.get(ports.size() - 1);
                all.append("server { ").append(server.replace("PORT", address)).append(" }\n");
            }
            Files.writeString(configuration, all.append("}\n"));
            return List.of("nginx", "-e", work + "/error.log", "-c", configuration.toString());
        });
        return new Nginx(program, accessLog, ports);
    }

    /** Where one of its servers listens on 127.0.0.1. */
    int port(int server) {
        return ports.get(server);
    }

    /** All that it has answered, as soon as no client is left. For one that serves a folder. */
    Traffic traffic() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!status().contains("Active connections: 1 ") && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        try (Stream<String> lines = Files.lines(accessLog)) {
            LongSummaryStatistics bytes = lines.mapToLong(Long::parseLong).summaryStatistics();
            return new Traffic(bytes.getCount(), bytes.getSum());
        }
    }

    private String status() throws IOException {
        try (InputStream in =
                URI.create("http://127.0.0.1:" + port(0) + "/status").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
