package io.github.hfmodels.plan;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.cache.SnapshotFile;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Which files have which contents by the cache's listings, which sources gave. Each listing is read once at most. Thread-safe. */
final class ListedFiles {

    private final SnapshotCache cache;
    private final Map<String, Map<String, Digest>> known = new ConcurrentHashMap<>();

    ListedFiles(SnapshotCache cache) {
        this.cache = cache;
    }

    /** Whether the cache has a listing of the commit, and the file has the same content there. */
    boolean have(RepoId repo, SnapshotFile file) {
        return file.file().digest().equals(digests(repo, file).get(file.file().path()));
    }

    private Map<String, Digest> digests(RepoId repo, SnapshotFile file) {
        return known.computeIfAbsent(
                repo + "@" + file.commit(),
                commit -> cache.repository(repo).listing(file.commit()).stream()
                        .map(Listing::files)
                        .flatMap(List::stream)
                        .collect(Collectors.toMap(RepoFile::path, RepoFile::digest, (first, second) -> second)));
    }
}
