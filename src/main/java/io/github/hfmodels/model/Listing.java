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
 * @param license the licence that the repository declares, such as {@code apache-2.0}; null where it declares none or it is not
 *     known, since the cache does not keep it
 */
public record Listing(
        CommitHash commit, List<RepoFile> files, @Nullable String license) {

    public Listing {
        files = List.copyOf(files);
    }

    /** A listing that says nothing of a licence. */
    public Listing(CommitHash commit, List<RepoFile> files) {
        this(commit, files, null);
    }

    /** Whether the other says the same of each file's content, in whatever order, and whatever either knows of Xet. */
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
