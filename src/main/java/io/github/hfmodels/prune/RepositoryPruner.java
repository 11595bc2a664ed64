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
import io.github.hfmodels.model.CommitHash;
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
import java.util.Objects;
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
            Pattern.compile("\\.?(.+?)(\\.hf-models|\\.[0-9a-f]{8})*\\.(incomplete|tmp|shared)(\\.journal)?");

    private final SnapshotCache cache;
    private final OfRepository plan;
    private final Repository current;
    private final Path folder;
    private final FileRemoval removal;
    private final PruneTally tally;
    private final PruneTime.Limit limit;
    private final RefFiles refs;
    private boolean hasGivenUp;

    /**
     * @param current the repository as it is now, without damage
     * @param limit when it must be done
     */
    RepositoryPruner(
            SnapshotCache cache,
            OfRepository plan,
            Repository current,
            FileRemoval removal,
            PruneTally tally,
            PruneTime.Limit limit) {
        this.cache = cache;
        this.plan = plan;
        this.current = current;
        this.folder = current.folder();
        this.removal = removal;
        this.tally = tally;
        this.limit = limit;
        this.refs = new RefFiles(folder.resolve("refs"));
    }

    void prune(Instant time) throws IOException {
        boolean isDeserted = plan.revisions().isEmpty() && CacheDetails.isDeserted(current, time);
        Set<CachedRef> ghosts = Set.copyOf(current.ghostRefs());
        plan.ghosts().stream().filter(ghosts::contains).forEach(this::delete);
        boolean hasDeletedAll = !plan.revisions().isEmpty() && deleteRevisions();
        for (Path entry : FileRemoval.entries(refs.folder())) {
            tally.attempt(entry, () -> removal.deleteEmptyTree(entry));
        }
        deleteListings();
        deleteAbsences();
        deleteBlobs();
        deleteParts();
        if (plan.isAll() && (hasDeletedAll || isDeserted) && !hasGivenUp) {
            deleteFolder();
        }
    }

    /** Whether no time is left: a build that waits will soon go on, whatever is done here. */
    private boolean isOver() {
        if (!hasGivenUp && limit.isOver()) {
            hasGivenUp = true;
            tally.leaveAlone(plan.repo().toString(), Cause.IN_USE);
        }
        return hasGivenUp;
    }

    private boolean deleteRevisions() throws IOException {
        Map<CommitHash, CachedRevision> now =
                current.revisions().stream().collect(Collectors.toMap(CachedRevision::commit, revision -> revision));
        Set<Path> linked = new SnapshotLinks(folder).linkedSnapshots();
        boolean hasDeletedAll = true;
        for (Going each : plan.revisions()) {
            CachedRevision revision = now.get(each.revision().commit());
            if (isOver()) {
                return false;
            }
            if (revision == null) {
                continue;
            }
            boolean isSame = isSame(each.revision(), revision);
            if (linked.contains(revision.folder())) {
                leaveAlone(revision, Cause.FOREIGN);
                hasDeletedAll = false;
            } else {
                hasDeletedAll &=
                        tally.attempt(revision.folder(), () -> delete(each, isSame ? revision : null)) && isGone(each);
            }
        }
        return hasDeletedAll;
    }

    private static boolean isGone(Going going) {
        return Files.notExists(going.revision().folder(), LinkOption.NOFOLLOW_LINKS);
    }

    private void leaveAlone(CachedRevision revision, Cause cause) {
        tally.leaveAlone("revision " + revision.commit().hex().substring(0, 8) + " of " + plan.repo(), cause);
    }

    /**
     * Deletes a revision, its refs first. The snapshot disappears at once, since half of one passes for a whole one. Other programs may
     * name it, or add to it, at any moment: then it stays.
     *
     * @param revision null when it has changed
     */
    private void delete(Going going, @Nullable CachedRevision revision) throws IOException {
        Set<Path> planned = going.refs().stream().map(CachedRef::file).collect(Collectors.toSet());
        SnapshotFiles files = new SnapshotFiles(going.revision());
        if (revision == null || isNamedAnew(going, planned) || !files.isAllOf(revision.folder())) {
            leaveAlone(going.revision(), Cause.CHANGED);
            return;
        }
        Path hidden = hidden("." + revision.commit().hex());
        // All that can be known to fail fails before the first ref is deleted.
        removal.requireWritable(cache.locks());
        for (CachedRef ref : going.refs()) {
            if (Files.exists(ref.file(), LinkOption.NOFOLLOW_LINKS)) {
                removal.requireWritable(Objects.requireNonNull(ref.file().getParent()));
            }
        }
        removal.requireWritable(folder.resolve("snapshots"));
        files.requireWritable(removal);
        if (!going.refs().stream().allMatch(this::deleteIfThere)) {
            return;
        }
        removal.move(revision.folder(), hidden);
        if (!files.isAllOf(hidden) || isNamedAnew(going, Set.of())) {
            removal.move(hidden, revision.folder());
            leaveAlone(revision, Cause.CHANGED);
            return;
        }
        tally.add(Kind.REVISION);
        for (CachedFile file : revision.files()) {
            if (!file.isLink()) {
                tally.addBytes(file.blob().size());
            }
        }
        tally.attempt(hidden, () -> removal.deleteAll(hidden));
    }

    /** A name that a folder has while it is deleted, where nobody looks for it. */
    private Path hidden(String ending) throws IOException {
        Folders.create(cache.locks());
        return AtomicFile.uniqueSibling(cache.locks().resolve(folder.getFileName() + ending), "tmp");
    }

    /** Whether another ref than these names the revision, one of these no longer does, or one is being written. */
    private boolean isNamedAnew(Going going, Set<Path> planned) throws IOException {
        String commit = going.revision().commit().hex();
        return refs.read().entrySet().stream()
                .anyMatch(ref -> planned.contains(ref.getKey())
                        ? !ref.getValue().equals(commit)
                        : ref.getValue().equals(commit) || ref.getValue().isEmpty());
    }

    private static boolean isSame(CachedRevision planned, CachedRevision now) {
        // Not when it was last read: planning has read configurations itself.
        return now.lastModified().equals(planned.lastModified())
                && now.files().stream()
                        .map(CachedFile::path)
                        .toList()
                        .equals(planned.files().stream().map(CachedFile::path).toList());
    }

    private boolean deleteIfThere(CachedRef ref) {
        return delete(ref) || Files.notExists(ref.file(), LinkOption.NOFOLLOW_LINKS);
    }

    /** Deletes a ref that has not been written since; false when it stays. */
    private boolean delete(CachedRef ref) {
        boolean isDeleted = tally.attempt(ref.file(), () -> {
            RegularFile.require(ref.file(), LinkOption.NOFOLLOW_LINKS);
            if (!Files.readString(ref.file()).equals(ref.commit().hex())) {
                throw new IOException("it names another commit now");
            }
            removal.delete(ref.file());
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
            }
        }
        tally.attempt(absences, () -> removal.deleteEmptyTree(absences));
    }

    private void deleteParts() {
        Map<Path, CachedBlob> now = byPath(current.parts());
        for (CachedBlob part : plan.parts()) {
            if (isOver()) {
                return;
            }
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
        if (plan.blobs().isEmpty() || isOver()) {
            return;
        }
        Map<Path, CachedBlob> now = byPath(current.blobs());
        Set<Path> linked = new SnapshotLinks(folder).targets();
        Map<Path, CachedBlob> away = new LinkedHashMap<>();
        for (CachedBlob blob : plan.blobs()) {
            if (isOver()) {
                break;
            }
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
        if (!away.isEmpty()) {
            limit.pauseUntilLinked();
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
        Path snapshots = folder.resolve("snapshots");
        // Blobs are last, and only go when nothing else is there, since a download may have begun.
        if (!FileRemoval.entries(snapshots).isEmpty()) {
            return;
        }
        for (String name : List.of("refs", "trees", ".no_exist", "blobs")) {
            removal.deleteEmptyTree(folder.resolve(name));
            if (Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
        }
        if (!FileRemoval.entries(folder).equals(List.of(snapshots))
                || !FileRemoval.entries(snapshots).isEmpty()) {
            return;
        }
        Path hidden = hidden("");
        removal.move(folder, hidden);
        if (removal.deleteEmptyTree(hidden)) {
            tally.add(Kind.REPOSITORY);
        } else {
            // Somebody has put something into it at the last moment.
            removal.move(hidden, folder);
        }
    }
}
