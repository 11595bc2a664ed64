package io.github.hfmodels.output;

import io.github.hfmodels.cache.AtomicFile;
import io.github.hfmodels.cache.FileNames;
import io.github.hfmodels.cache.Folders;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.HubRoutes;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RegularFile;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoPath;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A folder that has files at the addresses of a Hub, so that the folder itself, or any server of files, is one. The contents of a commit
 * come first, then what is said of it, and last what is said of the revision: whoever reads meanwhile finds all or nothing. Nothing is
 * deleted, and nothing is written through a link below the folder.
 */
public final class MirrorFolder {

    private static final Log LOG = Log.of(MirrorFolder.class);

    private final Path root;
    private final FileNames names;
    private final LinkMode mode;
    private final AtomicBoolean hasToldOfCopies = new AtomicBoolean();

    /**
     * @param root the folder; need not be there, and may be a link
     * @param sources those of what it gets
     * @param mode how contents get there from the cache
     * @throws UserException when the folder is within the cache of one of the sources, or that cache within it
     */
    public MirrorFolder(Path root, SnapshotCache cache, Set<SourceId> sources, LinkMode mode) {
        if (sources.stream().anyMatch(source -> cache.overlaps(source, root))) {
            throw new UserException(
                    "the mirror folder " + root + " is within the cache, or the cache within it",
                    Advice.of("choose one outside"));
        }
        this.root = root;
        this.names = cache.namesIn(root);
        this.mode = mode;
    }

    /** The folder of a commit's files; need not be there. */
    public Path contents(RepoId repo, CommitHash commit) {
        return RepoPath.resolve(root, HubRoutes.contents(repo) + "/" + commit);
    }

    /**
     * Lays out files of a commit, each verified. One that is there already stays if it is the right one.
     *
     * @param snapshot the folder of the commit in the cache
     * @throws UserException when the file system cannot hold one of the files, or not all of them
     * @throws IOException when one has another content in the cache, or cannot be written
     */
    public void addContents(RepoId repo, CommitHash commit, Path snapshot, List<RepoFile> files) throws IOException {
        Path folder = contents(repo, commit);
        String above = HubRoutes.contents(repo) + "/" + commit + "/";
        List<String> paths = files.stream().map(file -> above + file.path()).toList();
        names.refusal(paths).ifPresent(refusal -> {
            throw new UserException(
                    "'" + Printable.of(refusal.path()) + "' cannot be in the mirror folder: " + refusal.reason(),
                    Advice.to(Advice.Action.EXCLUDE_FILE));
        });
        names.clash(paths).ifPresent(clash -> {
            throw new UserException(
                    "'" + Printable.of(clash.one()) + "' and '" + Printable.of(clash.other())
                            + "' are one file in the mirror folder, whose file system " + clash.reason(),
                    new Advice(Advice.Action.EXCLUDE_FILE, "one"));
        });
        Folders.createBelow(root, folder);
        OutputDirectory.verified(folder, mode, this::tellOfCopies).update(snapshot, files);
    }

    private void tellOfCopies(String reason) {
        if (hasToldOfCopies.compareAndSet(false, true)) {
            LOG.info("The mirror folder has copies: {}", reason);
        }
    }

    /** What is said of a commit; empty when that is not there, or not understood. */
    public Optional<Listing> listing(RepoId repo, CommitHash commit) {
        Path file = revisions(repo).resolve(commit.hex());
        try {
            RegularFile.requireSmall(file, RegularFile.MAX_JSON_BYTES);
            return Optional.of(RevisionFile.parse(Files.readString(file, StandardCharsets.UTF_8)))
                    .filter(listing -> listing.commit().equals(commit));
        } catch (IOException | InvalidValueException e) {
            LOG.debug("{} cannot be used: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /**
     * Says where a revision points, and what is there. What was said of the revision before is replaced; what was said of its commit
     * stays.
     *
     * @param listing all that the commit has
     * @throws UserException when the revision's name and that of another one cannot both be there
     */
    public void addRevision(RepoId repo, Revision revision, Listing listing) throws IOException {
        Path revisions = revisions(repo);
        checkName(revision, revisions);
        byte[] content = RevisionFile.format(repo, listing);
        write(revisions.resolve(listing.commit().hex()), content);
        write(RepoPath.resolve(revisions, revision.name()), content);
    }

    private Path revisions(RepoId repo) {
        return RepoPath.resolve(root, HubRoutes.revisions(repo));
    }

    /** Servers look for a name with slashes in folders, so {@code a} and {@code a/b} cannot both be there. */
    private void checkName(Revision revision, Path folder) throws IOException {
        names.refusal(List.of(revision.name())).ifPresent(refusal -> {
            throw new UserException(
                    "revision '" + revision + "' cannot be in the mirror folder: " + refusal.reason(),
                    Advice.of("name its commit instead"));
        });
        var all = new TreeSet<String>();
        all.add(revision.name());
        if (Files.isDirectory(folder)) {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (Files.isRegularFile(file)) {
                        String name = folder.relativize(file).toString();
                        all.add(name.replace(root.getFileSystem().getSeparator(), "/"));
                    }
                    return FileVisitResult.CONTINUE;
                }

                /** What another build writes at the same time may be gone by now. */
                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }
            });
        }
        names.clash(all).ifPresent(clash -> {
            throw new UserException(
                    "the revisions '" + Printable.of(clash.one()) + "' and '" + Printable.of(clash.other())
                            + "' cannot both be in the mirror folder, whose file system " + clash.reason(),
                    Advice.of("use another folder, or name the commit of one"));
        });
    }

    private void write(Path file, byte[] content) throws IOException {
        if (!Files.isSymbolicLink(file)
                && Files.isRegularFile(file)
                && Files.size(file) == content.length
                && Arrays.equals(Files.readAllBytes(file), content)) {
            return;
        }
        Folders.createFor(root, file);
        AtomicFile.make(file, OutputDirectory.temporaryFor(file), temporary -> Files.write(temporary, content));
    }
}
