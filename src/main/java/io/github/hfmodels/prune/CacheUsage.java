package io.github.hfmodels.prune;

import io.github.hfmodels.cache.CacheInventory;
import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.CacheInventory.CachedRevision;
import io.github.hfmodels.cache.CacheInventory.CachedSdkSnapshot;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.model.ByteCount;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Who uses which content of a cache, while more and more of it is planned to go. */
final class CacheUsage {

    /** How many revisions, links elsewhere and rules need what is at a path. */
    private final Map<Path, Integer> uses = new HashMap<>();

    private final Set<Path> counted = new HashSet<>();
    private final Set<Path> released = new HashSet<>();
    /** The folders of blobs from which something may go. */
    private final Set<Path> prunable = new HashSet<>();

    private final Map<Path, CachedBlob> shared = new HashMap<>();
    private final Map<Path, Set<Path>> references;
    private long size;

    /**
     * @param references which blobs use a content of the store that repositories share
     * @param prunable the repositories of which something may go
     */
    CacheUsage(
            CacheInventory inventory,
            Map<Path, Set<Path>> references,
            Collection<Repository> prunable,
            KeepRules rules) {
        this.references = references;
        inventory.shared().forEach(content -> shared.put(content.path(), content));
        prunable.forEach(repository -> this.prunable.add(PrunePlanner.blobs(repository)));
        for (Repository repository : inventory.repositories()) {
            add(repository, rules.contentsOf(repository.repo()));
        }
        inventory.shared().forEach(this::count);
    }

    private void add(Repository repository, Set<String> needed) {
        for (CachedBlob blob : repository.blobs()) {
            count(blob);
            if (needed.contains(String.valueOf(blob.path().getFileName()))) {
                use(blob.path());
            }
        }
        repository.parts().forEach(this::count);
        repository.listings().forEach(listing -> count(listing.file()));
        for (CachedRevision revision : repository.revisions()) {
            revision.blobs().forEach(blob -> use(blob.path()));
        }
        addSdkSnapshots(repository);
    }

    /** What ModelScope's SDK reads of a revision by a ref goes with the revision; what else leads to a blob keeps it. */
    private void addSdkSnapshots(Repository repository) {
        for (CachedSdkSnapshot snapshot : repository.sdkSnapshots()) {
            Set<CachedBlob> goWithRevision = repository.refs().stream()
                    .filter(ref -> ref.name().equals(snapshot.name())
                            || ref.name().startsWith(snapshot.name() + "/"))
                    .flatMap(ref -> repository.revisions().stream()
                            .filter(revision -> revision.commit().equals(ref.commit())))
                    .flatMap(revision -> revision.blobs().stream())
                    .collect(Collectors.toSet());
            snapshot.files().stream()
                    .filter(file -> file.isLink() && !goWithRevision.contains(file.blob()))
                    .forEach(file -> use(file.blob().path()));
        }
    }

    private void use(Path path) {
        uses.merge(path, 1, Integer::sum);
    }

    private void count(CachedBlob blob) {
        if (counted.add(blob.content())) {
            size = ByteCount.plus(size, blob.size());
        }
        if (isLink(blob)) {
            use(blob.content());
        }
    }

    private static boolean isLink(CachedBlob blob) {
        return !blob.path().equals(blob.content());
    }

    /** The bytes of all contents that stay, each once. */
    long size() {
        return size;
    }

    boolean isUsed(CachedBlob blob) {
        return uses.getOrDefault(blob.path(), 0) > 0;
    }

    boolean isReleased(CachedBlob blob) {
        return released.contains(blob.path());
    }

    /**
     * Plans that a revision goes, and the blobs that it is the last to use.
     *
     * @return the bytes that this frees, but for contents of the store that repositories share
     */
    long release(CachedRevision revision) {
        long before = size;
        long ofStore = 0;
        for (CachedBlob blob : revision.blobs()) {
            int left = uses.merge(blob.path(), -1, Integer::sum);
            if (left == 0 && goesWith(revision, blob)) {
                ofStore = ByteCount.plus(ofStore, release(blob));
            }
        }
        return before - size - ofStore;
    }

    /** Whether a blob goes when the last revision goes that uses it. */
    private boolean goesWith(CachedRevision revision, CachedBlob blob) {
        return blob.path().startsWith(revision.folder())
                || prunable.contains(blob.path().getParent());
    }

    /**
     * Plans that a file goes.
     *
     * @return the bytes that this frees in the store that repositories share
     */
    long release(CachedBlob blob) {
        if (!released.add(blob.path())) {
            return 0;
        }
        if (!isLink(blob)) {
            size -= blob.size();
            return 0;
        }
        uses.merge(blob.content(), -1, Integer::sum);
        CachedBlob content = shared.get(blob.content());
        return content == null ? 0 : releaseUnused(content);
    }

    /** Plans that all contents of the store that repositories share go that nobody uses. */
    void releaseUnused() {
        shared.values().forEach(this::releaseUnused);
    }

    private long releaseUnused(CachedBlob content) {
        if (!isUnused(content.path(), released, uses) || !released.add(content.path())) {
            return 0;
        }
        size -= content.size();
        return content.size();
    }

    /** The contents of the store that repositories share that go. */
    List<CachedBlob> unused(List<CachedBlob> contents) {
        return contents.stream().filter(this::isReleased).toList();
    }

    /** The contents that go when all of these revisions go. */
    Set<Path> freedBy(List<CachedRevision> revisions) {
        var left = new HashMap<>(uses);
        var gone = new HashSet<>(released);
        var freed = new HashSet<Path>();
        for (CachedRevision revision : revisions) {
            for (CachedBlob blob : revision.blobs()) {
                boolean isLast = left.merge(blob.path(), -1, Integer::sum) == 0;
                if (isLast && goesWith(revision, blob) && gone.add(blob.path())) {
                    freed.add(blob.content());
                    if (isLink(blob)) {
                        left.merge(blob.content(), -1, Integer::sum);
                    }
                }
            }
        }
        freed.removeIf(content -> !gone.contains(content) && !isUnused(content, gone, left));
        return freed;
    }

    /** Whether a content of the store is nobody's; one that is not of the store, or of which it is not known, is somebody's. */
    private boolean isUnused(Path content, Set<Path> gone, Map<Path, Integer> left) {
        Set<Path> users = references.get(content);
        return shared.containsKey(content)
                && users != null
                && gone.containsAll(users)
                && left.getOrDefault(content, 0) <= 0;
    }
}
