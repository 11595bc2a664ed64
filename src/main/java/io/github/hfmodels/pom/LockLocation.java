package io.github.hfmodels.pom;

import io.github.hfmodels.lockfile.LockFile;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Where a module's lock file is: the one that is configured, else the nearest from the module's folder up to the root of the reactor.
 *
 * @param given the one that is configured; null for none
 * @param start the module's folder
 * @param root the folder of the reactor's root, at or above it
 */
public record LockLocation(@Nullable Path given, Path start, Path root) {

    /**
     * The location for a module. The root is the folder with {@code .mvn} or the folder of the outermost parent on disk, the
     * higher of the two: a module that is built from its own folder is the root to Maven.
     *
     * @param lockFile the file that is configured; null for none
     */
    public static LockLocation of(MavenSession session, MavenProject project, @Nullable Path lockFile) {
        File folder = project.getBasedir();
        Path start = absolute(folder == null ? new File(session.getExecutionRootDirectory()) : folder);
        Path root = start;
        File top = session.getRequest().getMultiModuleProjectDirectory();
        if (top != null) {
            root = higher(root, absolute(top));
        }
        for (MavenProject each = project.getParent();
                each != null && each.getBasedir() != null;
                each = each.getParent()) {
            root = higher(root, absolute(each.getBasedir()));
        }
        return new LockLocation(
                lockFile == null ? null : lockFile.toAbsolutePath().normalize(), start, root);
    }

    /** The file to follow: the one that is configured, else the nearest; empty for none. */
    public Optional<Path> existing() {
        return given == null ? nearest() : Optional.of(given);
    }

    /** The file to write: the one to follow, else a new one at the root. */
    public Path toWrite() {
        return existing().orElseGet(() -> root.resolve(LockFile.NAME));
    }

    /** All files that are there: the one that is configured, and those from the module's folder up to the root of the reactor. */
    public List<Path> all() {
        var all = new ArrayList<Path>();
        if (given != null && Files.exists(given, LinkOption.NOFOLLOW_LINKS)) {
            all.add(given);
        }
        for (Path folder = start; folder != null && folder.startsWith(root); folder = folder.getParent()) {
            Path file = folder.resolve(LockFile.NAME);
            // A link that leads nowhere is a lock that is missing, and not none.
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(file)) {
                all.add(file);
            }
        }
        return all;
    }

    private Optional<Path> nearest() {
        return new LockLocation(null, start, root).all().stream().findFirst();
    }

    private static Path higher(Path root, Path other) {
        return root.startsWith(other) ? other : root;
    }

    private static Path absolute(File file) {
        return file.toPath().toAbsolutePath().normalize();
    }
}
