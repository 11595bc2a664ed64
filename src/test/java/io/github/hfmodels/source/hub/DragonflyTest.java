package io.github.hfmodels.source.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.http.Sleeper;
import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.http.SourceEndpoint;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testproxy.Dfdaemon;
import io.github.hfmodels.testproxy.Dfdaemon.Peers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Contents that come by Dragonfly from other machines, or past it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DragonflyTest {

    private static final RepoId REPO = new RepoId(RepoType.MODEL, "org/name");
    private static final Content WEIGHTS = Content.generated(9L << 20, 7);
    private static final Content CONFIG = Content.of("{}");
    private static final String USE_PEERS = "X-Dragonfly-Use-P2P";
    private static final String IDENTITY = "X-Dragonfly-Content-For-Calculating-Task-ID";

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final Peers peers = new Peers();
    private final Dfdaemon daemon = Dfdaemon.start(hub.endpoint(), peers);
    private final ConcurrentMap<String, String> memory = new ConcurrentHashMap<>();
    private final CommitHash commit;

    DragonflyTest() {
        commit = new CommitHash(hub.model(REPO.id())
                .commit("first")
                .file("config.json", CONFIG)
                .lfs("model.bin", WEIGHTS)
                .id());
    }

    @AfterEach
    void close() {
        daemon.close();
        hub.close();
    }

    @Test
    void allRangesOfALargeFile_areAskedOfTheDaemon_withTheIdentityOfTheFile() throws IOException {
        fetch(daemon.address(), "model.bin", 4);

        assertThat(daemon.byPeers()).hasSizeGreaterThan(1).allSatisfy(headers -> {
            assertThat(headers.getFirst("Range")).isNotNull();
            assertThat(headers.getFirst(IDENTITY)).isEqualTo(WEIGHTS.sha256());
        });
        assertThat(daemon.passedOn()).isEmpty();
        assertWhole(WEIGHTS);
    }

    @Test
    void filesWithoutAKnownSha256_areSharedByTheirAddress() throws IOException {
        fetch(daemon.address(), "config.json", 1);

        assertThat(daemon.byPeers())
                .singleElement()
                .satisfies(headers -> assertThat(headers.getFirst(IDENTITY)).isNull());
        assertThat(hub.requests(request -> request.server() == Server.HUB)
                        .get(0)
                        .target())
                .isEqualTo("/org/name/resolve/" + commit + "/config.json");
    }

    @Test
    void aSha256ThatALockKnows_isTheIdentity() throws IOException {
        RepoFile listed = file(daemon.address(), "config.json");
        var locked = new RepoFile(listed.path(), listed.size(), listed.blobId(), null, null, CONFIG.sha256());

        fetch(daemon.address(), locked, 1);

        assertThat(daemon.byPeers().get(0).getFirst(IDENTITY)).isEqualTo(CONFIG.sha256());
    }

    @Test
    void twoMachines_readTheOriginOnce() throws IOException {
        try (var other = Dfdaemon.start(hub.endpoint(), peers)) {
            fetch(daemon.address(), "model.bin", 1);
            fetch(other.address(), "model.bin", 1);

            assertThat(other.byPeers()).isNotEmpty();
            assertThat(other.passedOn()).hasSize(1);
        }

        assertWhole(WEIGHTS);
        assertThat(peers.readings()).isEqualTo(1);
    }

    @Test
    void callsOfTheApi_andRequestsForHeaders_doNotGoByPeers() throws IOException {
        RepoFile file = file(daemon.address(), "model.bin");
        try (HubSource source = source(daemon.address(), true, null)) {
            assertThat(source.digest(REPO, commit, file)).isPresent();
        }

        assertThat(daemon.byPeers()).isEmpty();
        assertThat(daemon.passedOn()).isNotEmpty().allSatisfy(DragonflyTest::assertNoPeers);
    }

    @Test
    void anEndpointThatRedirectsAfterAll_isAskedForEachRange_andTheOtherHostIsNotSentTheHeaders() throws IOException {
        fetch(hub.endpoint(), "model.bin", 1);

        List<RecordedRequest> contents = hub.requests(request -> request.path().endsWith("/model.bin"));
        assertThat(contents)
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.header(IDENTITY)).contains(WEIGHTS.sha256()));
        List<RecordedRequest> elsewhere = hub.requests(request -> request.server() == Server.CDN);
        assertThat(elsewhere).hasSameSizeAs(contents).allSatisfy(request -> {
            assertThat(request.header(IDENTITY)).isEmpty();
            assertThat(request.header(USE_PEERS)).isEmpty();
        });
    }

    @Test
    void aWrongContentOfThePeers_isAskedOfTheOrigin() throws IOException {
        fetch(daemon.address(), "model.bin", 1);
        peers.corrupt();

        fetch(daemon.address(), "model.bin", 1);

        assertWhole(WEIGHTS);
        assertThat(daemon.passedOn())
                .isNotEmpty()
                .allSatisfy(
                        headers -> assertThat(headers.getFirst("Cache-Control")).isEqualTo("no-cache"));
    }

    @Test
    void aLimitOfTheDaemon_isWaitedFor() throws IOException {
        RepoFile file = file(daemon.address(), "model.bin");
        daemon.refuseNext(2);

        fetch(daemon.address(), file, 1);

        assertWhole(WEIGHTS);
    }

    @Test
    void whatIsMissingAtTheOrigin_isTold() throws IOException {
        RepoFile file = file(daemon.address(), "model.bin");
        var absent = new RepoFile("absent.bin", file.size(), file.blobId(), file.lfs(), null);

        assertThatThrownBy(() -> fetch(daemon.address(), absent, 1)).isInstanceOf(SourceException.class);
    }

    @Test
    void contentsThatNeedACredential_doNotComeFromPeers_whichIsToldOnce() throws IOException {
        hub.token("hf_secret");
        RepoFile file = file(daemon.address(), "model.bin");
        try (var log = new CapturedLog()) {
            for (int module = 0; module < 2; module++) {
                try (HubSource source = source(daemon.address(), true, Authorization.bearer("hf_secret", "the test"))) {
                    source.fetch(REPO, commit, file, folder.resolve("part" + module), TransferObserver.NONE);
                }
            }
            assertThat(log.lines("do not come from other machines"))
                    .singleElement()
                    .asString()
                    .endsWith("Files do not come from other machines by Dragonfly, since " + daemon.address()
                            + " is sent credentials");
        }

        assertThat(daemon.byPeers()).isEmpty();
        assertThat(daemon.passedOn()).allSatisfy(DragonflyTest::assertNoPeers);
    }

    @Test
    void dragonflysOwnHeaders_areNoCredential() throws IOException {
        RepoFile file = file(daemon.address(), "config.json");
        var headers = new Credentials.Headers(Map.of("x-dragonfly-registry", hub.endpoint()), "the test");
        var endpoint = new SourceEndpoint(
                URI.create(daemon.address()), Credentials.of(URI.create(daemon.address()), null, headers), false, true);
        try (var source =
                new HubSource(endpoint, TestSettings.settings(), memory, Sleeper.REAL, InstantSource.system())) {
            source.fetch(REPO, commit, file, folder.resolve("part"), TransferObserver.NONE);
        }

        assertThat(daemon.byPeers()).hasSize(1);
    }

    @Test
    void withoutTheSetting_nothingGoesByPeers() throws IOException {
        RepoFile file = file(daemon.address(), "model.bin");
        try (HubSource source = source(daemon.address(), false, null)) {
            source.fetch(REPO, commit, file, folder.resolve("part"), TransferObserver.NONE);
        }

        assertThat(daemon.byPeers()).isEmpty();
        assertWhole(WEIGHTS);
    }

    private static void assertNoPeers(Map<String, List<String>> headers) {
        assertThat(headers.keySet()).noneMatch(name -> name.toLowerCase().startsWith("x-dragonfly"));
    }

    private RepoFile file(String endpoint, String path) throws IOException {
        try (HubSource source = source(endpoint, true, null)) {
            Listing listing = source.list(new ListingRequest(REPO, Revision.MAIN));
            return listing.files().stream()
                    .filter(file -> file.path().equals(path))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void fetch(String endpoint, String path, int connections) throws IOException {
        fetch(endpoint, file(endpoint, path), connections);
    }

    private void fetch(String endpoint, RepoFile file, int connections) throws IOException {
        Files.deleteIfExists(folder.resolve("part"));
        Files.deleteIfExists(folder.resolve("part.journal"));
        hub.clearRequests();
        daemon.clearRequests();
        try (HubSource source = source(endpoint, true, null, connections)) {
            source.fetch(REPO, commit, file, folder.resolve("part"), TransferObserver.NONE);
        }
    }

    private HubSource source(String endpoint, boolean dragonfly, @Nullable Authorization authorization) {
        return source(endpoint, dragonfly, authorization, 1);
    }

    private HubSource source(
            String endpoint, boolean dragonfly, @Nullable Authorization authorization, int connections) {
        URI address = URI.create(endpoint);
        return new HubSource(
                new SourceEndpoint(
                        address, Credentials.of(address, authorization, Credentials.Headers.NONE), false, dragonfly),
                TestSettings.settings(connections, Duration.ofSeconds(20), 3),
                memory,
                pause -> {},
                InstantSource.system());
    }

    private void assertWhole(Content content) {
        assertThat(Content.of(folder.resolve("part")).sha256()).isEqualTo(content.sha256());
    }
}
