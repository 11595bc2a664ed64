package io.github.hfmodels.testproxy;

import io.github.hfmodels.process.ServerProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;

/** Servers that companies put in front of a Hub, each with the configuration that its manual would have for that. */
public enum RealServer {
    NGINX("nginx", Configuration.NGINX, """
            location / { proxy_pass http://${hub}; }
            """),
    NGINX_PREFIX("nginx", Configuration.NGINX, """
            location /models/ { proxy_pass http://${hub}/; proxy_redirect / /models/; }
            """),
    NGINX_CACHE("nginx", Configuration.NGINX, """
            location / {
                proxy_pass http://${hub};
                proxy_cache contents;
                proxy_cache_valid 200 206 1h;
                proxy_cache_lock on;
                proxy_cache_bypass $http_authorization;
                proxy_no_cache $http_authorization;
            }
            """),
    NGINX_NO_RANGES("nginx", Configuration.NGINX, """
            location / { proxy_pass http://${hub}; proxy_set_header Range ""; max_ranges 0; }
            """),
    NGINX_FOLDER("nginx", Configuration.NGINX, """
            root ${folder};
            """),
    APACHE("apache2", Configuration.APACHE, """
            LoadModule proxy_module ${modules}/mod_proxy.so
            LoadModule proxy_http_module ${modules}/mod_proxy_http.so
            AllowEncodedSlashes NoDecode
            ProxyPass / http://${hub}/ nocanon
            ProxyPassReverse / http://${hub}/
            """),
    APACHE_FOLDER("apache2", Configuration.APACHE, """
            DocumentRoot ${folder}
            """),
    VARNISH("varnishd", "", """
            vcl 4.1;
            backend hub { .host = "${host}"; .port = "${hubPort}"; }
            """),
    HAPROXY("haproxy", "", """
            defaults
                mode http
                timeout connect 10s
                timeout client 60s
                timeout server 60s
            listen hub
                bind 127.0.0.1:${port}
                server hub ${hub}
            """),
    SQUID("squid", Configuration.SQUID, """
            http_port 127.0.0.1:${port} accel defaultsite=${host} no-vhost
            cache_peer ${host} parent ${hubPort} 0 no-query no-digest originserver login=PASSTHRU
            refresh_pattern . 60 20% 60
            """),
    /** Not an endpoint, but the proxy by which the Hub is reached. */
    SQUID_FORWARD("squid", Configuration.SQUID, """
            http_port 127.0.0.1:${port}
            """);

    private static final boolean IS_ROOT = "root".equals(System.getProperty("user.name"));

    private final String program;
    private final String configuration;

    RealServer(String program, String frame, String configuration) {
        this.program = program;
        this.configuration = frame.isEmpty() ? configuration : frame.replace("${more}", configuration);
    }

    /** What configurations of one program have in common. */
    private static final class Configuration {
        static final String NGINX = """
                ${nginxUser}
                daemon off;
                pid ${work}/nginx.pid;
                error_log ${work}/error.log;
                events {}
                http {
                    access_log off;
                    client_body_temp_path ${work}/body;
                    proxy_temp_path ${work}/proxy;
                    fastcgi_temp_path ${work}/fastcgi;
                    uwsgi_temp_path ${work}/uwsgi;
                    scgi_temp_path ${work}/scgi;
                    proxy_cache_path ${work}/contents keys_zone=contents:1m;
                    server {
                        listen 127.0.0.1:${port};
                        ${more}
                    }
                }
                """;
        static final String APACHE = """
                ServerRoot ${work}
                ServerName localhost
                Listen 127.0.0.1:${port}
                PidFile ${work}/httpd.pid
                ErrorLog /dev/stderr
                ${apacheUser}
                LoadModule mpm_event_module ${modules}/mod_mpm_event.so
                LoadModule authz_core_module ${modules}/mod_authz_core.so
                ${more}
                """;
        static final String SQUID = """
                ${more}
                http_access allow all
                cache_mem 64 MB
                maximum_object_size_in_memory 32 MB
                access_log none
                cache_log /dev/stdout
                cache_store_log none
                pid_filename none
                netdb_filename none
                coredump_dir none
                pinger_enable off
                shutdown_lifetime 0 seconds
                """;

        private Configuration() {}
    }

    /** The program that must be installed. */
    public String program() {
        return program;
    }

    /** Whether it serves a folder rather than what a hub answers. */
    public boolean servesFolder() {
        return this == NGINX_FOLDER || this == APACHE_FOLDER;
    }

    /** The path below which it has the Hub. */
    public String prefix() {
        return this == NGINX_PREFIX ? "/models" : "";
    }

    /**
     * Starts it.
     *
     * @param work where it may write
     * @param hub address of the hub, as host and port
     * @param folder what it serves, if it serves a folder
     */
    public ServerProgram start(Path work, String hub, Path folder) throws IOException, InterruptedException {
        Path found = ServerProgram.find(program).orElseThrow();
        // Some change to a user without rights, who must be able to read all the same.
        for (Path path = folder; path != null && path.startsWith(work.getParent()); path = path.getParent()) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path file = work.resolve("server.conf");
        return ServerProgram.start(work.resolve("server.log"), port -> {
            Files.writeString(
                    file,
                    configuration
                            .replace("${work}", work.toString())
                            .replace("${folder}", folder.toString())
                            .replace("${hub}", hub)
                            .replace("${host}", hub.replaceFirst(":.*", ""))
                            .replace("${hubPort}", hub.replaceFirst(".*:", ""))
                            .replace("${port}", String.valueOf(port))
                            .replace("${modules}", "/usr/lib/apache2/modules")
                            .replace("${nginxUser}", IS_ROOT ? "user root root;" : "")
                            .replace("${apacheUser}", IS_ROOT ? "User daemon\nGroup daemon" : ""));
            return command(found.toString(), work.toString(), file.toString(), port);
        });
    }

    private List<String> command(String found, String work, String file, int port) {
        return switch (program) {
            case "nginx" -> List.of(found, "-c", file);
            case "apache2" -> List.of(found, "-D", "FOREGROUND", "-f", file);
            case "haproxy" -> List.of(found, "-db", "-f", file);
            case "squid" -> List.of(found, "-N", "-f", file);
            default ->
                List.of(
                        found,
                        "-F",
                        "-j",
                        "none",
                        "-n",
                        work + "/varnish",
                        "-a",
                        "127.0.0.1:" + port,
                        "-f",
                        file,
                        "-s",
                        "malloc,64m");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
