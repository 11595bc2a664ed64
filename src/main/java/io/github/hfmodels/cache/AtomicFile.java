package io.github.hfmodels.cache;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Files that appear whole or not at all: written under another name in the same folder, then renamed. */
public final class AtomicFile {

    private AtomicFile() {}

    /** Writes a small file, replacing what was there. */
    public static void write(Path target, byte[] content) throws IOException {
        Files.createDirectories(target.getParent());
        make(
                target,
                uniqueSibling(target, "tmp"),
                // Not with Files.createTempFile, whose files only the owner can read.
                file -> Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /**
     * Makes a file, or a link, under a temporary name and then renames it.
     *
     * @param temporary the temporary name, on the same file system
     */
    public static void make(Path target, Path temporary, Making making) throws IOException {
        try {
            making.of(temporary);
            replace(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Makes a file, or a link, of that name. */
    @FunctionalInterface
    public interface Making {
        void of(Path file) throws IOException;
    }

    /** Renames, replacing what was there; a link that was there is replaced, never followed. */
    static void replace(Path source, Path target) throws IOException {
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(source, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A name in the target's folder that no other process uses: {@code <name>.<8 hex digits>.<ending>}. */
    static Path uniqueSibling(Path target, String ending) {
        int random = ThreadLocalRandom.current().nextInt();
        return target.resolveSibling(String.format(Locale.ROOT, "%s.%08x.%s", target.getFileName(), random, ending));
    }
}
