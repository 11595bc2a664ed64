package io.github.hfmodels.download;

import io.github.hfmodels.cache.SnapshotFile;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.plan.ContentJob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The files of an alternate, and which of them may have a content that a model's own source has. */
final class AlternateFiles {

    private static final List<Digest.Algorithm> HASHES = List.of(Digest.Algorithm.SHA256, Digest.Algorithm.GIT_SHA1);

    private final CommitHash commit;
    private final Map<String, RepoFile> byPath = new HashMap<>();
    private final Map<Digest, RepoFile> byHash = new HashMap<>();
    private final Map<String, List<RepoFile>> byName = new HashMap<>();

    AlternateFiles(Listing listing) {
        this.commit = listing.commit();
        for (RepoFile file : listing.files()) {
            byPath.putIfAbsent(file.path(), file);
            hashes(file).forEach(hash -> byHash.putIfAbsent(hash, file));
            byName.computeIfAbsent(name(file.path()), name -> new ArrayList<>()).add(file);
        }
    }

    CommitHash commit() {
        return commit;
    }

    /** Whether a file has the content, by a hash that both sources know. */
    boolean have(ContentJob job) {
        return wanted(job).stream().anyMatch(byHash::containsKey);
    }

    /**
     * The file to fetch for a content: one that has it by its hash, if possible at a path that it has at the model's own source. Of files whose
     * hashes cannot be compared, as the sources know hashes of different kinds, the one of the same path and size, else of the same name and size:
     * whether it has the content, what is fetched must show.
     */
    Optional<RepoFile> find(ContentJob job) {
        Set<Digest> wanted = wanted(job);
        List<String> paths = job.targets().stream()
                .map(SnapshotFile::file)
                .map(RepoFile::path)
                .distinct()
                .toList();
        List<RepoFile> there = paths.stream()
                .flatMap(path -> Stream.ofNullable(byPath.get(path)))
                .toList();
        Stream<RepoFile> same = Stream.concat(
                there.stream().filter(file -> hashes(file).stream().anyMatch(wanted::contains)),
                wanted.stream().flatMap(hash -> Stream.ofNullable(byHash.get(hash))));
        Stream<RepoFile> likely = Stream.concat(
                        there.stream(),
                        paths.stream().flatMap(path -> byName.getOrDefault(name(path), List.of()).stream()))
                .filter(file -> mayHave(file, wanted, job.size()));
        return Stream.concat(same, likely).findFirst();
    }

    private static boolean mayHave(RepoFile file, Set<Digest> wanted, long size) {
        return (file.isNameOnly() || file.contentSize() == size)
                && hashes(file).stream()
                        .noneMatch(hash -> wanted.stream().anyMatch(other -> other.algorithm() == hash.algorithm()));
    }

    /** All hashes that are known of the content. */
    private static Set<Digest> wanted(ContentJob job) {
        var hashes = new HashSet<Digest>(job.lockedDigests());
        hashes.add(job.digest());
        return hashes;
    }

    /** None where a server has no hash, or names what is none. */
    private static List<Digest> hashes(RepoFile file) {
        if (file.isNameOnly() || file.etag() != null) {
            return List.of();
        }
        try {
            return HASHES.stream().flatMap(hash -> file.digest(hash).stream()).toList();
        } catch (InvalidValueException e) {
            return List.of();
        }
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
