package io.github.hfmodels.cache;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;

/** One file of one snapshot. */
public record SnapshotFile(CommitHash commit, RepoFile file) {}
