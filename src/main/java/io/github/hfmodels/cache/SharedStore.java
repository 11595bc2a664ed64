package io.github.hfmodels.cache;

import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.mutex.Disk;
import io.github.hfmodels.cache.mutex.FileMutex;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * huggingface_hub's store of contents that repositories share. Each content has a manifest of the blobs that are links to it, which is a
 * hint: each of them is looked at, and a content whose manifest is missing or cannot be read stays for ever.
 *
 * @param cache the cache's folder, absolute and without links
 */
public record SharedStore(Path cache, Disk mutexDisk) {

    private static final Log LOG = Log.of(SharedStore.class);
    private static final Pattern BLOB =
            Pattern.compile("(?:model|dataset|space|kernel)s--[^/\\\\]+/blobs/[^/\\\\\\r\\n]+");

    /** The blobs that are links to each of the contents; contents of which that cannot be known are left out. */
    public Map<Path, Set<Path>> references(Collection<CachedBlob> contents) {
        var all = new HashMap<Path, Set<Path>>();
        for (CachedBlob content : contents) {
            references(content.path()).ifPresent(blobs -> all.put(content.path(), blobs));
        }
        return all;
    }

    private Optional<Set<Path>> references(Path content) {
        try {
            Path manifest = manifest(content);
            RegularFile.require(manifest, LinkOption.NOFOLLOW_LINKS);
            RegularFile.requireSmall(manifest, RegularFile.MAX_JSON_BYTES);
            var blobs = new HashSet<Path>();
            for (String line : Files.readAllLines(manifest, StandardCharsets.UTF_8)) {
                if (BLOB.matcher(line).matches() && isLink(cache.resolve(line), content)) {
                    blobs.add(cache.resolve(line));
                }
            }
            return Optional.of(blobs);
        } catch (IOException | InvalidPathException e) {
            LOG.debug("It cannot be known who uses {}", content, e);
            return Optional.empty();
        }
    }

    private static boolean isLink(Path blob, Path content) throws IOException {
        try {
            Path target = Files.readSymbolicLink(blob);
            return blob.resolveSibling(target).normalize().equals(content);
        } catch (NoSuchFileException | NotLinkException e) {
            return false;
        } catch (FileSystemException e) {
            if (Files.exists(blob, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(blob)) {
                return false;
            }
            throw e;
        }
    }

    /** Deletes a file. */
    @FunctionalInterface
    public interface Deleting {
        void of(Path file) throws IOException;
    }

    /**
     * Deletes a content and its manifest, unless a blob is a link to it, or somebody has its mutex, or not everybody can be kept out.
     *
     * @param deleting deletes one file
     * @return false when it is left alone
     * @throws IOException when it cannot be locked or deleted
     */
    public boolean sweep(CachedBlob content, Deleting deleting) throws IOException {
        Path mutex = beside(content.path(), ".lock");
        Optional<FileMutex> held = FileMutex.tryAcquire(mutex, mutexDisk);
        if (held.isEmpty()) {
            return false;
        }
        try (FileMutex ours = held.get()) {
            LOG.debug("{} excludes others from {}", ours, content);
            shareWithAll(mutex);
            if (!ours.excludesEveryProcess()) {
                LOG.debug("{} stays: Python may be making a link to it", content);
                return false;
            }
            if (!references(content.path()).filter(Set::isEmpty).isPresent()) {
                return false;
            }
            deleting.of(content.path());
            deleting.of(manifest(content.path()));
            return true;
        }
    }

    private static Path manifest(Path content) {
        return beside(content, ".refs");
    }

    private static Path beside(Path content, String ending) {
        return content.resolveSibling(content.getFileName() + ending);
    }

    /** As huggingface_hub does, since all who share the cache must be able to lock it. */
    private static void shareWithAll(Path mutex) {
        try {
            Files.setPosixFilePermissions(mutex, PosixFilePermissions.fromString("rw-rw-rw-"));
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("{} keeps its permissions: {}", mutex, e.toString());
        }
    }
}
