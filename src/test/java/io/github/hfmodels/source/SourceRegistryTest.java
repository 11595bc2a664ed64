package io.github.hfmodels.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.progress.TransferObserver;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SourceRegistryTest {

    private static final RepoId REPO = new RepoId(RepoType.MODEL, "org/name");

    private final AtomicInteger created = new AtomicInteger();
    private final FakeSource source = new FakeSource();

    @Test
    void source_isCreatedWhenItIsFirstAskedFor() {
        SourceRegistry sources = registry(() -> {
            created.incrementAndGet();
            return source;
        });
        assertThat(sources.requestCount()).isZero();
        assertThat(created).hasValue(0);

        assertThat(sources.of(REPO)).isSameAs(source).isSameAs(sources.of(REPO));

        assertThat(created).hasValue(1);
        assertThat(sources.requestCount()).isEqualTo(7);
    }

    @Test
    void aSourceIsPreparedBeforeItIsAskedFor() throws Exception {
        registry(() -> source).prepareDownloads(REPO);

        assertThat(source.prepared.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void close_closesWhatWasCreated() {
        registry(() -> source).close();
        assertThat(source.isClosed).isFalse();

        SourceRegistry sources = registry(() -> source);
        sources.of(REPO);
        sources.close();

        assertThat(source.isClosed).isTrue();
    }

    @Test
    void afterClose_noSourceIsCreated() {
        SourceRegistry sources = registry(() -> source);
        sources.close();

        assertThatThrownBy(() -> sources.ofAlternate(REPO)).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> sources.of(REPO)).isInstanceOf(UserException.class);
        // It is not the settings that are wrong.
        sources.failOnWrongSettings();
    }

    @Test
    void wrongSettings_areRememberedForTheGoal() {
        var wrong = new UserException("the endpoint is wrong");
        SourceRegistry sources = registry(() -> {
            created.incrementAndGet();
            throw wrong;
        });
        sources.failOnWrongSettings();

        assertThatThrownBy(() -> sources.of(REPO)).isSameAs(wrong);

        assertThatThrownBy(sources::failOnWrongSettings).isSameAs(wrong);
        assertThatThrownBy(() -> sources.of(REPO)).isSameAs(wrong);
        assertThat(created).hasValue(1);
    }

    @Test
    void wrongSettingsOfASourceWithoutWhichTheGoalMayGoOn_areNotRemembered() {
        var wrong = new UserException("the endpoint is wrong");
        SourceRegistry sources = registry(() -> {
            throw wrong;
        });

        assertThatThrownBy(() -> sources.ofAlternate(REPO)).isSameAs(wrong);

        sources.failOnWrongSettings();
    }

    @Test
    void sourceThatIsNotRegistered_isNamed() {
        assertThatThrownBy(() -> new SourceRegistry(Map.of()).of(REPO))
                .isInstanceOf(UserException.class)
                .hasMessage("org/name cannot be asked for: the source 'huggingface' is not available");
    }

    private static SourceRegistry registry(Supplier<ModelSource> supplier) {
        return new SourceRegistry(Map.of(SourceId.HUGGING_FACE, supplier));
    }

    private static final class FakeSource implements ModelSource {

        private final CountDownLatch prepared = new CountDownLatch(1);

        private boolean isClosed;

        @Override
        public void prepareDownloads() {
            prepared.countDown();
        }

        @Override
        public RepoFile describe(RepoId repo, CommitHash commit, String path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Listing list(ListingRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Digest> digest(RepoId repo, CommitHash commit, RepoFile file) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void fetch(RepoId repo, CommitHash commit, RepoFile file, Path part, TransferObserver observer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            isClosed = true;
        }

        @Override
        public int requestCount() {
            return 7;
        }
    }
}
