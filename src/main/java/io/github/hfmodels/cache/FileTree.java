package io.github.hfmodels.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in a folder that anybody may have filled, and in those below it, however deep; no link is followed, and no file opened.
 *
 * @param folders each after the one that it is in, the folder itself first, also where it does not exist
 * @param files all else, such as links and pipes, sorted
 */
public record FileTree(List<Path> folders, List<Path> files) {

    /** Is told of a folder that cannot be read. */
    @FunctionalInterface
    public interface Unreadable<E extends Exception> {
        void folder(Path folder, IOException cause) throws E;
    }

    /** @throws IOException when a folder cannot be read, or is no folder itself */
    public static FileTree read(Path folder) throws IOException {
        return FileTree.<IOException>read(folder, (each, cause) -> {
            throw cause;
        });
    }

    /** @throws E as {@code unreadable} does; otherwise reads on */
    public static <E extends Exception> FileTree read(Path folder, Unreadable<E> unreadable) throws E {
        var folders = new ArrayList<Path>(List.of(folder));
        var files = new ArrayList<Path>();
        // Not by recursion, since others decide how deep folders are, and only so many can be open at once.
        for (int i = 0; i < folders.size(); i++) {
            try {
                for (Path entry : FolderReader.entries(folders.get(i))) {
                    (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) ? folders : files).add(entry);
                }
            } catch (IOException e) {
                unreadable.folder(folders.get(i), e);
            }
        }
        files.sort(null);
        return new FileTree(folders, files);
    }

    /** The path of a file below a folder, separated by {@code /} as in repositories; not safe to log as it is. */
    public static String pathBelow(Path folder, Path file) {
        return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }
}
