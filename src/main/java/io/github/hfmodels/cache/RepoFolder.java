package io.github.hfmodels.cache;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoPath;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where things of one repository are in the cache of its source. Pure path arithmetic. The Hub's cache has huggingface_hub's layout:
 *
 * <pre>
 * &lt;cache&gt;/models--owner--name/blobs/&lt;digest&gt;             content
 * &lt;cache&gt;/models--owner--name/snapshots/&lt;commit&gt;/&lt;path&gt;  relative link to a blob
 * &lt;cache&gt;/models--owner--name/refs/&lt;revision&gt;            the commit that the revision was last seen at
 * &lt;cache&gt;/models--owner--name/trees/&lt;commit&gt;.json        the commit's whole listing
 * &lt;cache&gt;/models--owner--name/.no_exist/&lt;commit&gt;/&lt;path&gt;  marks a file that the Hub does not have
 * &lt;cache&gt;/.locks/models--owner--name/&lt;digest&gt;.lock       mutex, held while the blob is written
 * </pre>
 *
 * <p>ModelScope's has the same in each repository's folder, and what its SDK reads, which knows no commits:
 *
 * <pre>
 * &lt;cache&gt;/models/owner--name/snapshots/&lt;revision&gt;/&lt;path&gt;  the SDK's: a file of its own, or our link to a blob
 * &lt;cache&gt;/.lock/model_owner___name_&lt;digest&gt;.lock          mutex; without folders, which the SDK takes for repositories
 * </pre>
 *
 * @param cache the folder of the source's cache
 * @param name the path of the repository's folder in it
 */
public record RepoFolder(Path cache, RepoId repo, String name) {

    /** The names of the folders that a repository has. */
    public static final String BLOBS = "blobs";

    public static final String SNAPSHOTS = "snapshots";
    public static final String REFS = "refs";
    public static final String TREES = "trees";
    public static final String ABSENCES = ".no_exist";

    private static final String SEPARATOR = "--";
    static final String LOCKS = ".locks";

    static RepoFolder of(Path cache, RepoId repo) {
        boolean isModelScope = repo.source() == SourceId.MODELSCOPE;
        String name = isModelScope ? repo.type().plural() + "/" + joined(repo) : nameOf(repo);
        return new RepoFolder(cache, repo, name);
    }

    /** A name that no other repository of the source has, and from which the repository is known: that of its folder at the Hub. */
    public static String nameOf(RepoId repo) {
        return repo.type().plural() + SEPARATOR + joined(repo);
    }

    private static String joined(RepoId repo) {
        return repo.id().replace("/", SEPARATOR);
    }

    /**
     * The repository of a source that has this name.
     *
     * @throws InvalidValueException when there can be none
     */
    public static RepoId repoOf(String name, SourceId source) {
        RepoType type = typeOf(name)
                .orElseThrow(() -> new InvalidValueException(
                        "'" + Printable.of(name) + "' is not the folder of a model, a dataset, a space or a kernel"));
        String id = name.substring(name.indexOf(SEPARATOR) + SEPARATOR.length());
        return new RepoId(source, type, id.replace(SEPARATOR, "/"));
    }

    /** Whether a folder of that name, in a folder of ModelScope's cache, is a repository's; older SDKs have those of owners there. */
    static boolean isModelScope(String name) {
        return name.contains(SEPARATOR);
    }

    private static Optional<RepoType> typeOf(String name) {
        return RepoType.ofCache(name.substring(0, Math.max(0, name.indexOf(SEPARATOR))));
    }

    /** The folders of a cache in which those of repositories are. */
    public static List<Path> parents(SourceId source, Path cache) {
        return source == SourceId.MODELSCOPE
                ? List.of(cache.resolve(RepoType.MODEL.plural()), cache.resolve(RepoType.DATASET.plural()))
                : List.of(cache);
    }

    /** Whether a path leads to a file of a snapshot, in whatever cache. */
    static boolean isSnapshotFile(Path file) {
        for (int i = 1; i < file.getNameCount() - 2; i++) {
            if (file.getName(i).toString().equals(SNAPSHOTS)
                    && isRepository(file.subpath(0, i))
                    && CommitHash.isCommitHash(file.getName(i + 1).toString())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRepository(Path folder) {
        int last = folder.getNameCount() - 1;
        String name = folder.getName(last).toString();
        boolean isBelowType = last > 0
                && RepoType.ofCache(folder.getName(last - 1).toString()).isPresent();
        return typeOf(name).isPresent() || (isBelowType && isModelScope(name));
    }

    /** The folder of the mutexes of all repositories of a source. */
    static Path locks(SourceId source, Path cache) {
        return cache.resolve(source == SourceId.MODELSCOPE ? ".lock" : LOCKS);
    }

    boolean isModelScope() {
        return repo.source() == SourceId.MODELSCOPE;
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

    /**
     * The folder in which ModelScope's SDK looks for a revision.
     *
     * @throws InvalidValueException when the platform does not allow the revision's name for a file
     */
    Path revision(Revision revision) {
        return RepoPath.resolve(snapshots(), revision.name());
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

    /** The folder of the mutexes of all repositories. */
    Path allLocks() {
        return locks(repo.source(), cache);
    }

    /** The folder that has the repository's own mutexes; at ModelScope those of others, too. */
    Path locks() {
        return isModelScope() ? allLocks() : allLocks().resolve(name);
    }

    /** How the names of the repository's own mutexes begin. */
    String lockPrefix() {
        return isModelScope() ? repo.type().word() + "_" + repo.id().replace("/", "___") + "_" : "";
    }

    Path lock(Digest digest) {
        return lock(digest.hex());
    }

    /** @param blob the blob's name */
    Path lock(String blob) {
        return locks().resolve(lockPrefix() + blob + ".lock");
    }
}
