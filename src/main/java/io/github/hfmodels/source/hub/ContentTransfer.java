package io.github.hfmodels.source.hub;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.progress.TransferObserver;
import java.io.IOException;
import java.nio.file.Path;

/** One of the ways to download a file from the Hub. Implementations are thread-safe. */
interface ContentTransfer {

    /** Whether the file can be downloaded in this way. */
    boolean accepts(RepoFile file);

    /** Downloads and verifies a file, as {@link io.github.hfmodels.source.ModelSource#fetch} does. */
    void fetch(RepoId repo, CommitHash commit, RepoFile file, Path part, TransferObserver observer) throws IOException;
}
