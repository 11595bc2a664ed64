package io.github.hfmodels.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A build of the plugin, to be run by Maven.
 *
 * @param name what the table calls it
 * @param coordinates its group, its artifact and its version, with colons between them
 * @param repository Maven's local repository, which has it
 */
record PluginBuild(String name, String coordinates, Path repository) {

    static final String NAME = "plugin in Maven, 64 MiB";

    private static final String MAVEN = System.getProperty("bench.maven", "mvn");

    /** This one, and the one before if there is its repository; none without Maven. */
    static List<PluginBuild> present() {
        var builds = new ArrayList<PluginBuild>();
        if (Files.exists(Path.of(MAVEN))) {
            String coordinates = System.getProperty("bench.plugin", "");
            builds.add(new PluginBuild(NAME, coordinates, Path.of(System.getProperty("bench.repository", "it-repo"))));
            String before = System.getProperty("bench.beforeRepository", "");
            if (!before.isEmpty()) {
                builds.add(new PluginBuild("plugin before, in Maven, 64 MiB", coordinates, Path.of(before)));
            }
        }
        return builds;
    }

    /** What Maven says of its version. */
    static String mavenVersion() {
        return Contender.version(MAVEN, "-v");
    }

    /**
     * Lets Maven download what the plugin needs. Later it may trust only the authority of a test.
     *
     * @param work where it may write
     */
    void prepare(Path work) throws IOException, InterruptedException {
        MeasuredProcess.run(maven(List.of(coordinates + ":prefetch", "-Dhf.skip")), work.resolve("prepare.txt"));
    }

    /** The goal prefetch without a project. */
    ProcessBuilder prefetch(Endpoint endpoint, String model, Path folder, String... more) {
        var arguments = new ArrayList<>(List.of(
                "-Dhf.endpoint=" + endpoint.url(),
                "-Dhf.models=" + model,
                // What is warm costs one question here, as in a bare JVM and as for others.
                "-Dhf.updatePolicy=always",
                "-Dhf.cacheDirectory=" + folder,
                coordinates + ":prefetch"));
        arguments.addAll(List.of(more));
        var options = new ArrayList<>(List.of(
                "-Xmx64m",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS"));
        options.addAll(endpoint.javaOptions());
        ProcessBuilder builder = maven(arguments);
        builder.environment().put("MAVEN_OPTS", String.join(" ", options));
        return builder.directory(folder.getParent().toFile());
    }

    /** Maven with this plugin at hand. */
    ProcessBuilder maven(List<String> arguments) {
        var command = new ArrayList<>(List.of(MAVEN, "-B", "-Dmaven.repo.local=" + repository.toAbsolutePath()));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }
}
