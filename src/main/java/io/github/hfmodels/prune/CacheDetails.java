package io.github.hfmodels.prune;

import io.github.hfmodels.cache.CacheInventory;
import io.github.hfmodels.cache.CacheInventory.CachedRevision;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.cache.FileTree;
import io.github.hfmodels.cache.RepoFolder;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.SourceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an inventory does not have of a cache.
 *
 * @param references which blobs use a content of the store that repositories share; contents of which that is not known are not in it
 * @param deserted the folders of repositories without revisions and foreign files in which nothing has been written for a day
 * @param locked the folders of repositories in which somebody has begun to lock something within a day
 * @param linked the snapshots, and the folders above them, to which links lead, or into which; no tool makes such links
 */
public record CacheDetails(Map<Path, Set<Path>> references, Set<Path> deserted, Set<Path> locked, Set<Path> linked) {

    private static final Log LOG = Log.of(CacheDetails.class);

    /** How many names below the folder of a repository's folder the path of a snapshot has. */
    private static final int NAMES_OF_A_SNAPSHOT = 3;

    /**
     * Reads them.
     *
     * @param now the present time
     * @throws IOException when the folder of the Hub's cache cannot be read
     */
    public static CacheDetails read(SnapshotCache cache, CacheInventory inventory, Instant now) throws IOException {
        if (inventory.repositories().isEmpty() && inventory.shared().isEmpty()) {
            return new CacheDetails(Map.of(), Set.of(), Set.of(), Set.of());
        }
        Set<Path> deserted = new HashSet<>();
        Set<Path> locked = new HashSet<>();
        Set<Path> linked = new HashSet<>();
        Map<SourceId, Path> roots = new EnumMap<>(SourceId.class);
        for (SourceId source : cache.sources()) {
            Path root = cache.realFolder(source);
            roots.put(source, root);
            for (Path folder : RepoFolder.parents(source, root)) {
                try {
                    addLinked(SnapshotLinks.targetsIn(folder), source, root, linked);
                } catch (IOException e) {
                    if (source == SourceId.HUGGING_FACE) {
                        throw e;
                    }
                    LOG.debug("{} cannot be read, so the inventory has nothing of it", folder, e);
                }
            }
        }
        for (Repository repository : inventory.repositories()) {
            if (repository.revisions().isEmpty() && isDeserted(repository, now)) {
                deserted.add(repository.folder());
            }
            if (isYoung(cache.locks(repository.repo()), now, false)) {
                locked.add(repository.folder());
            }
            try {
                SourceId source = repository.repo().source();
                addLinked(new SnapshotLinks(repository.folder()).targets(), source, roots.get(source), linked);
            } catch (IOException e) {
                LOG.debug("It cannot be known what the links in {} lead to", repository.folder(), e);
            }
        }
        Map<Path, Set<Path>> references =
                inventory.shared().isEmpty() ? Map.of() : cache.sharedStore().references(inventory.shared());
        return new CacheDetails(references, deserted, locked, linked);
    }

    /** @param otherwise what is returned when that is not known */
    private static boolean isYoung(Path path, Instant now, boolean otherwise) {
        try {
            Instant written =
                    Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
            return written.isAfter(now.minus(PrunePlanner.YOUNG));
        } catch (IOException e) {
            return otherwise;
        }
    }

    private static void addLinked(Set<Path> targets, SourceId source, @Nullable Path root, Set<Path> linked) {
        for (Path folder : root == null ? List.<Path>of() : RepoFolder.parents(source, root)) {
            for (Path target : targets) {
                if (!target.startsWith(folder) || target.equals(folder)) {
                    continue;
                }
                Path below = folder.relativize(target);
                int names = below.getNameCount();
                if (names == 1 || below.getName(1).toString().equals(RepoFolder.SNAPSHOTS)) {
                    linked.add(folder.resolve(below.subpath(0, Math.min(names, NAMES_OF_A_SNAPSHOT))));
                }
            }
        }
    }

    /** Whether a link leads to a snapshot, to a folder above it, or to something in it. */
    boolean isLinkedTo(CachedRevision revision) {
        Path snapshots = revision.folder().getParent();
        return linked.contains(revision.folder()) || (snapshots != null && linked.contains(snapshots));
    }

    /** Whether a repository has no files but those of the inventory, and nothing in it has been written for a day. */
    static boolean isDeserted(Repository repository, Instant now) {
        Set<Path> known = new HashSet<>();
        repository.refs().forEach(ref -> known.add(ref.file()));
        repository.blobs().forEach(blob -> known.add(blob.path()));
        repository.parts().forEach(part -> known.add(part.path()));
        repository.absences().forEach(mark -> known.add(mark.path()));
        repository.listings().forEach(listing -> known.add(listing.file().path()));
        try {
            FileTree tree = FileTree.read(repository.folder());
            return known.containsAll(tree.files())
                    && Stream.concat(tree.folders().stream(), tree.files().stream())
                            .noneMatch(each -> isYoung(each, now, true));
        } catch (IOException e) {
            return false;
        }
    }
}
