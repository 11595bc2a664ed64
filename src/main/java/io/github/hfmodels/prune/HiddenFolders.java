package io.github.hfmodels.prune;

import io.github.hfmodels.cache.AtomicFile;
import io.github.hfmodels.cache.FolderReader;
import io.github.hfmodels.cache.Folders;
import io.github.hfmodels.cache.RepoFolder;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.SourceId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Folders while they are deleted: renamed to below the folder of mutexes, where nobody looks for them, so that they disappear at once.
 *
 * @param source whose cache it is
 * @param removal of the cache
 */
record HiddenFolders(SnapshotCache cache, SourceId source, FileRemoval removal) {

    private static final Log LOG = Log.of(HiddenFolders.class);

    /** A folder of a repository, or a snapshot. */
    private static final Pattern NAME =
            Pattern.compile("(?<repository>[a-z]+--.+?)(?<snapshot>\\.(?:[0-9a-f]{40}|[0-9a-f]{64}))?\\.[0-9a-f]{8}\\.tmp");

    /** A new name for a repository's folder. */
    Path nameFor(RepoId repository) throws IOException {
        return nameFor(repository, "");
    }

    /** A new name for a snapshot. */
    Path nameForSnapshot(RepoId repository, String commit) throws IOException {
        return nameFor(repository, "." + commit);
    }

    private Path nameFor(RepoId repository, String ending) throws IOException {
        Path locks = cache.locks(source);
        Folders.create(locks);
        return AtomicFile.uniqueSibling(locks.resolve(RepoFolder.nameOf(repository) + ending), "tmp");
    }

    /** Deletes what killed runs have left, whatever is planned; of a repository, only as far as there is nothing in it. */
    void deleteLeftOvers(PruneTally tally) {
        try {
            for (Path entry : FolderReader.entries(cache.locks(source))) {
                Matcher name = NAME.matcher(String.valueOf(entry.getFileName()));
                if (name.matches()) {
                    boolean isSnapshot = name.group("snapshot") != null;
                    tally.attempt(entry, () -> deleteLeftOver(entry, name.group("repository"), isSnapshot));
                }
            }
        } catch (IOException e) {
            LOG.debug("What killed runs may have left in the cache of {} stays", source.word(), e);
        }
    }

    private void deleteLeftOver(Path entry, String repository, boolean isSnapshot) throws IOException {
        // Another run that is deleting it excludes this one.
        try (Closeable held = cache.exclude(RepoFolder.repoOf(repository, source)).orElse(null)) {
            boolean isDeleted =
                    held != null && (isSnapshot ? removal.deleteAll(entry) : removal.deleteEmptyTree(entry));
            LOG.debug("{} is deleted: {}", entry, isDeleted);
        } catch (InvalidValueException e) {
            LOG.debug("{} is nobody's", entry, e);
        }
    }
}
