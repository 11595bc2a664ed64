package io.github.hfmodels.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The figures, as a table and as JSON; each row is shown as soon as it is known. */
final class Results {

    private static final String HEAD = """
            | download | | wall s | over skip s | MB/s | CPU s | peak MiB | requests | served / content | load |
            |---|---|---:|---:|---:|---:|---:|---:|---:|---:|
            """;
    private static final String WARM_HEAD = """
            | model | again and again in one JVM, ms | in a fresh Maven, ms |
            |---|---:|---:|
            """;

    private static final String WARM_BUILD_HEAD = """
            | build with all there | | wall ms | skipped, ms | median difference of pairs, ms | pairs |
            |---|---|---:|---:|---:|---:|
            """;

    private final List<Contender> contenders;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<WarmGoalTime> warmGoals = new ArrayList<>();
    private final List<WarmBuildTime> warmBuilds = new ArrayList<>();

    /** The goal's own time for a pinned model that is there. */
    record WarmGoalTime(String workload, double millisAgain, double millisInFreshMaven) {}

    /**
     * A whole build with everything there, and one that skips the goal.
     *
     * @param title the models
     * @param build the plugin
     * @param pairs how many of both were measured in turn
     * @param millis the median with the goal
     * @param skippedMillis the median without it
     * @param differenceMillis the median of the pairs' differences
     */
    record WarmBuildTime(
            String title, String build, int pairs, double millis, double skippedMillis, double differenceMillis) {}

    Results(List<Contender> contenders) {
        this.contenders = contenders;
        System.out.println();
        System.out.print(HEAD);
    }

    void add(Measurement measurement) {
        measurements.add(measurement);
        System.out.println(row(measurement));
    }

    void add(WarmGoalTime time) {
        warmGoals.add(time);
        System.out.println(row(time));
    }

    void add(WarmBuildTime time) {
        warmBuilds.add(time);
        System.out.println(row(time));
    }

    /** Writes {@code results.md} and {@code results.json}. */
    void write(Path folder) throws IOException {
        var text = new StringBuilder(machine())
                .append("\n\n")
                .append(versions())
                .append("\n\n")
                .append(HEAD);
        measurements.forEach(measurement -> text.append(row(measurement)).append('\n'));
        text.append('\n').append(WARM_HEAD);
        warmGoals.forEach(time -> text.append(row(time)).append('\n'));
        text.append('\n').append(WARM_BUILD_HEAD);
        warmBuilds.forEach(time -> text.append(row(time)).append('\n'));
        Files.writeString(folder.resolve("results.md"), text);
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(
                        folder.resolve("results.json").toFile(),
                        Map.of(
                                "machine",
                                machine(),
                                "versions",
                                versions(),
                                "measurements",
                                measurements,
                                "warmGoals",
                                warmGoals,
                                "warmBuilds",
                                warmBuilds));
        System.out.println(System.lineSeparator() + "These figures are in " + folder);
    }

    private static String row(Measurement m) {
        return String.format(
                Locale.ROOT,
                "| %s, %s%s | %s | %.2f | %s | %s | %.2f | %.0f | %d | %s | %.1f |",
                m.workload(),
                m.network(),
                m.isWarm() ? ", warm" : "",
                m.contender(),
                m.seconds(),
                number("%.2f", m.secondsOverSkip()),
                number("%.0f", m.contentBytes() == 0 ? null : m.contentBytes() / m.seconds() / 1e6),
                m.cpuSeconds(),
                m.peakMebibytes(),
                m.requests(),
                number("%.3f", m.contentBytes() == 0 ? null : m.servedBytes() / (double) m.contentBytes()),
                m.load());
    }

    private static String number(String format, @Nullable Double number) {
        return number == null ? "" : String.format(Locale.ROOT, format, number);
    }

    private static String row(WarmBuildTime time) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.0f | %.0f | %.0f | %d |",
                time.title(),
                time.build(),
                time.millis(),
                time.skippedMillis(),
                time.differenceMillis(),
                time.pairs());
    }

    private static String row(WarmGoalTime time) {
        return String.format(
                Locale.ROOT, "| %s | %.2f | %.0f |", time.workload(), time.millisAgain(), time.millisInFreshMaven());
    }

    private static String machine() {
        return LocalDate.now() + ", " + Runtime.getRuntime().availableProcessors() + " processors, " + processor()
                + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", Java "
                + System.getProperty("java.version");
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst(".*: ", ""))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    private String versions() {
        return String.join(
                        ", ",
                        contenders.stream()
                                .map(contender -> contender.name() + " (" + contender.version() + ")")
                                .toList())
                + ", nginx (" + Contender.version("nginx", "-v") + ")";
    }
}
