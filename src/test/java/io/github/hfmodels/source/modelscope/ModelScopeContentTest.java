package io.github.hfmodels.source.modelscope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.http.Credentials.Headers;
import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.Fault;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.modelscope.ModelScopeRepository;
import io.github.hfmodels.testhub.modelscope.ModelScopeServer;
import io.github.hfmodels.testhub.modelscope.Variation;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contents: where they are asked for, what is sent there, and what is never taken for them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ModelScopeContentTest {

    private static final RepoId REPO = new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "org/name");
    private static final String TOKEN = "ms-0123456789abcdef";
    private static final String PATH = "onnx/model weights+1.bin";
    private static final Content LARGE = Content.generated((24 << 20) + 77, 11);
    private static final Predicate<RecordedRequest> IS_CONTENT =
            request -> request.query().orElse("").contains("FilePath=");

    @TempDir
    private Path folder;

    private final ModelScopeServer server = ModelScopeServer.start();
    private final ModelScopeRepository repository = server.model(REPO.id());

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void theAddress_isEncodedAsAForm_andEndsWithThePath() throws IOException {
        repository.tag("v 1", repository.commit("first").file(PATH, "1"));

        fetchOnly(TestSources.of(server), "v 1");

        assertThat(server.requests(IS_CONTENT))
                .singleElement()
                .satisfies(request -> assertThat(request.target())
                        .isEqualTo("/api/v1/models/org/name/repo?Revision=v+1&FilePath=onnx%2Fmodel+weights%2B1.bin"));
    }

    @Test
    void aDataSet_hasAddressesOfItsOwn() throws IOException {
        var data = new RepoId(SourceId.MODELSCOPE, RepoType.DATASET, "org/data");
        server.dataset(data.id()).commit("first").file("a/b", "1");

        try (ModelSource source = TestSources.of(server)) {
            Listing listing = source.list(new ListingRequest(data, new Revision("master")));
            source.fetch(data, listing.commit(), listing.files().get(0), part(), TransferObserver.NONE);
        }

        assertThat(server.requests(IS_CONTENT).get(0).target())
                .isEqualTo("/api/v1/datasets/org/data/repo?Revision=master&FilePath=a%2Fb");
    }

    @ParameterizedTest
    @EnumSource(names = {"COOKIE_ONLY", "BEARER_ONLY"})
    void aToken_isSentToTheEndpointTwice_andToNoOtherOrigin(Variation login) throws IOException {
        server.vary(login);
        repository.makePrivate(TOKEN).commit("first").file(PATH, LARGE);

        fetchOnly(TestSources.withToken(server, TOKEN), "master");

        assertThat(Content.of(part()).sha256()).isEqualTo(LARGE.sha256());
        assertThat(server.requests(request -> request.server() == Server.HUB))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(request -> {
                    assertThat(request.header("Authorization")).contains("Bearer " + TOKEN);
                    assertThat(request.header("Cookie")).contains("m_session_id=" + TOKEN);
                });
        assertThat(server.requests(request -> request.server() == Server.CDN))
                .isNotEmpty()
                .allSatisfy(request -> {
                    assertThat(request.header("Authorization")).isEmpty();
                    assertThat(request.header("Cookie")).isEmpty();
                    assertThat(request.target()).doesNotContain(TOKEN);
                    assertThat(request.headers().toString()).doesNotContain(TOKEN);
                });
    }

    @Test
    void withoutAToken_nothingIsSent() throws IOException {
        repository.commit("first").file(PATH, "1");

        fetchOnly(TestSources.of(server), "master");

        assertThat(server.requests()).allSatisfy(request -> {
            assertThat(request.header("Authorization")).isEmpty();
            assertThat(request.header("Cookie")).isEmpty();
        });
    }

    @Test
    void aServersOwnCookie_isSentBesideTheToken() throws IOException {
        server.vary(Variation.COOKIE_ONLY);
        repository.makePrivate(TOKEN).commit("first").file("a", "1");
        server.faults()
                .on(request -> true)
                .times(1)
                .redirectTo("/api/v1/models/org/name/revisions")
                .header("Set-Cookie", "acw_tc=1; Path=/");

        fetchOnly(TestSources.withToken(server, TOKEN), "master");

        assertThat(server.requests().get(1).header("Cookie")).contains("m_session_id=" + TOKEN + "; acw_tc=1");
    }

    @Test
    void theCookie_isAddedToThatOfTheSettings() {
        URI address = URI.create("https://modelscope.test");
        var headers = new Headers(Map.of("cookie", "gateway=1"), "the settings");
        Credentials credentials =
                SessionCookie.with(Credentials.of(address, Authorization.bearer(TOKEN, "the test"), headers));

        assertThat(credentials.headers().fields().values()).containsExactly("gateway=1; m_session_id=" + TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer two words", "Bearer a;b=1", "Basic abc=", "Bearer a\u00e9"})
    void whatNoCookieCanHave_isSentInTheHeaderAlone(String header) {
        Credentials credentials = Credentials.of(
                URI.create("https://modelscope.test"), new Authorization(header, "the test"), Headers.NONE);

        assertThat(SessionCookie.with(credentials)).isEqualTo(credentials);
    }

    @Test
    void anEndpointThatMustServeContentsItself_mayNotRedirect() throws IOException {
        server.vary(Variation.REDIRECTS_ALL);
        repository.commit("first").file("a", "1");

        SourceException failure = failure(TestSources.strict(server));

        assertThat(failure.kind()).isEqualTo(Kind.REDIRECTED);
        assertThat(server.requests(request -> request.server() == Server.CDN)).isEmpty();
    }

    @Test
    void aFailureInPlaceOfAContent_isToldAtOnce() throws IOException {
        loseConfiguration();

        SourceException failure =
                failure(TestSources.patient(server, TestSettings.settings(4, Duration.ofSeconds(20), 3)));

        assertFileIsLost(failure);
        // One more, for what it says.
        assertThat(server.requests(IS_CONTENT)).hasSize(2);
    }

    @Test
    void aFailureOfUnknownLengthInPlaceOfAContent_isTold() throws IOException {
        loseConfiguration();
        server.faults().on(IS_CONTENT).chunked();

        assertFileIsLost(failure(TestSources.of(server)));
    }

    private void loseConfiguration() {
        server.vary(Variation.FAILURES_WITH_200).vary(Variation.COMMIT_IDS);
        repository.commit("first").file("config.json", "{\"a\": 1}").lose("config.json");
    }

    private void assertFileIsLost(SourceException failure) {
        assertThat(failure.kind()).isEqualTo(Kind.FILE_NOT_FOUND);
        assertThat(failure).hasMessageContaining("(文件不存在: ").hasMessageContaining("[request ");
        assertThat(part()).doesNotExist();
    }

    @Test
    void aFailureThatIsAsLongAsTheContent_isNotTakenForIt() throws IOException {
        byte[] envelope =
                "{\"Code\":404,\"Message\":\"no such file\",\"Success\":false}".getBytes(StandardCharsets.UTF_8);
        server.vary(Variation.COMMIT_IDS);
        repository.commit("first").file("a", Content.generated(envelope.length, 3));
        server.faults().on(IS_CONTENT).body(200, "application/octet-stream", envelope);

        SourceException failure = failure(TestSources.of(server));

        assertThat(failure.kind()).isEqualTo(Kind.FILE_NOT_FOUND);
        assertThat(failure).hasMessageContaining("(no such file)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "chunked", "gzip"})
    void aContentThatIsJson_isNoFailure(String encoding) throws IOException {
        repository.commit("first").file("config.json", "{\"Code\": 404, \"Success\": false}");
        Fault fault = server.faults().on(IS_CONTENT).rewriteHeader("Content-Type", "application/json");
        switch (encoding) {
            case "chunked" -> fault.chunked();
            case "gzip" -> fault.gzip();
            default -> {}
        }

        fetchOnly(TestSources.of(server), "master");

        assertThat(part()).hasContent("{\"Code\": 404, \"Success\": false}");
    }

    @Test
    void anotherJson_isAnotherContent() throws IOException {
        server.vary(Variation.COMMIT_IDS);
        repository.commit("first").file("config.json", "{\"a\": 1}");
        server.faults().on(IS_CONTENT).body(200, "application/json", "{\"b\": 22}".getBytes(StandardCharsets.UTF_8));

        SourceException failure = failure(TestSources.of(server));

        assertThat(failure.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(failure).hasMessageContaining("answered with something else than the content");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 503})
    void whatAWrongContentWas_isAskedOnce(int status) throws IOException {
        server.vary(Variation.COMMIT_IDS);
        repository.commit("first").file("config.json", "{\"a\": 1}");
        server.faults()
                .on(IS_CONTENT)
                .times(1)
                .body(200, "application/json", "[{\"b\": 22}]".getBytes(StandardCharsets.UTF_8));
        server.faults().on(IS_CONTENT).body(status, "text/plain", "not JSON".getBytes(StandardCharsets.UTF_8));

        SourceException failure =
                failure(TestSources.patient(server, TestSettings.settings(4, Duration.ofSeconds(20), 3)));

        assertThat(failure.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(failure).hasMessageContaining("answered with something else than the content");
        assertThat(server.requests(IS_CONTENT)).hasSize(2);
    }

    @Test
    void anEmptyFile_isCreatedWithoutARequest() throws IOException {
        repository.commit("first").file("empty", "");

        fetchOnly(TestSources.of(server), "master");

        assertThat(part()).isEmptyFile();
        assertThat(server.requests(IS_CONTENT)).isEmpty();
    }

    @Test
    void aServerThatIgnoresRanges_givesTheWholeContent() throws IOException {
        repository.commit("first").file("a", LARGE);
        server.faults().onCdn().ignoreRange();

        fetchOnly(TestSources.of(server), "master");

        assertThat(Content.of(part()).sha256()).isEqualTo(LARGE.sha256());
    }

    @Test
    void anotherRangeThanTheOneAskedFor_isNotTaken() throws IOException {
        repository.commit("first").file("a", LARGE);
        server.faults().onCdn().wrongContentRange();

        fetchOnly(TestSources.of(server), "master");

        assertThat(Content.of(part()).sha256()).isEqualTo(LARGE.sha256());
    }

    @Test
    void aBodyThatIsCut_isNoContent() throws IOException {
        repository.commit("first").file("a", "0123456789");
        server.faults().on(IS_CONTENT).truncateAfter(5);

        assertThat(failure(TestSources.of(server)).kind()).isEqualTo(Kind.CORRUPT);
        assertThat(part()).doesNotExist();
    }

    @Test
    void aWrongHash_neverSucceeds() throws IOException {
        server.vary(Variation.COMMIT_IDS);
        repository.commit("first").raw("a", 1, "b".repeat(64), Content.of("1"));

        SourceException failure = failure(TestSources.of(server));

        assertThat(failure.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(failure).hasMessageContaining("does not have the hash " + "b".repeat(64));
        assertThat(failure.advice()).isEqualTo(Advice.NONE);
        assertThat(part()).doesNotExist();
    }

    @Test
    void aFileWithoutAHash_isFetched() throws IOException {
        repository.commit("first").withoutHash("a", Content.of("1"));

        fetchOnly(TestSources.of(server), "master");

        assertThat(part()).hasContent("1");
    }

    @Test
    void aBranchThatMovesAfterItsListing_doesNotMatterWhereItsCommitIsKnown() throws IOException {
        server.vary(Variation.COMMIT_IDS);
        repository.commit("first").file("a", "1");

        try (ModelSource source = TestSources.of(server)) {
            Listing listing = list(source, "master");
            repository.commit("second").file("a", "2");
            fetch(source, listing);
        }

        assertThat(part()).hasContent("1");
    }

    @Test
    void aBranchThatMovesAfterItsListing_isSuspectedOfIt() throws IOException {
        repository.commit("first").file("a", "1").file("b", "1");

        try (ModelSource source = TestSources.of(server)) {
            Listing listing = list(source, "master");
            repository.commit("second").file("a", "2").remove("b");
            SourceException changed = catchThrowableOfType(SourceException.class, () -> fetch(source, listing, "a"));
            SourceException gone = catchThrowableOfType(SourceException.class, () -> fetch(source, listing, "b"));

            for (SourceException failure : List.of(changed, gone)) {
                assertThat(failure).hasMessageEndingWith("; 'master' may have moved since it was listed");
                assertThat(failure.advice()).isEqualTo(Advice.to(Advice.Action.LOOK_UP_AGAIN));
                assertThat(failure.commit()).isNull();
            }
            assertThat(changed.kind()).isEqualTo(Kind.CORRUPT);
            assertThat(gone.kind()).isEqualTo(Kind.FILE_NOT_FOUND);
        }
    }

    @Test
    void theStorageThatRefuses_isNotTakenForModelScope() throws IOException {
        server.vary(Variation.REDIRECTS_ALL);
        repository.commit("first").file("a", "1");
        server.faults().onCdn().status(403);

        SourceException failure = failure(TestSources.of(server));

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("localhost, to which ModelScope redirects, answered 403");
    }

    @Test
    void anEndpointBelowAPath_isAskedThere() throws IOException {
        try (ModelScopeServer mirror =
                        ModelScopeServer.builder().pathPrefix("/mirror").start();
                ModelScopeSource source = TestSources.of(mirror)) {
            mirror.model(REPO.id()).commit("first").file("a", "1");

            fetch(source, list(source, "master"));

            assertThat(part()).hasContent("1");
            assertThat(mirror.requests())
                    .allSatisfy(request -> assertThat(request.target()).startsWith("/mirror/api/v1/models/org/name/"));
        }
    }

    private SourceException failure(ModelSource source) throws IOException {
        try (source) {
            Listing listing = list(source, "master");
            return catchThrowableOfType(SourceException.class, () -> fetch(source, listing));
        }
    }

    private void fetchOnly(ModelSource source, String revision) throws IOException {
        try (source) {
            fetch(source, list(source, revision));
        }
    }

    private static Listing list(ModelSource source, String revision) throws IOException {
        return source.list(new ListingRequest(REPO, new Revision(revision)));
    }

    private void fetch(ModelSource source, Listing listing) throws IOException {
        fetch(source, listing, listing.files().get(0).path());
    }

    private void fetch(ModelSource source, Listing listing, String path) throws IOException {
        RepoFile wanted = listing.files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow();
        source.fetch(REPO, listing.commit(), wanted, part(), TransferObserver.NONE);
    }

    private Path part() {
        return folder.resolve("part");
    }
}
