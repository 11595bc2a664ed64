package io.github.hfmodels.source.hub;

import io.github.hfmodels.http.TransferException;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.HubRoutes;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RegularFile;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoPath;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.ModelInfo;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.source.http.FileList;
import io.github.hfmodels.source.http.ServerJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder with what a Hub answers, in files at the Hub's addresses, as the goal {@code mirror} writes it. Nothing leads out of it by a
 * name; links in it are followed, since {@code mirror} may make some. What they lead to is checked as everything else is.
 */
public final class FolderSource implements ModelSource {

    /** What to do about a folder that lacks something. */
    static final String MIRROR_AGAIN = "run the goal mirror again where the models can be reached";

    private static final int REVISIONS_SHOWN = 5;

    private final Path folder;
    private final ServerJson json = new ServerJson("a Hub");
    private volatile boolean isClosed;

    /** @param folder absolute; need not be there */
    public FolderSource(Path folder) {
        this.folder = folder;
    }

    @Override
    public Listing list(ListingRequest request) throws SourceException {
        return list(request.repo(), request.revision());
    }

    private Listing list(RepoId repo, Revision revision) throws SourceException {
        return read(repo, revision, (commit, info) -> new Listing(commit, files(info), info.license()));
    }

    /** The licence, and what else the folder has of the card. It has no scan. A folder made by hand may have the branch alone. */
    @Override
    public ModelInfo info(RepoId repo, CommitHash commit, List<String> paths) throws SourceException {
        for (Revision revision : List.of(new Revision(commit.hex()), Revision.MAIN)) {
            try {
                return read(repo, revision, (there, info) -> there.equals(commit) ? info.info() : ModelInfo.EMPTY);
            } catch (SourceException e) {
                if (e.kind() != Kind.REVISION_NOT_FOUND) {
                    throw e;
                }
            }
        }
        return ModelInfo.EMPTY;
    }

    /** Takes something from what a revision's file says. */
    @FunctionalInterface
    private interface Reading<T> {

        T of(CommitHash commit, RepoInfo info) throws SourceException;
    }

    private <T> T read(RepoId repo, Revision revision, Reading<T> read) throws SourceException {
        requireFolder();
        Path file = below(HubRoutes.revisions(repo) + "/" + revision);
        try {
            RepoInfo info = read(file);
            return read.of(HubListing.commit(info, revision), info);
        } catch (SourceException | TransferException e) {
            throw new SourceException(
                    Kind.MALFORMED,
                    "the mirror folder's file " + file + " is damaged: " + e.getMessage(),
                    Advice.of(MIRROR_AGAIN),
                    e);
        } catch (IOException e) {
            // The folders of longer names have names of revisions, too.
            throw isThere(file, e) && !Files.isDirectory(file) ? unreadable(file, e) : unlisted(repo, revision);
        }
    }

    /** Whether a file that cannot be read is there. */
    private static boolean isThere(Path file, IOException failure) {
        return failure instanceof AccessDeniedException || Files.exists(file);
    }

    private RepoInfo read(Path file) throws IOException {
        RegularFile.requireSmall(file, RegularFile.MAX_JSON_BYTES);
        try (InputStream in = Files.newInputStream(file)) {
            return json.read(in, RepoInfo::read);
        }
    }

    /** A folder has no tree to which to turn, so its list must be whole. */
    private static List<RepoFile> files(RepoInfo info) throws SourceException {
        List<@Nullable RepoEntry> siblings = info.siblings();
        if (siblings == null) {
            throw ServerJson.malformed("it has no list of files", null);
        }
        var files = new FileList("the Hub's list");
        for (RepoEntry sibling : siblings) {
            if (sibling == null) {
                throw ServerJson.malformed("its list has a file that is null", null);
            }
            files.add(sibling.file());
        }
        return files.all();
    }

    @Override
    public String host() {
        return "the mirror folder " + folder;
    }

    @Override
    public RepoFile describe(RepoId repo, CommitHash commit, String path) throws SourceException {
        return list(repo, new Revision(commit.hex())).files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow(() -> missing(path, commit));
    }

