package io.github.hfmodels.cache;

import io.github.hfmodels.cache.mutex.Disk;
import io.github.hfmodels.cache.mutex.FileMutex;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RegularFile;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.Revision;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Writes blobs, snapshots, listings and refs of one repository. Everything appears by rename or as a link, so that no reader
 * ever sees half of it. The caller keeps the order: listing, blobs, links, and the ref last.
 */
public final class RepositoryWriter {

    private static final Log LOG = Log.of(RepositoryWriter.class);

    private static final String PART_ENDING = ".hf-models.incomplete";
    private static final Duration PARTS_KEPT = Duration.ofDays(7);

    /** Larger than what people edit, in bytes. */
    private static final long LARGE = 32 << 20;

    private final RepoFolder folder;
    private final Symlinks symlinks;
    private final Disk mutexDisk;

    RepositoryWriter(RepoFolder folder, Symlinks symlinks, Disk mutexDisk) {
        this.folder = folder;
        this.symlinks = symlinks;
        this.mutexDisk = mutexDisk;
    }

    /**
     * Creates the folders of the cache and of the commit's snapshot.
     *
     * @throws IOException when they cannot be created
     */
    public void prepare(CommitHash commit) throws IOException {
        // The folder of the blobs may be a link: people keep large files on another disk.
        Folders.create(folder.blobs());
        Folders.createBelow(folder.path(), folder.snapshot(commit));
        tagCache();
    }

    /** Waits until nobody else writes that blob. */
    public FileMutex acquireMutex(Digest digest) throws IOException {
        Path lock = folder.lock(digest);
        Folders.createFor(folder.allLocks(), lock);
        return FileMutex.acquire(lock, mutexDisk, "downloads the same content");
    }

    /**
     * The file that a blob is downloaded to, in the same folder.
     *
     * @param mutex the blob's, held. Where it excludes every process the file is always the same, so that a build can continue
     *     where another was killed; otherwise it is this build's own
     */
    public Path part(Digest digest, FileMutex mutex) {
        Path part = folder.blobs().resolve(digest.hex() + PART_ENDING);
        return mutex.excludesEveryProcess()
                ? part
                : AtomicFile.uniqueSibling(folder.blob(digest), PART_ENDING.substring(1));
    }

    /** Deletes a part that nobody would continue, and its journal. */
    public void discard(Path part) throws IOException {
        Files.deleteIfExists(journalOf(part));
        Files.deleteIfExists(part);
    }

