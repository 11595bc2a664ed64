package io.github.hfmodels.prune;

import io.github.hfmodels.cache.FileTree;
import io.github.hfmodels.cache.FolderReader;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Deletes and renames in a cache, and nowhere else: links are deleted themselves, and nothing is reached through one.
 *
 * @param cache the cache's folder, absolute and without links
 * @param beforeEach called before each change
 */
record FileRemoval(Path cache, Runnable beforeEach) {

    /**
     * Deletes a file or a link.
     *
     * @throws NoSuchFileException when it is gone
     */
    void delete(Path file) throws IOException {
        requireFolders(file);
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(file.toString(), null, "it has become a folder");
        }
        beforeEach.run();
        Files.delete(file);
    }

    /** @throws IOException when nothing may be deleted in a folder */
    void requireWritable(Path folder) throws IOException {
        requireFolders(folder.resolve("any"));
        if (!Files.isWritable(folder)) {
            throw new AccessDeniedException(folder.toString());
        }
    }

    /** Renames a file, a link or a folder; nothing may have the other name. */
    void move(Path from, Path to) throws IOException {
        requireFolders(from);
        requireFolders(to);
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(to.toString(), null, "something else has that name");
        }
        beforeEach.run();
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes a folder and those below it, as far as there is nothing in them but files that are nobody's. */
    boolean deleteEmptyTree(Path folder) throws IOException {
        return deleteTree(folder, false);
    }

    /** Deletes a folder with all links, regular files and folders in it; false when something else is in it. */
    boolean deleteAll(Path folder) throws IOException {
        return deleteTree(folder, true);
    }

    private boolean deleteTree(Path root, boolean isAll) throws IOException {
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        FileTree tree = FileTree.read(root);
        for (Path file : tree.files()) {
            if (Files.isSymbolicLink(file)
                    ? isAll
                    : Files.isRegularFile(file) && (isAll || FolderReader.isOfTheSystem(file))) {
                delete(file);
            }
        }
        // The innermost first.
        boolean isDeleted = false;
        for (int i = tree.folders().size() - 1; i >= 0; i--) {
            isDeleted = deleteFolder(tree.folders().get(i));
        }
        return isDeleted;
    }

    /** Deletes a folder; false when it is not empty, or gone. */
    boolean deleteFolder(Path folder) throws IOException {
        requireFolders(folder);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                || !FolderReader.entries(folder).isEmpty()) {
            return false;
        }
        beforeEach.run();
        try {
            Files.delete(folder);
            return true;
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            return false;
        }
    }

    /** Requires all between the cache and the file to be folders that are no links. */
    private void requireFolders(Path file) throws IOException {
        if (!file.startsWith(cache) || file.equals(cache)) {
            throw new FileSystemException(file.toString(), null, "it is not in the cache");
        }
        Path folder = cache;
        for (int i = cache.getNameCount(); i < file.getNameCount() - 1; i++) {
            folder = folder.resolve(file.getName(i));
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
                        ? new FileSystemException(folder.toString(), null, "it is not a folder")
                        : new NoSuchFileException(folder.toString());
            }
        }
    }
}
