package io.github.hfmodels.source.modelscope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Fingerprint;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.Fault;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.modelscope.ModelScopeCommit;
import io.github.hfmodels.testhub.modelscope.ModelScopeRepository;
import io.github.hfmodels.testhub.modelscope.ModelScopeServer;
import io.github.hfmodels.testhub.modelscope.Variation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a revision is at, and its files. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ModelScopeListingTest {

    private static final RepoId MODEL = new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "org/name");
    private static final RepoId DATASET = new RepoId(SourceId.MODELSCOPE, RepoType.DATASET, "org/data");
    private static final String MASTER = "master";
    private static final Content ONE = Content.of("1");
    private static final Content TWO = Content.of("2");
    private static final int TOO_MANY_BYTES = 66 * 1_024 * 1_024;

    private final ModelScopeServer server = ModelScopeServer.start();
    private final ModelScopeRepository repository = server.model(MODEL.id());

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void aBranchThatHasNoCommit_isIdentifiedByItsFiles() throws SourceException {
        repository.commit("first").file("b", ONE).file("a/c", TWO);

        Listing listing = list(MASTER);

        assertThat(listing.commit()).isEqualTo(TestFingerprints.of(Map.of("b", ONE, "a/c", TWO)));
        assertThat(targets())
                .containsExactly(
                        "/api/v1/models/org/name/revisions",
                        "/api/v1/models/org/name/repo/files?Revision=master&Recursive=True");
        assertThat(listing.isComplete()).isTrue();
        assertThat(listing.files())
                .allSatisfy(file -> assertThat(file.blobId())
                        .isEqualTo(file.digest().hex())
                        .isEqualTo(file.contentSha256().orElseThrow()));
    }

    @Test
    void theFingerprint_isInTheOrderOfUtf8() {
        // In the order of UTF-16 the last comes before the second.
        var files = List.of(
                RepoFile.tagged("a", 1, "x"),
                RepoFile.tagged("\uffee", 2, "y"),
                RepoFile.tagged("\ud83d\ude00", 3, "z"));
        byte[] lines = "a\0001\0x\n\uffee\0002\0y\n\ud83d\ude00\0003\0z\n".getBytes(StandardCharsets.UTF_8);

        assertThat(Fingerprint.of(files).hex()).isEqualTo(Digest.Algorithm.SHA256.of(lines));
        assertThat(Fingerprint.of(List.of(files.get(2), files.get(0), files.get(1))))
                .isEqualTo(Fingerprint.of(files));
    }

    @Test
    void aBranchThatHasACommit_isListedAtThat() throws SourceException {
        server.vary(Variation.COMMIT_IDS);
        String commit = repository.commit("first").file("a", ONE).id();

        assertThat(list(MASTER).commit()).hasToString(commit);
        assertThat(targets().get(1))
                .isEqualTo("/api/v1/models/org/name/repo/files?Revision=" + commit + "&Recursive=True");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CommitId", "commitId", "commit_id", "Commit", "CommitSha", "LastCommitId", "Sha"})
    void theCommitOfABranch_hasSeveralNames(String member) throws SourceException {
        String commit = repository.commit("first").file("a", ONE).id();
        answer(
                "/revisions",
                "{\"Code\":200,\"Data\":{\"RevisionMap\":{\"Branches\":[{\"" + member + "\":\""
                        + commit.toUpperCase(Locale.ROOT)
                        + "\",\"Revision\":\"master\",\"CreatedAt\":\"1\"}],\"Tags\":null}}}");

        assertThat(list(MASTER).commit()).hasToString(commit);
    }

    @Test
    void aTag_isListedToo() throws SourceException {
        ModelScopeCommit first = repository.commit("first").file("a", ONE);
        repository.tag("v 1/2", first);
        repository.commit("second").file("a", TWO);

        assertThat(list("v 1/2").commit()).isEqualTo(TestFingerprints.of(Map.of("a", ONE)));
        assertThat(targets().get(1)).endsWith("/repo/files?Revision=v+1%2F2&Recursive=True");
    }

    @Test
    void aNameThatIsNeitherBranchNorTag_isNotListed() {
        repository.commit("first").file("a", ONE);

        SourceException failure = failure(MODEL, "v9");

        assertThat(failure.kind()).isEqualTo(Kind.REVISION_NOT_FOUND);
        assertThat(failure).hasMessage("the repository has no branch or tag 'v9'");
        assertThat(targets()).hasSize(1);
    }

    @Test
    void aCommitThatTheUserGives_isListedWithOneRequest() throws SourceException {
        String first = repository.commit("first").file("a", ONE).id();
        repository.commit("second").file("a", TWO);

        Listing listing = list(first);

        assertThat(listing.commit()).hasToString(first);
        assertThat(listing.files().get(0).digest().hex()).isEqualTo(ONE.sha256());
        assertThat(targets()).hasSize(1);
    }

    @Test
    void anUnknownCommit_isToldFromAnUnknownRepository() {
        repository.commit("first").file("a", ONE);
        var other = new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "org/other");

        assertThat(failure(MODEL, "c".repeat(40)).kind()).isEqualTo(Kind.REVISION_NOT_FOUND);
        assertThat(failure(other, "c".repeat(40)).kind()).isEqualTo(Kind.REPOSITORY_NOT_FOUND);
    }

    @Test
    void aCommitWhoseFilesAreKnown_isOnlyNamed() throws SourceException {
        server.vary(Variation.COMMIT_IDS);
        String commit = repository.commit("first").file("a", ONE).id();

        Listing listing = source(TestSources.of(server))
                .list(new ListingRequest(
                        MODEL,
                        new Revision(MASTER),
                        null,
                        List.of(),
                        false,
                        known -> known.hex().equals(commit)));

        assertThat(listing).isEqualTo(Listing.ofCommit(new CommitHash(commit), null));
        assertThat(targets()).hasSize(1);
    }

    @Test
    void aServerThatNamesCommitsAndListsNone_isAskedForTheBranch() throws SourceException {
        server.vary(Variation.COMMIT_IDS).vary(Variation.NO_COMMITS);
        repository.commit("first").file("a", ONE);
        CommitHash fingerprint = TestFingerprints.of(Map.of("a", ONE));
        var memory = new ConcurrentHashMap<String, String>();

        for (int requests : new int[] {3, 2}) {
            server.clearRequests();
            assertThat(source(TestSources.of(server, memory))
                            .list(request(MODEL, MASTER))
                            .commit())
                    .isEqualTo(fingerprint);
            assertThat(targets()).hasSize(requests);
        }
    }

    @Test
    void aServerWithoutAListOfBranches_isAskedForTheBranch() throws SourceException {
        server.vary(Variation.NO_REVISIONS);
        repository.commit("first").file("a", ONE);

        assertThat(list(MASTER).commit()).isEqualTo(TestFingerprints.of(Map.of("a", ONE)));
        assertThat(failure(MODEL, "v9").kind()).isEqualTo(Kind.REVISION_NOT_FOUND);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOWER_CASE", "BARE_LIST", "NULL_FOR_EMPTY", "NULL_DATA_FOR_EMPTY", "REDIRECTS_ALL"})
    void aListInAnotherForm_isTheSame(Variation form) throws SourceException {
        repository.commit("first").file("a", ONE).file("b/c", TWO);
        Listing usual = list(MASTER);
        server.vary(form);

        assertThat(list(MASTER)).isEqualTo(usual);
        assertThat(usual.files()).extracting(RepoFile::path).containsExactlyInAnyOrder("a", "b/c");
    }

    @ParameterizedTest
    @EnumSource(names = {"LOWER_CASE", "BARE_LIST", "NULL_FOR_EMPTY", "NULL_DATA_FOR_EMPTY"})
    void aRepositoryWithoutFiles_hasAnEmptyListing(Variation form) throws SourceException {
        server.vary(form);
        repository.commit("first");
        server.dataset(DATASET.id()).commit("first");

        assertThat(list(MASTER).files()).isEmpty();
        assertThat(list(DATASET, MASTER).files()).isEmpty();
    }

    @Test
    void aFileWithoutAHash_hasATagThatItsCommitGives() throws SourceException {
        repository
                .commit("first")
                .withoutHash("absent", ONE)
                .withEmptyHash("empty", ONE)
                .withNullHash("null", ONE);
        List<RepoFile> files = list(MASTER).files();
        List<RepoFile> again = list(MASTER).files();
        repository.commit("second").withoutHash("absent", TWO);
        RepoFile changed = file(list(MASTER), "absent");

        assertThat(files).extracting(RepoFile::path).containsExactlyInAnyOrder("absent", "empty", "null");
        assertThat(files).allSatisfy(file -> {
            assertThat(file.etag()).matches("unverified-[0-9a-f]{40}");
            assertThat(file.size()).isEqualTo(1);
            assertThat(file.digest().isVerifiable()).isFalse();
        });
        assertThat(files).extracting(RepoFile::etag).doesNotHaveDuplicates();
        assertThat(again).isEqualTo(files);
        assertThat(changed.etag()).isNotIn(files.stream().map(RepoFile::etag).toList());
    }

    @Test
    void aHashInCapitals_isTheSame() throws SourceException {
        repository.commit("first").raw("a", 1, ONE.sha256().toUpperCase(Locale.ROOT), ONE);

        assertThat(list(MASTER).files().get(0).digest().hex()).isEqualTo(ONE.sha256());
    }

    @Test
    void whatIsNoFile_isLeftOut() throws SourceException {
        repository
                .commit("first")
                .file("a/b", ONE)
                .rawEntry("{\"Path\":\"sub\",\"Type\":\"commit\",\"Size\":0}")
                .rawEntry("{\"Path\":\"sub2\",\"Type\":\"dir\",\"Size\":0}")
                .rawEntry("{\"Path\":\"large\",\"Type\":\"lfs\",\"Size\":3,\"Sha256\":\"" + TWO.sha256() + "\"}")
                .rawEntry("{\"Path\":\"plain\",\"Size\":\"3\",\"Sha256\":\"" + TWO.sha256() + "\"}")
                .rawEntry("null");

        assertThat(list(MASTER).files()).extracting(RepoFile::path).containsExactlyInAnyOrder("a/b", "large", "plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/x", "a//b", "C:\\\\x", "a/../../x"})
    void aPathThatLeadsOut_isRefusedWhenItIsUsed(String path) throws SourceException {
        repository.commit("first").rawEntry(entry(path, "1", ONE.sha256()));

        RepoFile file = list(MASTER).files().get(0);

        assertThatThrownBy(file::repoPath).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Path\":\"a\",\"Size\":-1}|negative size",
                "{\"Path\":\"a\",\"Size\":99999999999999999}|impossible size",
                "{\"Path\":\"a\",\"Size\":999999999999999999999999}|not the JSON that ModelScope gives",
                "{\"Path\":\"a\",\"Size\":1,\"Sha256\":\"12\"}|not a hash",
                "{\"Path\":\"a\",\"Size\":1,\"Sha256\":{}}|not the JSON that ModelScope gives",
                "{\"Path\":\"a\"}|without a path or a size",
                "{\"Size\":1}|without a path or a size",
                "{\"Path\":\"a\\u0000b\",\"Size\":1}|without a path or a size",
                "7|not the JSON that ModelScope gives",
                "{\"Path\":\"first\",\"Size\":1}|names 'first' twice",
            })
    void aListThatIsWrong_isRefused(String entry, String message) {
        repository.commit("first").file("first", ONE).rawEntry(entry);

        assertMalformed(failure(MODEL, MASTER), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|not the JSON that ModelScope gives",
                "[]|not the JSON that ModelScope gives",
                "null|is empty",
                "''|is empty",
                "<html>login</html>|web page",
                "{\"Code\":200,\"Data\":\"none\"}|something else in place of its data",
                "{\"Code\":200,\"Data\":{\"Files\":7}}|not the JSON that ModelScope gives",
                "{\"Code\":200,\"Data\":{}}|not the JSON that ModelScope gives",
                "{\"Code\":200,\"Data\":{\"files_list\":[]}}|not the JSON that ModelScope gives",
                "{\"Code\":200}|has no list of files",
                "{\"Code\":200,\"Data\":[|not the JSON that ModelScope gives",
                "{\"Code\":200,\"Data\":[]}{}|not the JSON that ModelScope gives",
            })
    void anAnswerThatIsNoList_isRefused(String answer, String message) {
        repository.commit("first").file("first", ONE);
        answer("/repo/files", answer);

        assertMalformed(failure(MODEL, MASTER), message);
    }

    @Test
    void anAnswerThatIsTooDeepOrTooLong_isRefused() {
        repository.commit("first").file("first", ONE);
        String start = "{\"Code\":200,\"Other\":";
        answer("/repo/files", start + "[".repeat(100_000));
        assertMalformed(failure(MODEL, MASTER), "not the JSON that ModelScope gives");
        server.faults().clear();

        answer("/repo/files", start + "1" + " ".repeat(TOO_MANY_BYTES) + "}");
        assertMalformed(failure(MODEL, MASTER), "not the JSON that ModelScope gives");
    }

    @Test
    void tenThousandFilesOfADataSet_takeAPageForEachTwoHundred() throws SourceException {
        ModelScopeCommit commit = server.dataset(DATASET.id()).commit("first");
        for (int i = 0; i < 10_000; i++) {
            commit.file("file-" + i, ONE);
        }

        assertThat(list(DATASET, MASTER).files()).hasSize(10_000);
        // One for the branches, and one that is empty, since the last page is full.
        assertThat(targets()).hasSize(1 + 50 + 1);
        assertThat(targets().get(1))
                .isEqualTo(
                        "/api/v1/datasets/org/data/repo/tree?Revision=master&Recursive=True&PageNumber=1&PageSize=200");
    }

    @ParameterizedTest
    @CsvSource({"IGNORES_PAGING, 2", "SMALL_PAGES, 9", "BARE_LIST, 3"})
    void pagesOfAnotherSize_areReadToTheEnd(Variation paging, int pages) throws SourceException {
        ModelScopeCommit commit = server.dataset(DATASET.id()).commit("first");
        for (int i = 0; i < 410; i++) {
            commit.file("file-" + i, ONE);
        }
        server.vary(paging);

        assertThat(list(DATASET, MASTER).files()).hasSize(410);
        assertThat(targets()).hasSize(1 + pages);
    }

    @Test
    void pagesThatRepeatBeforeAllWasListed_areRefused() {
        server.dataset(DATASET.id()).commit("first");
        answer("/repo/tree", "{\"Code\":200,\"TotalCount\":3,\"Data\":[" + entry("a", "1", ONE.sha256()) + "]}");

        assertMalformed(failure(DATASET, MASTER), "leads back to an earlier page after 1 of 3");
    }

    @Test
    void pagesThatEndBeforeAllWasListed_areRefused() {
        server.dataset(DATASET.id()).commit("first");
        answerPage(1, "{\"Code\":200,\"TotalCount\":3,\"Data\":[" + entry("a", "1", ONE.sha256()) + "]}");
        answer("/repo/tree", "{\"Code\":200,\"TotalCount\":3,\"Data\":[]}");

        assertMalformed(failure(DATASET, MASTER), "ends after 1 of 3");
    }

    @Test
    void aFullPageThatRepeats_isRefused() {
        server.dataset(DATASET.id()).commit("first");
        answer("/repo/tree", "{\"Code\":200,\"Data\":" + entries(0, 200) + "}");

        assertMalformed(failure(DATASET, MASTER), "leads back to an earlier page after 200 files");
    }

    @Test
    void pagesThatAreSmallerThanAskedFor_areReadToTheEnd() throws SourceException {
        server.dataset(DATASET.id()).commit("first");
        answerPage(1, "{\"Code\":200,\"Data\":" + entries(0, 100) + "}");
        answerPage(2, "{\"Code\":200,\"Data\":" + entries(100, 130) + "}");

        assertThat(list(DATASET, MASTER).files()).hasSize(130);
    }

    private void answerPage(int page, String json) {
        server.faults()
                .on(request -> request.target().contains("PageNumber=" + page + "&"))
                .body(200, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    private static String entries(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> entry("file-" + i, "1", ONE.sha256()))
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void aTagWithoutBranches_doesNotHideMaster() throws SourceException {
        repository.commit("first").file("a", ONE);
        answer(
                "/revisions",
                "{\"Code\":200,\"Data\":{\"RevisionMap\":{\"Branches\":null,\"Tags\":[{\"Revision\":\"v1\"}]}}}");

        assertThat(list(MASTER).files()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 403, 500})
    void aServerThatFailsToListBranches_isAskedForTheBranch(int status) throws SourceException {
        repository.commit("first").file("a", ONE);
        server.faults()
                .onPath("/revisions")
                .body(status, "text/html", "<html>mirror</html>".getBytes(StandardCharsets.UTF_8));

        assertThat(list(MASTER).commit()).isEqualTo(TestFingerprints.of(Map.of("a", ONE)));
    }

    @Test
    void aCommitThatIsRefused_saysNothingOfOtherRepositories() throws SourceException {
        server.vary(Variation.COMMIT_IDS).vary(Variation.NO_COMMITS);
        repository.commit("first").file("a", ONE);
        var other = new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "org/other");
        String commit = server.model(other.id()).commit("first").file("b", ONE).id();
        var memory = new ConcurrentHashMap<String, String>();

        source(TestSources.of(server, memory)).list(request(MODEL, MASTER));
        server.keep(Variation.NO_COMMITS);

        assertThat(source(TestSources.of(server, memory))
                        .list(request(other, MASTER))
                        .commit())
                .hasToString(commit);
    }

    @Test
    void aFileWithoutAHashAndARevision_hasATagThatItsDateGives() throws SourceException {
        ModelScopeCommit first = repository.commit("first");
        first.rawEntry("{\"Path\":\"id\",\"Size\":1,\"Revision\":\"\",\"CommitId\":\"c1\"}");
        first.rawEntry("{\"Path\":\"date\",\"Size\":1,\"CommitId\":null,\"CommittedDate\":1767323045}");
        first.rawEntry("{\"Path\":\"nothing\",\"Size\":1}");
        Listing one = list(MASTER);
        Listing two = list(MASTER);

        assertThat(file(one, "id")).isEqualTo(file(two, "id"));
        assertThat(file(one, "date")).isEqualTo(file(two, "date"));
        // It may have changed.
        assertThat(file(one, "nothing").etag())
                .isNotEqualTo(file(two, "nothing").etag());
    }

    @Test
    void pagesWithoutEnd_areRefused() {
        server.dataset(DATASET.id()).commit("first");
        server.vary(Variation.ENDLESS);

        assertMalformed(failure(DATASET, MASTER), "more than 1000000 files and folders");
        assertThat(targets()).hasSize(1 + 11);
    }

    private static String entry(String path, String size, String sha256) {
        return "{\"Path\":\"" + path + "\",\"Size\":" + size + ",\"Sha256\":\"" + sha256 + "\"}";
    }

    private static void assertMalformed(SourceException failure, String message) {
        assertThat(failure).hasMessageContaining(message);
        assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    }

    private Fault answer(String ending, String json) {
        return server.faults().onPath(ending).body(200, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    private Listing list(String revision) throws SourceException {
        return list(MODEL, revision);
    }

    private Listing list(RepoId repo, String revision) throws SourceException {
        return source(TestSources.of(server)).list(request(repo, revision));
    }

    private SourceException failure(RepoId repo, String revision) {
        return catchThrowableOfType(SourceException.class, () -> list(repo, revision));
    }

    private static ListingRequest request(RepoId repo, String revision) {
        return new ListingRequest(repo, new Revision(revision));
    }

    private static RepoFile file(Listing listing, String path) {
        return listing.files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private List<String> targets() {
        return server.requests().stream().map(RecordedRequest::target).toList();
    }

    private final List<ModelScopeSource> open = new ArrayList<>();

    private ModelScopeSource source(ModelScopeSource source) {
        open.add(source);
        return source;
    }

    @AfterEach
    void closeSources() {
        open.forEach(ModelScopeSource::close);
    }
}
