package io.github.hfmodels.source.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.Fault;
import io.github.hfmodels.testhub.TestCommit;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testhub.TestRepository;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    private static final String QUERY = "recursive=true&expand=false&cursor=YXQ6Mg%3D%3D";

    private final TestHub hub = TestHub.start();
    private final TestRepository repository = hub.model("org/name");

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void anEmptyPageThatHasANextIsTheLast() {
        String commit = repository.commit("first").file("a", ONE).id();
        hub.siblingsLimit(0);
        answer("/tree/" + commit, "[]").header("Link", "</x?cursor=1>; rel=\"next\"");

        assertThat(failure()).hasMessageContaining("the Hub's list goes on after an empty page");
        assertThat(hub.requests(request -> request.path().contains("/tree/"))).hasSize(1);
    }

    @Test
    void pagesOfNothingButFoldersEndAsWell() {
        String commit = repository.commit("first").file("a", ONE).id();
        hub.siblingsLimit(0);
        int pages = 11;
        String page = "[" + "{},".repeat(99_999) + "{}]";
        for (int i = 0; i < pages; i++) {
            String cursor = i == 0 ? "expand=false" : "cursor=" + i;
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
                new HubEndpoint(URI.create(hub.endpoint()), TestSettings.anonymous(hub.endpoint())),
                TestSettings.settings())) {
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