    @Override
    public Optional<Digest> digest(RepoId repo, CommitHash commit, RepoFile file) throws SourceException {
        requireFolder();
        Path content = content(repo, commit, file);
        if (!Files.isRegularFile(content)) {
            return Optional.empty();
        }
        try {
            // Not what a list says, which a folder need not have.
            return Optional.of(Digest.of(file.digest().algorithm(), content));
        } catch (IOException e) {
            throw unreadable(content, e);
        }
    }

    @Override
    public void fetch(RepoId repo, CommitHash commit, RepoFile file, Path part, TransferObserver observer)
            throws IOException {
        requireFolder();
        Path content = content(repo, commit, file);
        try {
            RegularFile.require(content);
        } catch (IOException e) {
            throw isThere(content, e) ? unreadable(content, e) : missing(file.path(), commit);
        }
        new FolderTransfer(content, content.toString(), file.digest(), file.contentSize(), part, () -> isClosed)
                .run(observer);
    }

    private Path content(RepoId repo, CommitHash commit, RepoFile file) {
        return file.repoPath().below(below(HubRoutes.contents(repo) + "/" + commit));
    }

    /** @throws InvalidValueException when the platform does not allow the name */
    private Path below(String name) {
        return RepoPath.resolve(folder, name);
    }

    private void requireFolder() throws SourceException {
        if (!Files.isDirectory(folder)) {
            throw new SourceException(
                    Kind.UNREACHABLE,
                    "the mirror folder " + folder
                            + (Files.exists(folder) ? " is not a folder" : " does not exist, or is not readable"),
                    Advice.of("check the endpoint, and whether its disk is there"),
                    null);
        }
    }

    private SourceException unlisted(RepoId repo, Revision revision) {
        List<String> there = revisions(repo);
        if (!there.isEmpty()) {
            String more = there.size() > REVISIONS_SHOWN ? ", …" : "";
            return new SourceException(
                    Kind.REVISION_NOT_FOUND,
                    "the mirror folder " + folder + " does not have revision " + revision + ", but "
                            + there.stream()
                                    .limit(REVISIONS_SHOWN)
                                    .map(Printable::of)
                                    .collect(Collectors.joining(", "))
                            + more,
                    Advice.of(MIRROR_AGAIN),
                    null);
        }
        boolean hasFiles = Files.isDirectory(below(HubRoutes.contents(repo)));
        return new SourceException(
                Kind.REPOSITORY_NOT_FOUND,
                "the mirror folder " + folder
                        + (hasFiles
                                ? " has files of this " + repo.type().word() + ", but no list of them (its part 'api')"
                                : " does not have this " + repo.type().word()),
                Advice.of(hasFiles ? MIRROR_AGAIN + ", or use its lock file here" : MIRROR_AGAIN),
                null);
    }

    /** The names of the revisions, those that are not commits first; empty when they cannot be read. */
    private List<String> revisions(RepoId repo) {
        Path revisions = below(HubRoutes.revisions(repo));
        try (Stream<Path> files = Files.walk(revisions)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> revisions
                            .relativize(file)
                            .toString()
                            .replace(file.getFileSystem().getSeparator(), "/"))
                    .filter(name -> !name.endsWith(".tmp"))
                    .sorted((left, right) -> {
                        int commitsLast =
                                Boolean.compare(CommitHash.isCommitHash(left), CommitHash.isCommitHash(right));
                        return commitsLast == 0 ? left.compareTo(right) : commitsLast;
                    })
                    .limit(REVISIONS_SHOWN + 1L)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private SourceException missing(String path, CommitHash commit) {
        return new SourceException(
                Kind.FILE_NOT_FOUND,
                "the mirror folder " + folder + " does not have " + Printable.of(path) + " of commit " + commit,
                Advice.of("select it and " + MIRROR_AGAIN),
                null);
    }

    private static SourceException unreadable(Path file, IOException cause) {
        return new SourceException(
                Kind.UNAVAILABLE,
                "the mirror folder's file " + file + " cannot be read: "
                        + DiskFailure.of(cause).reason(),
                Advice.of("check the folder and its disk"),
                cause);
    }

    /** A folder takes no requests. */
    @Override
    public int requestCount() {
        return 0;
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
