package io.github.hfmodels.cache;

import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.RepoPath;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The file system of a folder, which is asked itself: the operating system may use several.
 *
 * @param folder need not exist
 */
record RealFileSystem(Path folder) implements FileSystemTraits {

    /**
     * As is usual on Windows and macOS. Nothing is written: the nearest folder that exists and has letters in its name is looked up
     * in the other case. A folder that cannot be looked up counts as case-sensitive.
     */
    @Override
    public boolean ignoresCase() {
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

    /** Where nothing can be written, or not under these names, they count as two. */
    @Override
    public boolean areOne(String one, String other) {
        try {
            Path probe = Files.createTempDirectory(existing(), ".hf-models-probe");
            try {
                return areOne(RepoPath.resolve(probe, one), RepoPath.resolve(probe, other));
            } finally {
                Files.delete(probe);
            }
        } catch (IOException | InvalidValueException e) {
            return false;
        }
    }

    private static boolean areOne(Path one, Path other) throws IOException {
        try {
            Files.createFile(one);
            Files.createFile(other);
            return false;
        } catch (FileAlreadyExistsException e) {
            return true;
        } finally {
            Files.deleteIfExists(one);
            Files.deleteIfExists(other);
        }
    }

    @Override
    public boolean isOfWindows() {
        return folder.getFileSystem().getSeparator().equals("\\");
    }

    /** The folder, or the nearest one above it that exists. */
    Path existing() {
        Path existing = folder;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }
}
