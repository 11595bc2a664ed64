package io.github.hfmodels.source;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.progress.TransferObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A place from which models can be downloaded. Implementations are thread-safe. */
public interface ModelSource extends AutoCloseable {

    /** Gets the JVM ready for downloads that will probably follow, in the background; does nothing where that gains nothing. */
    default void prepareDownloads() {}

    /**
     * Finds the commit to which a revision points, and the files of that commit.
     *
     * @return a listing of all files, unless it says that it is partial; of some files it may have the names alone
     * @throws SourceException when the source does not list them; its kind says why. If the source has named the commit, it is
     *     {@link SourceException#commit()}
     */
    Listing list(ListingRequest request) throws SourceException;

    /**
     * Finds the size and the hash of a file of which the listing has the name alone, without the content.
     *
     * @param path the file's path, as the listing has it
     * @return the file with what could be learnt of it
     * @throws SourceException when the source cannot be asked, or does not say enough to fetch the file
     */
    RepoFile describe(RepoId repo, CommitHash commit, String path) throws SourceException;

    /**
     * What the source says of a repository at a commit besides its files: the licence, the card, the security scan of files.
     *
     * @param paths the files whose scan is asked for
     * @return {@link ModelInfo#EMPTY} where the source says nothing of that kind
     * @throws SourceException when the source cannot be asked
     */
    default ModelInfo info(RepoId repo, CommitHash commit, List<String> paths) throws SourceException {
        return ModelInfo.EMPTY;
    }

    /**
     * How far a commit is behind a revision.
     *
     * @return empty where the source does not say, or the commit is not in the revision's history
     * @throws SourceException when the source cannot be asked
     */
    default Optional<RevisionLag> lag(RepoId repo, Revision revision, CommitHash commit) throws SourceException {
        return Optional.empty();
    }

    /**
     * The names of the inference providers that serve the model, sorted.
     *
     * @return empty where there are none, or the source does not say
     * @throws SourceException when the source cannot be asked
     */
    default List<String> inferenceProviders(RepoId repo) throws SourceException {
        return List.of();
    }

    /** What messages call the source, such as its host. */
    default String host() {
        return "the source";
    }

    /**
     * The hash of a file at a commit as the source names it; asked for without the content.
     *
     * @return empty when the source does not name one, or does not say whether it has the file
     * @throws SourceException when the source cannot be asked
     */
    Optional<Digest> digest(RepoId repo, CommitHash commit, RepoFile file) throws SourceException;

    /**
     * Fetches the content of a file and verifies it. After a failure the bytes that arrived may remain, and the next call
     * continues with them. A source may keep a journal beside the part, whose name is the part's with {@code .journal} added.
     *
     * @param part the file to be written; no other thread or process may write it at the same time
     * @param observer is notified of the bytes that arrive
     * @throws SourceException when the source does not give the content; its kind says why
     * @throws IOException when the file cannot be written
     */
    void fetch(RepoId repo, CommitHash commit, RepoFile file, Path part, TransferObserver observer) throws IOException;

    /** Closes all connections at once; calls of {@link #fetch} that are under way fail. */
    @Override
    void close();

    /** How many requests were made so far, for listings, hashes and contents; following a redirect does not count. */
    int requestCount();
}
