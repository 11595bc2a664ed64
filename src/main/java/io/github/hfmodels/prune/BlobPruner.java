package io.github.hfmodels.prune;

import io.github.hfmodels.cache.AtomicFile;
import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.prune.PrunePlan.Cause;
import io.github.hfmodels.prune.PrunePlan.OfRepository;
import io.github.hfmodels.prune.PruneResult.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Deletes blobs and parts of a repository while nobody else works on them.
 *
 * @param current the repository as it is now, without damage
 * @param limit when it must be done
 */
record BlobPruner(
        SnapshotCache cache,
        OfRepository plan,
        Repository current,
        FileRemoval removal,
        PruneTally tally,
        PruneTime.Limit limit) {

    private static final Log LOG = Log.of(BlobPruner.class);

    private static final Pattern PART =
            Pattern.compile("\\.?(.+?)(\\.hf-models|\\.[0-9a-f]{8})*\\.(incomplete|tmp|shared)(\\.journal)?");

    /**
     * Renames the blobs away, looks again for links to them, and only then deletes them. Other programs link a blob that they have seen
     * without asking anybody, so a link may have come since the links were read; and they wait for a mutex after they have
     * seen it, so it is held no longer than the renaming takes.
     */
    void deleteBlobs() throws IOException {
        if (plan.blobs().isEmpty() || limit.isOver()) {
            return;
        }
        Map<Path, CachedBlob> now = byPath(current.blobs());
        var links = new SnapshotLinks(current.folder());
        Set<Path> linked = links.targets();
        Map<Path, CachedBlob> away = new LinkedHashMap<>();
        for (CachedBlob blob : plan.blobs()) {
            if (limit.isOver()) {
                break;
            }
            if (linked.contains(blob.path()) || !isSame(blob, now.get(blob.path()))) {
                leaveAlone("blob ", blob, Cause.CHANGED);
                continue;
            }
            Path other = AtomicFile.uniqueSibling(blob.path(), "tmp");
            holding(blob, name(blob), () -> {
                removal.move(blob.path(), other);
                away.put(other, blob);
            });
        }
        if (!away.isEmpty()) {
            limit.pauseUntilLinked();
            Set<Path> linkedSince = links.targetsOr(away.values());
            away.forEach((other, blob) -> finish(other, blob, linkedSince.contains(blob.path())));
        }
    }

    private void finish(Path other, CachedBlob blob, boolean isLinked) {
        if (isLinked && Files.notExists(blob.path(), LinkOption.NOFOLLOW_LINKS)) {
            tally.attempt(blob.path(), () -> removal.move(other, blob.path()));
            leaveAlone("blob ", blob, Cause.CHANGED);
        } else {
            tally.attempt(Kind.BLOB, blob, () -> removal.delete(other));
        }
    }

    void deleteParts() {
        Map<Path, CachedBlob> now = byPath(current.parts());
        for (CachedBlob part : plan.parts()) {
            if (limit.isOver()) {
                return;
            }
            if (!isSame(part, now.get(part.path()))) {
                leaveAlone("part ", part, Cause.CHANGED);
                continue;
            }
            Matcher name = PART.matcher(name(part));
            holding(
                    part,
                    name.matches() ? name.group(1) : "",
                    () -> tally.attempt(Kind.PART, part, () -> removal.delete(part.path())));
        }
    }

    /** Takes a step that is about a blob while nobody else works on it; leaves the file alone when somebody does. */
    private void holding(CachedBlob file, String blob, PruneTally.Step step) {
        tally.attempt(file.path(), () -> {
            Optional<Closeable> mutex = cache.tryAcquireMutex(plan.repo(), blob);
            if (mutex.isEmpty()) {
                leaveAlone("", file, Cause.IN_USE);
                return;
            }
            try (Closeable held = mutex.get()) {
                LOG.debug("{} keeps others from {}", held, file);
                step.take();
            }
        });
    }

    private void leaveAlone(String kind, CachedBlob file, Cause cause) {
        tally.leaveAlone(kind + Printable.of(name(file)), plan.repo(), cause);
    }

    private static String name(CachedBlob blob) {
        return String.valueOf(blob.path().getFileName());
    }

    private static Map<Path, CachedBlob> byPath(List<CachedBlob> blobs) {
        return blobs.stream().collect(Collectors.toMap(CachedBlob::path, blob -> blob));
    }

    private static boolean isSame(CachedBlob planned, @Nullable CachedBlob now) {
        return now != null
                && now.content().equals(planned.content())
                && now.size() == planned.size()
                && now.lastModified().equals(planned.lastModified());
    }
}
