package io.github.hfmodels.process;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Folders that may be read and not written. For tests {@link WherePermissionsCount}. */
public final class ReadOnly {

    private ReadOnly() {}

    /** Does something while nothing in the folder may be written, and gives its result. */
    public static <T> T during(Path folder, Callable<T> work) throws Exception {
        List<Path> paths;
        try (Stream<Path> all = Files.walk(folder)) {
            paths = all.filter(path -> !Files.isSymbolicLink(path)).toList();
        }
        Map<Path, Set<PosixFilePermission>> before = new HashMap<>();
        for (Path path : paths) {
            before.put(path, Files.getPosixFilePermissions(path));
            String permissions = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? "r-xr-xr-x" : "r--r--r--";
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
        try {
            return work.call();
        } finally {
            for (Path path : paths) {
                if (Files.exists(path)) {
                    Files.setPosixFilePermissions(path, before.get(path));
                }
            }
        }
    }
}
