package io.github.hfmodels.progress;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;

/**
 * A content that is to be downloaded.
 *
 * @param repo where it is
 * @param commit the commit that it is asked for at
 * @param path the path of a file that has it; the Hub's word, not fit for a log as it is
 * @param size its length in bytes
 */
public record Download(RepoId repo, CommitHash commit, String path, long size) {}
