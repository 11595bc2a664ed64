package io.github.hfmodels.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Whether two names that differ only in case are one file. */
@FunctionalInterface
interface CaseRule {

    boolean ignoresCase(Path folder);

    /**
     * Asks the file system: the nearest folder that exists and has letters in its name is looked up in the other case. A
     * folder that cannot be looked up counts as case-sensitive.
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
