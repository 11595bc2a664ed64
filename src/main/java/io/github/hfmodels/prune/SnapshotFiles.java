package io.github.hfmodels.prune;

import io.github.hfmodels.cache.CacheInventory.CachedFile;
import io.github.hfmodels.cache.CacheInventory.CachedRevision;
import io.github.hfmodels.cache.FileTree;
import io.github.hfmodels.cache.FolderReader;
import io.github.hfmodels.cache.HardLinks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files of a snapshot that may be deleted.
 *
 * @param snapshot where the snapshot is, or was
 * @param known what each of its files leads to; itself when it is not a link
 */
record SnapshotFiles(Path snapshot, Map<Path, Path> known) {

    SnapshotFiles(CachedRevision revision) {
        this(
                revision.folder(),
                revision.files().stream()
                        .collect(Collectors.toMap(
                                CachedFile::file, file -> file.blob().path())));
    }

    /**
     * Whether there is nothing in a folder but these files, and links to folders, which nobody makes for a file.
     *
     * @param folder the snapshot, perhaps under another name by now
     */
    boolean isAllOf(Path folder) throws IOException {
        for (Path entry : FileTree.read(folder).files()) {
            if (!isKnown(entry, snapshot.resolve(folder.relativize(entry)))) {
                return false;
            }
        }
        return true;
    }

    /** @param file where the entry was when it was planned to go */
    private boolean isKnown(Path entry, Path file) throws IOException {
        if (Files.isSymbolicLink(entry)) {
            Path target = file.resolveSibling(Files.readSymbolicLink(entry)).normalize();
            return target.equals(known.get(file)) || Files.isDirectory(target);
        }
        return Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
                && (isNameOf(entry, known.get(file), file) || FolderReader.isOfTheSystem(entry));
    }

    /** Whether a file is what was known at its place: a file of its own, or another name or a copy of a blob, as in ModelScope's cache. */
    private static boolean isNameOf(Path entry, @Nullable Path content, Path file) throws IOException {
        return content != null
                && (content.equals(file) || (Files.exists(content) && HardLinks.areSame(entry, content)));
    }

    /** @throws IOException when something in it could not be deleted */
    void requireWritable(FileRemoval removal) throws IOException {
        for (Path folder : FileTree.read(snapshot).folders()) {
            removal.requireWritable(folder);
        }
    }
}
