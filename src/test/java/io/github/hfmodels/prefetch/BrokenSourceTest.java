package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.engine.ModelEngine;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UpdatePolicy;
import io.github.hfmodels.plan.FetchOptions;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.SharedWork;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Selection;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.SourceRegistry;
import io.github.hfmodels.testhub.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End to end: sources that do not keep to their contract. */
class BrokenSourceTest {

    private static final CommitHash COMMIT = new CommitHash("a".repeat(40));
    private static final Content GOOD = Content.of("good");
    private static final Content BAD = Content.of("the bad one");

    @TempDir
    private Path cache;

    @Test
    void aDownloadThatNeedsTooMuchMemoryFailsTheModel() throws Exception {
        var source = new BadSource(part -> {
            throw new OutOfMemoryError("of the test");
        });

        PrefetchResult result = prefetch(source);

        assertThat(result.models()).isEmpty();
        assertThat(result.failures())
                .singleElement()
                .extracting(TestBuild::message)
                .isEqualTo(
                        "org/name@main: it needs more memory than there is (of the test); give Maven more with -Xmx in"
                                + " MAVEN_OPTS");
        assertNothingOfTheBadFile();
    }

    @Test
    void anotherErrorEndsTheBuildAndMakesNothingReady() throws IOException {
        var source = new BadSource(part -> {
            throw new LinkageError("of the test");
        });

        assertThatThrownBy(() -> prefetch(source))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseInstanceOf(LinkageError.class);
        assertNothingOfTheBadFile();
    }

    @Test
    void anExceptionOfTheProgramFailsTheModel() throws Exception {
        var source = new BadSource(part -> {
            throw new IllegalStateException("of the test");
        });

        PrefetchResult result = prefetch(source);

        assertThat(result.models()).isEmpty();
        assertThat(result.failures())
                .singleElement()
                .extracting(TestBuild::message)
                .isEqualTo("org/name@main: unexpected: java.lang.IllegalStateException: of the test; this is a fault of"
                        + " hf-models-maven-plugin; please report it with the output of mvn -e");
        assertNothingOfTheBadFile();
    }

    @Test
    void aFileThatIsNotWhatTheSourcePromisedMakesNothingReady() throws Exception {
        var source = new BadSource(part -> Files.writeString(part, "short"));

        PrefetchResult result = prefetch(source);

        assertThat(result.models()).isEmpty();
        assertThat(result.failures())
                .singleElement()
                .extracting(TestBuild::message)
                .asString()
                .contains("the cache does not have bad although it was just downloaded");
        assertThat(cache.resolve("models--org--name/refs")).doesNotExist();
    }

    private void assertNothingOfTheBadFile() {
        Path folder = cache.resolve("models--org--name");
        assertThat(folder.resolve("refs")).doesNotExist();
        assertThat(folder.resolve("snapshots/" + COMMIT + "/bad")).doesNotExist();
        assertThat(folder.resolve("blobs/" + BAD.gitSha1())).doesNotExist();
    }

    private PrefetchResult prefetch(ModelSource source) throws Exception {
        var model = new ModelRequest(
                new RepoId(RepoType.MODEL, "org/name"),
                Revision.MAIN,
                Selection.of(Part.EVERYTHING),
                "name",
                null,
                false);
        var shared = new SharedWork(new ConcurrentHashMap<>(), "the test");
        var options = new FetchOptions(false, false, UpdatePolicy.ALWAYS, 2, LinkMode.COPY);
        try (var engine = new ModelEngine(
                new SnapshotCache(cache, true),
                new SourceRegistry(Map.of(SourceId.HUGGING_FACE, () -> source)),
                shared,
                options,
                ZonedDateTime::now,
                () -> DownloadDisplay.NONE)) {
            return engine.prefetch(new PrefetchRequest(List.of(model), null, List.of()));
        }
    }

    /** Writes a file, or does not. */
    private interface Writing {
        void to(Path part) throws IOException;
    }

    /** Has a good file and a bad one. */
    private record BadSource(Writing bad) implements ModelSource {

        @Override
        public RepoFile describe(RepoId repo, CommitHash commit, String path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Listing list(ListingRequest request) {
            return new Listing(
                    COMMIT,
                    List.of(
                            new RepoFile("bad", BAD.size(), BAD.gitSha1(), null, null),
                            new RepoFile("good", GOOD.size(), GOOD.gitSha1(), null, null)));
        }

        @Override
        public Optional<Digest> digest(RepoId repo, CommitHash commit, RepoFile file) {
            return Optional.empty();
        }

        @Override
        public void fetch(RepoId repo, CommitHash commit, RepoFile file, Path part, TransferObserver observer)
                throws IOException {
            if (file.path().equals("bad")) {
                bad.to(part);
            } else {
                Files.writeString(part, "good");
            }
        }

        @Override
        public int requestCount() {
            return 0;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
