package io.github.hfmodels.prune;

import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.FileTree;
import io.github.hfmodels.cache.FolderReader;
import io.github.hfmodels.cache.RepoFolder;
import io.github.hfmodels.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The links in the snapshots of a repository at this moment.
 *
 * @param folder the repository's
 */
record SnapshotLinks(Path folder) {

    private static final Log LOG = Log.of(SnapshotLinks.class);

    /** What they lead to, whether or not it is there. */
    Set<Path> targets() throws IOException {
        return targets(FileTree.read(folder.resolve(RepoFolder.SNAPSHOTS)).files(), folder);
    }

    /** What the links in a folder lead to, but for those below it. */
    static Set<Path> targetsIn(Path folder) throws IOException {
        return targets(FolderReader.entries(folder), folder);
    }

    private static Set<Path> targets(List<Path> entries, Path folder) throws IOException {
        var targets = new HashSet<Path>();
        for (Path entry : entries) {
            if (Files.isSymbolicLink(entry)) {
                addTarget(entry, folder, targets);
            }
        }
        return targets;
    }

    /** The snapshots that they lead to, or into. No tool makes such links. */
    Set<Path> linkedSnapshots() throws IOException {
        Path snapshots = folder.resolve(RepoFolder.SNAPSHOTS);
        return targets().stream()
                .filter(target -> target.startsWith(snapshots) && !target.equals(snapshots))
                .map(target -> snapshots.resolve(target.getName(snapshots.getNameCount())))
                .collect(Collectors.toSet());
    }

    private static void addTarget(Path link, Path folder, Set<Path> targets) throws IOException {
        try {
            Path target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
            targets.add(target);
            if (!target.startsWith(folder) && target.getParent() != null && Files.exists(target.getParent())) {
                // By way of another name of the cache.
                targets.add(target.getParent().toRealPath().resolve(target.getFileName()));
            }
        } catch (NoSuchFileException | NotLinkException e) {
            LOG.debug("{} is gone", link, e);
        }
    }

    /** What they lead to; when that cannot be known, all of these. */
    Set<Path> targetsOr(Collection<CachedBlob> blobs) {
        try {
            return targets();
        } catch (IOException e) {
            LOG.warn("The links in {} can no longer be read, so what they may lead to stays ({})", folder, e);
            return blobs.stream().map(CachedBlob::path).collect(Collectors.toSet());
        }
    }
}
