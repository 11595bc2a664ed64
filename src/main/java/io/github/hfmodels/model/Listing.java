package io.github.hfmodels.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files that a repository holds at a commit.
 *
 * @param commit the commit
 * @param files every file of it, unless the listing is partial; each path once
 * @param license the licence that the repository declares, such as {@code apache-2.0}; null where it does not, and for a listing
 *     from the cache, which does not keep it
 * @param partial whether only files that were named are listed, since the source lists no others; such a listing is stored nowhere
 * @param doubtful whether there may be more files, since the list may be cut and nothing else confirms it; stored nowhere either
 */
public record Listing(
        CommitHash commit, List<RepoFile> files, @Nullable String license, boolean partial, boolean doubtful) {

    public Listing {
        files = List.copyOf(files);
    }

    /** A listing that is not cut. */
    public Listing(CommitHash commit, List<RepoFile> files, @Nullable String license, boolean partial) {
        this(commit, files, license, partial, false);
    }

    /** A listing of all files. */
    public Listing(CommitHash commit, List<RepoFile> files, @Nullable String license) {
        this(commit, files, license, false);
    }

    /** A listing of all files without a licence. */
    public Listing(CommitHash commit, List<RepoFile> files) {
        this(commit, files, null);
    }

    /** Whether it has all files, and size and hash of each, so that nobody need ask the source again. */
    public boolean isComplete() {
        return !partial && !doubtful && files.stream().allMatch(RepoFile::isListed);
    }

    /**
     * A listing of no file, which only says where a revision points.
     *
     * @param license the licence that the repository declares; null where it does not
     */
    public static Listing ofCommit(CommitHash commit, @Nullable String license) {
        return new Listing(commit, List.of(), license, true);
    }

    /** Whether both list the same files with the same contents. The order and Xet hashes do not matter. */
    public boolean hasSameContents(Listing other) {
        return contents().equals(other.contents());
    }

    private Map<String, RepoFile> contents() {
        var contents = new HashMap<String, RepoFile>();
        for (RepoFile file : files) {
            contents.put(file.path(), new RepoFile(file.path(), file.size(), file.blobId(), file.lfs(), null));
        }
        return contents;
    }
}
