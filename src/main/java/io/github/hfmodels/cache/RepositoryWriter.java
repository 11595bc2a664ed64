package io.github.hfmodels.cache;

import io.github.hfmodels.cache.mutex.BlobMutex;
import io.github.hfmodels.cache.mutex.Disk;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.Revision;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts contents, snapshots, listings and refs of one repository into the cache. Everything appears by rename or as a link,
 * so that no reader ever meets a part of it; the caller keeps the order: listing, contents, files, ref last.
 */
public final class RepositoryWriter {

    private static final Logger LOG = LoggerFactory.getLogger(RepositoryWriter.class);

    /** The format is given by the Cache Directory Tagging Specification, the words by huggingface_hub. */
    private static final String CACHE_TAG = """
            Signature: 8a477f597d28d172789f06886806bc55
            # This file is a cache directory tag created by huggingface_hub.
            # For information about cache directory tags, see:
            #\thttps://bford.info/cachedir/
            """;

    private static final String PART_ENDING = ".hf-models.incomplete";
    private static final Duration PARTS_KEPT = Duration.ofDays(7);

    private final RepoFolder folder;
    private final Symlinks symlinks;
    private final Disk lockDisk;

    RepositoryWriter(RepoFolder folder, Symlinks symlinks, Disk lockDisk) {
        this.folder = folder;
        this.symlinks = symlinks;
        this.lockDisk = lockDisk;
    }

    /** One file of one snapshot. */
    public record Target(CommitHash commit, RepoFile file) {}

    /**
     * Makes sure that the cache and the commit's snapshot are there to be written to.
     *
     * @throws IOException when they are not and cannot be
     */
    public void prepare(CommitHash commit) throws IOException {
        Files.createDirectories(folder.blobs());
        Files.createDirectories(folder.snapshot(commit));
        tagCache();
    }

    /** Waits until nobody else writes that content. */
    public BlobMutex lock(Digest digest) throws IOException {
        return BlobMutex.acquire(folder.lock(digest), lockDisk);
    }

    /**
     * Where a content is received, beside where it will be.
     *
     * @param lock the content's lock, held. Where it holds against everyone the file is always the same, so that one build
     *     goes on where another was killed; else it is this build's own
     */
    public Path part(Digest digest, BlobMutex lock) {
        Path part = folder.blobs().resolve(digest.hex() + PART_ENDING);
        return lock.excludesEveryProcess()
                ? part
                : AtomicFile.uniqueSibling(folder.blob(digest), PART_ENDING.substring(1));
    }

    /** Deletes a part that nobody would go on with, and what lies beside it. */
    public void discard(Path part) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.blobs(), part.getFileName() + "*")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** How much of a content an earlier build has received, in bytes of disk; 0 when it is not known. */
    public long bytesInPart(Digest digest) {
        try {
            return Files.size(folder.blobs().resolve(digest.hex() + PART_ENDING));
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Deletes parts that nobody has gone on with for a week, as far as that can be done.
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
            LOG.debug("{} has just been taken away, or must not be: {}", part, e.toString());
        }
    }

    /**
     * Makes a copy of a file visible as a content, if the file still has that content.
     *
     * @return false when it has not; nothing is changed then
     */
    public boolean publishCopy(Path file, Digest digest) throws IOException {
        Path copy = AtomicFile.uniqueSibling(folder.blob(digest), "tmp");
        MessageDigest hash = digest.newComputation(Files.size(file));
        try {
            try (InputStream in = Files.newInputStream(file);
                    OutputStream out = Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW)) {
                new DigestInputStream(in, hash).transferTo(out);
            }
            boolean isIntact = digest.matches(hash);
            if (isIntact) {
                publish(copy, digest);
            }
            return isIntact;
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /**
     * Makes a received and verified content visible.
     *
     * @param part the file that holds it; gone afterwards, with the journal that a source may keep beside it
     */
    public void publish(Path part, Digest digest) throws IOException {
        AtomicFile.replace(part, folder.blob(digest));
        Files.deleteIfExists(part.resolveSibling(part.getFileName() + ".journal"));
    }

    /**
     * Lets files of snapshots show a content that is in the cache: as relative links, or as plain files where there are no
     * links.
     *
     * @param isNew whether the content came just now; without links it then moves into the last of the files, as
     *     huggingface_hub does, instead of lying twice
     */
    public void show(Digest digest, List<Target> targets, boolean isNew) throws IOException {
        Path content = folder.blob(digest);
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(i);
            Path file = folder.pointer(target.commit(), target.file().repoPath());
            Files.createDirectories(file.getParent());
            if (symlinks.link(file, content)) {
                continue;
            }
            if (isNew && i == targets.size() - 1) {
                AtomicFile.replace(content, file);
            } else {
                copy(content, file);
            }
        }
    }

    /** Stores the commit's whole listing, unless it has hashes that no reader would accept. */
    public void writeListing(Listing listing) throws IOException {
        if (TreeFile.isStorable(listing)) {
            AtomicFile.write(folder.tree(listing.commit()), TreeFile.format(listing));
        }
    }

    /**
     * Notes the commit that a revision is at; not for a revision that is a commit itself.
     *
     * @param lookedUp when it was looked up; {@link Instant#EPOCH} where nobody was asked, so that the next who wants to know asks
     */
    public void writeRef(Revision revision, CommitHash commit, Instant lookedUp) throws IOException {
        Path ref = folder.ref(revision);
        Files.createDirectories(ref.getParent());
        AtomicFile.make(ref, AtomicFile.uniqueSibling(ref, "tmp"), file -> {
            Files.writeString(file, commit.hex(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.setLastModifiedTime(file, FileTime.from(lookedUp));
        });
    }

    /**
     * Notes that the revision was looked up and is still at the commit that its ref names. The ref's time is where that is
     * kept, so that nothing is in the cache that other programs do not know.
     *
     * @throws IOException when the ref is not there, or belongs to somebody else
     */
    public void touchRef(Revision revision, Instant time) throws IOException {
        Files.setLastModifiedTime(folder.ref(revision), FileTime.from(time));
    }

    /** Notes that the Hub said of this very commit that it lacks the file. */
    public void writeNoExist(CommitHash commit, RepoFile file) throws IOException {
        Path marker = folder.absenceMarker(commit, file.repoPath());
        Files.createDirectories(marker.getParent());
        createIfAbsent(marker, "");
    }

    private void tagCache() {
        try {
            createIfAbsent(folder.cache().resolve("CACHEDIR.TAG"), CACHE_TAG);
        } catch (IOException e) {
            // The tag only tells backup programs to pass over the cache.
        }
    }

    private static void createIfAbsent(Path file, String content) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.writeString(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            // Another process was quicker.
        }
    }

    private static void copy(Path content, Path file) throws IOException {
        Path temporary = AtomicFile.uniqueSibling(content, "tmp");
        AtomicFile.make(file, temporary, copy -> Files.copy(content, copy, StandardCopyOption.COPY_ATTRIBUTES));
    }
}
