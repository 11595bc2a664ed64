package io.github.hfmodels.relock;

import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.RepoFile;
import java.util.HashMap;
import java.util.Map;

/** The SHA-256 of contents by their git object id. */
final class KnownHashes {

    private final Map<String, String> known = new HashMap<>();

    /** Begins with the hashes of a lock. */
    KnownHashes(ModelLock lock) {
        lock.models().stream().flatMap(model -> model.files().stream()).forEach(this::add);
    }

    /** Adds the hash of a file that has one. */
    void add(RepoFile file) {
        if (file.lfs() == null) {
            file.contentSha256().ifPresent(hex -> known.put(file.blobId(), hex));
        }
    }

    /** The file with its hash, if that is known. */
    RepoFile complete(RepoFile file) {
        String hex = file.contentSha256().isPresent() ? null : known.get(file.blobId());
        return hex == null ? file : file.withSha256(hex);
    }

    /** Whether the file's hash is known. */
    boolean knows(RepoFile file) {
        return complete(file).contentSha256().isPresent();
    }
}
