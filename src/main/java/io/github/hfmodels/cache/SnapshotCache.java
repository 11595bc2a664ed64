package io.github.hfmodels.cache;

import io.github.hfmodels.cache.mutex.Disk;
import io.github.hfmodels.cache.mutex.FileMutex;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.RepoId;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/** The shared cache: one folder with the snapshots of many repositories, in huggingface_hub's layout. */
public final class SnapshotCache {

    private final Path root;
    private final Symlinks symlinks;
    private final Function<Path, FileNames> names;
    private final Disk mutexDisk;
    private final RepositoryUse use;
    private final ConcurrentMap<String, String> build;

    /**
     * A cache for a build that ends when the object is no longer used.
     *
     * @param root the cache's folder; need not exist yet
     * @param allowsSymlinks false makes plain files in snapshots even where the file system has symbolic links
     */
    public SnapshotCache(Path root, boolean allowsSymlinks) {
        this(root, allowsSymlinks, new ConcurrentHashMap<>());
    }

    /**
     * @param root the cache's folder; need not exist yet
     * @param allowsSymlinks false makes plain files in snapshots even where the file system has symbolic links
     * @param build the same for all modules of a build; the build ends when nobody refers to it any more
     */
    public SnapshotCache(Path root, boolean allowsSymlinks, ConcurrentMap<String, String> build) {
        this(root, allowsSymlinks, build, FileNames::new);
    }

    /** @param names gives what the file system of a folder does with names */
    SnapshotCache(Path root, boolean allowsSymlinks, Function<Path, FileNames> names) {
        this(root, allowsSymlinks, new ConcurrentHashMap<>(), names);
    }

    private SnapshotCache(
            Path root, boolean allowsSymlinks, ConcurrentMap<String, String> build, Function<Path, FileNames> names) {
        this.root = root.toAbsolutePath().normalize();
        this.symlinks = new Symlinks(allowsSymlinks);
        this.names = names;
        this.mutexDisk = new Disk(RepoFolder.locks(this.root));
        this.use = new RepositoryUse(this.root, mutexDisk);
        this.build = build;
    }

    public CachedRepository repository(RepoId repo) {
        return new CachedRepository(RepoFolder.of(root, repo));
    }

    public RepositoryWriter writer(RepoId repo) {
        return new RepositoryWriter(RepoFolder.of(root, repo), symlinks, mutexDisk);
    }

    /**
     * Reads what the cache has of one repository.
     *
     * @throws IOException when it has nothing, or the repository's folder is not a folder
     */
    public CacheInventory.Repository inventory(RepoId repo) throws IOException {
        return InventoryReader.read(RepoFolder.of(root.toRealPath(), repo), repo);
    }

    /**
     * Reads everything that the cache has, and what is wrong with it.
     *
     * @throws IOException when the cache's own folder cannot be read; the message says why
     */
    public CacheInventory inventory() throws IOException {
        try {
            return InventoryReader.read(root);
        } catch (IOException e) {
            throw new IOException("the cache " + root + " cannot be read: " + DiskFailure.sentence(e, root), e);
        }
    }

    /**
     * Says that a build uses a repository, so that nobody prunes it, until what is returned is closed or the process ends. Waits for
     * one that prunes it just now, a minute at most.
     *
     * @throws InterruptedIOException when the thread is interrupted; a cache where this cannot be said is used all the same
     */
    public Closeable use(RepoId repo) throws InterruptedIOException {
        return use.begin(RepoFolder.of(root, repo));
    }

    /**
     * Says as {@link #use} does that the build uses a repository, until it ends: what it was told is there must be there for its later
     * phases, too. To be called before anything of the repository is looked at.
     *
     * @throws InterruptedIOException when the thread is interrupted
     */
    public void useUntilBuildEnds(RepoId repo) throws InterruptedIOException {
        use.beginUntilEndOf(build, RepoFolder.of(root, repo));
    }

    /**
     * Keeps builds from using a repository, for a moment, until what is returned is closed.
     *
     * <p>That a download of Python is under way is seen by the lock that it holds on a content, for which native code must be loaded.
     * Where that is not possible, nothing is seen of Python: then only the age of what it has not finished protects it.
     *
     * @return empty when a build uses it, or a download has one of its contents, of whatever program
     * @throws IOException when this cannot be found out: the cache is not to be written, its disk has no locks, or {@code .locks} is a
     *     symbolic link
     */
    public Optional<Closeable> exclude(RepoId repo) throws IOException {
        return use.exclude(RepoFolder.of(root, repo));
    }

    /**
     * Takes the mutex of a blob, unless somebody has it. Its file is not created: where it is missing, nobody has it.
     *
     * @param blob the blob's name
     * @return empty when somebody has it
     * @throws IOException when something else than a file has its name
     */
    public Optional<Closeable> tryAcquireMutex(RepoId repo, String blob) throws IOException {
        Path lock = RepoFolder.of(root, repo).lock(blob);
        return Files.exists(lock, LinkOption.NOFOLLOW_LINKS)
                ? FileMutex.tryAcquire(lock, mutexDisk).map(Function.identity())
                : Optional.of(() -> {});
    }

    /**
     * The store of contents that repositories share.
     *
     * @throws IOException when the cache's folder does not exist
     */
    public SharedStore sharedStore() throws IOException {
        return new SharedStore(root.toRealPath(), new Disk(root));
    }

    /**
     * Waits until no other build with this cache writes a file outside of it, such as a lock file.
     *
     * @param file the file, which is not touched
     * @throws IOException when the mutex cannot be created
     */
    public FileMutex acquireMutex(Path file) throws IOException {
        byte[] name = file.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
        Path locks = RepoFolder.locks(root);
        Path lock = locks.resolve("hf-models").resolve(Digest.Algorithm.SHA256.of(name) + ".lock");
        Folders.createFor(locks, lock);
        return FileMutex.acquire(lock, mutexDisk, "writes " + file.getFileName());
    }

    /** Where the mutexes are, absolute and without links on the way to the cache. */
    public Path locks() throws IOException {
        return RepoFolder.locks(root.toRealPath());
    }

    /** Whether a path leads to a file of a snapshot in this or another cache, which need not exist. */
    public static boolean isSnapshotFile(Path file) {
        return RepoFolder.isSnapshotFile(file);
    }

    /** Whether the cache is within the folder. */
    public boolean isWithin(Path directory) {
        return root.startsWith(directory.toAbsolutePath().normalize());
    }

    /** Whether the folder is within the cache, or the cache within the folder, also by way of links. */
    public boolean overlaps(Path directory) {
        String mine = names().identity();
        String other = namesIn(directory).identity();
        return mine.startsWith(other) || other.startsWith(mine);
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
        FileStore disk = Files.getFileStore(existing);
        if (disk.getTotalSpace() <= 0) {
            // As ramfs and many file systems in user space do.
            throw new IOException("the file system of " + existing + " says that its size is 0");
        }
        return disk.getUsableSpace();
    }

    /** What the cache's file system does with names. */
    public FileNames names() {
        return names.apply(root);
    }

    /** What the file system of another folder, such as an output directory, does with names. */
    public FileNames namesIn(Path folder) {
        return names.apply(folder.toAbsolutePath().normalize());
    }

    /** The cache's folder, absolute; need not exist. */
    public Path folder() {
        return root;
    }

    /** The cache's folder, absolute. */
    @Override
    public String toString() {
        return root.toString();
    }
}
