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

/** A source that does what another one does, but for what a test changes. */
public class DelegatingSource implements ModelSource {

    private final ModelSource source;

    public DelegatingSource(ModelSource source) {
        this.source = source;
    }

    @Override
    public Listing list(ListingRequest request) throws SourceException {
        return source.list(request);
    }

    @Override
    public RepoFile describe(RepoId repo, CommitHash commit, String path) throws SourceException {
        return source.describe(repo, commit, path);
    }

    @Override
    public ModelInfo info(RepoId repo, CommitHash commit, List<String> paths) throws SourceException {
        return source.info(repo, commit, paths);
    }

    @Override
    public Optional<RevisionLag> lag(RepoId repo, Revision revision, CommitHash commit) throws SourceException {
        return source.lag(repo, revision, commit);
    }

    @Override
    public List<String> inferenceProviders(RepoId repo) throws SourceException {
        return source.inferenceProviders(repo);
    }

    @Override
    public String host() {
        return source.host();
    }

    @Override
    public Optional<Digest> digest(RepoId repo, CommitHash commit, RepoFile file) throws SourceException {
        return source.digest(repo, commit, file);
    }

    @Override
    public void fetch(RepoId repo, CommitHash commit, RepoFile file, Path part, TransferObserver observer)
            throws IOException {
        source.fetch(repo, commit, file, part, observer);
    }

    @Override
    public void close() {
        source.close();
    }

    @Override
    public int requestCount() {
        return source.requestCount();
    }
}
