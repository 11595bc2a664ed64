package io.github.hfmodels.cache;

import io.github.hfmodels.cache.mutex.Disk;
import io.github.hfmodels.cache.mutex.FileMutex;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The shared caches: for each source one folder with the snapshots of many repositories. The Hub's is in huggingface_hub's layout;
 * ModelScope's has besides what its SDK reads.
 */
public final class SnapshotCache {

    private static final Log LOG = Log.of(SnapshotCache.class);

    private final CacheRoot hub;
    private final @Nullable Supplier<Path> modelScopeFolder;
    private final boolean allowsSymlinks;
    private final Function<Path, FileNames> names;
    private final ConcurrentMap<String, String> build;
    private volatile @Nullable CacheRoot modelScope;

    /**
     * A cache for a build that ends when the object is no longer used.
     *
     * @param root the folder of the Hub's cache; need not exist yet
     * @param allowsSymlinks false makes plain files in snapshots even where the file system has symbolic links
     */
    public SnapshotCache(Path root, boolean allowsSymlinks) {
        this(root, allowsSymlinks, new ConcurrentHashMap<>());
    }

    /**
     * @param root the folder of the Hub's cache; need not exist yet
     * @param allowsSymlinks false makes plain files in snapshots even where the file system has symbolic links
     * @param build the same for all modules of a build; the build ends when nobody refers to it any more
     */
    public SnapshotCache(Path root, boolean allowsSymlinks, ConcurrentMap<String, String> build) {
        this(root, null, allowsSymlinks, build, FileNames::new);
    }

    /** @param names gives what the file system of a folder does with names */
    SnapshotCache(Path root, boolean allowsSymlinks, Function<Path, FileNames> names) {
        this(root, null, allowsSymlinks, new ConcurrentHashMap<>(), names);
    }

    private SnapshotCache(
            Path root,
            @Nullable Supplier<Path> modelScopeFolder,
            boolean allowsSymlinks,
            ConcurrentMap<String, String> build,
            Function<Path, FileNames> names) {
        this.hub = CacheRoot.of(SourceId.HUGGING_FACE, root, allowsSymlinks);
        this.modelScopeFolder = modelScopeFolder;
        this.allowsSymlinks = allowsSymlinks;
        this.names = names;
        this.build = build;
    }

    /**
     * The same caches and one for repositories of ModelScope.
     *
     * @param folder gives its folder, which need not exist yet; called once at most, and only when a repository of ModelScope, or the whole
     *     of the caches, is asked about
     */
    public SnapshotCache withModelScope(Supplier<Path> folder) {
        return new SnapshotCache(hub.folder(), folder, allowsSymlinks, build, names);
    }

    /** @throws IllegalStateException when there is no cache for repositories of that source */
    private CacheRoot root(SourceId source) {
        return source == SourceId.HUGGING_FACE
                ? hub
                : modelScope().orElseThrow(() -> new IllegalStateException("there is no cache of " + source));
    }

    private CacheRoot root(RepoId repo) {
        return root(repo.source());
    }

    private Optional<CacheRoot> modelScope() {
        if (modelScopeFolder != null && modelScope == null) {
            synchronized (this) {
                if (modelScope == null) {
                    modelScope = CacheRoot.of(SourceId.MODELSCOPE, modelScopeFolder.get(), allowsSymlinks);
                }
            }
        }
        return Optional.ofNullable(modelScope);
    }

    /** The Hub's, and ModelScope's if it is there or this build has used it; where nobody can say where that is, it is not. */
    private List<CacheRoot> rootsInUse() {
        var roots = new ArrayList<CacheRoot>(List.of(hub));
        boolean isUsed = modelScope != null;
        try {
            modelScope()
                    .filter(root -> isUsed || Files.isDirectory(root.folder()))
                    .ifPresent(roots::add);
        } catch (UserException | InvalidPathException e) {
            LOG.debug("Where ModelScope's cache is, is not to be known", e);
        }
        return roots;
    }

    /** Whether it is asked for the first time in this build. */
    public boolean isFirst(String what) {
        return build.putIfAbsent(what, "") == null;
    }

    private RepoFolder folderOf(RepoId repo) {
        return RepoFolder.of(root(repo).folder(), repo);
    }

    public CachedRepository repository(RepoId repo) {
        return new CachedRepository(folderOf(repo));
    }

    public RepositoryWriter writer(RepoId repo) {
        CacheRoot root = root(repo);
        return new RepositoryWriter(RepoFolder.of(root.folder(), repo), root.symlinks(), root.mutexDisk());
    }

    /**
     * Reads what the cache has of one repository.
     *
     * @throws IOException when it has nothing, or the repository's folder is not a folder
     */
    public CacheInventory.Repository inventory(RepoId repo) throws IOException {
        return root(repo).inventory(repo);
    }

    /**
     * Reads everything that the caches of all sources have, and what is wrong with it.
     *
     * @throws IOException when the folder of the Hub's cannot be read; the message says why. Of another it is only warned.
     */
    public CacheInventory inventory() throws IOException {
        return inventories().values().stream().reduce(CacheInventory::and).orElseThrow();
    }

    /** {@link #inventory()}, the Hub's and those of the caches that are in use, each by itself. */
    public Map<SourceId, CacheInventory> inventories() throws IOException {
        var all = new EnumMap<SourceId, CacheInventory>(SourceId.class);
        all.put(SourceId.HUGGING_FACE, hub.inventory());
        for (CacheRoot root : rootsInUse()) {
            if (root != hub) {
                addIfReadable(root, all);
            }
        }
        return all;
    }

