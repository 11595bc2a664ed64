package io.github.hfmodels.cache;

import io.github.hfmodels.cache.mutex.Disk;
import io.github.hfmodels.cache.mutex.FileMutex;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The shared cache: one folder with the snapshots of many repositories, in huggingface_hub's layout. */
public final class SnapshotCache {

    private final Path root;
    private final Symlinks symlinks;
    private final CaseRule caseRule;
    private final Disk mutexDisk;

    /**
     * @param root the cache's folder; need not exist yet
     * @param allowsSymlinks false makes plain files in snapshots even where the file system has symbolic links
     */
    public SnapshotCache(Path root, boolean allowsSymlinks) {
        this(root, allowsSymlinks, CaseRule::ofFileSystem);
    }

    SnapshotCache(Path root, boolean allowsSymlinks, CaseRule caseRule) {
        this.root = root.toAbsolutePath().normalize();
        this.symlinks = new Symlinks(allowsSymlinks);
        this.caseRule = caseRule;
        this.mutexDisk = new Disk(RepoFolder.locks(this.root));
    }

    /** Reads what the cache has of a repository. */
    public CachedRepository repository(RepoId repo) {
        return new CachedRepository(RepoFolder.of(root, repo));
    }

    /** Writes to a repository. */
    public RepositoryWriter writer(RepoId repo) {
        return new RepositoryWriter(RepoFolder.of(root, repo), symlinks, mutexDisk);
    }

    /**
     * Reads everything that the cache has; a repository that cannot be read is named with the reason.
     *
     * @throws IOException when the cache's own folder cannot be read
     */
    public CacheInventory inventory() throws IOException {
        return InventoryReader.read(root);
    }

    /**
     * Waits until no other build with this cache writes a file outside of it, such as a lock file.
     *
     * @param file the file, which is not touched
     * @throws IOException when the mutex cannot be created
     */
    public FileMutex acquireMutex(Path file) throws IOException {
        byte[] name = file.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
        return FileMutex.acquire(
                RepoFolder.locks(root).resolve("hf-models").resolve(Digest.Algorithm.SHA256.of(name) + ".lock"),
                mutexDisk,
                "writes " + file.getFileName());
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
     * The bytes that are free on the cache's disk.
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
     * Whether two names that differ only in case are one file there, as is usual on Windows and macOS. Looks at names on the
     * folder's path, so nothing has to be written.
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
