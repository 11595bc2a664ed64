package io.github.hfmodels.cache;

import io.github.hfmodels.cache.mutex.Disk;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.SourceId;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** The cache of one source: its folder, and what is known about the disk that this is on. Thread-safe. */
record CacheRoot(SourceId source, Path folder, Symlinks symlinks, Disk mutexDisk, RepositoryUse use) {

    /** @param folder need not exist yet */
    static CacheRoot of(SourceId source, Path folder, boolean allowsSymlinks) {
        Path absolute = folder.toAbsolutePath().normalize();
        var mutexDisk = new Disk(RepoFolder.locks(source, absolute));
        var use = new RepositoryUse(absolute, mutexDisk);
        return new CacheRoot(source, absolute, new Symlinks(allowsSymlinks), mutexDisk, use);
    }

    /** The folder of all mutexes. */
    Path locks() {
        return RepoFolder.locks(source, folder);
    }

    /** {@link SnapshotCache#inventory(RepoId)}. */
    CacheInventory.Repository inventory(RepoId repo) throws IOException {
        return InventoryReader.read(RepoFolder.of(folder.toRealPath(), repo), repo);
    }

    /** {@link SnapshotCache#inventory()}, of this source alone. */
    CacheInventory inventory() throws IOException {
        try {
            return InventoryReader.read(source, folder);
        } catch (IOException e) {
            throw new IOException("the cache " + folder + " cannot be read: " + DiskFailure.sentence(e, folder), e);
        }
    }

    /**
     * The disk that the folder is on, or will be.
     *
     * @throws IOException when the file system does not say
     */
    FileStore disk() throws IOException {
        Path existing = folder;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        FileStore disk = Files.getFileStore(existing);
        if (disk.getTotalSpace() <= 0) {
            // As ramfs and many file systems in user space do.
            throw new IOException("the file system of " + existing + " says that its size is 0");
        }
        return disk;
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
