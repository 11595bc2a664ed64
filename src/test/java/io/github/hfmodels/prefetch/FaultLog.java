package io.github.hfmodels.prefetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** What each fault cost, as a table under {@code target/}. */
final class FaultLog {

    private static final Path TABLE = Path.of("target", "fault-table.md");

    private final Map<String, String> rows = new ConcurrentSkipListMap<>();

    /** @param again bytes that were served beyond those of the file */
    void add(String test, String outcome, long requests, long again) {
        String row = String.format("| %s | %s | %d | %.1f MiB |", test, outcome, requests, again / (double) (1 << 20));
        rows.put(test, row);
    }

    void write() throws IOException {
        Files.createDirectories(TABLE.getParent());
        Files.writeString(
                TABLE,
                "| test | outcome | requests | received again |\n|---|---|---|---|\n" + String.join("\n", rows.values())
                        + "\n");
    }
}
