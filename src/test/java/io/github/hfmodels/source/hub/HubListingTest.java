package io.github.hfmodels.source.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.hfmodels.http.Sleeper;
import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.SourceException;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of files that come in pages, and in forms that few servers use. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HubListingTest {

    private static final Content ONE = Content.of("1");
    private static final int TOO_MANY_BYTES = 66 * 1_024 * 1_024;
    private static final String ALL = "?recursive=true&expand=false";
    private static final String QUERY = "recursive=true&expand=false&cursor=YXQ6Mg%3D%3D";

    private final TestHub hub = TestHub.start();
    private final TestRepository repository = hub.model("org/name");

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void anEmptyPageThatHasANext_endsEachWayToList() {
        String commit = repository.commit("first").file("a", ONE).id();
        hub.siblingsLimit(0);
        answer("/tree/" + commit, "[]").header("Link", "</x?cursor=1>; rel=\"next\"");

        assertThat(failure())
                .hasMessage("the Hub's list of files leads back to an earlier page, also folder by folder");
        assertThat(trees()).containsExactly(ALL, ALL + "&limit=10000", "?expand=false");
    }

    @Test
    void pagesThatRepeat_areReplacedByALargerOne() throws SourceException {
        manyFolders();
        repeatFirstPage(request -> isRecursive(request) && !hasLimit(request));

        assertThat(paths()).containsExactlyInAnyOrder("top", "a/1", "a/b/2", "c/3");
        assertThat(trees()).containsExactly(ALL, "?cursor=1", ALL + "&limit=10000");
    }

    @Test
    void pagesThatRepeatWhateverTheirSize_areReplacedByFolders() throws SourceException {
        manyFolders();
        repeatFirstPage(HubListingTest::isRecursive);

        assertThat(paths()).containsExactlyInAnyOrder("top", "a/1", "a/b/2", "c/3");
        assertThat(trees())
                .containsExactly(
                        ALL,
                        "?cursor=1",
                        ALL + "&limit=10000",
                        "?expand=false",
                        "/a?expand=false",
                        "/c?expand=false",
                        "/a/b?expand=false");
    }

    @Test
    void aRefusedSizeOfPages_isNoEnd() throws SourceException {
        manyFolders();
        hub.faults().on(HubListingTest::hasLimit).status(400);
        repeatFirstPage(HubListingTest::isRecursive);

        assertThat(paths()).containsExactlyInAnyOrder("top", "a/1", "a/b/2", "c/3");
    }

    @Test
    void pagesThatRepeatInFoldersToo_areNoList() {
        manyFolders();
        repeatFirstPage(request -> request.path().contains("/tree/"));

        assertThat(failure())
                .hasMessage("the Hub's list of files leads back to an earlier page, also folder by folder");
        assertThat(trees()).hasSize(5);
    }

    @Test
    void aListOfTheTopFolderAlone_isCompletedByTheOthers() throws SourceException {
        manyFolders();
        hub.faults()
                .on(HubListingTest::isRecursive)
                .body(
                        200,
                        "application/json",
                        ("[" + file("top") + "," + folder("a") + "," + folder("c") + "]")
                                .getBytes(StandardCharsets.UTF_8));

        assertThat(paths()).containsExactlyInAnyOrder("top", "a/1", "a/b/2", "c/3");
        assertThat(trees()).containsExactly(ALL, "/a?expand=false", "/c?expand=false", "/a/b?expand=false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "", "ab"})
    void aFolderThatIsNotBelowItsOwn_isNotFollowed(String path) {
        manyFolders();
        repeatFirstPage(HubListingTest::isRecursive);
        answer("/a", "[" + folder(path) + "]");

        assertThat(failure()).hasMessage("the Hub's list of the folder 'a' has '" + path + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../x", "a/../../x", "/x", "a//b"})
    void aFolderThatCannotBeOne_isNotAskedFor(String path) {
        repository.commit("first").file("a", ONE);
        hub.siblingsLimit(0);
        hub.faults()
                .on(HubListingTest::isRecursive)
                .body(200, "application/json", ("[" + folder(path) + "]").getBytes(StandardCharsets.UTF_8));

        assertThat(failure()).hasMessageContaining("the Hub's list has a folder that cannot be one");
        assertThat(trees()).containsExactly(ALL);
    }

    @Test
    void foldersWithoutEnd_areNotFollowed() {
        String commit = repository.commit("first").file("a", ONE).id();
        hub.siblingsLimit(0);
        answer(
                "/tree/" + commit,
                IntStream.range(0, 3_000)
                        .mapToObj(i -> folder("d" + i))
                        .toList()
                        .toString());
        hub.faults()
                .on(request -> request.path().contains("/d"))
                .body(200, "application/json", "[]".getBytes(StandardCharsets.UTF_8));

        assertThat(failure()).hasMessageContaining("the Hub's list has more than 2000 pages");
        assertThat(trees()).hasSize(2_000);
    }

    @Test
    void aRedirectToTheSameAddressWithASlash_keepsTheQuery() throws SourceException {
        String commit = manyFolders();
        hub.pageSize(4);
        String cursor = "&cursor=YXQ6NA%3D%3D";
        redirectToSlash(commit, ALL);
        redirectToSlash(commit, ALL + cursor);

        assertThat(paths()).containsExactlyInAnyOrder("top", "a/1", "a/b/2", "c/3");
        assertThat(trees()).containsExactly(ALL, "/" + ALL, ALL + cursor, "/" + ALL + cursor);
    }

    private void redirectToSlash(String commit, String query) {
        String tree = "/api/models/org/name/tree/" + commit;
        hub.faults()
                .on(request -> request.target().equals(tree + query))
                .redirectTo(307, hub.endpoint() + tree + "/" + query);
    }

    private String manyFolders() {
        hub.siblingsLimit(0);
        return repository
                .commit("first")
                .file("a/1", ONE)
                .file("a/b/2", ONE)
                .file("c/3", ONE)
                .file("top", ONE)
                .id();
    }

    /** As a server does that loses the cursor, and passes on the link of the Hub. */
    private void repeatFirstPage(Predicate<RecordedRequest> requests) {
        hub.faults()
                .on(request -> request.path().contains("/tree/")
                        && (requests.test(request) || request.query().orElse("").startsWith("cursor")))
                .body(
                        200,
                        "application/json",
                        ("[" + folder("a") + "," + file("a/1") + "]").getBytes(StandardCharsets.UTF_8))
                .header("Link", "<https://hub.example/x?cursor=1>; rel=\"next\"");
    }

    private static boolean isRecursive(RecordedRequest request) {
        return request.query().orElse("").contains("recursive=true");
    }

    private static boolean hasLimit(RecordedRequest request) {
        return request.query().orElse("").contains("limit=");
    }

    private static String file(String path) {
        return "{\"type\":\"file\",\"path\":\"" + path + "\",\"size\":1,\"oid\":\"" + ONE.gitSha1() + "\"}";
    }

    private static String folder(String path) {
        return "{\"type\":\"directory\",\"path\":\"" + path + "\",\"size\":0,\"oid\":\"" + ONE.gitSha1() + "\"}";
    }

    /** What was asked of trees, behind the commit. */
    private List<String> trees() {
        return hub.requests(request -> request.path().contains("/tree/")).stream()
                .map(request -> request.target().replaceFirst(".*/tree/[0-9a-f]+", ""))
                .toList();
    }

    @Test
    void pagesOfNothingButFoldersEndAsWell() {
        String commit = repository.commit("first").file("a", ONE).id();
        hub.siblingsLimit(0);
        int pages = 11;
        for (int i = 0; i < pages; i++) {
            String cursor = i == 0 ? "expand=false" : "cursor=" + i;
            String page = IntStream.range(i * 100_000, (i + 1) * 100_000)
                    .mapToObj(folder -> "{\"path\":\"" + folder + "\"}")
                    .collect(Collectors.joining(",", "[", "]"));
            Fault fault = hub.faults()
                    .on(request -> request.path().endsWith("/tree/" + commit)
                            && request.query().orElse("").endsWith(cursor))
                    .body(200, "application/json", page.getBytes(StandardCharsets.UTF_8));
            if (i < pages - 1) {
                fault.header("Link", "</x?cursor=" + (i + 1) + ">; rel=\"next\"");
            }
        }

        assertThat(failure()).hasMessageContaining("the Hub's list has more than 1000000 ");
    }

    @Test
    void aFileThatIsListedTwiceAlikeIsOne() throws SourceException {
        repository.commit("first").file("a", ONE).raw("a", ONE.gitSha1(), 1, null, ONE);

        assertThat(paths()).contains("a");
    }

    @Test
    void aFileOnTwoPagesIsOne() throws SourceException {
        repository.commit("first").file("a", ONE).file("b", ONE).raw("a", ONE.gitSha1(), 1, null, ONE);
        hub.siblingsLimit(0).pageSize(1);

        assertThat(paths()).contains("a");
        assertThat(hub.requests(request -> request.path().contains("/tree/"))).hasSize(3);
    }

    @Test
    void aFileOnTwoPagesThatDiffersIsNonsense() {
        repository.commit("first").file("a", ONE).raw("a", ONE.gitSha1(), 2, null, ONE);
        hub.siblingsLimit(0).pageSize(1);

        assertThat(failure()).hasMessageContaining("the Hub's list names 'a' twice");
    }

    @Test
    void aLargeFileWithoutAHashIsLookedUpInTheTree() throws SourceException {
        String commit =
                repository.commit("first").lfs("a", "weights".getBytes()).id();
        answer(
                "/revision/main",
                "{\"sha\":\"" + commit + "\",\"siblings\":[{\"rfilename\":\"a\",\"size\":7,\"blobId\":\""
                        + ONE.gitSha1() + "\",\"lfs\":{\"size\":7}}]}");

        assertThat(paths()).contains("a");
    }

    @Test
    void aLargeFileWithoutAHashInTheTreeEitherIsRefused() {
        repository
                .commit("first")
                .rawTreeEntry("{\"type\":\"file\",\"path\":\"b\",\"size\":7,\"oid\":\"" + ONE.gitSha1()
                        + "\",\"lfs\":{\"size\":7}}");
        hub.siblingsLimit(0);

        assertThat(failure()).hasMessageContaining("the Hub's list has a large file without a hash");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "<U>; rel=\"next\"",
                "<U>; rel=next",
                "<U>; rel='next'",
                "<U>; REL=\"Next\"",
                "<U>;rel = \"next\"",
                "<U>; rel=\"last next\"",
                "<U>; rel=\"next last\"",
                "</prev?cursor=0>; rel=\"prev\", <U>; rel=\"next\"",
                "<U>; rel=\"next\", </last?cursor=9>; rel=\"last\"",
                "<U>; title=\"a, b; c\"; rel=\"next\"",
                "<https://elsewhere.example/x/U>; rel=\"next\"",
            })
    void theNextPageIsFoundInEveryFormOfLink(String link) throws SourceException {
        threePerTwoPages(link.replace("U", "?" + QUERY));

        assertThat(paths()).contains("c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</x?" + QUERY + ">; rel=\"nextish\"",
                "</x?" + QUERY + ">; rel=\"prev\"",
                "</x?" + QUERY + ">; title=\"next\"",
                "</x?" + QUERY + ">",
                "nonsense",
            })
    void otherLinksLeadNowhere(String link) throws SourceException {
        threePerTwoPages(link);

        assertThat(paths()).doesNotContain("c");
    }

    @Test
    void aNextPageInASecondHeaderIsFound() throws SourceException {
        threePerTwoPages("</x?a=b>; rel=\"first\"").header("Link", "</x?" + QUERY + ">; rel=\"next\"");

        assertThat(paths()).contains("c");
    }

    @Test
    void aNextPageWithoutAQueryIsRefused() {
        threePerTwoPages("</api/models/org/name/tree/page2>; rel=\"next\"");

        assertThat(failure()).hasMessageContaining("the Hub's list goes on at an address without a query");
    }

    @Test
    void aBombOfIgnoredFieldsIsNotReadToItsEnd() {
        String commit = repository.commit("first").file("a", ONE).id();
        String end = "0],\"sha\":\"" + commit + "\",\"siblings\":[" + sibling("a") + "]}";
        answer("/revision/main", "{\"x\":[" + "0,".repeat(TOO_MANY_BYTES / 2) + end)
                .gzip();

        assertThat(failure()).hasMessageContaining("not the JSON that a Hub gives");
    }

    @Test
    void aListWithoutEndIsNotReadToItsEnd() {
        String commit = repository.commit("first").file("a", ONE).id();
        String filler = "{\"rfilename\":\"" + "x".repeat(1_000) + "\"},";
        String end = sibling("a") + "],\"sha\":\"" + commit + "\"}";
        answer("/revision/main", "{\"siblings\":[" + filler.repeat(TOO_MANY_BYTES / filler.length()) + end)
                .stallAfter(TOO_MANY_BYTES - 1_000_000);

        assertThat(failure()).hasMessageContaining("not the JSON that a Hub gives");
    }

    private Fault threePerTwoPages(String link) {
        repository.commit("first").file("a", "1").file("b", "2").file("c", "3");
        hub.siblingsLimit(0).pageSize(2);
        return hub.faults()
                .on(request -> request.path().contains("/tree/")
                        && !request.query().orElse("").contains("cursor"))
                .rewriteHeader("Link", link);
    }

    private Fault answer(String path, String body) {
        return hub.faults().onPath(path).body(200, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static String sibling(String path) {
        return "{\"rfilename\":\"" + path + "\",\"size\":1,\"blobId\":\"" + ONE.gitSha1() + "\"}";
    }

    private List<String> paths() throws SourceException {
        return list().files().stream().map(RepoFile::path).toList();
    }

    private SourceException failure() {
        return catchThrowableOfType(SourceException.class, this::list);
    }

    private Listing list() throws SourceException {
        try (var source = new HubSource(
                new SourceEndpoint(URI.create(hub.endpoint()), TestSettings.anonymous(hub.endpoint()), false, false),
                TestSettings.settings(),
                new ConcurrentHashMap<>(),
                Sleeper.REAL,
                InstantSource.system())) {
            return source.list(new ListingRequest(new RepoId(RepoType.MODEL, "org/name"), Revision.MAIN));
        }
    }

    @Test
    void pagesWithoutEndAreNotFollowed() {
        TestCommit commit = repository.commit("first");
        for (int i = 0; i <= 2_000; i++) {
            commit.file("f" + i, ONE);
        }
        hub.siblingsLimit(0).pageSize(1);

        assertThat(failure()).hasMessageContaining("the Hub's list has more than 2000 pages");
        assertThat(hub.requests(request -> request.path().contains("/tree/"))).hasSize(2_000);
    }
}
