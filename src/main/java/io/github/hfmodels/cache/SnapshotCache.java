package io.github.hfmodels.cache;

import io.github.hfmodels.cache.mutex.BlobMutex;
import io.github.hfmodels.cache.mutex.Disk;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The shared cache: one folder that holds the snapshots of many repositories, in huggingface_hub's layout. */
public final class SnapshotCache {

    private final Path root;
    private final Symlinks symlinks;
    private final CaseRule caseRule;
    private final Disk lockDisk;

    /**
     * @param root the cache's folder; need not exist yet
     * @param allowsSymlinks false keeps plain files in the snapshots even where the file system could do better
     */
    public SnapshotCache(Path root, boolean allowsSymlinks) {
        this(root, allowsSymlinks, CaseRule::ofFileSystem);
    }

    SnapshotCache(Path root, boolean allowsSymlinks, CaseRule caseRule) {
        this.root = root.toAbsolutePath().normalize();
        this.symlinks = new Symlinks(allowsSymlinks);
        this.caseRule = caseRule;
        this.lockDisk = new Disk(RepoFolder.locks(this.root));
    }

    /** What the cache holds of a repository; asking reads the disk and never writes. */
    public CachedRepository repository(RepoId repo) {
        return new CachedRepository(RepoFolder.of(root, repo));
    }

    /** Puts things of a repository into the cache. */
    public RepositoryWriter writer(RepoId repo) {
        return new RepositoryWriter(RepoFolder.of(root, repo), symlinks, lockDisk);
    }

    /**
     * Waits until no other build writes a file that goes with the cache.
     *
     * @param file the file, which is not touched
     * @throws IOException when the lock cannot be written
     */
    public BlobMutex lock(Path file) throws IOException {
        byte[] name = file.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
        return BlobMutex.acquire(
                RepoFolder.locks(root).resolve("hf-models").resolve(Digest.Algorithm.SHA256.of(name) + ".lock"),
                lockDisk);
    }

    /** Whether the cache lies within the folder. */
    public boolean isWithin(Path directory) {
        return root.startsWith(directory.toAbsolutePath().normalize());
    }

    /** Whether the folder lies within the cache's. */
    public boolean contains(Path directory) {
        return directory.toAbsolutePath().normalize().startsWith(root);
    }

    /**
     * The space in bytes that is left for the cache.
     *
     * @throws IOException when the file system does not say
     */
    public long usableSpace() throws IOException {
        Path existing = root;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return Files.getFileStore(existing).getUsableSpace();
    }

    /**
     * Whether two names that differ in case only are one file there, as is usual on Windows and macOS. Looks at a name
     * that the folder has on its way from the root, so that nothing need be written.
     */
    public boolean ignoresCase() {
        return caseRule.ignoresCase(root);
    }

    /** The cache's folder, absolute. */
    @Override
    public String toString() {
        return root.toString();
    }
}
