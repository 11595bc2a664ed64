package io.github.hfmodels.prune;

import io.github.hfmodels.cache.CacheInventory;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.cache.SharedStore;
import io.github.hfmodels.cache.SnapshotCache;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What an inventory does not have of a cache.
 *
 * @param references which blobs use a content of the store that repositories share; contents of which that is not known are not in it
 * @param deserted the folders of repositories that have no file in them, and have not been written to for a day
 */
public record CacheDetails(Map<Path, Set<Path>> references, Set<Path> deserted) {

    /**
     * Reads them.
     *
     * @param now the present time
     * @throws IOException when the cache's own folder cannot be read
     */
    public static CacheDetails read(SnapshotCache cache, CacheInventory inventory, Instant now) throws IOException {
        if (inventory.repositories().isEmpty() && inventory.shared().isEmpty()) {
            return new CacheDetails(Map.of(), Set.of());
        }
        SharedStore store = cache.sharedStore();
        Set<Path> deserted = new HashSet<>();
        for (Repository repository : inventory.repositories()) {
            boolean mayBe = repository.revisions().isEmpty() && !repository.isDamaged();
            if (mayBe && isDeserted(repository.folder(), now)) {
                deserted.add(repository.folder());
            }
        }
        return new CacheDetails(store.references(inventory.shared()), deserted);
    }

    /** Whether there are only folders in it, and none has been written to for a day. */
    static boolean isDeserted(Path folder, Instant now) {
        return hasOnlyFolders(folder, now.minus(PrunePlanner.YOUNG));
    }

    private static boolean hasOnlyFolders(Path path, Instant since) {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isDirectory()
                    || attributes.lastModifiedTime().toInstant().isAfter(since)) {
                return false;
            }
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                for (Path entry : entries) {
                    if (!hasOnlyFolders(entry, since)) {
                        return false;
                    }
                }
            }
            return true;
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
    }
}
