package io.github.hfmodels.prefetch;

import io.github.hfmodels.testhub.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder as text, so that two can be compared at a glance: kinds, paths, link targets, contents. */
public final class FolderText {

    private static final int MAX_CONTENT = 100;

    private FolderText() {}

    /** One line for each entry below the folder, sorted; empty when there is no folder. */
    public static String of(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return "";
        }
        try (Stream<Path> entries = Files.walk(folder)) {
            return entries.filter(entry -> !entry.equals(folder))
                    .map(entry -> line(folder, entry))
                    .sorted()
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String line(Path folder, Path entry) {
        String path = folder.relativize(entry).toString();
        try {
            if (Files.isSymbolicLink(entry)) {
                return path + " -> " + Files.readSymbolicLink(entry);
            }
            return Files.isDirectory(entry) ? path + "/" : path + " = " + content(Files.readAllBytes(entry));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String content(byte[] bytes) {
        return bytes.length > MAX_CONTENT
                ? bytes.length + " bytes, sha256 " + Content.of(bytes).sha256()
                : "'" + new String(bytes, StandardCharsets.UTF_8).replace("\n", "\\n") + "'";
    }
}
