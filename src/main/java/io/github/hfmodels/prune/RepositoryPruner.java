package io.github.hfmodels.prune;

import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.CacheInventory.CachedListing;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.cache.FolderReader;
import io.github.hfmodels.cache.RepoFolder;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.prune.PrunePlan.OfRepository;
import io.github.hfmodels.prune.PruneResult.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Deletes what a plan says of one repository, as far as it is still so; refs first, then links, then blobs.
 *
 * @param current the repository as it is now, without damage
 * @param limit when it must be done
 */
record RepositoryPruner(
        SnapshotCache cache,
        OfRepository plan,
        Repository current,
        FileRemoval removal,
        PruneTally tally,
        PruneTime.Limit limit) {

    void prune(Instant time) throws IOException {
        boolean isDeserted = plan.revisions().isEmpty() && CacheDetails.isDeserted(current, time);
        var hidden = new HiddenFolders(cache, plan.repo().source(), removal);
        var revisions = new RevisionPruner(plan, current, removal, hidden, tally, limit);
        revisions.deleteGhosts();
        boolean hasDeletedAll = !plan.revisions().isEmpty() && revisions.deleteRevisions();
        for (Path entry : FolderReader.entries(folder(RepoFolder.REFS))) {
            tally.attempt(entry, () -> removal.deleteEmptyTree(entry));
        }
        deleteListings();
        deleteAbsences();
        var blobs = new BlobPruner(cache, plan, current, removal, tally, limit);
        blobs.deleteBlobs();
        blobs.deleteParts();
        if (plan.isAll() && (hasDeletedAll || isDeserted) && !limit.wasOver()) {
            deleteFolder(hidden);
        }
    }

    private Path folder(String name) {
        return current.folder().resolve(name);
    }

    /** After the snapshots, since a snapshot without a listing passes for whole. */
    private void deleteListings() {
        Set<CachedListing> now = Set.copyOf(current.listings());
        for (CachedListing listing : plan.listings()) {
            Path snapshot =
                    folder(RepoFolder.SNAPSHOTS).resolve(listing.commit().hex());
            if (now.contains(listing) && Files.notExists(snapshot, LinkOption.NOFOLLOW_LINKS)) {
                delete(Kind.LISTING, listing.file());
            }
        }
    }

    private void delete(Kind kind, CachedBlob file) {
        tally.attempt(kind, file, () -> removal.delete(file.path()));
    }

    private void deleteAbsences() {
        Path absences = folder(RepoFolder.ABSENCES);
        plan.absences().forEach(mark -> delete(Kind.ABSENCE, mark));
        tally.attempt(absences, () -> removal.deleteEmptyTree(absences));
    }

    /**
     * Deletes the repository's folder, if there is nothing in it. It disappears at once, since a repository without the folder of
     * snapshots is a broken one.
     */
    private void deleteFolder(HiddenFolders hidden) throws IOException {
        Path snapshots = folder(RepoFolder.SNAPSHOTS);
        // Blobs are last, and only go when nothing else is there, since a download may have begun.
        if (!FolderReader.entries(snapshots).isEmpty()) {
            return;
        }
        for (String name : List.of(RepoFolder.REFS, RepoFolder.TREES, RepoFolder.ABSENCES, RepoFolder.BLOBS)) {
            removal.deleteEmptyTree(folder(name));
            if (Files.exists(folder(name), LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
        }
        if (!FolderReader.entries(current.folder()).equals(List.of(snapshots))
                || !FolderReader.entries(snapshots).isEmpty()) {
            return;
        }
        if (current.repo().source() == SourceId.MODELSCOPE) {
            // Its SDK, too, takes no folder without snapshots for a repository.
            if (removal.deleteEmptyTree(current.folder())) {
                tally.add(Kind.REPOSITORY);
            }
            return;
        }
        Path away = hidden.nameFor(current.repo());
        removal.move(current.folder(), away);
        if (removal.deleteEmptyTree(away)) {
            tally.add(Kind.REPOSITORY);
        } else {
            // Somebody has put something into it at the last moment.
            removal.move(away, current.folder());
        }
    }
}
