package io.github.hfmodels.cache;

import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.CacheInventory.CachedFile;
import io.github.hfmodels.cache.CacheInventory.CachedListing;
import io.github.hfmodels.cache.CacheInventory.CachedRef;
import io.github.hfmodels.cache.CacheInventory.CachedRevision;
import io.github.hfmodels.cache.CacheInventory.CachedSdkSnapshot;
import io.github.hfmodels.cache.CacheInventory.Damage;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.SourceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads what the cache has of one repository. What is wrong with one thing does not keep it from reading others. */
final class RepositoryReader {

    private static final Pattern PART = Pattern.compile("(?s).*\\.(incomplete|journal|tmp|shared)");

    /** What {@link AtomicFile} names a file until it is whole. */
    private static final Pattern TEMPORARY = Pattern.compile("(?s).*\\.[0-9a-f]{8}\\.tmp");

    private static final String LISTING_ENDING = ".json";
    private static final int MAX_REF_BYTES = 64;

    private final Path root;
    private final Path folder;
    private final RepoId repo;
    private final List<Damage> damage = new ArrayList<>();
    private final List<CachedBlob> parts = new ArrayList<>();
    private final List<CachedRevision> revisions = new ArrayList<>();
    private final List<CachedRef> refs = new ArrayList<>();
    private final List<CachedSdkSnapshot> sdkSnapshots = new ArrayList<>();
    private final boolean isModelScope;

    /** By the path that links lead to. */
    private final Map<Path, CachedBlob> blobs = new HashMap<>();

    /** By what all names of a file have in common; in ModelScope's cache, where files of snapshots may be names of blobs. */
    private final Map<Object, CachedBlob> blobsByKey = new HashMap<>();

    /** By their sizes; in ModelScope's cache, where they may be copies of blobs, too. */
    private final Map<Long, List<CachedBlob>> blobsBySize = new HashMap<>();

    /**
     * @param root the cache's folder, without links on the way
     * @param folder the repository's, in it
     */
    RepositoryReader(Path root, Path folder, RepoId repo) {
        this.root = root;
        this.folder = folder;
        this.repo = repo;
        this.isModelScope = repo.source() == SourceId.MODELSCOPE;
    }

    Repository read() {
        attempt(RepoFolder.BLOBS, this::readBlobs);
        attempt(RepoFolder.SNAPSHOTS, this::readRevisions);
        readRefs(folder.resolve(RepoFolder.REFS));
        var repository = new Repository(
                repo,
                folder,
                revisions,
                refs,
                blobs.values().stream()
                        .sorted((one, other) -> one.path().compareTo(other.path()))
                        .toList(),
                parts,
                regularFiles(folder.resolve(RepoFolder.ABSENCES)),
                listings(folder.resolve(RepoFolder.TREES)),
                damage,
                sdkSnapshots);
        for (CachedRef ghost : repository.ghostRefs()) {
            note(
                    ghost.file(),
                    "names a commit without a snapshot, " + ghost.commit(),
                    Advice.to(Advice.Action.PRUNE_CACHE));
        }
        return repository;
    }

    /** Reads a folder of the repository. */
    private interface Reading {
        void of(Path folder) throws IOException;
    }

    private void attempt(String name, Reading reading) {
        Path place = folder.resolve(name);
        FolderReader.attempt(place, damage, () -> reading.of(place));
    }

    private void note(Path path, String what, Advice advice) {
        damage.add(new Damage(path, FolderReader.said(path, what), advice));
    }

    private void readBlobs(Path directory) throws IOException {
        for (Path path : FolderReader.entries(directory)) {
            if (!FolderReader.isOfTheSystem(path)) {
                FolderReader.attempt(path, damage, () -> readBlob(path));
            }
        }
    }

    private void readBlob(Path path) throws IOException {
        try {
            Optional<CachedBlob> found = Files.isSymbolicLink(path) ? target(path) : FolderReader.regularFile(path);
            if (PART.matcher(path.getFileName().toString()).matches()) {
                found.ifPresent(parts::add);
            } else {
                found.ifPresent(blob -> blobs.put(path, blob));
                if (isModelScope && found.isPresent()) {
                    addNames(path, found.get());
                }
            }
        } catch (NoSuchFileException e) {
            // A link to a content that the shared store no longer has, which matters where a snapshot leads to it.
        }
    }

