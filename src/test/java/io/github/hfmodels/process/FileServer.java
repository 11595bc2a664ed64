package io.github.hfmodels.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of another program, which serves a folder as it is. */
public final class FileServer implements AutoCloseable {

    private static final int TRIES = 5;
    private static final long START_SECONDS = 30;
    private static final Pattern PORT = Pattern.compile("port (\\d+)");

    private final Process process;
    private final String address;

    private FileServer(Process process, int port) {
        this.process = process;
        this.address = "http://127.0.0.1:" + port;
    }

    /** Python's own server; skips the test where there is no Python. */
    public static FileServer python(Path folder) throws IOException {
        assumeTrue(runs("python3", "--version"), "skipped: there is no python3");
        Process process = new ProcessBuilder(
                        "python3",
                        "-u",
                        "-m",
                        "http.server",
                        "0",
                        "--bind",
                        "127.0.0.1",
                        "--directory",
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Matcher port = PORT.matcher(process.inputReader().readLine());
        assumeTrue(port.find(), "skipped: python3 -m http.server does not start");
        return new FileServer(process, Integer.parseInt(port.group(1)));
    }

    /**
     * Debian's nginx with nothing configured; skips the test where there is none.
     *
     * @param work where it may write
     */
    public static FileServer nginx(Path work, Path folder) throws IOException {
        String program = Files.exists(Path.of("/usr/sbin/nginx")) ? "/usr/sbin/nginx" : "nginx";
        assumeTrue(runs(program, "-v"), "skipped: there is no nginx");
        Files.createDirectories(work);
        // It cannot choose a port itself, and another program may be quicker.
        for (int i = 0; i < TRIES; i++) {
            int port = freePort();
            Path configuration = Files.writeString(work.resolve("nginx.conf"), configuration(work, folder, port));
            Process process = new ProcessBuilder(program, "-c", configuration.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(work.resolve("output").toFile())
                    .start();
            if (isListening(process, port)) {
                return new FileServer(process, port);
            }
            process.destroyForcibly();
        }
        throw new IllegalStateException("nginx does not start: " + Files.readString(work.resolve("error.log")));
    }

    private static String configuration(Path work, Path folder, int port) {
        // Its workers would otherwise be somebody else, who may not see the folder.
        String user = System.getProperty("user.name").equals("root") ? "user root root;\n" : "";
        return user + """
                daemon off;
                worker_processes 1;
                pid "%1$s/nginx.pid";
                error_log "%1$s/error.log";
                events {}
                http {
                    access_log off;
                    client_body_temp_path "%1$s/body";
                    proxy_temp_path "%1$s/proxy";
                    fastcgi_temp_path "%1$s/fastcgi";
                    uwsgi_temp_path "%1$s/uwsgi";
                    scgi_temp_path "%1$s/scgi";
                    root "%2$s";
                    server { listen 127.0.0.1:%3$d; }
                }
                """.formatted(work, folder, port);
    }

    /** The server's address. */
    public String address() {
        return address;
    }

    /** Whether a command can be run, and succeeds. */
    public static boolean runs(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean isListening(Process process, int port) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < end) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return process.isAlive();
            } catch (IOException e) {
                if (hasEnded(process)) {
                    return false;
                }
            }
        }
        return false;
    }

    private static boolean hasEnded(Process process) {
        try {
            return process.waitFor(10, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .orTimeout(START_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly())
                .join();
    }
}
