package io.github.hfmodels.prune;

import io.github.hfmodels.cache.FileTree;
import io.github.hfmodels.cache.FolderReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The refs of a repository at this moment.
 *
 * @param folder the folder of refs
 */
record RefFiles(Path folder) {

    private static final int MAX_BYTES = 64;
    private static final Pattern TEMPORARY = Pattern.compile("(?s).*\\.[0-9a-f]{8}\\.tmp");

    /** What each file says, also one that is no ref; nothing where somebody is writing it. */
    Map<Path, String> read() throws IOException {
        var refs = new HashMap<Path, String>();
        for (Path file : FileTree.read(folder).files()) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !isNobodys(file)) {
                add(file, refs);
            }
        }
        return refs;
    }

    /** Of the system, or left over by a build: those that run are excluded. */
    private static boolean isNobodys(Path file) {
        return FolderReader.isOfTheSystem(file)
                || TEMPORARY.matcher(String.valueOf(file.getFileName())).matches();
    }

    private static void add(Path file, Map<Path, String> refs) throws IOException {
        try {
            if (Files.size(file) <= MAX_BYTES) {
                refs.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        } catch (NoSuchFileException e) {
            // It is gone by now.
        }
    }
}
