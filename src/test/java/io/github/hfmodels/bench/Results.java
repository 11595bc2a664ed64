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

/** The figures, as a table and as JSON; each row is shown as soon as it is known. */
final class Results {

    private static final String HEAD = """
            | download | | wall s | MB/s | CPU s | peak MiB | requests | load |
            |---|---|---:|---:|---:|---:|---:|---:|
            """;
    private static final String WARM_HEAD = """
            | model | again and again in one JVM, ms | in a fresh Maven, ms |
            |---|---:|---:|
            """;

    private final List<Contender> contenders;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<WarmGoalTime> warmGoals = new ArrayList<>();

    /** The goal's own time for a pinned model that is there. */
    record WarmGoalTime(String workload, double millisAgain, double millisInFreshMaven) {}

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
                                warmGoals));
        System.out.println(System.lineSeparator() + "These figures are in " + folder);
    }

    private static String row(Measurement m) {
        return String.format(
                Locale.ROOT,
                "| %s, %s%s | %s | %.2f | %s | %.2f | %.0f | %d | %.1f |",
                m.workload(),
                m.network(),
                m.isWarm() ? ", warm" : "",
                m.contender(),
                m.seconds(),
                m.isWarm() ? "" : String.format(Locale.ROOT, "%.0f", m.megabytesPerSecond()),
                m.cpuSeconds(),
                m.peakMebibytes(),
                m.requests(),
                m.load());
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
