package io.github.hfmodels.prune;

import io.github.hfmodels.cache.CacheInventory;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.cache.SharedStore;
import io.github.hfmodels.cache.SnapshotCache;
import java.io.IOException;
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
 * @param deserted the folders of repositories without revisions and foreign files in which nothing has been written for a day
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
            if (repository.revisions().isEmpty() && isDeserted(repository, now)) {
                deserted.add(repository.folder());
            }
        }
        return new CacheDetails(store.references(inventory.shared()), deserted);
    }

    /** Whether a repository has no files but those of the inventory, and nothing in it has been written for a day. */
    static boolean isDeserted(Repository repository, Instant now) {
        Set<Path> known = new HashSet<>();
        repository.refs().forEach(ref -> known.add(ref.file()));
        repository.blobs().forEach(blob -> known.add(blob.path()));
        repository.parts().forEach(part -> known.add(part.path()));
        repository.absences().forEach(mark -> known.add(mark.path()));
        repository.listings().forEach(listing -> known.add(listing.file().path()));
        return isOld(repository.folder(), now.minus(PrunePlanner.YOUNG), known);
    }

    private static boolean isOld(Path path, Instant since, Set<Path> known) {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.lastModifiedTime().toInstant().isAfter(since)) {
                return false;
            }
            if (!attributes.isDirectory()) {
                return known.contains(path);
            }
            for (Path entry : FileRemoval.entries(path)) {
                if (!isOld(entry, since, known)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