    private void addNames(Path file, CachedBlob blob) throws IOException {
        Object key = FolderReader.attributes(file).fileKey();
        if (key != null) {
            blobsByKey.put(key, blob);
        }
        blobsBySize.computeIfAbsent(blob.size(), size -> new ArrayList<>()).add(blob);
    }

    private void readRevisions(Path directory) throws IOException {
        FolderReader.requireFolder(directory);
        for (Path snapshot : FolderReader.entries(directory)) {
            String name = snapshot.getFileName().toString();
            if (CommitHash.isCommitHash(name)) {
                FolderReader.attempt(snapshot, damage, () -> readRevision(new CommitHash(name), snapshot));
            } else if (isModelScope && Files.isDirectory(snapshot, LinkOption.NOFOLLOW_LINKS)) {
                FolderReader.attempt(snapshot, damage, () -> readSdkSnapshot(snapshot));
            } else if (!FolderReader.isOfTheSystem(snapshot)) {
                note(snapshot, "is not the snapshot of a commit", FolderReader.REMOVE);
            }
        }
    }

    private void readRevision(CommitHash commit, Path snapshot) throws IOException {
        FolderReader.requireFolder(snapshot);
        var files = new ArrayList<CachedFile>();
        for (Path file : FolderReader.files(snapshot, damage)) {
            FolderReader.attempt(
                    file,
                    damage,
                    () -> blobOf(file)
                            .ifPresent(
                                    blob -> files.add(new CachedFile(FileTree.pathBelow(snapshot, file), file, blob))));
        }
        Instant written = FolderReader.instant(Files.getLastModifiedTime(snapshot, LinkOption.NOFOLLOW_LINKS));
        revisions.add(new CachedRevision(
                commit,
                snapshot,
                files,
                latest(files, CachedBlob::lastModified, written),
                latest(files, CachedBlob::lastAccess, written)));
    }

    private void readSdkSnapshot(Path snapshot) throws IOException {
        var files = new ArrayList<CachedFile>();
        for (Path file : FolderReader.files(snapshot, damage)) {
            CachedBlob known = blobs.get(
                    Files.isSymbolicLink(file)
                            ? file.resolveSibling(Files.readSymbolicLink(file)).normalize()
                            : file);
            Optional<CachedBlob> blob = known == null ? nameOfBlob(file) : Optional.of(known);
            // A link that leads nowhere, or elsewhere, is replaced when the revision is published again.
            blob.or(() -> regularFile(file))
                    .ifPresent(content -> files.add(new CachedFile(FileTree.pathBelow(snapshot, file), file, content)));
        }
        sdkSnapshots.add(new CachedSdkSnapshot(snapshot.getFileName().toString(), snapshot, files));
    }

    private Optional<CachedBlob> regularFile(Path file) {
        var found = new ArrayList<CachedBlob>();
        FolderReader.attempt(file, damage, () -> FolderReader.regularFile(file).ifPresent(found::add));
        return found.stream().findFirst();
    }

    /** The blob of which a file that is no link is another name, or a copy as {@link HardLinks#areSame} tells. */
    private Optional<CachedBlob> nameOfBlob(Path file) throws IOException {
        if (blobsBySize.isEmpty()) {
            return Optional.empty();
        }
        var attributes = FolderReader.attributes(file);
        if (!attributes.isRegularFile()) {
            return Optional.empty();
        }
        // Windows has no keys.
        Object key = attributes.fileKey();
        CachedBlob named = key == null ? null : blobsByKey.get(key);
        if (named != null) {
            return Optional.of(named);
        }
        Instant time = FolderReader.instant(attributes.lastModifiedTime());
        List<CachedBlob> same = blobsBySize.getOrDefault(attributes.size(), List.of()).stream()
                .filter(blob -> HardLinks.areOfOneTime(blob.lastModified(), time))
                .toList();
        return same.size() > 1 ? sameContent(file, same) : same.stream().findFirst();
    }

