package io.github.hfmodels.prune;

import io.github.hfmodels.cache.AtomicFile;
import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.CacheInventory.CachedFile;
import io.github.hfmodels.cache.CacheInventory.CachedListing;
import io.github.hfmodels.cache.CacheInventory.CachedRef;
import io.github.hfmodels.cache.CacheInventory.CachedRevision;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.cache.Folders;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RegularFile;
import io.github.hfmodels.prune.PrunePlan.Cause;
import io.github.hfmodels.prune.PrunePlan.Going;
import io.github.hfmodels.prune.PrunePlan.OfRepository;
import io.github.hfmodels.prune.PruneResult.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Deletes what a plan says of one repository, as far as it is still so; refs first, then links, then blobs. */
final class RepositoryPruner {

    private static final Log LOG = Log.of(RepositoryPruner.class);

    private static final Pattern PART =
            Pattern.compile("\\.?(.+?)(\\.hf-models)?(\\.[0-9a-f]{8})?\\.(incomplete|tmp|shared)(\\.journal)?");

    private final SnapshotCache cache;
    private final OfRepository plan;
    private final Repository current;
    private final Path folder;
    private final FileRemoval removal;
    private final PruneTally tally;

    /** @param current the repository as it is now, without damage */
    RepositoryPruner(
            SnapshotCache cache, OfRepository plan, Repository current, FileRemoval removal, PruneTally tally) {
        this.cache = cache;
        this.plan = plan;
        this.current = current;
        this.folder = current.folder();
        this.removal = removal;
        this.tally = tally;
    }

    void prune(Instant time) throws IOException {
        boolean isDeserted = plan.revisions().isEmpty() && CacheDetails.isDeserted(current, time);
        plan.ghosts().stream().filter(current.ghostRefs()::contains).forEach(this::delete);
        boolean hasDeletedAll = !plan.revisions().isEmpty();
        for (Going each : plan.revisions()) {
            hasDeletedAll &= prune(each);
        }
        deleteListings();
        deleteAbsences();
        deleteBlobs();
        deleteParts();
        if (plan.isAll() && (hasDeletedAll || isDeserted)) {
            deleteFolder();
        }
    }

    /** Deletes a revision with its refs; false when it stays, or some of it. */
    private boolean prune(Going going) {
        String name = "revision " + going.revision().commit().hex().substring(0, 8) + " of " + plan.repo();
        Optional<CachedRevision> now = current.revisions().stream()
                .filter(revision -> revision.commit().equals(going.revision().commit()))
                .findFirst();
        if (now.isEmpty()) {
            return true;
        }
        boolean isSame = isSame(going.revision(), now.get())
                && going.refs().containsAll(current.refsOf(now.get().commit()));
        if (!isSame || !going.refs().stream().allMatch(this::deleteIfThere)) {
            tally.leaveAlone(name, Cause.CHANGED);
            return false;
        }
        Path snapshot = now.get().folder();
        for (CachedFile file : now.get().files()) {
            boolean isDeleted = tally.attempt(file.file(), () -> removal.delete(file.file()));
            if (isDeleted && !file.isLink()) {
                tally.addBytes(file.blob().size());
            }
        }
        tally.attempt(snapshot, () -> removal.deleteEmptyTree(snapshot));
        if (Files.exists(snapshot, LinkOption.NOFOLLOW_LINKS)) {
            tally.leaveAlone(name, Cause.FOREIGN);
            return false;
        }
        tally.add(Kind.REVISION);
        return true;
    }

    private static boolean isSame(CachedRevision planned, CachedRevision now) {
        return !now.lastUse().isAfter(planned.lastUse())
                && now.files().stream()
                        .map(CachedFile::path)
                        .toList()
                        .equals(planned.files().stream().map(CachedFile::path).toList());
    }

    private boolean deleteIfThere(CachedRef ref) {
        return !current.refs().contains(ref) || delete(ref);
    }

    /** Deletes a ref that has not been written since; false when it stays. */
    private boolean delete(CachedRef ref) {
        boolean isDeleted = tally.attempt(ref.file(), () -> {
            RegularFile.require(ref.file(), LinkOption.NOFOLLOW_LINKS);
            if (!Files.readString(ref.file()).equals(ref.commit().hex())) {
                throw new IOException("it names another commit now");
            }
            removal.delete(ref.file());
            removal.deleteEmptyAbove(ref.file(), folder.resolve("refs"));
        });
        if (isDeleted) {
            tally.add(Kind.REF);
        }
        return isDeleted;
    }

    /** After the snapshots, since a snapshot without a listing passes for whole. */
    private void deleteListings() {
        Set<CachedListing> now = Set.copyOf(current.listings());
        for (CachedListing listing : plan.listings()) {
            Path snapshot = folder.resolve("snapshots").resolve(listing.commit().hex());
            boolean isStale = now.contains(listing) && Files.notExists(snapshot, LinkOption.NOFOLLOW_LINKS);
            if (isStale && delete(listing.file())) {
                tally.add(Kind.LISTING);
            }
        }
    }

