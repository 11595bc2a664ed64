package io.github.hfmodels.source.hub;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.http.FileList;
import io.github.hfmodels.source.http.ServerJson;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files that a server names with a revision: all of them or not, of some maybe the names alone. */
final class Siblings {

    /** Servers that cut a list do so at a round number. */
    private static final int ROUND = 100;

    /** The Hub cuts longer lists, at a length that it has changed before. */
    private static final int MAX_RELIABLE_LENGTH = 1_000;

    private final ListingRequest request;
    private final FileList files = new FileList("the Hub's list");
    private final int length;
    private final boolean isComplete;

    /** @param info the server's answer; null when there is none, so that no file is known */
    Siblings(ListingRequest request, @Nullable RepoInfo info) throws SourceException {
        this.request = request;
        List<@Nullable RepoEntry> entries = info == null || info.siblings() == null ? List.of() : info.siblings();
        boolean isList = entries.stream().allMatch(entry -> entry != null && entry.path() != null);
        if (isList) {
            for (RepoEntry entry : entries) {
                add(entry);
            }
        }
        this.length = files.size();
        this.isComplete = info != null
                && info.siblingsComplete()
                && isList
                && files.all().stream().noneMatch(RepoFile::isNameOnly);
    }

    private void add(@Nullable RepoEntry entry) throws SourceException {
        if (entry != null && entry.path() != null) {
            files.add(entry.isIncomplete() ? RepoFile.named(entry.path()) : entry.file());
        }
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    List<RepoFile> files() {
        return files.all();
    }

    /** Whether there may be more files, or size and hash of one are not known. */
    boolean isDoubtful() {
        if (isComplete) {
            return false;
        }
        return request.isThorough()
                || isRound()
                || length > MAX_RELIABLE_LENGTH
                || files.all().stream().anyMatch(RepoFile::isNameOnly)
                || !missing().isEmpty();
    }

    /** Also when there are no files. */
    private boolean isRound() {
        return length % ROUND == 0;
    }

    /** The paths to ask for: of files without size and hash, and of those that are wanted and not listed. */
    List<String> unknown() {
        return Stream.concat(files.all().stream().filter(RepoFile::isNameOnly).map(RepoFile::path), missing().stream())
                .toList();
    }

    /** The wanted paths that are neither files nor folders of the list. */
    private List<String> missing() {
        if (request.paths().stream().allMatch(files::has)) {
            return List.of();
        }
        Set<String> folders = files.all().stream()
                .map(file -> file.path().substring(0, Math.max(0, file.path().lastIndexOf('/'))) + "/")
                .collect(Collectors.toSet());
        return request.paths().stream()
                .filter(path -> !files.has(path) && folders.stream().noneMatch(folder -> folder.startsWith(path + "/")))
                .distinct()
                .toList();
    }

    /**
     * The listing where there is nothing better, partial if the server lists nothing by itself.
     *
     * @param described files of which more is known now
     * @throws SourceException when the server's list seems to be cut
     */
    Listing listing(CommitHash commit, Collection<RepoFile> described, @Nullable String license)
            throws SourceException {
        boolean isProvedCut = described.stream().anyMatch(file -> !files.has(file.path()));
        files.describe(described);
        List<String> missing = missing();
        if (length > 0 && isRound() && (request.isThorough() || !missing.isEmpty())) {
            String what = missing.isEmpty() ? "what is wanted" : "'" + Printable.of(missing.get(0)) + "'";
            throw ServerJson.malformed(
                    "the Hub lists exactly " + length + " files and not " + what + ", so its list seems to be cut"
                            + (missing.isEmpty() ? "" : ", or the name is wrong"),
                    null);
        }
        boolean isDoubtful = length > 0 && (isProvedCut || isRound() || length > MAX_RELIABLE_LENGTH);
        return new Listing(commit, files.all(), license, length == 0, isDoubtful);
    }
}
