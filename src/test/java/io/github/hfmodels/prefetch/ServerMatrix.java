package io.github.hfmodels.prefetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What became of the builds at each server, as a table. */
final class ServerMatrix {

    private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

    /** @param cells by column, in the order of the columns */
    void add(String server, Map<String, String> cells) {
        rows.put(server, new LinkedHashMap<>(cells));
    }

    /** Where a row is not the one that a table of this form has for the server: column, what it is and what it should be. */
    static List<String> differences(String table, String server, Map<String, String> cells) {
        Map<String, String> expected = row(table, server);
        return Stream.concat(expected.keySet().stream(), cells.keySet().stream())
                .distinct()
                .filter(column -> !Objects.equals(expected.get(column), cells.get(column)))
                .map(column ->
                        server + ", " + column + ": " + cells.get(column) + " instead of " + expected.get(column))
                .toList();
    }

    private static Map<String, String> row(String table, String server) {
        List<List<String>> lines = table.lines().map(ServerMatrix::cells).toList();
        List<String> head = lines.get(0);
        List<String> found = lines.stream()
                .filter(line -> line.get(0).equals(server))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row for " + server));
        var row = new LinkedHashMap<String, String>();
        for (int i = 1; i < head.size(); i++) {
            row.put(head.get(i), found.get(i));
        }
        return row;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.strip().replaceAll("^\\||\\|$", "").split("\\|", -1))
                .map(String::strip)
                .toList();
    }

    void write(Path file) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        Collection<String> columns = rows.values().iterator().next().keySet();
        String head = line("server", columns) + "|" + "---|".repeat(columns.size() + 1) + "\n";
        String body = rows.entrySet().stream()
                .map(row -> line(row.getKey(), row.getValue().values()))
                .collect(Collectors.joining());
        Files.createDirectories(file.getParent());
        Files.writeString(file, head + body);
    }

    private static String line(String name, Collection<String> cells) {
        return "| " + name + " | " + String.join(" | ", cells) + " |\n";
    }
}