    /**
     * Renames away what keeps a content from being made whole.
     *
     * @param isBad whether what has the blob's name is in the way
     * @param files the files that will have the content; folders that have their names are in the way, too
     * @return what was renamed, to be closed when the files have the content, or cannot have it
     * @throws IOException when that fails; everything is where it was then
     */
    public RenamedAway renameAway(Digest digest, boolean isBad, List<SnapshotFile> files) throws IOException {
        // Folders go into the repository's own: the folder of the blobs may be on another disk.
        Path besideAll = folder.path().resolve(digest.hex());
        var bad = new LinkedHashMap<Path, Path>();
        if (isBad) {
            bad.put(folder.blob(digest), folder.blob(digest));
        }
        for (SnapshotFile each : files) {
            Path file = folder.pointer(each.commit(), each.file().repoPath());
            // Refuses a path that leads through links.
            Folders.createFor(folder.path(), file);
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                bad.put(file, besideAll);
            }
        }
        return RenamedAway.of(bad);
    }

    /** How much of a blob an earlier build has downloaded, in bytes on disk; 0 when that is not known. */
    public long bytesInPart(Digest digest) {
        try {
            Path part = folder.blobs().resolve(digest.hex() + PART_ENDING);
            return RegularFile.require(part, LinkOption.NOFOLLOW_LINKS).size();
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Deletes parts that have not changed for a week. Those that cannot be deleted stay.
     *
     * @param now the present time
     */
    public void deleteStaleParts(Instant now) {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder.blobs(), "*" + PART_ENDING + "*")) {
            for (Path part : parts) {
                deleteIfStale(part, now);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("Stale parts cannot be looked for in {}", folder.blobs(), e);
        }
    }

    private static void deleteIfStale(Path part, Instant now) {
        try {
            if (Files.getLastModifiedTime(part).toInstant().isBefore(now.minus(PARTS_KEPT))) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            LOG.debug("{} is gone, or cannot be deleted: {}", part, e.toString());
        }
    }

    /**
     * Publishes a copy of a file as a blob, if the file still has that content. It is another name of the file where
     * {@link #isSharedWith} says so and the disk has such names.
     *
     * @return false when it does not; nothing is changed then
     */
    public boolean publishCopy(Path file, Digest digest) throws IOException {
        Path copy = AtomicFile.uniqueSibling(folder.blob(digest), "tmp");
        MessageDigest hash = digest.newComputation(Files.size(file));
        try {
            boolean isIntact;
            if (isSharedWith(file, Files.size(file)) && HardLinks.tryLink(copy, file)) {
                isIntact = digest.matches(copy);
            } else {
                try (InputStream in = Files.newInputStream(file);
                        OutputStream out = Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW)) {
                    new DigestInputStream(in, hash).transferTo(out);
                }
                isIntact = digest.matches(hash);
            }
            if (isIntact) {
                publish(copy, digest);
            }
            return isIntact;
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /**
     * Whether a blob may be another name of a file: of a large one in a snapshot of ModelScope's SDK, which never changes one. Small ones
     * are edited by users, and those of older SDKs, which lie side by side, so a change of them must not be one of the blob.
     *
     * @param size the file's, in bytes
     */
    public boolean isSharedWith(Path file, long size) {
        return folder.isModelScope() && size >= LARGE && file.startsWith(folder.snapshots());
    }

    /**
     * Makes a downloaded and verified content visible as a blob, replacing the one that is there.
     *
     * @param part the file that has it; gone afterwards, together with its journal
     */
    public void publish(Path part, Digest digest) throws IOException {
        AtomicFile.replace(part, folder.blob(digest));
        Files.deleteIfExists(journalOf(part));
    }

    private static Path journalOf(Path part) {
        return part.resolveSibling(part.getFileName() + ".journal");
    }

    /**
     * Links files of snapshots to a blob, or makes plain files of them where there are no symbolic links.
     *
     * @param isNew whether the blob has just been published; without links it then becomes the last of the files, as with
     *     huggingface_hub, and takes space only once
     */
    public void link(Digest digest, List<SnapshotFile> files, boolean isNew) throws IOException {
        Path blob = folder.blob(digest);
        for (int i = 0; i < files.size(); i++) {
            SnapshotFile each = files.get(i);
            Path file = folder.pointer(each.commit(), each.file().repoPath());
            Folders.createFor(folder.path(), file);
            if (symlinks.link(file, blob)) {
                continue;
            }
            if (folder.isModelScope()) {
                // With its blob, by which it is told from a file of the SDK.
                HardLinks.linkOrCopy(folder.blobs(), blob, file);
            } else if (isNew && i == files.size() - 1) {
                AtomicFile.replace(blob, file);
            } else {
                copy(blob, file);
            }
        }
    }

    /** Writes the commit's whole listing, unless it has hashes that no reader would accept. */
    public void writeListing(Listing listing) throws IOException {
        if (TreeFile.isStorable(listing)) {
            Path tree = folder.tree(listing.commit());
            Folders.createFor(folder.path(), tree);
            AtomicFile.write(tree, TreeFile.format(listing));
        }
    }

    /** The same, also where a folder has the name of the listing's file; that is deleted then. */
    public void replaceListing(Listing listing) throws IOException {
        Path tree = folder.tree(listing.commit());
        boolean isFolder = Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS);
        try (RenamedAway bad = isFolder ? RenamedAway.of(tree) : RenamedAway.NOTHING) {
            writeListing(listing);
            bad.delete();
        }
    }

    /**
     * Writes a revision's ref; not for a revision that is a commit itself.
     *
     * @param lookedUp when the revision was looked up; {@link Instant#EPOCH} where it was not, so that the next build looks it up
     */
    public void writeRef(Revision revision, CommitHash commit, Instant lookedUp) throws IOException {
        Path ref = folder.ref(revision);
        Folders.createFor(folder.path(), ref);
        AtomicFile.make(ref, AtomicFile.uniqueSibling(ref, "tmp"), file -> {
            Files.writeString(file, commit.hex(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.setLastModifiedTime(file, FileTime.from(lookedUp));
        });
    }

    /**
     * Notes that the revision was looked up and is still at the commit that its ref names. The ref's modification time says so,
     * so the cache has no file that other programs do not know.
     *
     * @throws IOException when the ref is missing, is not a regular file, or belongs to somebody else
     */
    public void touchRef(Revision revision, Instant time) throws IOException {
        Path ref = folder.ref(revision);
        RegularFile.require(ref, LinkOption.NOFOLLOW_LINKS);
        Files.setLastModifiedTime(ref, FileTime.from(time));
    }

    /**
     * Makes a commit's snapshot what those find who ask by the revision's name, as ModelScope's SDK does, which waits for nobody; nothing where
     * the ref does not name the commit (any more).
     *
     * @param isLookedUp whether the revision is known to be at the commit now; otherwise nothing of what others have put there is replaced
     * @throws IOException when not all of it can be published
     * @throws InvalidValueException when the revision's name cannot be that of a folder
     */
    public void publish(Revision revision, CommitHash commit, boolean isLookedUp) throws IOException {
        if (folder.isModelScope() && !revision.isCommit()) {
            new SdkSnapshot(folder, revision, commit, isLookedUp).publish(symlinks, mutexDisk);
        }
    }

    /** Writes the mark that the Hub does not have the file at this very commit. */
    public void writeNoExist(CommitHash commit, RepoFile file) throws IOException {
        Path marker = folder.absenceMarker(commit, file.repoPath());
        Folders.createFor(folder.path(), marker);
        createIfAbsent(marker);
    }

    private void tagCache() {
        try {
            CacheTag.create(folder);
        } catch (IOException e) {
            // It is for backup programs, and for those who would prune the cache.
        }
    }

    private static void createIfAbsent(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            // Another process has just created it.
        }
    }

    private static void copy(Path blob, Path file) throws IOException {
        Path temporary = AtomicFile.uniqueSibling(blob, "tmp");
        AtomicFile.make(file, temporary, copy -> Files.copy(blob, copy, StandardCopyOption.COPY_ATTRIBUTES));
    }
}
