package io.github.hfmodels.cache;

import io.github.hfmodels.log.Log;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is bad in the cache, renamed away while good contents are made for it. It is put back unless they are there in the end, also when
 * the process is told to end; only one that is killed leaves it under its other name.
 */
public final class RenamedAway implements Closeable {

    /** Nothing was in the way. */
    public static final RenamedAway NOTHING = new RenamedAway();

    private static final Log LOG = Log.of(RenamedAway.class);

    /** By the path where it was. */
    private final Map<Path, Path> aside = new LinkedHashMap<>();

    private final Thread atExit = new Thread(this::close, "hf-models-put-back");
    private boolean isDone;

    private RenamedAway() {}

    /**
     * Renames what has the path, if anything has, under its name with an ending.
     *
     * @throws IOException when that fails; it is where it was then
     */
    static RenamedAway of(Path path) throws IOException {
        return of(Map.of(path, path));
    }

    /**
     * Renames what has one of the paths, if anything has.
     *
     * @param siblings where it goes, by its path: into the folder of the sibling, on the same file system, under the sibling's name with an
     *     ending
     * @throws IOException when that fails; everything is where it was then
     */
    static RenamedAway of(Map<Path, Path> siblings) throws IOException {
        List<Path> present = siblings.keySet().stream()
                .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                .toList();
        if (present.isEmpty()) {
            return NOTHING;
        }
        var away = new RenamedAway();
        try {
            Runtime.getRuntime().addShutdownHook(away.atExit);
        } catch (IllegalStateException e) {
            throw new IOException("the process ends", e);
        }
        try {
            for (Path path : present) {
                away.rename(path, AtomicFile.uniqueSibling(siblings.getOrDefault(path, path), "tmp"));
            }
            return away;
        } catch (IOException | RuntimeException e) {
            away.close();
            throw e;
        }
    }

    private synchronized void rename(Path path, Path other) throws IOException {
        if (isDone) {
            throw new IOException("the process ends");
        }
        Files.move(path, other);
        aside.put(path, other);
        LOG.debug("Renamed {} to {}", path, other);
    }

    /** Whether nothing was renamed. */
    public synchronized boolean isEmpty() {
        return aside.isEmpty();
    }

    /** Deletes it, since the good contents are there. What cannot be deleted stays, under its other name. */
    public synchronized void delete() {
        isDone = true;
        aside.values().forEach(RenamedAway::delete);
    }

    /**
     * Puts it back, unless it was deleted. Where something is by now, of this build or another program, that is not replaced. A warning says
     * what cannot be put back, and under which name it is: what this fails for has an error of its own, which is to be told.
     */
    @Override
    public void close() {
        if (this == NOTHING) {
            return;
        }
        putBack();
        try {
            // Not while this is locked, which the hook waits for. After all, so that there is no moment in which nobody
            // would put it back.
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            LOG.debug("The process ends", e);
        }
    }

    private synchronized void putBack() {
        if (isDone) {
            return;
        }
        isDone = true;
        for (Map.Entry<Path, Path> each : aside.entrySet()) {
            try {
                putBack(each.getValue(), each.getKey());
            } catch (FileAlreadyExistsException e) {
                delete(each.getValue());
            } catch (IOException e) {
                LOG.warn("{} cannot be renamed back to {}: {}", each.getValue(), each.getKey(), e.toString());
            }
        }
    }

    /** By a link where that is possible, since a rename may replace what another thread or program makes at this moment. */
    private static void putBack(Path aside, Path path) throws IOException {
        if (Files.isRegularFile(aside, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createLink(path, aside);
                Files.delete(aside);
                return;
            } catch (FileAlreadyExistsException e) {
                throw e;
            } catch (UnsupportedOperationException | FileSystemException e) {
                LOG.debug("{} cannot be linked", aside, e);
            }
        }
        Files.move(aside, path);
    }

    private static void delete(Path path) {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                        throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.warn("{} is of no use any longer, and cannot be deleted: {}", path, e.toString());
        }
    }
}
