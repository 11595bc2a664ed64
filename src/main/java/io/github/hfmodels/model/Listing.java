package io.github.hfmodels.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All files that a repository holds at a commit.
 *
 * @param commit the commit
 * @param files every file of it, never a selection; each path once
 * @param license the licence that the repository declares, such as {@code apache-2.0}; null where it does not, and for a listing
 *     from the cache, which does not keep it
 */
public record Listing(
        CommitHash commit, List<RepoFile> files, @Nullable String license) {

    public Listing {
        files = List.copyOf(files);
    }

    /** A listing without a licence. */
    public Listing(CommitHash commit, List<RepoFile> files) {
        this(commit, files, null);
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