    private static void addIfReadable(CacheRoot root, Map<SourceId, CacheInventory> inventories) {
        try {
            inventories.put(root.source(), root.inventory());
        } catch (IOException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    /**
     * Says that a build uses a repository, so that nobody prunes it, until what is returned is closed or the process ends. Waits for
     * one that prunes it just now, a minute at most.
     *
     * @throws InterruptedIOException when the thread is interrupted; a cache where this cannot be said is used all the same
     */
    public Closeable use(RepoId repo) throws InterruptedIOException {
        return root(repo).use().begin(folderOf(repo));
    }

    /**
     * Says as {@link #use} does that the build uses a repository, until it ends: what it was told is there must be there for its later
     * phases, too. To be called before anything of the repository is looked at.
     *
     * @throws InterruptedIOException when the thread is interrupted
     */
    public void useUntilBuildEnds(RepoId repo) throws InterruptedIOException {
        root(repo).use().beginUntilEndOf(build, folderOf(repo));
    }

    /**
     * Keeps builds from using a repository, for a moment, until what is returned is closed.
     *
     * <p>That a download of Python is under way is seen by the lock that it holds on a content, for which native code must be loaded.
     * Where that is not possible, nothing is seen of Python: then only the age of what it has not finished protects it.
     *
     * @return empty when a build uses it, or a download has one of its contents, of whatever program
     * @throws IOException when this cannot be found out: the cache is not to be written, its disk has no locks, or the folder of
     *     mutexes is a symbolic link
     */
    public Optional<Closeable> exclude(RepoId repo) throws IOException {
        return root(repo).use().exclude(folderOf(repo));
    }

    /**
     * Takes the mutex of a blob, unless somebody has it. Its file is not created: where it is missing, nobody has it.
     *
     * @param blob the blob's name
     * @return empty when somebody has it
     * @throws IOException when something else than a file has its name
     */
    public Optional<Closeable> tryAcquireMutex(RepoId repo, String blob) throws IOException {
        Path lock = folderOf(repo).lock(blob);
        return Files.exists(lock, LinkOption.NOFOLLOW_LINKS)
                ? FileMutex.tryAcquire(lock, root(repo).mutexDisk()).map(Function.identity())
                : Optional.of(() -> {});
    }

    /**
     * The store of contents that repositories of the Hub share.
     *
     * @throws IOException when the folder of the Hub's cache does not exist
     */
    public SharedStore sharedStore() throws IOException {
        return new SharedStore(hub.folder().toRealPath(), new Disk(hub.folder()));
    }

    /**
     * Waits until no other build with this cache writes a file outside of it, such as a lock file.
     *
     * @param file the file, which is not touched
     * @throws IOException when the mutex cannot be created
     */
    public FileMutex acquireMutex(Path file) throws IOException {
        byte[] name = file.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
        Path locks = hub.locks();
        Path lock = locks.resolve("hf-models").resolve(Digest.Algorithm.SHA256.of(name) + ".lock");
        Folders.createFor(locks, lock);
        return FileMutex.acquire(lock, hub.mutexDisk(), "writes " + file.getFileName());
    }

    /** The sources whose caches are there. */
    public List<SourceId> sources() {
        return rootsInUse().stream()
                .filter(root -> Files.isDirectory(root.folder()))
                .map(CacheRoot::source)
                .toList();
    }

    /** The folder of a source's cache, absolute and without links on the way to it; it must be there. */
    public Path realFolder(SourceId source) throws IOException {
        return root(source).folder().toRealPath();
    }

    /** Where the mutexes of a source are, absolute and without links on the way to the cache, which must be there. */
    public Path locks(SourceId source) throws IOException {
        return RepoFolder.locks(source, realFolder(source));
    }

    /** The folder in which somebody who locks something of a repository writes, perhaps together with others; need not exist. */
    public Path locks(RepoId repo) {
        return folderOf(repo).locks();
    }

    /** Whether a path leads to a file of a snapshot in this or another cache, which need not exist. */
    public static boolean isSnapshotFile(Path file) {
        return RepoFolder.isSnapshotFile(file);
    }

    /** Whether the cache that has a repository is within the folder. */
    public boolean isWithin(RepoId repo, Path directory) {
        return root(repo).folder().startsWith(directory.toAbsolutePath().normalize());
    }

    /** Whether the folder is within the cache of a source, or that cache within the folder, also by way of links. */
    public boolean overlaps(SourceId source, Path directory) {
        String other = namesIn(directory).identity();
        String mine = names.apply(root(source).folder()).identity();
        return mine.startsWith(other) || other.startsWith(mine);
    }

    /** Loads the native code of mutexes, in the background, so that the first download need not wait for it. */
    public void prepareMutexes() {
        CompletableFuture.runAsync(FileMutex::prepare);
    }

    /**
     * The disk that a repository is on, or will be.
     *
     * @throws IOException when the file system does not say
     */
    public FileStore disk(RepoId repo) throws IOException {
        return root(repo).disk();
    }

    /** What the file system of a repository does with names. */
    public FileNames names(RepoId repo) {
        return names.apply(root(repo).folder());
    }

    /** What the file system of another folder, such as an output directory, does with names. */
    public FileNames namesIn(Path folder) {
        return names.apply(folder.toAbsolutePath().normalize());
    }

    /** The folder of the cache that has a repository, absolute; need not exist. */
    public Path folder(RepoId repo) {
        return root(repo).folder();
    }

    /** The folder of a source's cache, absolute; need not exist. */
    public Path folder(SourceId source) {
        return root(source).folder();
    }

    /** The folder of the Hub's cache, absolute; need not exist. */
    public Path folder() {
        return hub.folder();
    }

    /** The folder of the Hub's cache, absolute. */
    @Override
    public String toString() {
        return hub.toString();
    }
}
