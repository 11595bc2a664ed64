package io.github.hfmodels.cache;

import io.github.hfmodels.cache.CacheInventory.Repository;
import java.io.IOException;
import java.nio.file.Path;

/** Prints what a cache has, for tests that start it as another user. */
public final class InventoryPrinter {

    private InventoryPrinter() {}

    /** @param arguments the cache's folder */
    public static void main(String... arguments) throws IOException {
        CacheInventory inventory = new SnapshotCache(Path.of(arguments[0]), true).inventory();
        for (Repository repository : inventory.repositories()) {
            int files = repository.revisions().stream()
                    .mapToInt(revision -> revision.files().size())
                    .sum();
            System.out.println(repository.repo() + " " + repository.revisions().size() + " revisions, "
                    + repository.refs().size() + " refs, " + files + " files");
            repository.damage().forEach(damage -> System.out.println("damage " + damage.reason()));
        }
        inventory.foreign().forEach(foreign -> System.out.println("foreign " + foreign.reason()));
    }
}
