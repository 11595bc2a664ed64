package io.github.hfmodels.source.modelscope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.hfmodels.http.TestSettings;
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
import io.github.hfmodels.testhub.Fault;
import io.github.hfmodels.testhub.modelscope.ModelScopeCommit;
import io.github.hfmodels.testhub.modelscope.ModelScopeRepository;
import io.github.hfmodels.testhub.modelscope.ModelScopeServer;
import io.github.hfmodels.testhub.modelscope.Variation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures as statuses, and as envelopes with the status 200, mean the same. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ModelScopeFailuresTest {

    private static final RepoId REPO = new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "org/name");
    private static final RepoId ABSENT = new RepoId(SourceId.MODELSCOPE, RepoType.DATASET, "org/absent");
    private static final String REQUEST = " [request 6a1b2c3d-0000-4000-8000-1234567890ab]";

    @TempDir
    private Path folder;

    private final ModelScopeServer server = ModelScopeServer.start();
    private final ModelScopeRepository repository = server.model(REPO.id());
    private final ModelScopeCommit commit = repository.commit("first").file("config.json", "{}");

    @AfterEach
    void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anUnknownRepository_isNotFound(boolean isInEnvelope) throws IOException {
        vary(isInEnvelope);

        SourceException failure = listFailure(TestSources.of(server), ABSENT);

        assertThat(failure.kind()).isEqualTo(Kind.REPOSITORY_NOT_FOUND);
        assertThat(failure)
                .hasMessage("there is no dataset of that name at 127.0.0.1, or it is private (数据集不存在)" + REQUEST);
        assertThat(failure.advice().detail())
                .isEqualTo("check the id, or set MODELSCOPE_API_TOKEN,"
                        + " or give a token for the server id 'modelscope' in the settings");
        assertThat(failure.isTokenMissing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPrivateRepository_isOpenToItsTokenAlone(boolean isInEnvelope) throws IOException {
        vary(isInEnvelope);
        repository.makePrivate("right-token");
        server.token("other-token");

        try (ModelSource source = TestSources.withToken(server, "right-token")) {
            assertThat(list(source).files()).hasSize(1);
        }
        SourceException failure = listFailure(TestSources.withToken(server, "other-token"), REPO);
        assertThat(failure)
                .hasMessage("there is no model of that name at 127.0.0.1, or it is private and not open to the token"
                        + " (from the test) (模型不存在)" + REQUEST);
        assertThat(failure.isTokenMissing()).isFalse();
        assertThat(listFailure(TestSources.of(server), REPO).isTokenMissing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTokenThatIsNotKnown_isRefused(boolean isInEnvelope) throws IOException {
        vary(isInEnvelope);

        SourceException failure = listFailure(TestSources.withToken(server, "old-token"), REPO);

        assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(failure).hasMessage("ModelScope does not know the token (from the test) (用户未登录)" + REQUEST);
        assertThat(failure.advice().detail()).isEqualTo("replace it");
        assertThat(failure.isTokenMissing()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void contentsOfAGatedRepository_wantATokenThatMayHaveThem(boolean isInEnvelope) throws IOException {
        vary(isInEnvelope);
        repository.makeGated("right-token");
        server.token("other-token");

        SourceException without = fetchFailure(TestSources.of(server));
        SourceException other = fetchFailure(TestSources.withToken(server, "other-token"));

        assertThat(without.kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(without).hasMessage("ModelScope wants a login (用户未登录)" + REQUEST);
        assertThat(without.isTokenMissing()).isTrue();
        assertThat(other.kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(other).hasMessage("access is forbidden (from the test) (没有访问权限)" + REQUEST);
        assertThat(other.advice().detail()).isEqualTo("ask for access at " + server.endpoint() + "/models/org/name");
        assertThat(other.isTokenMissing()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "400, MALFORMED",
        "403, FORBIDDEN",
        "405, MALFORMED",
        "407, PROXY",
        "408, UNAVAILABLE",
        "429, RATE_LIMITED",
        "451, DISABLED",
        "500, UNAVAILABLE",
        "501, UNAVAILABLE",
        "503, UNAVAILABLE"
    })
    void eachStatus_hasItsKind(int status, Kind kind) throws IOException {
        envelope(status, status, "系统繁忙");
        SourceException asStatus = listFailure(TestSources.of(server), REPO);
        server.faults().clear();
        envelope(200, status, "系统繁忙");
        SourceException inEnvelope = listFailure(TestSources.of(server), REPO);

        assertThat(asStatus.kind()).isEqualTo(kind);
        assertThat(asStatus).hasMessageContaining("系统繁忙").hasMessageContaining("request abc");
        assertThat(inEnvelope.kind()).isEqualTo(kind);
        assertThat(inEnvelope).hasMessage(asStatus.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "10010205001, 获取模型失败，模型不存在, REPOSITORY_NOT_FOUND",
        "10010205001, 'Get model failed, message: record not found', REPOSITORY_NOT_FOUND",
        "10010201003, 用户未登录, FORBIDDEN",
        "10010201004, 没有权限, FORBIDDEN",
        "10010201005, 系统繁忙, UNAVAILABLE"
    })
    void codesOfItsOwn_areKnownByTheirMessages(long code, String message, Kind kind) throws IOException {
        envelope(200, code, message);

        SourceException failure = listFailure(TestSources.of(server), REPO);

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining("(" + message + ") [request abc]");
    }

    @Test
    void anEnvelopeThatSaysOnlyThatItFailed_isAFailure() throws IOException {
        server.faults()
                .on(request -> true)
                .body(
                        200,
                        "application/json",
                        "{\"Success\":false,\"Data\":{\"Files\":[]},\"Message\":\"oops\"}"
                                .getBytes(StandardCharsets.UTF_8));

        SourceException failure = listFailure(TestSources.of(server), REPO);

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure).hasMessage("revision 'master': ModelScope answered 500 (oops)");
    }

    @Test
    void aMessageThatControlsTheTerminal_isPrintedAsEscapes() throws IOException {
        envelope(500, 500, "\\u001b[31m\\n##vso[x]");

        assertThat(listFailure(TestSources.of(server), REPO))
                .hasMessageContaining("(\\u001b[31m\\n#\\u0023vso[x])")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 503})
    void aServerThatIsBusy_isAskedAgain(int status) throws IOException {
        envelope(status, 503, "系统繁忙").times(2);

        try (ModelSource source = TestSources.patient(server, TestSettings.settings(4, Duration.ofSeconds(20), 3))) {
            assertThat(list(source).files()).hasSize(1);
        }
        assertThat(server.requests()).hasSize(2 + 2);
    }

    @Test
    void aRateLimit_isWaitedForAsTheServerSays() throws IOException {
        envelope(429, 429, "请求过于频繁").times(1).header("Retry-After", "1");

        try (ModelSource source = TestSources.patient(server, TestSettings.settings(4, Duration.ofSeconds(20), 3))) {
            assertThat(list(source).files()).hasSize(1);
        }
    }

    @Test
    void aFileThatIsGone_isNotFound() throws IOException {
        server.vary(Variation.COMMIT_IDS);
        commit.lose("config.json");

        SourceException failure = fetchFailure(TestSources.of(server));

        assertThat(failure.kind()).isEqualTo(Kind.FILE_NOT_FOUND);
        assertThat(failure.commit()).hasToString(commit.id());
        assertThat(failure)
                .hasMessageStartingWith("config.json is listed, but ModelScope does not have it (文件不存在: ")
                .hasMessageEndingWith(REQUEST);
    }

    @Test
    void aRepositoryThatIsGoneAfterItsListing_isNotFound() throws IOException {
        try (ModelSource source = TestSources.of(server)) {
            Listing listing = list(source);
            repository.makePrivate("token");

            SourceException failure = catchThrowableOfType(SourceException.class, () -> fetch(source, listing));

            assertThat(failure.kind()).isEqualTo(Kind.REPOSITORY_NOT_FOUND);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "model.safetensors, file model.safetensors not found, FILE_NOT_FOUND",
        "onnx/model.onnx, model.onnx does not exist, FILE_NOT_FOUND",
        "sub/model, sub/model not found, FILE_NOT_FOUND",
        "model-1.bin, 'model file model-1.bin not found', FILE_NOT_FOUND",
        "a, 'model org/name does not exist', REPOSITORY_NOT_FOUND"
    })
    void aFileWhoseNameIsThatOfARepository_isAFile(String path, String message, Kind kind) throws IOException {
        var withModel = new RepoFile(path, 1, "1".repeat(64), new RepoFile.Lfs("1".repeat(64), 1), null);
        try (ModelSource source = TestSources.of(server)) {
            Listing listing = list(source);
            envelope(404, 404, message);

            SourceException failure = catchThrowableOfType(
                    SourceException.class,
                    () -> source.fetch(
                            REPO, listing.commit(), withModel, folder.resolve("part"), TransferObserver.NONE));

            assertThat(failure.kind()).isEqualTo(kind);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"x\"]", "{}", "{\"Files\":7}", "[[{\"Path\":{}}]]"})
    void dataOfAFailure_areNotRead(String data) throws IOException {
        server.faults()
                .on(request -> true)
                .body(
                        200,
                        "application/json",
                        ("{\"Success\":false,\"Data\":" + data + ",\"Message\":\"未登录\"}")
                                .getBytes(StandardCharsets.UTF_8));

        SourceException failure = listFailure(TestSources.of(server), REPO);

        assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(failure).hasMessage("ModelScope wants a login (未登录)");
    }

    @ParameterizedTest
    @ValueSource(longs = {429, 10_010_201_006L})
    void aRateLimitInAnEnvelope_isWaitedForAsTheServerSays(long code) throws IOException {
        envelope(200, code, "请求过于频繁").times(1).header("Retry-After", "7");
        var waits = new ArrayList<Duration>();

        try (ModelSource source =
                TestSources.patient(server, TestSettings.settings(4, Duration.ofSeconds(20), 3), waits::add)) {
            assertThat(list(source).files()).hasSize(1);
        }
        assertThat(waits).anyMatch(wait -> wait.toSeconds() >= 6);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 400})
    void aBranchWhoseFilesAreNotListed_isNotSaidToBeMissing(int status) throws IOException {
        server.faults().onPath("/repo/files").status(status);

        SourceException failure = listFailure(TestSources.of(server), REPO);

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure).hasMessageStartingWith("ModelScope has the revision 'master', but does not list its files");
    }

    private void vary(boolean isInEnvelope) {
        if (isInEnvelope) {
            server.vary(Variation.FAILURES_WITH_200);
        }
    }

    private Fault envelope(int status, long code, String message) {
        String json = "{\"Code\":" + code + ",\"Data\":null,\"Message\":\"" + message
                + "\",\"RequestId\":\"abc\",\"Success\":false}";
        return server.faults()
                .on(request -> true)
                .body(status, "application/json; charset=utf-8", json.getBytes(StandardCharsets.UTF_8));
    }

    private static Listing list(ModelSource source) throws IOException {
        return source.list(new ListingRequest(REPO, new Revision("master")));
    }

    private static SourceException listFailure(ModelSource source, RepoId repo) {
        try (source) {
            return catchThrowableOfType(
                    SourceException.class, () -> source.list(new ListingRequest(repo, new Revision("master"))));
        }
    }

    private SourceException fetchFailure(ModelSource source) throws IOException {
        try (source) {
            Listing listing = list(source);
            return catchThrowableOfType(SourceException.class, () -> fetch(source, listing));
        }
    }

    private void fetch(ModelSource source, Listing listing) throws IOException {
        source.fetch(REPO, listing.commit(), listing.files().get(0), folder.resolve("part"), TransferObserver.NONE);
    }
}
