package io.github.hfmodels.model;

import java.util.List;

/**
 * All files that a repository holds at a commit.
 *
 * @param commit the commit
 * @param files every file of it, never a selection; each path once
 */
public record Listing(CommitHash commit, List<RepoFile> files) {

    public Listing {
        files = List.copyOf(files);
    }
}
