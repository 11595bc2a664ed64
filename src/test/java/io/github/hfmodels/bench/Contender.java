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
 */
record Contender(String name, String version, boolean keepsCache, Start start) {

    static final String OURS = "plugin in a bare JVM, 64 MiB";
    static final String MAVEN = "plugin in Maven, 64 MiB";

    /** How to download a model from a Hub into a folder. */
    @FunctionalInterface
    interface Start {
        ProcessBuilder of(String endpoint, Workload workload, Path folder) throws IOException;
    }

    /** All that are present. */
    static List<Contender> present(@Nullable Path maven, String plugin, Path repository) {
        var contenders = new ArrayList<Contender>();
        contenders.add(new Contender(
                OURS,
                "Java " + System.getProperty("java.version"),
                true,
                (endpoint, workload, folder) -> java(MeasuredBuild.class, endpoint, folder, workload.model())));
        if (maven != null && Files.exists(maven)) {
            contenders.add(new Contender(
                    MAVEN,
                    version(maven.toString(), "-v"),
                    true,
                    (endpoint, workload, folder) ->
                            maven(maven, plugin, repository, endpoint, workload.model(), folder)));
        }
        if (isPresent("curl")) {
            contenders.add(new Contender("curl", version("curl", "--version"), false, Contender::curl));
        }
        if (isPresent("aria2c")) {
            contenders.add(new Contender("aria2c -x16 -s16", version("aria2c", "--version"), false, Contender::aria2c));
        }
        String python = System.getenv("HF_TEST_PYTHON");
        Path hf = python == null ? null : Path.of(python).resolveSibling("hf");
        if (hf != null && Files.exists(hf)) {
            contenders.add(new Contender(
                    "hf download",
                    "huggingface_hub " + version(hf.toString(), "version"),
                    true,
                    (endpoint, workload, folder) -> hf(hf, endpoint, workload.model(), folder)));
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
    static ProcessBuilder java(Class<?> main, String endpoint, Path folder, String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                endpoint,
                folder.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    static ProcessBuilder maven(
            Path maven, String plugin, Path repository, String endpoint, String model, Path folder) {
        var builder = new ProcessBuilder(
                maven.toString(),
                "-B",
                "-Dmaven.repo.local=" + repository,
                "-Dhf.endpoint=" + endpoint,
                "-Dhf.models=" + model,
                // What is warm costs one question here, as in a bare JVM and as for others.
                "-Dhf.updatePolicy=always",
                "-Dhf.cacheDirectory=" + folder,
                plugin + ":prefetch");
        builder.environment()
                .put(
                        "MAVEN_OPTS",
                        "-Xmx64m -Dorg.slf4j.simpleLogger.showDateTime=true"
                                + " -Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS");
        return builder.directory(folder.getParent().toFile());
    }

    private static ProcessBuilder curl(String endpoint, Workload workload, Path folder) throws IOException {
        List<String> lines = workload.files().stream()
                .map(file -> "url = \"%s\"%noutput = \"%s\"".formatted(address(endpoint, workload, file), file.path()))
                .toList();
        Path list = Files.write(folder.resolveSibling("curl.txt"), lines);
        var builder =
                new ProcessBuilder("curl", "-q", "-sS", "-L", "--fail", "--create-dirs", "--config", list.toString());
        return builder.directory(folder.toFile());
    }

    /** As fast as it can be: it need not fill files with zeros first, and has as many downloads as connections. */
    private static ProcessBuilder aria2c(String endpoint, Workload workload, Path folder) throws IOException {
        List<String> lines = workload.files().stream()
                .map(file -> "%s%n  out=%s".formatted(address(endpoint, workload, file), file.path()))
                .toList();
        Path list = Files.write(folder.resolveSibling("aria2c.txt"), lines);
        var builder = new ProcessBuilder(
                "aria2c", "-x16", "-s16", "-j16", "--file-allocation=none", "--no-conf", "-q", "-i", list.toString());
        return builder.directory(folder.toFile());
    }

    private static ProcessBuilder hf(Path hf, String endpoint, String model, Path folder) {
        var builder = new ProcessBuilder(hf.toString(), "download", model, "--cache-dir", folder.toString(), "-q");
        builder.environment()
                .putAll(Map.of(
                        "HF_ENDPOINT", endpoint,
                        "HF_HUB_DISABLE_XET", "1",
                        "HF_HUB_DISABLE_TELEMETRY", "1",
                        "HF_HUB_DISABLE_UPDATE_CHECK", "1"));
        return builder;
    }

    private static String address(String endpoint, Workload workload, BenchFile file) {
        return endpoint + "/" + workload.model() + "/resolve/main/" + file.path();
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
