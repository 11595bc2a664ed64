package io.github.hfmodels.cache;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;

/** Creates folders where they are missing. */
public final class Folders {

    private Folders() {}

    /** Creates a folder and those above it; each may be a link to a folder, which Java 17 alone would not accept of the last. */
    public static void create(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
    }

    /**
     * Creates a folder below another, and those between the two. None of them may be a link: whoever may write to a cache or an
     * output directory could otherwise have the build write where only its own user may.
     *
     * @param root the folder above; it, and those above it, may be links
     * @throws FileAlreadyExistsException when a link, or something else that is not a folder, has the name of one of them
     */
    public static void createBelow(Path root, Path folder) throws IOException {
        if (folder.equals(root)) {
            create(root);
        }
        Path current = root;
        for (int i = root.getNameCount(); i < folder.getNameCount(); i++) {
            current = current.resolve(folder.getName(i));
            if (!isOwn(current)) {
                create(root);
                createOne(current);
            }
        }
    }

    /** Creates the folders between a root and a file below it, as {@link #createBelow} does. */
    public static void createFor(Path root, Path file) throws IOException {
        createBelow(root, Objects.requireNonNull(file.getParent()));
    }

    private static void createOne(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            // Another thread or process may just have created it.
            if (!isOwn(folder)) {
                String what = Files.isSymbolicLink(folder) ? "a symbolic link" : "something else";
                throw new FileAlreadyExistsException(folder.toString(), null, "expected a folder, it is " + what);
            }
        }
    }

    private static boolean isOwn(Path folder) {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
    }
}
