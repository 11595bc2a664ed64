package io.github.hfmodels.source.modelscope;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.ModelSourceContract;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.modelscope.ModelScopeCommit;
import io.github.hfmodels.testhub.modelscope.ModelScopeServer;
import io.github.hfmodels.testhub.modelscope.Variation;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** What every source must do, at servers that name commits and that do not, of models and of data sets. */
class ModelScopeSourceTest {

    @Nested
    class OfAModel extends Contract {
        OfAModel() {
            super(RepoType.MODEL, Variation.COMMIT_IDS);
        }
    }

    @Nested
    class OfAModelByFingerprint extends Contract {
        OfAModelByFingerprint() {
            super(RepoType.MODEL);
        }
    }

    @Nested
    class OfADataSet extends Contract {
        OfADataSet() {
            super(RepoType.DATASET, Variation.COMMIT_IDS);
        }
    }

    @Nested
    class OfADataSetByFingerprint extends Contract {
        OfADataSetByFingerprint() {
            super(RepoType.DATASET, Variation.FAILURES_WITH_200);
        }
    }

    abstract static class Contract extends ModelSourceContract {

        private final ModelScopeServer server;
        private final RepoId repo;
        private final boolean namesCommits;
        private ModelScopeCommit published;

        Contract(RepoType type, Variation... variations) {
            server = ModelScopeServer.start(variations);
            repo = new RepoId(SourceId.MODELSCOPE, type, "org/name");
            namesCommits = variations.length > 0 && variations[0] == Variation.COMMIT_IDS;
        }

        @Override
        protected RepoId repo() {
            return repo;
        }

        @Override
        protected CommitHash publish(Map<String, Content> files) {
            boolean isModel = repo.type() == RepoType.MODEL;
            published = (isModel ? server.model(repo.id()) : server.dataset(repo.id())).commit("first");
            files.forEach(published::file);
            return namesCommits ? new CommitHash(published.id()) : TestFingerprints.of(files);
        }

        @Override
        protected ModelSource connect() {
            return TestSources.of(server);
        }

        @Override
        protected Revision defaultRevision() {
            return new Revision("master");
        }

        @Override
        protected int requestsOfAListing() {
            return 2;
        }

        @Override
        protected void breakContentsAfter(long bytes) {
            server.faults().onCdn().truncateAfter(bytes);
        }

        @Override
        protected void corruptContents() {
            server.faults().onCdn().flipByteAt(1_000);
        }

        @Override
        protected void stallContentsAfter(long bytes) {
            server.faults().onCdn().stallAfter(bytes);
        }

        @Override
        protected void loseFile(String path) {
            published.lose(path);
        }

        @Override
        protected void limitRate() {
            server.faults().on(request -> true).status(429).header("Retry-After", "3600");
        }

        @Override
        protected void repair() {
            server.faults().clear();
            server.clearRequests();
        }

        @Override
        protected void stopServer() {
            server.close();
        }

        @Override
        protected long contentBytes() {
            return server.requests(request -> request.server() == Server.CDN).stream()
                    .mapToLong(RecordedRequest::bodyBytes)
                    .sum();
        }
    }
}
