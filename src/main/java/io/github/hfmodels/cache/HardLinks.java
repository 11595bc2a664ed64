package io.github.hfmodels.cache;

import io.github.hfmodels.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Second names of files, for contents that nobody changes but by replacing the file; copies where a file system has no such names. */
public final class HardLinks {

    private static final Log LOG = Log.of(HardLinks.class);

    private HardLinks() {}

    /**
     * Makes {@code link} a name of a file, or a copy with the same times, replacing what was there.
     *
     * @param folder where it is made before it is renamed
     */
    static void linkOrCopy(Path folder, Path file, Path link) throws IOException {
        Path temporary = AtomicFile.uniqueSibling(folder.resolve("link"), "tmp");
        AtomicFile.make(link, temporary, made -> {
            if (!tryLink(made, file)) {
                Files.copy(file, made, StandardCopyOption.COPY_ATTRIBUTES);
            }
        });
    }

    /** Makes a name of a regular file that is no link; false when that is not possible here. */
    static boolean tryLink(Path link, Path file) throws IOException {
        try {
            Files.createLink(link, file);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("{} can have no second name: {}", file, e.toString());
            return false;
        }
        if (Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        Files.delete(link);
        return false;
    }

    /** Whether two are names of one file, or have the size and the time of a file and its copy. */
    public static boolean areSame(Path file, Path other) throws IOException {
        return Files.isSameFile(file, other)
                || (Files.size(file) == Files.size(other)
                        && areOfOneTime(
                                Files.getLastModifiedTime(file).toInstant(),
                                Files.getLastModifiedTime(other).toInstant()));
    }

    /** Whether a file and its copy may have these times, of which copying keeps the microseconds. */
    static boolean areOfOneTime(Instant one, Instant other) {
        return one.truncatedTo(ChronoUnit.MICROS).equals(other.truncatedTo(ChronoUnit.MICROS));
    }
}
