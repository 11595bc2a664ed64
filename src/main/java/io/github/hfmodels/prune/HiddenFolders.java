package io.github.hfmodels.prune;

import io.github.hfmodels.cache.AtomicFile;
import io.github.hfmodels.cache.CacheInventory.Repository;
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
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Folders while they are deleted: renamed to where nobody looks for them, so that they disappear at once. In the Hub's cache that is below
 * the folder of mutexes, in which ModelScope's SDK would take them for repositories; there it is in the repository's own folder, beside
 * the snapshots.
 *
 * @param source whose cache it is
 * @param removal of the cache
 */
record HiddenFolders(SnapshotCache cache, SourceId source, FileRemoval removal) {

    private static final Log LOG = Log.of(HiddenFolders.class);

    /** A snapshot in the folder of a repository of ModelScope. */
    private static final Pattern SNAPSHOT = Pattern.compile("\\.(?:[0-9a-f]{40}|[0-9a-f]{64})\\.[0-9a-f]{8}\\.tmp");

    /** A folder of a repository, or a snapshot. */
    private static final Pattern NAME = Pattern.compile(
            "(?<repository>[a-z]+--.+?)(?<snapshot>\\.(?:[0-9a-f]{40}|[0-9a-f]{64}))?\\.[0-9a-f]{8}\\.tmp");

    /** A new name for the folder of a repository of the Hub. */
    Path nameFor(RepoId repository) throws IOException {
        return nameFor(repository, "");
    }

    /** A new name for a snapshot. */
    Path nameForSnapshot(Repository repository, String commit) throws IOException {
        return source == SourceId.MODELSCOPE
                ? AtomicFile.uniqueSibling(repository.folder().resolve("." + commit), "tmp")
                : nameFor(repository.repo(), "." + commit);
    }

    private Path nameFor(RepoId repository, String ending) throws IOException {
        Path locks = cache.locks(source);
        Folders.create(locks);
        return AtomicFile.uniqueSibling(locks.resolve(RepoFolder.nameOf(repository) + ending), "tmp");
    }

    /** Deletes what killed runs have left, whatever is planned; of a repository, only as far as there is nothing in it. */
    void deleteLeftOvers(PruneTally tally) {
        try {
            if (source == SourceId.MODELSCOPE) {
                deleteSnapshots(tally);
                return;
            }
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

    private void deleteSnapshots(PruneTally tally) throws IOException {
        for (Path type : RepoFolder.parents(source, cache.realFolder(source))) {
            for (Path folder : folders(type)) {
                String repository = type.getFileName() + "--" + folder.getFileName();
                for (Path entry : folders(folder)) {
                    if (SNAPSHOT.matcher(String.valueOf(entry.getFileName())).matches()) {
                        tally.attempt(entry, () -> deleteLeftOver(entry, repository, true));
                    }
                }
            }
        }
    }

    private static List<Path> folders(Path folder) {
        try {
            return FolderReader.entries(folder).stream()
                    .filter(each -> Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        } catch (IOException e) {
            LOG.debug("What killed runs may have left in {} stays", folder, e);
            return List.of();
        }
    }

    private void deleteLeftOver(Path entry, String repository, boolean isSnapshot) throws IOException {
        // Another run that is deleting it excludes this one.
        try (Closeable held =
                cache.exclude(RepoFolder.repoOf(repository, source)).orElse(null)) {
            boolean isDeleted =
                    held != null && (isSnapshot ? removal.deleteAll(entry) : removal.deleteEmptyTree(entry));
            LOG.debug("{} is deleted: {}", entry, isDeleted);
        } catch (InvalidValueException e) {
            LOG.debug("{} is nobody's", entry, e);
        }
    }
}