    /** Small files may be written at one time. */
    private static Optional<CachedBlob> sameContent(Path file, List<CachedBlob> blobs) throws IOException {
        for (CachedBlob blob : blobs) {
            if (Files.mismatch(file, blob.content()) < 0) {
                return Optional.of(blob);
            }
        }
        return Optional.empty();
    }

    private static Instant latest(List<CachedFile> files, Function<CachedBlob, Instant> time, Instant otherwise) {
        return files.stream()
                .map(file -> time.apply(file.blob()))
                .max(Instant::compareTo)
                .orElse(otherwise);
    }

    /** The content of a file of a snapshot; empty for a link to a folder, as huggingface_hub has it. */
    private Optional<CachedBlob> blobOf(Path file) throws IOException {
        boolean isLink = Files.isSymbolicLink(file);
        Path path = isLink ? file.resolveSibling(Files.readSymbolicLink(file)).normalize() : file;
        CachedBlob known = blobs.get(path);
        Optional<CachedBlob> linked = known == null && !isLink ? nameOfBlob(file) : Optional.ofNullable(known);
        if (linked.isPresent()) {
            return linked;
        }
        try {
            Optional<CachedBlob> found = isLink ? target(path) : FolderReader.regularFile(file);
            found.ifPresent(blob -> blobs.put(path, blob));
            if (found.isEmpty() && Files.exists(path) && !Files.isDirectory(path)) {
                note(file, "is neither a file nor a folder", FolderReader.REMOVE);
            }
            return found;
        } catch (NoSuchFileException e) {
            note(file, "is a link to a blob that is missing", Advice.to(Advice.Action.REPAIR_CACHE));
            return Optional.empty();
        }
    }

    /** What a path leads to, through links if there are any; empty when that is not a regular file. */
    private Optional<CachedBlob> target(Path path) throws IOException {
        Path content = path.toRealPath();
        if (!content.startsWith(root)) {
            throw new AdvisedIOException(FolderReader.said(path, "leads out of the cache"), FolderReader.REMOVE);
        }
        var attributes = FolderReader.attributes(content);
        return attributes.isRegularFile()
                ? Optional.of(FolderReader.blob(path, content, attributes))
                : Optional.empty();
    }

    private void readRefs(Path directory) {
        for (Path file : FolderReader.files(directory, damage)) {
            if (!FolderReader.isOfTheSystem(file)) {
                FolderReader.attempt(file, damage, () -> readRef(directory, file));
            }
        }
    }

    private static boolean isTemporary(Path file) {
        return TEMPORARY.matcher(file.getFileName().toString()).matches()
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private void readRef(Path directory, Path file) throws IOException {
        boolean isRef = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= MAX_REF_BYTES;
        String hex = isRef ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        if (CommitHash.isCommitHash(hex)) {
            Instant time = FolderReader.instant(Files.getLastModifiedTime(file));
            refs.add(new CachedRef(FileTree.pathBelow(directory, file), file, new CommitHash(hex), time));
        } else if (isTemporary(file)) {
            // With a commit in it, huggingface_hub takes it for a ref.
            FolderReader.regularFile(file).ifPresent(parts::add);
        } else {
            note(file, "is not a ref", FolderReader.REMOVE);
        }
    }

    private List<CachedBlob> regularFiles(Path directory) {
        var found = new ArrayList<CachedBlob>();
        for (Path file : FolderReader.files(directory, damage)) {
            FolderReader.attempt(
                    file, damage, () -> FolderReader.regularFile(file).ifPresent(found::add));
        }
        return found;
    }

    private List<CachedListing> listings(Path directory) {
        var listings = new ArrayList<CachedListing>();
        for (CachedBlob file : regularFiles(directory)) {
            String name = file.path().getFileName().toString();
            String commit =
                    name.endsWith(LISTING_ENDING) ? name.substring(0, name.length() - LISTING_ENDING.length()) : "";
            if (isTemporary(file.path())) {
                parts.add(file);
            } else if (CommitHash.isCommitHash(commit)) {
                listings.add(new CachedListing(new CommitHash(commit), file));
            }
        }
        return listings;
    }
}
