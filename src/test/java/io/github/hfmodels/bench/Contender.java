package io.github.hfmodels.bench;

import io.github.hfmodels.bench.Workload.BenchFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program that downloads models.
 *
 * @param name what the table calls it
 * @param version what it says it is
 * @param keepsCache whether it fills huggingface_hub's cache, and so has something to do on a warm one
 * @param start makes the command
 * @param skip makes the command of the same program that has nothing to do; null if there is none
 */
record Contender(
        String name,
        String version,
        boolean keepsCache,
        Start start,
        @Nullable Start skip) {

    /** How to download a model from a Hub into a folder. */
    @FunctionalInterface
    interface Start {
        ProcessBuilder of(Endpoint endpoint, Workload workload, Path folder) throws IOException;
    }

    /** All that are present. */
    static List<Contender> present() {
        var contenders = new ArrayList<Contender>();
        contenders.add(new Contender(
                "plugin in a bare JVM, 64 MiB",
                "Java " + System.getProperty("java.version"),
                true,
                (endpoint, workload, folder) -> java(MeasuredBuild.class, endpoint, folder, workload.model()),
                null));
        for (PluginBuild build : PluginBuild.present()) {
            contenders.add(new Contender(
                    build.name(),
                    PluginBuild.mavenVersion(),
                    true,
                    (endpoint, workload, folder) -> build.prefetch(endpoint, workload.model(), folder),
                    (endpoint, workload, folder) -> build.prefetch(endpoint, workload.model(), folder, "-Dhf.skip")));
        }
        if (isPresent("curl")) {
            contenders.add(new Contender("curl", version("curl", "--version"), false, Contender::curl, null));
        }
        if (isPresent("aria2c")) {
            contenders.add(
                    new Contender("aria2c -x16 -s16", version("aria2c", "--version"), false, Contender::aria2c, null));
        }
        String python = System.getenv("HF_TEST_PYTHON");
        Path hf = python == null ? null : Path.of(python).resolveSibling("hf");
        if (hf != null && Files.exists(hf)) {
            contenders.add(new Contender(
                    "hf download",
                    "huggingface_hub " + version(hf.toString(), "version"),
                    true,
                    (endpoint, workload, folder) -> hf(hf, endpoint, workload.model(), folder),
                    null));
        }
        return contenders;
    }

    /** Where a file of the model is when the program has ended. */
    Path result(Path folder, Workload workload, String commit, BenchFile file) {
        Path files = keepsCache
                ? folder.resolve("models--" + workload.model().replace("/", "--"))
                        .resolve("snapshots")
                        .resolve(commit)
                : folder;
        return files.resolve(file.path());
    }

    /** A program of these sources, in a JVM of its own. */
    static ProcessBuilder java(Class<?> main, Endpoint endpoint, Path folder, String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(endpoint.javaOptions());
        command.addAll(List.of(main.getName(), endpoint.url(), folder.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private static ProcessBuilder curl(Endpoint endpoint, Workload workload, Path folder) throws IOException {
        List<String> lines = workload.files().stream()
                .map(file -> "url = \"%s\"%noutput = \"%s\"".formatted(address(endpoint, workload, file), file.path()))
                .toList();
        Path list = Files.write(folder.resolveSibling("curl.txt"), lines);
        var builder =
                new ProcessBuilder("curl", "-q", "-sS", "-L", "--fail", "--create-dirs", "--config", list.toString());
        if (endpoint.authority() != null) {
            builder.command()
                    .addAll(List.of("--cacert", endpoint.authority().root().toString()));
        }
        return builder.directory(folder.toFile());
    }

    /** As fast as it can be: it need not fill files with zeros first, and has as many downloads as connections. */
    private static ProcessBuilder aria2c(Endpoint endpoint, Workload workload, Path folder) throws IOException {
        List<String> lines = workload.files().stream()
                .map(file -> "%s%n  out=%s".formatted(address(endpoint, workload, file), file.path()))
                .toList();
        Path list = Files.write(folder.resolveSibling("aria2c.txt"), lines);
        var builder = new ProcessBuilder(
                "aria2c", "-x16", "-s16", "-j16", "--file-allocation=none", "--no-conf", "-q", "-i", list.toString());
        if (endpoint.authority() != null) {
            builder.command().add("--ca-certificate=" + endpoint.authority().root());
        }
        return builder.directory(folder.toFile());
    }

    private static ProcessBuilder hf(Path hf, Endpoint endpoint, String model, Path folder) {
        var builder = new ProcessBuilder(hf.toString(), "download", model, "--cache-dir", folder.toString(), "-q");
        builder.environment()
                .putAll(Map.of(
                        "HF_ENDPOINT", endpoint.url(),
                        "HF_HUB_DISABLE_XET", "1",
                        "HF_HUB_DISABLE_TELEMETRY", "1",
                        "HF_HUB_DISABLE_UPDATE_CHECK", "1"));
        if (endpoint.authority() != null) {
            builder.environment()
                    .put("SSL_CERT_FILE", endpoint.authority().root().toString());
        }
        return builder;
    }

    private static String address(Endpoint endpoint, Workload workload, BenchFile file) {
        return endpoint.url() + "/" + workload.model() + "/resolve/main/" + file.path();
    }

    static boolean isPresent(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** The first number with dots that a program says of itself. */
    static String version(String... command) {
        try {
            Path log = Files.createTempFile("version", ".txt");
            try {
                String said =
                        MeasuredProcess.run(new ProcessBuilder(command), log).output();
                return said.lines()
                        .map(line -> line.replaceAll("\\x1b\\[[0-9;]*m", ""))
                        .filter(line -> line.matches(".*\\d+\\.\\d+.*"))
                        .map(line -> line.replaceFirst(".*?(\\d+(\\.\\d+)+).*", "$1"))
                        .findFirst()
                        .orElse("");
            } finally {
                Files.delete(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
