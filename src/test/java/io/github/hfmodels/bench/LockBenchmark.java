package io.github.hfmodels.bench;

import io.github.hfmodels.testhub.TestCommit;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a lock file costs a build in which all is there: a fresh Maven with the goal, and one that skips it, in turn. Fails when the Hub
 * is asked for anything, never because something was slow.
 */
public final class LockBenchmark {

    private static final int MODELS = 50;
    private static final int FILES = 20;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 100);

    private final Path folder;
    private final TestHub hub;

    private LockBenchmark(Path folder, TestHub hub) {
        this.folder = folder;
        this.hub = hub;
    }

    /** @param args a folder to work in, which must not be there */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
        try (TestHub hub = TestHub.start()) {
            new LockBenchmark(folder, hub).run();
        }
    }

    private void run() throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve(".mvn"));
        Files.writeString(folder.resolve("pom.xml"), pom(publish()));
        String plugin = System.getProperty("bench.plugin", "");
        maven(plugin + ":lock");
        maven("process-resources");
        hub.clearRequests();
        var warm = new ArrayList<Double>();
        var skipped = new ArrayList<Double>();
        for (int round = 0; round < ROUNDS; round++) {
            skipped.add(maven("process-resources", "-Dhf.skip"));
            warm.add(maven("process-resources"));
        }
        if (!hub.requests().isEmpty()) {
            throw new IllegalStateException("the Hub was asked for " + hub.requests());
        }
        long bytes = Files.size(folder.resolve("hf-models.lock.json"));
        System.out.printf(
                Locale.ROOT,
                "%d models, %d files, a lock file of %d bytes; %d builds with the goal and %d without, 0 requests%n"
                        + "median with the goal %.0f ms, skipped %.0f ms, difference %.0f ms%n",
                MODELS,
                MODELS * FILES,
                bytes,
                ROUNDS,
                ROUNDS,
                median(warm),
                median(skipped),
                median(warm) - median(skipped));
    }

    private List<String> publish() {
        return IntStream.range(0, MODELS)
                .mapToObj(model -> {
                    String id = "bench/model-%02d".formatted(model);
                    TestCommit commit = hub.model(id).commit("benchmark");
                    for (int file = 0; file < FILES; file++) {
                        commit.file("folder/file-%02d.json".formatted(file), "{\"%s\": %d}".formatted(id, file));
                    }
                    return id;
                })
                .toList();
    }

    private String pom(List<String> models) {
        String[] plugin = System.getProperty("bench.plugin", "").split(":");
        return """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>bench</groupId>
                  <artifactId>lock</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  <build>
                    <plugins>
                      <plugin>
                        <groupId>%s</groupId>
                        <artifactId>%s</artifactId>
                        <version>%s</version>
                        <executions><execution><goals><goal>prefetch</goal></goals></execution></executions>
                        <configuration><models>%s</models></configuration>
                      </plugin>
                    </plugins>
                  </build>
                </project>
                """.formatted(
                plugin[0],
                plugin[1],
                plugin[2],
                models.stream().map(model -> "<model>" + model + "</model>").collect(Collectors.joining()));
    }

    /** Runs Maven; gives the milliseconds from its start to its end. */
    private double maven(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of(
                System.getProperty("bench.maven", "mvn"),
                "-B",
                "-ntp",
                "-o",
                "-Dmaven.repo.local=" + System.getProperty("bench.repository", "it-repo"),
                "-Dhf.endpoint=" + hub.endpoint(),
                "-Dhf.cacheDirectory=" + folder.resolve("cache")));
        if (hub.requests().isEmpty() && !Files.exists(folder.resolve("cache"))) {
            command.remove("-o");
        }
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        return MeasuredProcess.run(builder, folder.resolve("output.txt")).seconds() * 1_000;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
