package io.github.hfmodels.cache;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/** Files that appear whole or not at all: written under another name in the same folder, then renamed. */
public final class AtomicFile {

    private AtomicFile() {}

    /** Writes a small file, replacing what was there. */
    public static void write(Path target, byte[] content) throws IOException {
        Folders.create(Objects.requireNonNull(target.getParent()));
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
     * @throws IOException when it fails; then it names the target
     */
    public static void make(Path target, Path temporary, Making making) throws IOException {
        try {
            making.of(temporary);
            replace(temporary, target);
        } catch (FileSystemException e) {
            throw temporary.toString().equals(e.getFile()) ? at(target, e) : e;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** The same failure, told of another file. */
    private static FileSystemException at(Path file, FileSystemException failure) {
        String name = file.toString();
        String reason = failure.getReason();
        FileSystemException told = failure instanceof AccessDeniedException
                ? new AccessDeniedException(name, null, reason)
                : failure instanceof NoSuchFileException
                        ? new NoSuchFileException(name, null, reason)
                        : new FileSystemException(name, null, reason);
        told.initCause(failure);
        return told;
    }

    /** Makes a file, or a link, of that name. */
    @FunctionalInterface
    public interface Making {
        void of(Path file) throws IOException;
    }

    /**
     * Renames, replacing what was there; a link that was there is replaced, never followed.
     *
     * @throws FileAlreadyExistsException when a folder was there
     */
    static void replace(Path source, Path target) throws IOException {
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(source, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException e) {
            if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                var folder = new FileAlreadyExistsException(target.toString(), null, "expected a file, it is a folder");
                folder.initCause(e);
                throw folder;
            }
            throw e;
        }
    }

    /** A name in the target's folder that no other process uses: {@code <name>.<8 hex digits>.<ending>}. */
    public static Path uniqueSibling(Path target, String ending) {
        int random = ThreadLocalRandom.current().nextInt();
        return target.resolveSibling(String.format(Locale.ROOT, "%s.%08x.%s", target.getFileName(), random, ending));
    }
}
