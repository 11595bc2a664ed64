package io.github.hfmodels.cache;

import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.CacheInventory.Damage;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.SourceId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the inventory of a cache. Changes nothing, and never reads what a link leads to outside of the cache. */
final class InventoryReader {

    private static final Log LOG = Log.of(InventoryReader.class);

    private static final Set<String> NOT_REPOSITORIES = Set.of(RepoFolder.LOCKS, "CACHEDIR.TAG");

    /** What ModelScope's SDK has in its cache, which may be the same folder. */
    private static final Set<String> OF_MODELSCOPE = Set.of(".lock", "models", "datasets", "hub", "credentials");

    private static final Pattern SHARED_CONTENT = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SHARED_FOLDER = Pattern.compile("[0-9a-f]{2}");
    private static final String SHARED_STORE = "blobs";
    private static final String SHARED_STORE_MARK = ".huggingface-shared-blobs";

    /** What the mark of a store says whose layout is known. */
    private static final String SHARED_STORE_LAYOUT = "1\n";

    private final Path root;
    private final List<Repository> repositories = new ArrayList<>();
    private final List<Damage> foreign = new ArrayList<>();
    private final List<CachedBlob> shared = new ArrayList<>();

    private InventoryReader(Path root) {
        this.root = root;
    }

    /** @throws IOException when the cache's own folder cannot be read */
    static CacheInventory read(SourceId source, Path cache) throws IOException {
        if (Files.exists(cache) && !Files.isDirectory(cache)) {
            throw new FileAlreadyExistsException(cache.toString(), null, "expected a folder, it is something else");
        }
        var reader = new InventoryReader(Files.exists(cache) ? cache.toRealPath() : cache);
        if (source == SourceId.MODELSCOPE) {
            RepoFolder.parents(source, reader.root).forEach(reader::addAll);
        } else {
            boolean isModelScopes =
                    Files.isDirectory(RepoFolder.locks(SourceId.MODELSCOPE, reader.root), LinkOption.NOFOLLOW_LINKS);
            for (Path entry : FolderReader.entries(reader.root)) {
                boolean isOther = isModelScopes
                        && OF_MODELSCOPE.contains(entry.getFileName().toString());
                if (!isOther && !FolderReader.isOfTheSystem(entry)) {
                    reader.add(entry);
                }
            }
        }
        return new CacheInventory(reader.repositories, reader.foreign, reader.shared);
    }

    /** @throws IOException when there is no such folder */
    static Repository read(RepoFolder folder, RepoId repo) throws IOException {
        FolderReader.requireFolder(folder.path());
        return new RepositoryReader(folder.cache(), folder.path(), repo).read();
    }

    private void add(Path entry) {
        String name = entry.getFileName().toString();
        FolderReader.attempt(entry, foreign, () -> {
            if (name.equals(SHARED_STORE) && isStore(entry)) {
                addStore(entry);
            } else if (!NOT_REPOSITORIES.contains(name)) {
                FolderReader.requireFolder(entry);
                repositories.add(
                        new RepositoryReader(root, entry, RepoFolder.repoOf(name, SourceId.HUGGING_FACE)).read());
            }
        });
    }

    /** What else ModelScope's cache has, such as that of older SDKs, is theirs. */
    private void addAll(Path folder) {
        FolderReader.attempt(folder, foreign, () -> {
            for (Path entry : FolderReader.entries(folder)) {
                String name = entry.getFileName().toString();
                if (RepoFolder.isModelScope(name) && Files.isDirectory(entry.resolve(RepoFolder.SNAPSHOTS))) {
                    FolderReader.attempt(
                            entry, foreign, () -> addModelScope(entry, folder.getFileName() + "--" + name));
                }
            }
        });
    }

    private void addModelScope(Path entry, String name) throws IOException {
        RepoId repo;
        try {
            repo = RepoFolder.repoOf(name, SourceId.MODELSCOPE);
        } catch (InvalidValueException e) {
            LOG.debug("{} is left to ModelScope's SDK", entry, e);
            return;
        }
        FolderReader.requireFolder(entry);
        repositories.add(new RepositoryReader(root, entry, repo).read());
    }

    private static boolean isStore(Path folder) throws IOException {
        Path mark = folder.resolve(SHARED_STORE_MARK);
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.isRegularFile(mark, LinkOption.NOFOLLOW_LINKS)
                && Files.size(mark) == SHARED_STORE_LAYOUT.length()
                && Files.readString(mark).equals(SHARED_STORE_LAYOUT);
    }

    private void addStore(Path store) throws IOException {
        for (Path folder : FolderReader.entries(store)) {
            String prefix = folder.getFileName().toString();
            if (SHARED_FOLDER.matcher(prefix).matches() && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                FolderReader.attempt(folder, foreign, () -> addContents(folder, prefix));
            }
        }
    }

    private void addContents(Path folder, String prefix) throws IOException {
        for (Path file : FolderReader.entries(folder)) {
            String name = file.getFileName().toString();
            if (name.startsWith(prefix) && SHARED_CONTENT.matcher(name).matches()) {
                FolderReader.regularFile(file).ifPresent(shared::add);
            }
        }
    }
}
