package io.github.hfmodels.cache;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoPath;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where things of one repository are in the cache. Pure path arithmetic, in huggingface_hub's layout:
 *
 * <pre>
 * &lt;cache&gt;/models--owner--name/blobs/&lt;digest&gt;             content
 * &lt;cache&gt;/models--owner--name/snapshots/&lt;commit&gt;/&lt;path&gt;  relative link to a blob
 * &lt;cache&gt;/models--owner--name/refs/&lt;revision&gt;            the commit that the revision was last seen at
 * &lt;cache&gt;/models--owner--name/trees/&lt;commit&gt;.json        the commit's whole listing
 * &lt;cache&gt;/models--owner--name/.no_exist/&lt;commit&gt;/&lt;path&gt;  marks a file that the Hub does not have
 * &lt;cache&gt;/.locks/models--owner--name/&lt;digest&gt;.lock       mutex, held while the blob is written
 * </pre>
 */
public record RepoFolder(Path cache, String name) {

    /** The names of the folders that a repository has. */
    public static final String BLOBS = "blobs";

    public static final String SNAPSHOTS = "snapshots";
    public static final String REFS = "refs";
    public static final String TREES = "trees";
    public static final String ABSENCES = ".no_exist";

    private static final String SEPARATOR = "--";
    static final String LOCKS = ".locks";

    static RepoFolder of(Path cache, RepoId repo) {
        return new RepoFolder(
                cache, repo.type().plural() + SEPARATOR + repo.id().replace("/", SEPARATOR));
    }

    /**
     * The repository whose folder has that name.
     *
     * @throws InvalidValueException when there can be none
     */
    public static RepoId repoOf(String name) {
        RepoType type = typeOf(name)
                .orElseThrow(() -> new InvalidValueException(
                        "'" + Printable.of(name) + "' is not the folder of a model, a dataset, a space or a kernel"));
        return new RepoId(
                type,
                name.substring(name.indexOf(SEPARATOR) + SEPARATOR.length()).replace(SEPARATOR, "/"));
    }

    private static Optional<RepoType> typeOf(String name) {
        return RepoType.ofCache(name.substring(0, Math.max(0, name.indexOf(SEPARATOR))));
    }

    /** Whether a path leads to a file of a snapshot, in whatever cache. */
    static boolean isSnapshotFile(Path file) {
        for (int i = 1; i < file.getNameCount() - 2; i++) {
            if (file.getName(i).toString().equals(SNAPSHOTS)
                    && typeOf(file.getName(i - 1).toString()).isPresent()
                    && CommitHash.isCommitHash(file.getName(i + 1).toString())) {
                return true;
            }
        }
        return false;
    }

    /** The folder of the mutexes of all repositories. */
    static Path locks(Path cache) {
        return cache.resolve(LOCKS);
    }

    Path path() {
        return cache.resolve(name);
    }

    Path blobs() {
        return path().resolve(BLOBS);
    }

    Path blob(Digest digest) {
        return blobs().resolve(digest.hex());
    }

    Path snapshots() {
        return path().resolve(SNAPSHOTS);
    }

    Path snapshot(CommitHash commit) {
        return snapshots().resolve(commit.hex());
    }

    Path pointer(CommitHash commit, RepoPath file) {
        return file.below(snapshot(commit));
    }

    /** @throws InvalidValueException when the platform does not allow the revision's name for a file */
    Path ref(Revision revision) {
        return RepoPath.resolve(path().resolve(REFS), revision.name());
    }

    Path tree(CommitHash commit) {
        return path().resolve(TREES).resolve(commit.hex() + ".json");
    }

    Path absenceMarker(CommitHash commit, RepoPath file) {
        return file.below(path().resolve(ABSENCES).resolve(commit.hex()));
    }

    /** The folder of the repository's own mutexes. */
    Path locks() {
        return locks(cache).resolve(name);
    }

    Path lock(Digest digest) {
        return lock(digest.hex());
    }

    /** @param blob the blob's name */
    Path lock(String blob) {
        return locks().resolve(blob + ".lock");
    }
}
