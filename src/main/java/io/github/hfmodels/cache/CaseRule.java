package io.github.hfmodels.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Whether a file system takes names that differ in case only for one. */
@FunctionalInterface
interface CaseRule {

    boolean ignoresCase(Path folder);

    /**
     * Asks the file system: the nearest folder that exists and has letters in its name is looked up in the other case.
     * A folder that cannot be asked counts as telling cases apart.
     */
    static boolean ofFileSystem(Path folder) {
        for (Path known = folder; known != null && known.getFileName() != null; known = known.getParent()) {
            String name = known.getFileName().toString();
            String upper = name.toUpperCase(Locale.ROOT);
            String other = upper.equals(name) ? name.toLowerCase(Locale.ROOT) : upper;
            if (!other.equals(name) && Files.exists(known)) {
                Path sibling = known.resolveSibling(other);
                try {
                    return Files.exists(sibling) && Files.isSameFile(known, sibling);
                } catch (IOException e) {
                    return false;
                }
            }
        }
        return false;
    }
}
