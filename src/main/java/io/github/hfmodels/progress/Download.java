package io.github.hfmodels.progress;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;

/**
 * A content to download.
 *
 * @param repo where it is
 * @param commit the commit of the request
 * @param path the path of a file with this content, as the Hub writes it; not safe to log as it is
 * @param size its length in bytes
 */
public record Download(RepoId repo, CommitHash commit, String path, long size) {}
