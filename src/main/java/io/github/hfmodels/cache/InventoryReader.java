package io.github.hfmodels.cache;

import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.CacheInventory.CachedFile;
import io.github.hfmodels.cache.CacheInventory.CachedListing;
import io.github.hfmodels.cache.CacheInventory.CachedRef;
import io.github.hfmodels.cache.CacheInventory.CachedRevision;
import io.github.hfmodels.cache.CacheInventory.Damage;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the inventory of a cache. Changes nothing, and never reads what a link leads to outside of the cache. */
final class InventoryReader {

    private static final Set<String> NOT_REPOSITORIES = Set.of(".locks", "CACHEDIR.TAG");
    static final Set<String> OF_THE_SYSTEM = Set.of(".DS_Store", "Thumbs.db", "desktop.ini");
    private static final Pattern PART = Pattern.compile("(?s).*\\.(incomplete|journal|tmp|shared)");
    private static final Pattern SHARED_CONTENT = Pattern.compile("[0-9a-f]{64}");
    private static final String SHARED_STORE_MARK = ".huggingface-shared-blobs";
    private static final String LISTING_ENDING = ".json";
    private static final int MAX_REF_BYTES = 64;

    private final Path root;
    private final Path folder;
    private final Map<Path, CachedBlob> blobs = new TreeMap<>();
    private final List<Damage> damage = new ArrayList<>();

