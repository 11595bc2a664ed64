package io.github.hfmodels.cache;

import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.CacheInventory.Damage;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads folders that anybody may have filled: follows no link, opens no file, and tells of what cannot be read. A folder may be a link to
 * another disk, on purpose; what is behind it is not read.
 */
public final class FolderReader {

    static final Advice REMOVE = Advice.of("delete it, or move it out of the cache");

    private static final Set<String> OF_THE_SYSTEM = Set.of(".DS_Store", "Thumbs.db", "desktop.ini");

    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private FolderReader() {}

    /** Whether it is a file that systems put into folders, which huggingface_hub ignores beside repositories, snapshots and refs. */
    public static boolean isOfTheSystem(Path entry) {
        return OF_THE_SYSTEM.contains(entry.getFileName().toString());
    }

    /**
     * What is in the folder, sorted; nothing where it does not exist.
     *
     * @throws IOException when it is not a folder, or cannot be read
     */
    public static List<Path> entries(Path folder) throws IOException {
        try {
            requireFolder(attributes(folder), folder);
            try (Stream<Path> entries = Files.list(folder)) {
                return entries.sorted().toList();
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * All files and links below the folder, sorted; nothing where it does not exist.
     *
     * @param damage gets the folders that cannot be read
     */
    static List<Path> files(Path folder, List<Damage> damage) {
        return FileTree.read(
                        folder,
                        (unreadable, cause) -> attempt(unreadable, damage, () -> {
                            throw cause;
                        }))
                .files();
    }

    /** The file; empty when it is not a regular one, or has vanished. */
    static Optional<CachedBlob> regularFile(Path file) throws IOException {
        try {
            var attributes = attributes(file);
            return attributes.isRegularFile() ? Optional.of(blob(file, file, attributes)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    static CachedBlob blob(Path path, Path content, BasicFileAttributes attributes) {
        return new CachedBlob(
                path,
                content,
                attributes.size(),
                instant(attributes.lastModifiedTime()),
                instant(attributes.lastAccessTime()));
    }

    /** The time, or the nearest one that dates and other programs have: file systems store any. */
    static Instant instant(FileTime time) {
        Instant instant = time.toInstant();
        return instant.isBefore(FIRST) ? FIRST : instant.isAfter(LAST) ? LAST : instant;
    }

    /** @throws IOException when it is not a folder itself, or cannot be reached */
    static void requireFolder(Path folder) throws IOException {
        try {
            requireFolder(attributes(folder), folder);
        } catch (NoSuchFileException e) {
            throw notAFolder(folder);
        }
    }

    private static void requireFolder(BasicFileAttributes attributes, Path folder) throws IOException {
        if (attributes.isSymbolicLink()) {
            throw new AdvisedIOException(
                    said(folder, "is not a folder, but a link, behind which list and prune do not look"),
                    Advice.of("leave it if it is meant to be one"));
        }
        if (!attributes.isDirectory()) {
            throw notAFolder(folder);
        }
    }

    private static IOException notAFolder(Path folder) {
        return new AdvisedIOException(said(folder, "is not a folder"), REMOVE);
    }

    /** Where a symbolic link leads, which need not exist, by its name alone. */
    public static Path target(Path link) throws IOException {
        return link.resolveSibling(Files.readSymbolicLink(link)).normalize();
    }

    static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** A part of the reading. */
    interface Reading {
        void run() throws IOException;
    }

    /** Reads something, or notes what is wrong with it. */
    static void attempt(Path what, List<Damage> damage, Reading reading) {
        try {
            reading.run();
        } catch (AdvisedIOException e) {
            damage.add(new Damage(what, String.valueOf(e.getMessage()), e.advice()));
        } catch (InvalidValueException e) {
            damage.add(new Damage(what, String.valueOf(e.getMessage()), REMOVE));
        } catch (IOException e) {
            DiskFailure failure = DiskFailure.of(e);
            // Not made a path again, since its name may be in no encoding.
            String file = e instanceof FileSystemException onDisk && onDisk.getFile() != null
                    ? onDisk.getFile()
                    : what.toString();
            String reason = "cannot be read (" + Printable.of(failure.reason()) + ")";
            damage.add(new Damage(what, Printable.of(file) + " " + reason, Advice.of(failure.advice())));
        }
    }

    /** A reason that is safe to log. */
    static String said(Path path, String what) {
        return Printable.of(path.toString()) + " " + what;
    }
}
