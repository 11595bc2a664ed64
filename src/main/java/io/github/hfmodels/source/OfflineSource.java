package io.github.hfmodels.source;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.SourceException.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A source that must not be asked, in an offline build in which another source is a folder.
 *
 * @param name what messages call it
 */
public record OfflineSource(String name) implements ModelSource {

    private SourceException refusal() {
        return new SourceException(
                Kind.UNREACHABLE,
                name + " is not asked, since the build is offline",
                Advice.to(Action.GO_ONLINE),
                null);
    }

    @Override
    public Listing list(ListingRequest request) throws SourceException {
        throw refusal();
    }

    @Override
    public RepoFile describe(RepoId repo, CommitHash commit, String path) throws SourceException {
        throw refusal();
    }

    @Override
    public ModelInfo info(RepoId repo, CommitHash commit, List<String> paths) throws SourceException {
        throw refusal();
    }

    @Override
    public Optional<RevisionLag> lag(RepoId repo, Revision revision, CommitHash commit) throws SourceException {
        throw refusal();
    }

    @Override
    public List<String> inferenceProviders(RepoId repo) throws SourceException {
        throw refusal();
    }

    @Override
    public String host() {
        return name;
    }

    @Override
    public Optional<Digest> digest(RepoId repo, CommitHash commit, RepoFile file) throws SourceException {
        throw refusal();
    }

    @Override
    public void fetch(RepoId repo, CommitHash commit, RepoFile file, Path part, TransferObserver observer)
            throws SourceException {
        throw refusal();
    }

    @Override
    public int requestCount() {
        return 0;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