    private InventoryReader(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    /** @throws IOException when the cache's own folder cannot be read */
    static CacheInventory read(Path cache) throws IOException {
        var repositories = new ArrayList<Repository>();
        var foreign = new ArrayList<Damage>();
        List<CachedBlob> shared = List.of();
        Path root = Files.exists(cache) ? cache.toRealPath() : cache;
        for (Path entry : entries(root)) {
            String name = entry.getFileName().toString();
            try {
                if (Files.exists(entry.resolve(SHARED_STORE_MARK)) && name.equals("blobs")) {
                    shared = sharedContents(entry);
                } else if (!NOT_REPOSITORIES.contains(name)) {
                    requireFolder(entry);
                    repositories.add(new InventoryReader(root, entry).repository(RepoFolder.repoOf(name)));
                }
            } catch (InvalidValueException | IOException | UncheckedIOException e) {
                foreign.add(new Damage(entry, reason(e)));
            }
        }
        return new CacheInventory(repositories, foreign, shared);
    }

    /** @throws IOException when there is no such folder */
    static Repository read(RepoFolder folder, RepoId repo) throws IOException {
        requireFolder(folder.path());
        return new InventoryReader(folder.cache(), folder.path()).repository(repo);
    }

    private static List<CachedBlob> sharedContents(Path store) throws IOException {
        var contents = new ArrayList<CachedBlob>();
        for (Path file : files(store)) {
            if (SHARED_CONTENT.matcher(file.getFileName().toString()).matches()
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                contents.add(onDisk(file, file));
            }
        }
        return contents;
    }

    private Repository repository(RepoId repo) {
        List<CachedBlob> parts = read("blobs", List.of(), this::readBlobs);
        List<CachedRevision> revisions = read("snapshots", List.of(), this::revisions);
        List<CachedRef> refs = read("refs", List.of(), this::refs);
        List<CachedBlob> absences = read(".no_exist", List.of(), InventoryReader::regularFiles);
        List<CachedListing> listings = read("trees", List.of(), InventoryReader::listings);
        var repository = new Repository(
                repo, folder, revisions, refs, List.copyOf(blobs.values()), parts, absences, listings, damage);
        for (CachedRef ghost : repository.ghostRefs()) {
            note(ghost.file(), "names a commit without a snapshot, " + ghost.commit());
        }
        return repository;
    }

    /** Reads a folder of the repository. */
    private interface Reading<T> {
        T of(Path folder) throws IOException;
    }

    private <T> T read(String name, T nothing, Reading<T> reading) {
        try {
            return reading.of(folder.resolve(name));
        } catch (InvalidValueException | IOException | UncheckedIOException e) {
            damage.add(new Damage(folder.resolve(name), reason(e)));
            return nothing;
        }
    }

    private void note(Path path, String what) {
        damage.add(new Damage(path, Printable.of(path.toString()) + " " + what));
    }

    /** Notes the blobs, and returns the parts beside them. */
    private List<CachedBlob> readBlobs(Path directory) throws IOException {
        var parts = new ArrayList<CachedBlob>();
        for (Path path : entries(directory)) {
            boolean isPart = PART.matcher(path.getFileName().toString()).matches();
            try {
                Optional<CachedBlob> blob = blob(path);
                if (isPart) {
                    blob.ifPresent(parts::add);
                } else {
                    blob.ifPresent(found -> blobs.put(path, found));
                }
            } catch (NoSuchFileException e) {
                // A part that has just been published, or a link to a content that the shared store no longer has.
            } catch (IOException e) {
                damage.add(new Damage(path, reason(e)));
            }
        }
        return parts;
    }

    private List<CachedRevision> revisions(Path directory) throws IOException {
        requireFolder(directory);
        var revisions = new ArrayList<CachedRevision>();
        for (Path snapshot : entries(directory)) {
            String name = snapshot.getFileName().toString();
            if (!CommitHash.isCommitHash(name)) {
                note(snapshot, "is not the snapshot of a commit");
                continue;
            }
            try {
                revisions.add(revision(new CommitHash(name), snapshot));
            } catch (IOException | UncheckedIOException e) {
                damage.add(new Damage(snapshot, reason(e)));
            }
        }
        return revisions;
    }

    private CachedRevision revision(CommitHash commit, Path snapshot) throws IOException {
        var files = new ArrayList<CachedFile>();
        for (Path file : files(snapshot)) {
            try {
                blobOf(file).ifPresent(blob -> files.add(new CachedFile(pathBelow(snapshot, file), file, blob)));
            } catch (NoSuchFileException e) {
                note(file, "is a link to a blob that is missing");
            } catch (IOException e) {
                damage.add(new Damage(file, reason(e)));
            }
        }
        CachedBlob itself = onDisk(snapshot, snapshot);
        return new CachedRevision(
                commit,
                snapshot,
                files,
                latest(files, CachedBlob::lastModified, itself),
                latest(files, CachedBlob::lastAccess, itself));
    }

    private static Instant latest(List<CachedFile> files, Function<CachedBlob, Instant> time, CachedBlob itself) {
        return files.stream()
                .map(file -> time.apply(file.blob()))
                .max(Instant::compareTo)
                .orElse(time.apply(itself));
    }

    private Optional<CachedBlob> blobOf(Path file) throws IOException {
        Path path = Files.isSymbolicLink(file)
                ? file.resolveSibling(Files.readSymbolicLink(file)).normalize()
                : file;
        if (!blobs.containsKey(path)) {
            blob(path).ifPresent(blob -> blobs.put(path, blob));
        }
        return Optional.ofNullable(blobs.get(path));
    }

    /** What is at the path; empty for a folder. */
    private Optional<CachedBlob> blob(Path path) throws IOException {
        Path content = path.toRealPath();
        if (!content.startsWith(root)) {
            throw damage(path, "leads out of the cache");
        }
        return Files.isRegularFile(content, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(onDisk(path, content))
                : Optional.empty();
    }

    private static CachedBlob onDisk(Path path, Path content) throws IOException {
        var attributes = Files.readAttributes(content, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new CachedBlob(
                path,
                content,
                attributes.size(),
                attributes.lastModifiedTime().toInstant(),
                attributes.lastAccessTime().toInstant());
    }

    private List<CachedRef> refs(Path directory) throws IOException {
        var refs = new ArrayList<CachedRef>();
        for (Path file : files(directory)) {
            boolean isRef = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= MAX_REF_BYTES;
            String hex = isRef ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
            if (CommitHash.isCommitHash(hex)) {
                Instant time = Files.getLastModifiedTime(file).toInstant();
                refs.add(new CachedRef(pathBelow(directory, file), file, new CommitHash(hex), time));
            } else {
                note(file, "is not a ref");
            }
        }
        return refs;
    }

    private static List<CachedBlob> regularFiles(Path directory) throws IOException {
        var found = new ArrayList<CachedBlob>();
        for (Path file : files(directory)) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                found.add(onDisk(file, file));
            }
        }
        return found;
    }

    private static List<CachedListing> listings(Path directory) throws IOException {
        var listings = new ArrayList<CachedListing>();
        for (CachedBlob file : regularFiles(directory)) {
            String name = file.path().getFileName().toString();
            String commit =
                    name.endsWith(LISTING_ENDING) ? name.substring(0, name.length() - LISTING_ENDING.length()) : "";
            if (CommitHash.isCommitHash(commit)) {
                listings.add(new CachedListing(new CommitHash(commit), file));
            }
        }
        return listings;
    }

    private static String pathBelow(Path directory, Path file) {
        return directory
                .relativize(file)
                .toString()
                .replace(file.getFileSystem().getSeparator(), "/");
    }

    /** What is in the folder, sorted; nothing where it does not exist. */
    private static List<Path> entries(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        requireFolder(folder);
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(
                            entry -> !OF_THE_SYSTEM.contains(entry.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    /** All files and links below the folder; nothing where it does not exist. */
    private static List<Path> files(Path folder) throws IOException {
        var files = new ArrayList<Path>();
        for (Path entry : entries(folder)) {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                files.addAll(files(entry));
            } else {
                files.add(entry);
            }
        }
        return files;
    }

    private static void requireFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw damage(folder, "is not a folder");
        }
    }

    private static IOException damage(Path file, String what) {
        return new IOException(Printable.of(file.toString()) + " " + what);
    }

    private static String reason(Exception failure) {
        Throwable unchecked = failure instanceof UncheckedIOException ? failure.getCause() : null;
        Throwable cause = unchecked == null ? failure : unchecked;
        return cause instanceof FileSystemException onDisk
                ? Printable.of(String.valueOf(onDisk.getFile())) + " cannot be read ("
                        + onDisk.getClass().getSimpleName() + ")"
                : String.valueOf(cause.getMessage());
    }
}
