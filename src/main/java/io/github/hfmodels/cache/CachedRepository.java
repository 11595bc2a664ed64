package io.github.hfmodels.cache;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Fingerprint;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RegularFile;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the cache has of one repository. Every call reads the disk, since others may write at the same time. */
public final class CachedRepository {

    private static final Log LOG = Log.of(CachedRepository.class);

    /** Of fewer files, the links are read faster than the names of all blobs. */
    private static final int FEW = 64;

    private static final int MAX_REF_BYTES = 1_024;

    private final RepoFolder folder;

    CachedRepository(RepoFolder folder) {
        this.folder = folder;
    }

    /** The commit that the revision's ref names; empty when there is no usable ref. */
    public Optional<CommitHash> commitOf(Revision revision) {
        if (revision.isCommit()) {
            return Optional.of(new CommitHash(revision.name()));
        }
        try {
            return Optional.of(text(folder.ref(revision)).strip())
                    .filter(CommitHash::isCommitHash)
                    .map(CommitHash::new);
        } catch (IOException e) {
            // Missing, a folder of longer names, not readable: in each case the cache does not know.
            return Optional.empty();
        }
    }

    /** When the revision was last looked up, by any program; empty when it never was. */
    public Optional<Instant> lastLookup(Revision revision) {
        try {
            return Optional.of(Files.getLastModifiedTime(folder.ref(revision)).toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether the revision's ref is exactly the commit: other readers do not accept white space, and through a
     * link this build would set the time of a file elsewhere.
     */
    public boolean refNames(Revision revision, CommitHash commit) {
        Path ref = folder.ref(revision);
        try {
            return revision.isCommit()
                    || (!Files.isSymbolicLink(ref) && text(ref).equals(commit.hex()));
        } catch (IOException e) {
            return false;
        }
    }

    /** The commit's whole listing; empty when the cache does not have it. One without files is believed only beside an empty snapshot. */
    public Optional<Listing> listing(CommitHash commit) {
        return TreeFile.read(folder.tree(commit), commit)
                .filter(listing ->
                        !listing.files().isEmpty() || unlisted(commit).isEmpty());
    }

    /** The repository's folder, absolute; need not exist. It may be a link to another disk. */
    public Path folder() {
        return folder.path();
    }

    /** The folder of its blobs, absolute; need not exist. It may be a link to another disk. */
    public Path blobs() {
        return folder.blobs();
    }

    /** Whether the commit's listing is in a later version of the format than the one that is understood. */
    public boolean hasLaterListing(CommitHash commit) {
        return TreeFile.isOfLaterVersion(folder.tree(commit));
    }

    /** The file that has the commit's listing; need not exist. */
    public Path listingFile(CommitHash commit) {
        return folder.tree(commit);
    }

    /**
     * The files that the commit's snapshot names, for caches of clients that store no listings. There may be more at the Hub. What is named
     * and is no file, such as a link to a blob that is missing, is listed with a length of 0 as one that is not there.
     *
     * @throws IOException when the snapshot's folder cannot be read
     */
    public Optional<Listing> filesPresent(CommitHash commit) throws IOException {
        if (folder.isModelScope() && Files.isDirectory(snapshot(commit))) {
            // A name of a file of the SDK's says nothing of its content.
            return Optional.of(new Listing(commit, new SdkFiles(folder).read(snapshot(commit))));
        }
        return unlisted(commit).files();
    }

    /**
     * The file of that path as the commit's snapshot has it, for a commit without a listing; empty when it is not there.
     *
     * @throws InvalidValueException when the path would lead out of the snapshot
     */
    public Optional<RepoFile> present(CommitHash commit, String path) {
        return unlisted(commit).file(path);
    }

    private UnlistedSnapshot unlisted(CommitHash commit) {
        return new UnlistedSnapshot(commit, snapshot(commit));
    }

    /** The file that says at which commit the revision is; need not exist. */
    public Path ref(Revision revision) {
        return folder.ref(revision);
    }

    /** The folder of the commit's snapshot, absolute; need not exist. */
    public Path snapshot(CommitHash commit) {
        return folder.snapshot(commit);
    }

    /**
     * The file's place in the commit's snapshot; need not exist.
     *
     * @throws InvalidValueException when the file's path would lead out of the snapshot
     */
    public Path file(CommitHash commit, RepoFile file) {
        return folder.pointer(commit, file.repoPath());
    }

    /**
     * Whether the commit's snapshot has the file, with the right length, and if it is a link to a blob, to the right one.
     *
     * @throws InvalidValueException when the file's path would lead out of the snapshot, or its hash is not valid
     */
    public boolean has(CommitHash commit, RepoFile file) {
        return has(snapshot(commit), file);
    }

    /** The blob with that digest; need not exist. */
    public Path blob(Digest digest) {
        return folder.blob(digest);
    }

    /**
     * Those of the files that the commit's snapshot does not have, as {@link #has} says.
     *
     * @throws InvalidValueException when a file's path would lead out of the snapshot, or its hash is not valid
     */
    public List<RepoFile> missing(CommitHash commit, List<RepoFile> files) {
        Path snapshot = snapshot(commit);
        boolean hasTags = files.size() < FEW || folder.isModelScope() || hasTags();
        return files.stream()
                .filter(file -> hasTags
                        ? !has(snapshot, file)
                        : !isFileOf(file.repoPath().below(snapshot), file.contentSize()))
                .toList();
    }

    /** Whether a blob may have another name than a hash, so that links must be read. */
    private boolean hasTags() {
        if (!Files.isDirectory(folder.blobs())) {
            return false;
        }
        try (DirectoryStream<Path> blobs = Files.newDirectoryStream(folder.blobs())) {
            for (Path blob : blobs) {
                // A part has the name of its blob and an extension.
                String name = blob.getFileName().toString();
                int end = name.indexOf('.');
                if (!CommitHash.isCommitHash(end < 0 ? name : name.substring(0, end))) {
                    return true;
                }
            }
            return false;
        } catch (IOException | DirectoryIteratorException e) {
            return true;
        }
    }

    private boolean has(Path snapshot, RepoFile file) {
        Path path = file.repoPath().below(snapshot);
        return isFileOf(path, file.contentSize()) && !isOfAnotherBlob(path, file) && !isOfSdk(path, file);
    }

    /** Whether ModelScope's SDK may have written it, which keeps a file whose content it has found to be wrong. */
    private boolean isOfSdk(Path path, RepoFile file) {
        if (!folder.isModelScope() || Files.isSymbolicLink(path)) {
            return false;
        }
        try {
            return !HardLinks.areSame(path, folder.blob(file.digest()));
        } catch (IOException e) {
            return true;
        }
    }

    /** A server that names no hashes may have sent what its ETag then named; by no hash is that known to be the content. */
    private static boolean isOfAnotherBlob(Path path, RepoFile file) {
        if (file.etag() != null || file.isNameOnly()) {
            return false;
        }
        try {
            Path blob = Files.readSymbolicLink(path);
            if (blob.getFileName().toString().equals(file.digest().hex())) {
                return false;
            }
            Path above = blob.getParent();
            return above != null && above.endsWith(RepoFolder.BLOBS);
        } catch (IOException | UnsupportedOperationException e) {
            // No link, so nothing says which blob it is a copy of.
            return false;
        }
    }

    /** Whether the blob is there, with the right length; false for an ETag, which another content may have, too. */
    public boolean hasBlob(Digest digest, long size) {
        return digest.isHash() && isFileOf(folder.blob(digest), size);
    }

    /**
     * Whether the blob is there, with that very content; reads all of it. Of an ETag that is no hash only the length says that. A blob may be a link to
     * a content of the same cache, such as those that repositories share, and nowhere else.
     *
     * @throws IOException when it is there and cannot be read, which says nothing about it: another user may be able to
     */
    public boolean hasIntactBlob(Digest digest, long size) throws IOException {
        Path blob = folder.blob(digest);
        try {
            boolean isOwn = !Files.isSymbolicLink(blob)
                    || blob.toRealPath().startsWith(folder.cache().toRealPath());
            if (!isOwn) {
                return false;
            }
            var attributes = Files.readAttributes(blob, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    && attributes.size() == size
                    && (digest.isHash() ? digest.matches(blob) : digest.mayName(blob));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * The files of snapshots that are not links, by the digest that they had when they were written; where there are symbolic
     * links {@link #hasBlob} says it all. Callers must check the content, since users may have edited it.
     */
    public Map<Digest, List<Path>> plainFiles() {
        var files = new HashMap<Digest, List<Path>>();
        try (Stream<Path> snapshots = Files.list(folder.snapshots())) {
            snapshots
                    .map(snapshot -> snapshot.getFileName().toString())
                    .filter(CommitHash::isCommitHash)
                    .map(CommitHash::new)
                    .flatMap(commit -> listing(commit).stream())
                    .forEach(listing -> addPlainFiles(listing, files));
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("Other snapshots cannot be listed in {}", folder.snapshots(), e);
        }
        return files;
    }

    private void addPlainFiles(Listing listing, Map<Digest, List<Path>> files) {
        for (RepoFile file : listing.files()) {
            try {
                Path path = file(listing.commit(), file);
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && isFileOf(path, file.contentSize())) {
                    files.computeIfAbsent(file.digest(), digest -> new ArrayList<>())
                            .add(path);
                }
            } catch (InvalidValueException e) {
                LOG.debug("A listing in the cache has an unusable file", e);
            }
        }
    }

    /**
     * The files that ModelScope's SDK has of a revision, and the snapshot that they make, for a revision without a ref. There may be more
     * at ModelScope. Reads all of them.
     *
     * @return empty when it has none, and always for another source
     * @throws IOException when they cannot be read
     */
    public Optional<Listing> filesOfSdk(Revision revision) throws IOException {
        return folder.isModelScope() ? new SdkFiles(folder).listing(revision) : Optional.empty();
    }

    /** Whether the revision's ref names what ModelScope's SDK had of it when a build had only that, so that it may have more of it by now. */
    public boolean isOfSdk(Revision revision) {
        if (!folder.isModelScope()
                || revision.isCommit()
                || lastLookup(revision).filter(Instant.EPOCH::equals).isEmpty()) {
            return false;
        }
        try {
            CommitHash commit = commitOf(revision).orElse(null);
            return commit != null
                    && listing(commit).isEmpty()
                    && filesPresent(commit)
                            .filter(present -> Fingerprint.of(present.files()).equals(commit))
                            .isPresent();
        } catch (IOException e) {
            LOG.debug("The snapshot of {} cannot be read in {}", revision, folder.path(), e);
            return false;
        }
    }

    /**
     * Files that ModelScope's SDKs have written and that may have the content of a file. Callers must check that; none for another source.
     *
     * @param revisions those of which the SDK may have the file
     */
    public List<Path> filesOfSdk(RepoFile file, Collection<Revision> revisions) {
        return folder.isModelScope() ? new SdkFiles(folder).like(file, revisions) : List.of();
    }

    /** The folder of an older SDK of ModelScope's, because of which the present one does not see what is written here. */
    public Optional<Path> hidingFolder() {
        return folder.isModelScope() ? new SdkFiles(folder).hiding() : Optional.empty();
    }

    /**
     * Whether {@link RepositoryWriter#publish} would change nothing of what those find who ask by the revision's name, as ModelScope's SDK does;
     * true where nobody does.
     *
     * @param isLookedUp whether the revision is known to be at the commit now
     * @throws IOException when that cannot be seen
     * @throws InvalidValueException when the revision's name cannot be that of a folder
     */
    public boolean isPublished(Revision revision, CommitHash commit, boolean isLookedUp) throws IOException {
        return !folder.isModelScope()
                || revision.isCommit()
                || new SdkSnapshot(folder, revision, commit, isLookedUp).isPublished();
    }

    /**
     * Whether ModelScope's SDK, or a user, has put another content in the place of one of the commit's files, where those look who ask by
     * the revision's name. May read contents.
     *
     * @throws IOException when that cannot be seen
     * @throws InvalidValueException when the revision's name cannot be that of a folder
     */
    public boolean hasOthers(Revision revision, CommitHash commit) throws IOException {
        return folder.isModelScope()
                && !revision.isCommit()
                && new SdkSnapshot(folder, revision, commit, false).hasOthers();
    }

    private static String text(Path ref) throws IOException {
        RegularFile.requireSmall(ref, MAX_REF_BYTES);
        return Files.readString(ref);
    }

    private static boolean isFileOf(Path path, long size) {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.isRegularFile() && attributes.size() == size;
        } catch (IOException e) {
            return false;
        }
    }
}
