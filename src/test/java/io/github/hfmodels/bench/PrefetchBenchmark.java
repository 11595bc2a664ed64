package io.github.hfmodels.bench;

import io.github.hfmodels.testhub.TestHubMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Time and peak heap for one file of 2 GiB and for 2,000 files of 8 KiB, with 64 MiB of heap, cold and warm. */
public final class PrefetchBenchmark {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final long MEBIBYTE = 1 << 20;

    private final String endpoint;
    private final Path cache;

    private PrefetchBenchmark(String endpoint, Path cache) {
        this.endpoint = endpoint;
        this.cache = cache;
    }

    /** @param args a folder for the cache, which is emptied */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path cache = Path.of(args[0]);
        Process hub = java(
                        "128m",
                        TestHubMain.class,
                        "--generate",
                        "bench/one",
                        "model.bin",
                        String.valueOf(2048 * MEBIBYTE),
                        "--many",
                        "bench/many",
                        "2000",
                        "8192",
                        "--seconds",
                        "600")
                .start();
        try (BufferedReader lines = hub.inputReader(StandardCharsets.UTF_8)) {
            String endpoint = "";
            for (String line = lines.readLine(); line != null && !line.equals("ready"); line = lines.readLine()) {
                endpoint = line.startsWith("endpoint=") ? line.substring("endpoint=".length()) : endpoint;
            }
            new PrefetchBenchmark(endpoint, cache).run();
        } finally {
            hub.destroy();
            hub.waitFor();
        }
    }

    private void run() throws IOException, InterruptedException {
        System.out.println();
        System.out.println("-Xmx64m, one process each         seconds  MB/s  peak heap MiB");
        measure("1 x 2 GiB, cold", "bench/one", 2048 * MEBIBYTE);
        measure("1 x 2 GiB, warm", "bench/one", 0);
        measure("2,000 x 8 KiB, cold", "bench/many", 2000 * 8192);
        measure("2,000 x 8 KiB, warm", "bench/many", 0);
        System.out.println();
        delete(cache);
    }

    private void measure(String what, String model, long bytes) throws IOException, InterruptedException {
        if (bytes > 0) {
            delete(cache);
        }
        Process build = java("64m", MeasuredBuild.class, endpoint, cache.toString(), model)
                .start();
        String[] figures;
        try (BufferedReader lines = build.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            figures = line == null ? new String[0] : line.split(" ");
        }
        if (build.waitFor() != 0 || figures.length != 2) {
            throw new IllegalStateException(what + " failed");
        }
        double seconds = Double.parseDouble(figures[0]);
        System.out.printf(
                "%-32s %8.3f  %4s  %13.1f%n",
                what,
                seconds,
                bytes == 0 ? "" : String.format("%.0f", bytes / seconds / 1e6),
                Long.parseLong(figures[1]) / (double) MEBIBYTE);
    }

    private static ProcessBuilder java(String heap, Class<?> main, String... arguments) {
        var command = new ArrayList<>(List.of(
                JAVA,
                "-Xmx" + heap,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }
}