    private boolean delete(CachedBlob file) {
        boolean isDeleted = tally.attempt(file.path(), () -> removal.delete(file.path()));
        if (isDeleted) {
            tally.addBytes(PrunePlan.ownBytes(file));
        }
        return isDeleted;
    }

    private void deleteAbsences() {
        Path absences = folder.resolve(".no_exist");
        for (CachedBlob mark : plan.absences()) {
            if (delete(mark)) {
                tally.add(Kind.ABSENCE);
                tally.attempt(absences, () -> removal.deleteEmptyAbove(mark.path(), absences));
            }
        }
        if (!plan.absences().isEmpty()) {
            tally.attempt(absences, () -> removal.deleteFolder(absences));
        }
    }

    private void deleteParts() {
        Map<Path, CachedBlob> now = byPath(current.parts());
        for (CachedBlob part : plan.parts()) {
            if (!isSame(part, now.get(part.path()))) {
                tally.leaveAlone("part " + name(part) + " of " + plan.repo(), Cause.CHANGED);
                continue;
            }
            Matcher name = PART.matcher(String.valueOf(part.path().getFileName()));
            String blob = name.matches() ? name.group(1) : "";
            boolean isDeleted = tally.attempt(
                    part.path(),
                    () -> holding(part, blob, () -> {
                        if (delete(part)) {
                            tally.add(Kind.PART);
                        }
                    }));
            LOG.debug("{} is {}", part, isDeleted ? "deleted" : "left alone");
        }
    }

    private static String name(CachedBlob blob) {
        return Printable.of(String.valueOf(blob.path().getFileName()));
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

    /** Takes a step that is about a blob while nobody else works on it; leaves the file alone when somebody does. */
    private void holding(CachedBlob file, String blob, PruneTally.Step step) throws IOException {
        Optional<Closeable> mutex = cache.tryAcquireMutex(plan.repo(), blob);
        if (mutex.isEmpty()) {
            tally.leaveAlone(name(file) + " of " + plan.repo(), Cause.IN_USE);
            return;
        }
        try (Closeable held = mutex.get()) {
            LOG.debug("{} keeps others from {}", held, file);
            step.take();
        }
    }

    /**
     * Renames the blobs away, looks again for links to them, and only then deletes them. Other programs link a blob that they have seen
     * without asking anybody, so a link may have come since the links were read; and they wait for a mutex after they have
     * seen it, so it is held no longer than the renaming takes.
     */
    private void deleteBlobs() throws IOException {
        if (plan.blobs().isEmpty()) {
            return;
        }
        Map<Path, CachedBlob> now = byPath(current.blobs());
        Set<Path> linked = new SnapshotLinks(folder).targets();
        Map<Path, CachedBlob> away = new LinkedHashMap<>();
        for (CachedBlob blob : plan.blobs()) {
            if (linked.contains(blob.path()) || !isSame(blob, now.get(blob.path()))) {
                tally.leaveAlone("blob " + name(blob) + " of " + plan.repo(), Cause.CHANGED);
                continue;
            }
            Path other = AtomicFile.uniqueSibling(blob.path(), "tmp");
            String name = String.valueOf(blob.path().getFileName());
            tally.attempt(
                    blob.path(),
                    () -> holding(blob, name, () -> {
                        removal.move(blob.path(), other);
                        away.put(other, blob);
                    }));
        }
        Set<Path> linkedSince = away.isEmpty() ? Set.of() : new SnapshotLinks(folder).targetsOr(away.values());
        away.forEach((other, blob) -> finish(other, blob, linkedSince.contains(blob.path())));
    }

    private void finish(Path other, CachedBlob blob, boolean isLinked) {
        if (isLinked && Files.notExists(blob.path(), LinkOption.NOFOLLOW_LINKS)) {
            tally.attempt(blob.path(), () -> removal.move(other, blob.path()));
            tally.leaveAlone("blob " + name(blob) + " of " + plan.repo(), Cause.CHANGED);
        } else if (tally.attempt(blob.path(), () -> removal.delete(other))) {
            tally.add(Kind.BLOB);
            tally.addBytes(PrunePlan.ownBytes(blob));
        }
    }

    /**
     * Deletes the repository's folder, if there is nothing in it. It disappears at once, since a repository without the folder of
     * snapshots is a broken one.
     */
    private void deleteFolder() throws IOException {
        for (String name : List.of("refs", "blobs", "trees", ".no_exist")) {
            removal.deleteEmptyTree(folder.resolve(name));
        }
        Path snapshots = folder.resolve("snapshots");
        if (!FileRemoval.entries(folder).equals(List.of(snapshots))
                || !FileRemoval.entries(snapshots).isEmpty()) {
            return;
        }
        Folders.create(cache.locks());
        if (Files.isSymbolicLink(cache.locks())) {
            return;
        }
        Path hidden = AtomicFile.uniqueSibling(cache.locks().resolve(String.valueOf(folder.getFileName())), "tmp");
        removal.move(folder, hidden);
        if (removal.deleteEmptyTree(hidden)) {
            tally.add(Kind.REPOSITORY);
        } else {
            // Somebody has put something into it at the last moment.
            removal.move(hidden, folder);
        }
    }
}
