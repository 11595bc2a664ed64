package io.github.hfmodels.cache;

import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.CacheInventory.CachedFile;
import io.github.hfmodels.cache.CacheInventory.CachedRevision;
import io.github.hfmodels.cache.CacheInventory.Damaged;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the inventory of a cache. Changes nothing, and never reads what a link leads to outside of the cache. */
final class InventoryReader {

    private static final Set<String> NOT_REPOSITORIES = Set.of(".locks", "CACHEDIR.TAG");
    private static final Set<String> OF_THE_SYSTEM = Set.of(".DS_Store", "Thumbs.db", "desktop.ini");
    private static final Pattern PART = Pattern.compile("(?s).*\\.(incomplete|journal|tmp)");
    private static final Pattern SHARED_CONTENT = Pattern.compile("[0-9a-f]{64}");
    private static final String SHARED_STORE_MARK = ".huggingface-shared-blobs";
    private static final int MAX_REF_BYTES = 64;

    private final Path root;
    private final Path folder;
    private final Map<Path, CachedBlob> blobs = new TreeMap<>();

    private InventoryReader(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    /** @throws IOException when the cache's own folder cannot be read */
    static CacheInventory read(Path cache) throws IOException {
        var repositories = new ArrayList<Repository>();
        var damaged = new ArrayList<Damaged>();
        var sizes = new HashMap<Path, Long>();
        Path root = Files.exists(cache) ? cache.toRealPath() : cache;
        for (Path entry : entries(root)) {
            String name = entry.getFileName().toString();
            try {
                if (Files.exists(entry.resolve(SHARED_STORE_MARK)) && name.equals("blobs")) {
                    addSharedContents(entry, sizes);
                } else if (!NOT_REPOSITORIES.contains(name)) {
                    Repository repository = new InventoryReader(root, entry).repository(name);
                    repository.linkedBlobs().forEach(blob -> sizes.put(blob.content(), blob.size()));
                    repositories.add(repository);
                }
            } catch (InvalidValueException | IOException | UncheckedIOException e) {
                damaged.add(new Damaged(entry, reason(e)));
            }
        }
        long size = ByteCount.sum(sizes.values(), Long::longValue);
        return new CacheInventory(repositories, damaged, size);
    }

    private static void addSharedContents(Path store, Map<Path, Long> sizes) throws IOException {
        for (Path file : files(store)) {
            if (SHARED_CONTENT.matcher(file.getFileName().toString()).matches()
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                sizes.put(file, Files.size(file));
            }
        }
    }

    private Repository repository(String name) throws IOException {
        requireFolder(folder);
        RepoId repo = RepoFolder.repoOf(name);
        requireFolder(folder.resolve("snapshots"));
        List<CachedBlob> parts = readBlobs();
        List<CachedRevision> revisions = revisions();
        return new Repository(repo, folder, revisions, refs(revisions), List.copyOf(blobs.values()), parts);
    }

    /** Notes the blobs, and returns the parts beside them. */
    private List<CachedBlob> readBlobs() throws IOException {
        var parts = new ArrayList<CachedBlob>();
        for (Path path : entries(folder.resolve("blobs"))) {
            try {
                Optional<CachedBlob> blob = blob(path);
                if (PART.matcher(path.getFileName().toString()).matches()) {
                    blob.ifPresent(parts::add);
                } else {
                    blob.ifPresent(found -> blobs.put(path, found));
                }
            } catch (NoSuchFileException e) {
                // A part that has just been published, or a link to a content that the shared store no longer has.
            }
        }
        return parts;
    }

    private List<CachedRevision> revisions() throws IOException {
        var revisions = new ArrayList<CachedRevision>();
        for (Path snapshot : entries(folder.resolve("snapshots"))) {
            String name = snapshot.getFileName().toString();
            if (!CommitHash.isCommitHash(name)) {
                throw damage(snapshot, "is not the snapshot of a commit");
            }
            var files = new ArrayList<CachedFile>();
            for (Path file : files(snapshot)) {
                blobOf(file).ifPresent(blob -> files.add(new CachedFile(pathBelow(snapshot, file), blob)));
            }
            Instant lastModified = files.stream()
                    .map(file -> file.blob().lastModified())
                    .max(Instant::compareTo)
                    .orElse(Files.getLastModifiedTime(snapshot).toInstant());
            revisions.add(new CachedRevision(new CommitHash(name), snapshot, files, lastModified));
        }
        return revisions;
    }

    private Optional<CachedBlob> blobOf(Path file) throws IOException {
        Path path = Files.isSymbolicLink(file)
                ? file.resolveSibling(Files.readSymbolicLink(file)).normalize()
                : file;
        try {
            if (!blobs.containsKey(path)) {
                blob(path).ifPresent(blob -> blobs.put(path, blob));
            }
            return Optional.ofNullable(blobs.get(path));
        } catch (NoSuchFileException e) {
            throw damage(file, "is a link to a blob that is missing");
        }
    }

    /** What is at the path; empty for a folder. */
    private Optional<CachedBlob> blob(Path path) throws IOException {
        Path content = path.toRealPath();
        if (!content.startsWith(root)) {
            throw damage(path, "leads out of the cache");
        }
        var attributes = Files.readAttributes(content, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.isRegularFile()
                ? Optional.of(new CachedBlob(
                        path,
                        content,
                        attributes.size(),
                        attributes.lastModifiedTime().toInstant(),
                        attributes.lastAccessTime().toInstant()))
                : Optional.empty();
    }

    private Map<Revision, CommitHash> refs(List<CachedRevision> revisions) throws IOException {
        Path directory = folder.resolve("refs");
        Set<String> commits =
                revisions.stream().map(revision -> revision.commit().hex()).collect(Collectors.toSet());
        var refs = new HashMap<Revision, CommitHash>();
        for (Path file : files(directory)) {
            boolean isRef = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= MAX_REF_BYTES;
            String hex = isRef ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
            if (!CommitHash.isCommitHash(hex)) {
                throw damage(file, "is not a ref");
            }
            var commit = new CommitHash(hex);
            if (!commits.contains(hex)) {
                throw damage(file, "names a commit without a snapshot, " + commit);
            }
            refs.put(new Revision(pathBelow(directory, file)), commit);
        }
        return refs;
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
