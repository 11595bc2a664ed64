package io.github.hfmodels.prune;

import io.github.hfmodels.cache.CacheInventory.CachedFile;
import io.github.hfmodels.cache.CacheInventory.CachedRef;
import io.github.hfmodels.cache.CacheInventory.CachedRevision;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.cache.HardLinks;
import io.github.hfmodels.cache.RepoFolder;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RegularFile;
import io.github.hfmodels.model.RepoPath;
import io.github.hfmodels.prune.PrunePlan.Cause;
import io.github.hfmodels.prune.PrunePlan.Going;
import io.github.hfmodels.prune.PrunePlan.OfRepository;
import io.github.hfmodels.prune.PruneResult.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Deletes revisions of a repository, the refs that name them first.
 *
 * @param current the repository as it is now, without damage
 * @param limit when it must be done
 */
record RevisionPruner(
        OfRepository plan,
        Repository current,
        FileRemoval removal,
        HiddenFolders hidden,
        PruneTally tally,
        PruneTime.Limit limit) {

    /** Deletes the refs that name a commit without a snapshot. */
    void deleteGhosts() {
        Set<CachedRef> ghosts = Set.copyOf(current.ghostRefs());
        plan.ghosts().stream().filter(ghosts::contains).forEach(this::delete);
    }

    /** @return whether all are gone */
    boolean deleteRevisions() throws IOException {
        Map<CommitHash, CachedRevision> now =
                current.revisions().stream().collect(Collectors.toMap(CachedRevision::commit, revision -> revision));
        Set<Path> linked = new SnapshotLinks(current.folder()).linkedSnapshots();
        boolean areGone = true;
        for (Going each : plan.revisions()) {
            CachedRevision revision = now.get(each.revision().commit());
            if (limit.isOver()) {
                return false;
            }
            if (revision == null) {
                continue;
            }
            if (linked.contains(revision.folder())) {
                leaveAlone(revision, Cause.FOREIGN);
            } else {
                CachedRevision same = isSame(each.revision(), revision) ? revision : null;
                tally.attempt(revision.folder(), () -> delete(each, same));
            }
            areGone &= Files.notExists(revision.folder(), LinkOption.NOFOLLOW_LINKS);
        }
        return areGone;
    }

    private void leaveAlone(CachedRevision revision, Cause cause) {
        tally.leaveAlone("revision " + revision.commit().hex().substring(0, 8), plan.repo(), cause);
    }

    private static boolean isSame(CachedRevision planned, CachedRevision now) {
        // Not when it was last read: planning has read configurations itself.
        return now.lastModified().equals(planned.lastModified()) && paths(now).equals(paths(planned));
    }

    private static List<String> paths(CachedRevision revision) {
        return revision.files().stream().map(CachedFile::path).toList();
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
        Path away = hidden.nameForSnapshot(current, revision.commit().hex());
        // All that can be known to fail fails before the first ref is deleted.
        removal.requireWritable(Objects.requireNonNull(away.getParent()));
        for (CachedRef ref : going.refs()) {
            if (Files.exists(ref.file(), LinkOption.NOFOLLOW_LINKS)) {
                removal.requireWritable(Objects.requireNonNull(ref.file().getParent()));
            }
        }
        removal.requireWritable(Objects.requireNonNull(revision.folder().getParent()));
        files.requireWritable(removal);
        going.refs().forEach(this::deleteSdkSnapshot);
        if (!going.refs().stream().allMatch(this::delete)) {
            return;
        }
        removal.move(revision.folder(), away);
        if (!files.isAllOf(away) || isNamedAnew(going, Set.of())) {
            removal.move(away, revision.folder());
            leaveAlone(revision, Cause.CHANGED);
            return;
        }
        tally.add(Kind.REVISION);
        for (CachedFile file : revision.files()) {
            if (!file.isLink()) {
                tally.addBytes(file.blob().size());
            }
        }
        tally.attempt(away, () -> removal.deleteAll(away));
    }

    /**
     * Deletes the links that ModelScope's SDK reads by a ref's name, before the ref, since nobody would know later that they are of no use.
     * What the SDK itself has written stays. A build publishes the links again where it finds the ref.
     */
    private void deleteSdkSnapshot(CachedRef ref) {
        Path snapshot = RepoPath.resolve(current.folder().resolve(RepoFolder.SNAPSHOTS), ref.name());
        current.sdkSnapshots().stream()
                .flatMap(each -> each.files().stream())
                .filter(file -> file.isLink() && file.file().startsWith(snapshot))
                .forEach(file -> tally.attempt(file.file(), () -> deleteLink(file)));
        current.sdkSnapshots().stream()
                .filter(each -> snapshot.startsWith(each.folder()))
                .forEach(each -> tally.attempt(each.folder(), () -> removal.deleteEmptyTree(each.folder())));
    }

    /** Not what the SDK may have put in its place meanwhile, since it asks nobody. */
    private void deleteLink(CachedFile file) throws IOException {
        Path path = file.file();
        if (Files.isSymbolicLink(path)
                || (Files.exists(path) && HardLinks.areSame(path, file.blob().path()))) {
            removal.delete(path);
        }
    }

    /** Whether another ref than these names the revision, one of these no longer does, or one is being written. */
    private boolean isNamedAnew(Going going, Set<Path> planned) throws IOException {
        String commit = going.revision().commit().hex();
        return new RefFiles(current.folder().resolve(RepoFolder.REFS))
                .read().entrySet().stream()
                        .anyMatch(ref -> planned.contains(ref.getKey())
                                ? !ref.getValue().equals(commit)
                                : ref.getValue().equals(commit)
                                        || ref.getValue().isEmpty());
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
        return isDeleted || Files.notExists(ref.file(), LinkOption.NOFOLLOW_LINKS);
    }
}
