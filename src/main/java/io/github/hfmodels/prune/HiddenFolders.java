package io.github.hfmodels.prune;

import io.github.hfmodels.cache.AtomicFile;
import io.github.hfmodels.cache.Folders;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.log.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Folders while they are deleted: renamed to below {@code .locks}, where nobody looks for them, so that they disappear at once.
 *
 * @param removal of the cache
 */
record HiddenFolders(SnapshotCache cache, FileRemoval removal) {

    private static final Log LOG = Log.of(HiddenFolders.class);

    /** A folder of a repository, or a snapshot. */
    private static final Pattern NAME = Pattern.compile("[a-z]+--.+?(?<snapshot>\\.[0-9a-f]{40})?\\.[0-9a-f]{8}\\.tmp");

    /** A new name for a repository's folder. */
    Path nameFor(Path repository) throws IOException {
        return nameFor(repository, "");
    }

    /** A new name for a snapshot. */
    Path nameForSnapshot(Path repository, String commit) throws IOException {
        return nameFor(repository, "." + commit);
    }

    private Path nameFor(Path repository, String ending) throws IOException {
        Folders.create(cache.locks());
        return AtomicFile.uniqueSibling(cache.locks().resolve(repository.getFileName() + ending), "tmp");
    }

    /** What is there now: also what other runs are deleting. */
    List<Path> found() throws IOException {
        return FileRemoval.entries(cache.locks()).stream()
                .filter(entry -> matcher(entry).matches())
                .toList();
    }

    private static Matcher matcher(Path entry) {
        return NAME.matcher(String.valueOf(entry.getFileName()));
    }

    /** Deletes what a run has left that was killed; of a repository, only as far as there is nothing in it. */
    void deleteLeftOver(Path entry) throws IOException {
        Matcher name = matcher(entry);
        boolean isSnapshot = name.matches() && name.group("snapshot") != null;
        LOG.debug("{} is deleted: {}", entry, isSnapshot ? removal.deleteAll(entry) : removal.deleteEmptyTree(entry));
    }
}
