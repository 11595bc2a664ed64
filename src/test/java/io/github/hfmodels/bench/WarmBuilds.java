package io.github.hfmodels.bench;

import io.github.hfmodels.bench.Results.WarmBuildTime;
import io.github.hfmodels.testhub.TestCommit;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a build costs in which all is there: a fresh Maven with the goal, and one that skips it, in turn. The models are pinned in the
 * project or in its lock file. Fails when the Hub is asked for anything, never because something was slow.
 *
 * @param title what the table calls it
 * @param models how many the project has
 * @param isLocked whether it has a lock file
 */
record WarmBuilds(String title, int models, boolean isLocked) {

    static final List<WarmBuilds> ALL = List.of(
            new WarmBuilds("1 pinned model", 1, false),
            new WarmBuilds("3 pinned models", 3, false),
            new WarmBuilds("50 locked models, 1,000 files", 50, true));

    private static final int FILES = 20;
    private static final int PAIRS = Integer.getInteger("bench.pairs", 15);

    /** A project of which all is there. */
    private record Project(PluginBuild build, Path folder, String endpoint, List<Double> warm, List<Double> skipped) {

        /** Gives the milliseconds from Maven's start to its end. */
        double maven(String... arguments) throws IOException, InterruptedException {
            var all = new ArrayList<>(
                    List.of("-ntp", "-Dhf.endpoint=" + endpoint, "-Dhf.cacheDirectory=" + folder.resolve("cache")));
            all.addAll(List.of(arguments));
            ProcessBuilder maven = build.maven(all).directory(folder.toFile());
            return MeasuredProcess.run(maven, folder.resolve("output.txt")).seconds() * 1_000;
        }
    }

    /**
     * Measures builds of the plugin in turn.
     *
     * @param folder to work in, which is there
     */
    void measure(Path folder, List<PluginBuild> builds, Consumer<WarmBuildTime> result)
            throws IOException, InterruptedException {
        try (TestHub hub = TestHub.start()) {
            List<String> published = IntStream.range(0, models)
                    .mapToObj(model -> publish(hub, "bench/model-%02d".formatted(model)))
                    .toList();
            var projects = new ArrayList<Project>();
            for (PluginBuild build : builds) {
                Path at = folder.resolve("build-" + projects.size());
                Files.createDirectories(at.resolve(".mvn"));
                Files.writeString(at.resolve("pom.xml"), pom(build, published));
                var project = new Project(build, at, hub.endpoint(), new ArrayList<>(), new ArrayList<>());
                if (isLocked) {
                    project.maven(build.coordinates() + ":lock");
                }
                project.maven("process-resources");
                projects.add(project);
            }
            hub.clearRequests();
            for (int pair = 0; pair < PAIRS; pair++) {
                for (Project project : projects) {
                    project.skipped().add(project.maven("-o", "process-resources", "-Dhf.skip"));
                    project.warm().add(project.maven("-o", "process-resources"));
                }
            }
            if (!hub.requests().isEmpty()) {
                throw new IllegalStateException("the Hub was asked for " + hub.requests());
            }
            projects.stream().map(this::time).forEach(result);
        }
    }

    private WarmBuildTime time(Project project) {
        List<Double> differences = IntStream.range(0, PAIRS)
                .mapToObj(i -> project.warm().get(i) - project.skipped().get(i))
                .toList();
        return new WarmBuildTime(
                title,
                project.build().name(),
                PAIRS,
                Measurement.median(project.warm()),
                Measurement.median(project.skipped()),
                Measurement.median(differences));
    }

    /** Puts a model on the Hub. Returns how the project names it. */
    private String publish(TestHub hub, String id) {
        TestCommit commit = hub.model(id).commit("benchmark");
        for (int file = 0; file < FILES; file++) {
            commit.file("folder/file-%02d.json".formatted(file), "{\"%s\": %d}".formatted(id, file));
        }
        return isLocked ? id : id + "@" + commit.id();
    }

    private static String pom(PluginBuild build, List<String> models) {
        String[] plugin = build.coordinates().split(":");
        return """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>bench</groupId>
                  <artifactId>warm</artifactId>
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
}
