package io.github.hfmodels.source;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.progress.TransferObserver;
import java.io.IOException;
import java.nio.file.Path;

/** A place that models can be had from. Implementations are thread-safe. */
public interface ModelSource extends AutoCloseable {

    /**
     * Asks where a revision points and what the repository holds there.
     *
     * @throws SourceException when the source does not say; its kind tells why
     */
    Listing list(RepoId repo, Revision revision) throws SourceException;

    /**
     * Fetches a file's content, verified. On failure what has arrived may stay, and the next call goes on with it. A source may
     * keep a journal beside the part, named like it with {@code .journal} added.
     *
     * @param part the file to be written; nobody else may write it meanwhile
     * @param observer is told of what arrives
     * @throws SourceException when the content is not to be had; its kind tells why
     * @throws IOException when the file cannot be written
     */
    void fetch(RepoId repo, CommitHash commit, RepoFile file, Path part, TransferObserver observer) throws IOException;

    /** Closes all connections at once; whatever is being fetched fails. */
    @Override
    void close();

    /** What was asked for so far, questions and contents; the redirects on the way to one do not count. */
    int requestCount();
}
