package io.github.hfmodels.source.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.hfmodels.console.AdviceText;
import io.github.hfmodels.http.HttpRequest;
import io.github.hfmodels.http.Sleeper;
import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.source.http.EndpointRedirects;
import io.github.hfmodels.source.http.SourceEndpoint;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endpoints that redirect to another host. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndpointRedirectsTest {

    private static final RepoId REPO = new RepoId(RepoType.MODEL, "org/name");
    private static final Content LARGE = Content.generated(9L << 20, 8);

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final String endpoint = hub.endpoint().replace("http://", "");
    private final String other = hub.cdnEndpoint().replace("http://", "");
    private final ConcurrentMap<String, String> memory = new ConcurrentHashMap<>();
    private final CommitHash commit;

    EndpointRedirectsTest() {
        commit = new CommitHash(hub.model(REPO.id())
                .commit("first")
                .file("config.json", "{}")
                .lfs("small.bin", new byte[10])
                .lfs("large.bin", LARGE)
                .id());
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void contentsFromAnotherHost_areToldOnceInABuild() throws IOException {
        try (var log = new CapturedLog()) {
            fetch("small.bin", false);
            fetch("large.bin", false);

            assertThat(log.lines("come from"))
                    .singleElement()
                    .asString()
                    .contains("INFO")
                    .endsWith("Contents of " + endpoint + " come from " + other);
        }
    }

    @Test
    void contentsOfTheEndpointItself_areNotWorthAWord() throws IOException {
        try (var log = new CapturedLog()) {
            fetch("config.json", false);

            assertThat(log.lines("come from")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"https://huggingface.co, false", "https://hf.co, false", "https://hf-mirror.com, true"})
    void thePublicHub_hasAContentNetworkOfItsOwn(URI address, boolean isTold) {
        var redirects = new EndpointRedirects(address, false, SourceId.HUGGING_FACE.publicHosts(), memory);
        URI file = URI.create(address + "/org/name/resolve/main/model.bin");

        redirects.arrived(HttpRequest.content(file, null), URI.create("https://cdn.example.org/x?secret=1"));

        assertThat(memory.isEmpty()).isNotEqualTo(isTold);
    }

    @ParameterizedTest
    @CsvSource({
        "http://mirror.test, https://mirror.test, true",
        "http://mirror.test:8080, https://mirror.test, false",
        "http://mirror.test, https://mirror.test:8443, false",
        "http://mirror.test, https://other.test, false",
        "http://mirror.test, http://mirror.test:81, false",
        "https://mirror.test, https://mirror.test, true",
    })
    void theEncryptedPortOfTheSameHost_isTheSameEndpoint(URI from, String to, boolean isSame) {
        var redirects = new EndpointRedirects(from, true, Set.of(), memory);
        HttpRequest request = HttpRequest.content(from.resolve("/x"), null);
        URI target = URI.create(to + "/x");

        IOException failure = catchThrowableOfType(IOException.class, () -> redirects.follow(request, target));
        redirects.arrived(request, target);

        assertThat(failure == null).isEqualTo(isSame);
        assertThat(memory.isEmpty()).isEqualTo(isSame);
    }

    @ParameterizedTest
    @CsvSource({"small.bin", "large.bin"})
    void aStrictEndpoint_isNotLeftForAContent(String path) throws IOException {
        RepoFile file = file(path);
        hub.clearRequests();

        SourceException failure = catchThrowableOfType(SourceException.class, () -> fetch(file, true));

        assertThat(failure)
                .hasMessage(
                        path + ": " + endpoint + " redirects to " + other + ", but the endpoint alone may be asked");
        assertThat(new AdviceText("").of(new UserException("", failure.advice())))
                .isEqualTo("; set hf.strictEndpoint to false to allow that");
        assertThat(failure.kind()).isEqualTo(Kind.REDIRECTED);
        assertThat(failure.isWorthAnotherEndpoint()).isTrue();
        assertThat(hub.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.server()).isEqualTo(Server.HUB));
    }

    @Test
    void aStrictEndpoint_isNotLeftForAListing() {
        hub.faults().onPath("/revision/main").redirectTo(hub.cdnEndpoint() + "/api/models/org/name/revision/main");

        SourceException failure = catchThrowableOfType(SourceException.class, () -> {
            try (HubSource source = source(true)) {
                source.list(new ListingRequest(REPO, Revision.MAIN));
            }
        });

        assertThat(failure)
                .hasMessage("revision 'main': " + endpoint + " redirects to " + other
                        + ", but the endpoint alone may be asked");
        assertThat(failure.kind()).isEqualTo(Kind.REDIRECTED);
        assertThat(hub.requests(request -> request.server() == Server.CDN)).isEmpty();
    }

    @Test
    void aStrictEndpoint_mayRedirectToItself() throws IOException {
        fetch("config.json", true);

        assertThat(hub.requests(request -> request.path().startsWith("/api/resolve-cache")))
                .hasSize(1);
    }

    @Test
    void aPrivateFileElsewhere_isAskedForOnce_andIsForWantOfAToken() throws IOException {
        RepoFile file = file("large.bin");
        hub.faults().onCdn().status(401).header("X-Error-Code", "GatedRepo");
        hub.clearRequests();

        SourceException failure = catchThrowableOfType(SourceException.class, () -> fetch(file, false));

        assertThat(failure)
                .hasMessage("large.bin: localhost, to which the Hub redirects, answered 401 (no token is sent there)");
        assertThat(failure.isTokenMissing()).isTrue();
        assertThat(hub.requests()).hasSize(2);
    }

    private RepoFile file(String path) throws IOException {
        try (HubSource source = source(false)) {
            Listing listing = source.list(new ListingRequest(REPO, Revision.MAIN));
            return listing.files().stream()
                    .filter(file -> file.path().equals(path))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void fetch(String path, boolean isStrict) throws IOException {
        fetch(file(path), isStrict);
    }

    /** As a module of its own. */
    private void fetch(RepoFile file, boolean isStrict) throws IOException {
        try (HubSource source = source(isStrict)) {
            source.fetch(REPO, commit, file, folder.resolve(file.path()), TransferObserver.NONE);
        }
    }

    private HubSource source(boolean isStrict) {
        URI address = URI.create(hub.endpoint());
        return new HubSource(
                new SourceEndpoint(address, TestSettings.anonymous(hub.endpoint()), isStrict, false),
                TestSettings.settings(),
                memory,
                Sleeper.REAL,
                InstantSource.system());
    }
}
