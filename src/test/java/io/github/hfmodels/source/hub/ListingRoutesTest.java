package io.github.hfmodels.source.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.hfmodels.http.Sleeper;
import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.prefetch.CapturedLog;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.source.http.SourceEndpoint;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.Fault;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.TestCommit;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testhub.TestRepository;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How servers are listed that lack some of the Hub's routes, and which requests that takes. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ListingRoutesTest {

    private static final RepoId REPO = new RepoId(RepoType.MODEL, "org/name");
    private static final String WITH_BLOBS = "GET /revision/main?blobs=true";
    private static final String REVISION = "GET /revision/main";
    private static final String REPOSITORY = "GET ";
    private static final Content ONE = Content.of("1");

    private final TestHub hub = TestHub.start();
    private final TestRepository repository = hub.model("org/name").license("mit");
    private final TestCommit first =
            repository.commit("first").file("config.json", "{}").lfs("model.bin", new byte[9]);
    private final ConcurrentMap<String, String> memory = new ConcurrentHashMap<>();

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void hub_isOneRequest() throws SourceException {
        Listing listing = list();

        assertThat(requests()).containsExactly(WITH_BLOBS);
        assertThat(listing.license()).isEqualTo("mit");
        assertThat(memory).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 405, 406, 414, 422, 501})
    void withoutBlobs_theTreeHasSizesAndHashes(int status) throws SourceException {
        Listing whole = list();
        refuse(ListingRoutesTest::hasBlobs, status);

        assertThat(list()).isEqualTo(whole);
        assertThat(requests()).containsExactly(WITH_BLOBS, WITH_BLOBS, REVISION, tree());
        hub.clearRequests();
        assertThat(list()).isEqualTo(whole);
        assertThat(requests()).containsExactly(REVISION, tree());
    }

    @Test
    void blobsWithoutSizes_theTreeHasThem() throws SourceException {
        Listing whole = list();
        hub.clearRequests();
        answerNames(ListingRoutesTest::hasBlobs, "config.json", "model.bin");

        assertThat(list().files()).isEqualTo(whole.files());
        assertThat(requests()).containsExactly(WITH_BLOBS, tree());
    }

    @Test
    void withoutRevisions_theRepositoryNamesTheCommitOfMain() throws SourceException {
        Listing whole = list();
        hub.clearRequests();
        refuse(ListingRoutesTest::isRevision, 404);

        assertThat(list()).isEqualTo(whole);
        assertThat(requests()).containsExactly(WITH_BLOBS, REVISION, REPOSITORY, tree());
        hub.clearRequests();
        assertThat(list()).isEqualTo(whole);
        assertThat(requests()).containsExactly(REPOSITORY, tree());
    }

    @Test
    void withoutRevisions_theRepositoryMayHaveTheCommitThatIsWanted() throws SourceException {
        Listing whole = list();
        hub.clearRequests();
        refuse(ListingRoutesTest::isRevision, 404);

        assertThat(list(request(first.id(), null))).isEqualTo(whole);
        assertThat(requests()).hasSize(4).endsWith(REPOSITORY, tree());
    }

    /** Of a server that does not say what it lacks, the routes may be there after all. */
    @Test
    void routesThatSeemedToBeLacking_areAskedLast() throws SourceException {
        refuse(ListingRoutesTest::isRevision, 404).times(2);
        list();
        hub.clearRequests();
        repository.branch("v1", first.id());

        assertThat(list(request("v1", null)).commit().hex()).isEqualTo(first.id());
        assertThat(requests()).containsExactly(REPOSITORY, "GET /revision/v1?blobs=true");
    }

    @Test
    void withoutRevisions_anotherBranchIsNotTakenForMain() {
        repository.branch("v1", first.id());
        refuse(ListingRoutesTest::isRevision, 404);

        SourceException failure = failure(request("v1", null));

        assertThat(failure).hasMessage("the server has the repository, but does not say where revision 'v1' points");
        assertThat(failure.kind()).isEqualTo(Kind.REVISION_NOT_FOUND);
        assertThat(memory).isEmpty();
    }

    @Test
    void withoutRevisions_anotherBranchIsWhereItWasLast() throws SourceException {
        repository.branch("v1", first.id());
        refuse(ListingRoutesTest::isRevision, 404);

        assertThat(list(request("v1", new CommitHash(first.id()))).commit().hex())
                .isEqualTo(first.id());
    }

    @Test
    void whereTheRevisionWasLast_isToldWhenItIsUsed() throws SourceException {
        refuse(ListingRoutesTest::isInfo, 404);
        try (var log = new CapturedLog()) {
            list(request("main", new CommitHash(first.id())));
            list(request("main", new CommitHash(first.id())));
            list(request(first.id(), null));

            assertThat(log.lines("INFO"))
                    .hasSize(2)
                    .allMatch(line -> line.endsWith("the server does not say where the revision 'main' is; using the"
                            + " commit where it was last, " + first.id()));
        }
    }

    @Test
    void withoutRevisions_anotherCommitIsNotTakenForTheOneThatIsWanted() throws SourceException {
        String old = first.id();
        repository.commit("second").file("new.txt", ONE).id();
        refuse(ListingRoutesTest::isRevision, 404);

        Listing listing = list(request(old, null));

        assertThat(listing.commit().hex()).isEqualTo(old);
        assertThat(listing.files()).extracting(RepoFile::path).containsExactly("config.json", "model.bin");
    }

    @Test
    void withoutAnyOfThem_theTreeOfACommitIsEnough() throws SourceException {
        Listing whole = list();
        hub.clearRequests();
        refuse(ListingRoutesTest::isInfo, 404);
        String commit = first.id();

        assertThat(list(request(commit, null)).files()).isEqualTo(whole.files());
        assertThat(requests())
                .containsExactly(
                        "GET /revision/" + commit + "?blobs=true", "GET /revision/" + commit, REPOSITORY, tree());
        hub.clearRequests();
        assertThat(list(request("main", new CommitHash(commit))).files()).isEqualTo(whole.files());
        assertThat(requests()).containsExactly(tree());
    }

    @Test
    void withoutAnyOfThem_andWithoutACommit_theFirstRefusalIsTold() {
        refuse(ListingRoutesTest::isInfo, 400);

        SourceException failure = failure(request("main", null));

        assertThat(failure).hasMessageContaining("revision 'main': the Hub answered 400");
        assertThat(failure.isWorthAnotherEndpoint()).isTrue();
        assertThat(requests()).containsExactly(WITH_BLOBS, REVISION, REPOSITORY);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 500, 501})
    void withoutTheTree_filesAreDescribedByTheirPaths(int status) throws SourceException {
        Listing whole = list();
        hub.clearRequests();
        answerNames(ListingRoutesTest::hasBlobs, "config.json", "model.bin");
        refuse(ListingRoutesTest::isTree, status);

        Listing listing = list();

        assertThat(listing.files()).isEqualTo(whole.files());
        assertThat(listing.partial()).isFalse();
        assertThat(requests()).containsExactly(WITH_BLOBS, tree(), pathsInfo());
        hub.clearRequests();
        assertThat(list()).isEqualTo(listing);
        assertThat(requests()).containsExactly(WITH_BLOBS, pathsInfo());
    }

    @Test
    void describedFiles_areAskedForInBatches() throws SourceException {
        TestCommit second = repository.commit("second");
        IntStream.range(0, 1_001).forEach(i -> second.file("f & ü " + i, ONE));
        Listing whole = list();
        hub.clearRequests();
        refuse(ListingRoutesTest::hasBlobs, 400);
        refuse(ListingRoutesTest::isTree, 400);

        assertThat(list().files()).containsExactlyInAnyOrderElementsOf(whole.files());
        assertThat(requests()).filteredOn(request -> request.startsWith("POST")).hasSize(3);
    }

    @Test
    void listOfARoundLength_isDoubtfulWithoutTheTree() throws SourceException {
        TestCommit second = repository.commit("second");
        IntStream.range(0, 98).forEach(i -> second.file("f" + i, ONE));
        refuse(ListingRoutesTest::isTree, 400);

        Listing listing = list();

        assertThat(listing.files()).hasSize(100);
        assertThat(listing.doubtful()).isTrue();
        assertThat(listing.isComplete()).isFalse();
    }

    @Test
    void listWithoutAFileThatIsDescribed_isDoubtful() throws SourceException {
        answerNames(ListingRoutesTest::hasBlobs, "config.json");
        refuse(ListingRoutesTest::isTree, 404);

        Listing listing = list(new ListingRequest(REPO, Revision.MAIN, null, List.of("model.bin")));

        assertThat(listing.files()).hasSize(2);
        assertThat(listing.doubtful()).isTrue();
    }

    @Test
    void whatIsNotDescribed_remainsAName() throws SourceException {
        Listing whole = list();
        hub.clearRequests();
        answerNames(ListingRoutesTest::hasBlobs, "config.json", "model.bin", "other.bin");
        refuse(ListingRoutesTest::isTree, 404);

        Listing listing = list();

        assertThat(listing.files()).hasSize(3).containsAll(whole.files()).contains(RepoFile.named("other.bin"));
    }

    @Test
    void withoutTreeAndPaths_namesRemain() throws SourceException {
        refuse(ListingRoutesTest::hasBlobs, 400);
        refuse(ListingRoutesTest::isTree, 400);
        refuse(ListingRoutesTest::isPathsInfo, 400);

        Listing listing = list();

        assertThat(listing.commit().hex()).isEqualTo(first.id());
        assertThat(listing.license()).isEqualTo("mit");
        assertThat(listing.files()).containsExactly(RepoFile.named("config.json"), RepoFile.named("model.bin"));
        assertThat(requests()).containsExactly(WITH_BLOBS, REVISION, tree(), pathsInfo());
        hub.clearRequests();
        assertThat(list()).isEqualTo(listing);
        assertThat(requests()).containsExactly(REVISION);
    }

    /** It may be ill for a while, and then names would be all that is known for the rest of the build. */
    @Test
    void aTreeThatFails_isAskedAgainWhereNamesAreTheOnlyReplacement() throws SourceException {
        answerNames(ListingRoutesTest::hasBlobs, "config.json", "model.bin");
        refuse(ListingRoutesTest::isTree, 500).times(1);
        refuse(ListingRoutesTest::isPathsInfo, 404);
        assertThat(list().files()).allMatch(RepoFile::isNameOnly);

        assertThat(list().files()).noneMatch(RepoFile::isNameOnly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html></html>", "[]", "{\"a\":1}", "[{\"path\":\"config.json\"}]", ""})
    void descriptionsThatAreNone_leaveNames(String nonsense) throws SourceException {
        answerNames(ListingRoutesTest::hasBlobs, "config.json");
        refuse(ListingRoutesTest::isTree, 404);
        answer(ListingRoutesTest::isPathsInfo, nonsense);

        assertThat(list().files()).containsExactly(RepoFile.named("config.json"));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 401, 402, 451, 500, 502, 503, 504})
    void descriptionsThatFail_leaveNames_andAreAskedForAgain(int status) throws SourceException {
        answerNames(ListingRoutesTest::hasBlobs, "config.json");
        refuse(ListingRoutesTest::isTree, 404);
        refuse(ListingRoutesTest::isPathsInfo, status).header("Location", hub.endpoint() + "/login");

        assertThat(list().files()).containsExactly(RepoFile.named("config.json"));
        hub.clearRequests();
        list();
        assertThat(requests()).contains(pathsInfo());
    }

    @Test
    void descriptionsForWhichTheServerWantsMoreTime_areWaitedFor() throws SourceException {
        answerNames(ListingRoutesTest::hasBlobs, "config.json");
        refuse(ListingRoutesTest::isTree, 404);
        refuse(ListingRoutesTest::isPathsInfo, 429);

        assertThat(failure(request("main", null)).kind()).isEqualTo(Kind.RATE_LIMITED);
    }

    @Test
    void withPathsAlone_theFilesThatAreNamedArePartOfAListing() throws SourceException {
        Listing whole = list();
        refuse(ListingRoutesTest::isInfo, 404);
        refuse(ListingRoutesTest::isTree, 404);

        Listing listing =
                list(new ListingRequest(REPO, new Revision(first.id()), null, List.of("model.bin", "absent.bin")));

        assertThat(listing.partial()).isTrue();
        assertThat(listing.files()).containsExactly(whole.files().get(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 |                  |
            401 | RepoNotFound     |
            404 | RepoNotFound     |
            404 | RevisionNotFound |
            403 | GatedRepo        |
            403 |                  | Access to this resource is disabled.
            403 |                  | Your token has no permission for that.
            407 |                  |
            429 |                  |
            451 |                  |
            500 |                  |
            503 |                  |
            504 |                  |
            """)
    void whatHoldsForAllRoutes_endsTheListing(int status, @Nullable String code, @Nullable String message) {
        Fault fault = hub.faults().on(request -> true).status(status);
        if (code != null) {
            fault.header("X-Error-Code", code);
        }
        if (message != null) {
            fault.header("X-Error-Message", message);
        }

        failure(request("main", new CommitHash(first.id())));

        assertThat(requests()).containsExactly(WITH_BLOBS);
        assertThat(memory).isEmpty();
    }

    @Test
    void anAbsentRepository_isNoLackOfRoutes() throws SourceException {
        refuse(request -> request.path().contains("/org/other"), 404);
        var other = new ListingRequest(new RepoId(RepoType.MODEL, "org/other"), Revision.MAIN);

        SourceException failure = failure(other);

        assertThat(failure.kind()).isEqualTo(Kind.REPOSITORY_NOT_FOUND);
        assertThat(memory).isEmpty();
        hub.clearRequests();
        list();
        assertThat(requests()).containsExactly(WITH_BLOBS);
    }

    @Test
    void routesOfModels_sayNothingOfDatasets() throws SourceException {
        hub.dataset("org/data").commit("first").file("a", ONE);
        refuse(ListingRoutesTest::hasBlobs, 400).times(1);
        list();
        hub.clearRequests();

        list(new ListingRequest(new RepoId(RepoType.DATASET, "org/data"), Revision.MAIN));

        assertThat(hub.requests()).hasSize(1);
    }

    @Test
    void routesOfOneEndpoint_sayNothingOfAnother() throws SourceException {
        refuse(ListingRoutesTest::hasBlobs, 400).times(1);
        list();

        try (TestHub other = TestHub.start()) {
            other.model("org/name").commit("first").file("a", ONE);
            list(other, request("main", null));
            assertThat(other.requests()).hasSize(1);
        }
    }

    @Test
    void aTreeThatBreaks_isToldWithTheCommitThatWasNamed() {
        refuse(ListingRoutesTest::hasBlobs, 400);
        refuse(ListingRoutesTest::isTree, 503);

        SourceException failure = failure(request("main", null));

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.commit()).isEqualTo(new CommitHash(first.id()));
        assertThat(failure).hasMessageContaining(first.id());
    }

    @Test
    void anEmptyRepository_isEmptyIfBothListsSaySo() throws SourceException {
        String commit = repository
                .commit("nothing")
                .remove("config.json")
                .remove("model.bin")
                .id();

        Listing listing = list();

        assertThat(listing.commit().hex()).isEqualTo(commit);
        assertThat(listing.files()).isEmpty();
        assertThat(listing.partial()).isFalse();
        assertThat(hub.requests()).hasSize(2);
    }

    @Test
    void anEmptyTreeAlone_isNotBelieved() {
        answerNames(ListingRoutesTest::hasBlobs, "config.json");
        answer(ListingRoutesTest::isTree, "[]");

        SourceException failure = failure(request("main", null));

        assertThat(failure).hasMessage("the Hub's list of files is empty");
        assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
        assertThat(failure.commit()).isEqualTo(new CommitHash(first.id()));
    }

    @Test
    void anEmptyListAlone_isNotBelieved() {
        answerNames(ListingRoutesTest::hasBlobs);
        refuse(ListingRoutesTest::isTree, 404);

        SourceException failure = failure(request("main", null));

        assertThat(failure)
                .hasMessage("the Hub has commit " + first.id() + ", but answered 404 when asked for its list of files");
        assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
        assertThat(failure.commit()).isEqualTo(new CommitHash(first.id()));
    }

    @ParameterizedTest
    @CsvSource({"100, 150, 150", "200, 201, 201", "1001, 1002, 1002", "99, 150, 99", "1000, 1000, 1000"})
    void aListOfADoubtfulLength_isComparedWithTheTree(int listed, int all, int found) throws SourceException {
        manyFiles(all);
        hub.siblingsLimit(listed);

        assertThat(list().files()).hasSize(found);
        assertThat(hub.requests(ListingRoutesTest::isTree).isEmpty()).isEqualTo(listed == 99);
    }

    @Test
    void aListWithoutAFileThatIsWanted_isComparedWithTheTree() throws SourceException {
        hub.siblingsLimit(1);

        assertThat(list(wanting("model.bin")).files()).hasSize(2);
        assertThat(requests()).containsExactly(WITH_BLOBS, tree());
    }

    @Test
    void aFolderThatIsWanted_isInTheList() throws SourceException {
        repository.commit("second").file("onnx/fp16/model.onnx", ONE);

        list(wanting("onnx", "onnx/fp16", "config.json"));

        assertThat(requests()).containsExactly(WITH_BLOBS);
    }

    @Test
    void aListOfADoubtfulLength_isTakenWhereThereIsNothingElse() throws SourceException {
        manyFiles(150);
        hub.siblingsLimit(100);
        refuse(ListingRoutesTest::isTree, 404);

        assertThat(list(wanting("f0", "f10")).files()).hasSize(100);
    }

    @Test
    void aFileThatIsWanted_isAddedToAListThatIsCut() throws SourceException {
        manyFiles(150);
        hub.siblingsLimit(100);
        refuse(ListingRoutesTest::isTree, 404);

        assertThat(list(wanting("f99")).files())
                .hasSize(101)
                .extracting(RepoFile::path)
                .contains("f99");
        assertThat(hub.requests()).hasSize(3);
        assertThat(hub.requests(ListingRoutesTest::isPathsInfo)).hasSize(1);
    }

    @Test
    void aListThatIsCutBeforeAFileThatIsWanted_isAnError() {
        manyFiles(150);
        hub.siblingsLimit(100);
        refuse(ListingRoutesTest::isTree, 404);
        refuse(ListingRoutesTest::isPathsInfo, 404);

        SourceException failure = failure(wanting("f99"));

        assertThat(failure)
                .hasMessage(
                        "the Hub lists exactly 100 files and not 'f99', so its list seems to be cut, or the name is wrong");
        assertThat(failure.isWorthAnotherEndpoint()).isTrue();
        assertThat(failure.commit()).isNotNull();
    }

    @Test
    void aThoroughRequest_asksTheTreeAlone() throws SourceException {
        hub.siblingsLimit(1);

        assertThat(list(thorough()).files()).hasSize(2);
        assertThat(requests()).containsExactly(tree());
    }

    @Test
    void aThoroughRequest_withoutATree_givesTheListAgain() throws SourceException {
        refuse(ListingRoutesTest::isTree, 404);

        assertThat(list(thorough()).files()).hasSize(2);
        assertThat(requests()).containsExactly(tree(), "GET /revision/" + first.id() + "?blobs=true");
    }

    @Test
    void aThoroughRequest_withoutATree_failsWhereTheListSeemsToBeCut() {
        manyFiles(150);
        hub.siblingsLimit(100);
        refuse(ListingRoutesTest::isTree, 404);
        String commit = repository.commit("same").id();

        assertThat(failure(new ListingRequest(REPO, new Revision(commit), null, List.of(), true, any -> false)))
                .hasMessage("the Hub lists exactly 100 files and not what is wanted, so its list seems to be cut");
    }

    @Test
    void jsonThatIsSentAsAPage_isRead() throws SourceException {
        hub.faults().on(request -> true).rewriteHeader("Content-Type", "text/html; charset=utf-8");

        assertThat(list().files()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html></html>", "\n \t<!DOCTYPE html>", "\u00ef\u00bb\u00bf\n<html>"})
    void aPageThatIsSentAsJson_isNotRead(String page) {
        hub.faults().on(request -> true).body(200, "application/json", page.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(failure(request("main", null))).hasMessageContaining("is a web page rather than JSON");
    }

    private void manyFiles(int count) {
        TestCommit commit = repository.commit("many").remove("config.json").remove("model.bin");
        IntStream.range(0, count).forEach(i -> commit.file("f" + i, ONE));
    }

    private Fault refuse(Predicate<RecordedRequest> route, int status) {
        return hub.faults().on(route).status(status);
    }

    private Fault answer(Predicate<RecordedRequest> route, String json) {
        return hub.faults().on(route).body(200, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    private void answerNames(Predicate<RecordedRequest> route, String... names) {
        String siblings = List.of(names).stream()
                .map(name -> "{\"rfilename\":\"" + name + "\"}")
                .collect(Collectors.joining(","));
        answer(route, "{\"sha\":\"" + first.id() + "\",\"siblings\":[" + siblings + "]}");
    }

    private static boolean hasBlobs(RecordedRequest request) {
        return request.query().orElse("").contains("blobs");
    }

    private static boolean isRevision(RecordedRequest request) {
        return request.path().contains("/revision/");
    }

    private static boolean isInfo(RecordedRequest request) {
        return isRevision(request) || request.path().endsWith("/org/name");
    }

    private static boolean isTree(RecordedRequest request) {
        return request.path().contains("/tree/");
    }

    private static boolean isPathsInfo(RecordedRequest request) {
        return request.path().contains("/paths-info/");
    }

    private String tree() {
        return "GET /tree/" + first.id() + "?recursive=true&expand=false";
    }

    private String pathsInfo() {
        return "POST /paths-info/" + first.id();
    }

    private List<String> requests() {
        return hub.requests().stream()
                .map(request -> request.method() + " " + request.target().replace("/api/models/org/name", ""))
                .toList();
    }

    private static ListingRequest request(String revision, @Nullable CommitHash known) {
        return new ListingRequest(REPO, new Revision(revision), known, List.of());
    }

    private static ListingRequest wanting(String... paths) {
        return new ListingRequest(REPO, Revision.MAIN, null, List.of(paths));
    }

    private ListingRequest thorough() {
        return new ListingRequest(REPO, new Revision(first.id()), null, List.of(), true, any -> false);
    }

    private Listing list() throws SourceException {
        return list(request("main", null));
    }

    private Listing list(ListingRequest request) throws SourceException {
        return list(hub, request);
    }

    /** As a module of the build that the memory belongs to. */
    private Listing list(TestHub server, ListingRequest request) throws SourceException {
        try (var source = new HubSource(
                new SourceEndpoint(
                        URI.create(server.endpoint()), TestSettings.anonymous(server.endpoint()), false, false),
                TestSettings.settings(),
                memory,
                Sleeper.REAL,
                InstantSource.system())) {
            return source.list(request);
        }
    }

    private SourceException failure(ListingRequest request) {
        return catchThrowableOfType(SourceException.class, () -> list(request));
    }
}
