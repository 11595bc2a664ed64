package io.github.hfmodels.source.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.hfmodels.http.Sleeper;
import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.ModelSourceContract;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.source.http.SourceEndpoint;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestCommit;
import io.github.hfmodels.testhub.TestHub;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubSourceTest extends ModelSourceContract {

    private static final RepoId REPO = new RepoId(RepoType.MODEL, "org/name");
    private static final long LARGE = 1 << 20;

    private final TestHub hub = TestHub.start();
    private String published = "";

    @Override
    protected RepoId repo() {
        return REPO;
    }

    @Override
    protected CommitHash publish(Map<String, Content> files) {
        TestCommit commit = hub.model(REPO.id()).commit("first");
        files.forEach((path, content) -> {
            if (content.size() < LARGE) {
                commit.file(path, content);
            } else {
                commit.lfs(path, content);
            }
        });
        published = commit.id();
        return new CommitHash(published);
    }

    @Override
    protected ModelSource connect() {
        return new HubSource(
                new SourceEndpoint(URI.create(hub.endpoint()), TestSettings.anonymous(hub.endpoint()), false, false),
                TestSettings.settings(),
                new ConcurrentHashMap<>(),
                Sleeper.REAL,
                InstantSource.system());
    }

    @Override
    protected Revision defaultRevision() {
        return Revision.MAIN;
    }

    @Override
    protected void breakContentsAfter(long bytes) {
        hub.faults().onCdn().truncateAfter(bytes);
    }

    @Override
    protected void corruptContents() {
        hub.faults().onCdn().flipByteAt(1_000);
    }

    @Override
    protected void stallContentsAfter(long bytes) {
        hub.faults().onCdn().stallAfter(bytes);
    }

    @Override
    protected void loseFile(String path) {
        hub.faults()
                .onPath("/" + path)
                .status(404)
                .header("X-Error-Code", "EntryNotFound")
                .header("X-Repo-Commit", published);
    }

    @Override
    protected void limitRate() {
        hub.faults().on(request -> true).status(429).header("Retry-After", "3600");
    }

    @Override
    protected void repair() {
        hub.faults().clear();
        hub.clearRequests();
    }

    @Override
    protected void stopServer() {
        hub.close();
    }

    @Override
    protected long contentBytes() {
        return hub.requests(request -> request.server() == Server.CDN).stream()
                .mapToLong(RecordedRequest::bodyBytes)
                .sum();
    }

    @Test
    void fetch_ofMoreThanTheHubServes_isRefusedWithoutARequest(@TempDir Path folder) {
        long size = 50_000_000_001L;
        var file = new RepoFile("big.bin", size, "a".repeat(40), new RepoFile.Lfs("b".repeat(64), size), null);
        try (ModelSource source = connect()) {
            SourceException failure = catchThrowableOfType(
                    SourceException.class,
                    () -> source.fetch(
                            REPO, new CommitHash("c".repeat(40)), file, folder.resolve("part"), TransferObserver.NONE));

            assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
            assertThat(failure.advice()).isEqualTo(Advice.to(Advice.Action.EXCLUDE_FILE));
            assertThat(failure)
                    .hasMessage("the Hub does not serve files over 50 GB by plain HTTP: big.bin has 50000000001 bytes");
            assertThat(hub.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 429, 503})
    void digest_whenTheContentWouldBeRefusedToo_fails(int status) throws SourceException {
        RepoFile file = publishOne();
        hub.faults().on(request -> request.method().equals("HEAD")).status(status);

        assertThatThrownBy(() -> digest(file)).isInstanceOf(SourceException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 405, 500, 501})
    void digest_whereOnlyHeadIsRefused_isNotNamed(int status) throws SourceException {
        RepoFile file = publishOne();
        hub.faults().on(request -> request.method().equals("HEAD")).status(status);

        assertThat(digest(file)).isEmpty();
    }

    @Test
    void digest_ofAFileThatIsLost_isNotNamed() throws SourceException {
        RepoFile file = publishOne();
        loseFile(file.path());

        assertThat(digest(file)).isEmpty();
    }

    @Test
    void digest_whereHeadRedirectsInACircle_isNotNamed() throws SourceException {
        RepoFile file = publishOne();
        hub.faults().on(request -> request.method().equals("HEAD")).redirectTo("?again");

        assertThat(digest(file)).isEmpty();
    }

    private RepoFile publishOne() throws SourceException {
        publish(Map.of("config.json", Content.of("{}")));
        try (ModelSource source = connect()) {
            return source.list(new ListingRequest(REPO, Revision.MAIN)).files().get(0);
        }
    }

    private Optional<Digest> digest(RepoFile file) throws SourceException {
        try (ModelSource source = connect()) {
            return source.digest(REPO, new CommitHash(published), file);
        }
    }
}
