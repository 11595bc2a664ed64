package io.github.hfmodels.prefetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What became of the builds at each server, as a table. */
final class ServerMatrix {

    private final Map<String, Map<Situation, String>> rows = new LinkedHashMap<>();

    synchronized void add(String server, Map<Situation, String> cells) {
        rows.put(server, cells);
    }

    /** The row of a server in a table of this form. */
    static Map<Situation, String> row(String table, String server) {
        List<String> cells = table.lines()
                .map(line ->
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
                .filter(line -> line.size() > 1 && line.get(1).equals(server))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row for " + server));
        var row = new EnumMap<Situation, String>(Situation.class);
        for (Situation situation : Situation.values()) {
            row.put(situation, cells.get(situation.ordinal() + 2));
        }
        return row;
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        String head = line(
                "server",
                Arrays.stream(Situation.values()).map(Situation::toString).toList());
        String rule = "|" + "---|".repeat(Situation.values().length + 1) + "\n";
        String body = rows.entrySet().stream()
                .map(row -> line(row.getKey(), List.copyOf(row.getValue().values())))
                .collect(Collectors.joining());
        Files.writeString(file, head + rule + body);
    }

    private static String line(String name, List<String> cells) {
        return "| " + name + " | " + String.join(" | ", cells) + " |\n";
    }
}
