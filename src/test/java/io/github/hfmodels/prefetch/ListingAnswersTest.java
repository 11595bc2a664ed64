package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.Fault;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testhub.TestRepository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to the question what a repository holds: broken off, endless, foreign, and in forms that few servers use. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ListingAnswersTest {

    private static final Content ONE = Content.of("1");
    private static final int TOO_MANY_BYTES = 66 * 1_024 * 1_024;
    private static final String QUERY = "recursive=true&expand=false&cursor=YXQ6Mg%3D%3D";

    @TempDir
    private Path cache;

    private final TestHub hub = TestHub.start();
    private final TestRepository repository = hub.model("org/name");

    @AfterEach
    void stopHub() {
        hub.close();
    }

    /** Ways in which a connection ends within an answer. */
    enum Break {
        RESET {
            @Override
            void apply(Fault fault, long position) {
                fault.resetAfter(position);
            }
        },
        CUT {
            @Override
            void apply(Fault fault, long position) {
                fault.truncateAfter(position);
            }
        },
        STALL {
            @Override
            void apply(Fault fault, long position) {
                fault.stallAfter(position);
            }
        };

        abstract void apply(Fault fault, long position);
    }

    @ParameterizedTest
    @EnumSource
    void aCompleteCacheDoesWhereAnAnswerBreaksOff(Break how) {
        manyFiles();
        new TestBuild(hub.endpoint(), cache).ready("org/name", "f1");
        breakListing(how);

        try (var log = new CapturedLog()) {
            PrefetchedModel model = build().ready("org/name", "f1");

            assertThat(model.path().resolve("f1")).hasContent("x");
            assertThat(log.lines("WARN"))
                    .singleElement()
                    .asString()
                    .contains("org/name@main: revision 'main': the connection broke (")
                    .endsWith("; using commit " + model.commit() + " from the cache");
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutACacheAnAnswerThatBreaksOffIsTheNetworksFault(Break how) {
        manyFiles();
        breakListing(how);

        TestBuild.Failure failure = build().fails("org/name");

        assertThat(failure.message())
                .startsWith("org/name@main: revision 'main': the connection broke (")
                .endsWith("check network and proxy, or build with -o")
                .doesNotContain("JSON");
        assertThat(failure.isUserError()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatBreaksOffIsAskedForAgain(Break how) {
        manyFiles();
        breakListing(how).times(1);

        assertThat(build().retries(1).ready("org/name", "f1").path().resolve("f1"))
                .hasContent("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sha\":\"%s\",\"siblings\":[{\"rfilename\":\"a\",\"size\":\"x\\n[ERROR] fake\"}]}",
                "{\"sha\":[\"\u001b[31m\"],\"siblings\":[]}",
                "{\"sha\":\"%s\",\"siblings\":{\"\u001b[31m\":1}}",
                "{\"sha\":\"%s\",\"siblings\":[[1]]}",
                "{\"sha\":\"%s\",\"siblings\":[\"\u001b[31m\"]}",
                "{\"sha\":\"%s\",\"siblings\":[{\"rfilename\":\"a\",\"size\":1,\"blobId\":\"b\",\"lfs\":[]}]}",
                "{\"sha\":\"%s\u001b[31m\n[ERROR] fake\",\"siblings\":[]}",
                "{\"sha\":\"%s\",\"siblings\":[]} and more",
                "{\"sha\":\"%s\",\"siblings\":[]}{}",
                "[]",
                "\u001b[31m",
            })
    void nothingOfAForeignAnswerGetsIntoTheLog(String body) {
        answer("/revision/main", body.formatted("a".repeat(40)));

        try (var log = new CapturedLog()) {
            TestBuild.Failure failure = build().fails("org/name");

            assertThat(failure.message())
                    .contains("the answer is not the JSON that a Hub gives (line ")
                    .endsWith("check hf.endpoint and the proxy")
                    .doesNotContain("fake", "hfmodels", "jackson", "java.", "\u001b")
                    .hasLineCount(1);
            assertThat(failure.isUserError()).isFalse();
            assertThat(log.text()).doesNotContain("fake", "\u001b");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 407, 418, 500})
    void theTextOfARefusalCannotWriteIntoTheTerminal(int status) {
        hub.faults()
                .onPath("/revision/main")
                .body(status, "application/json", "{\"error\":\"\\u001b[31mred\\n[ERROR] fake\"}".getBytes());

        assertThat(build().fails("org/name").message())
                .contains("(?[31mred?[ERROR] fake)")
                .hasLineCount(1)
                .doesNotContain("\u001b");
    }

    @Test
    void anEncodingCannotWriteIntoTheTerminal() {
        answer("/revision/main", "{}").header("Content-Encoding", "\u001b[31mbr");

        assertThat(build().fails("org/name").message())
                .contains("answered in an encoding that nobody asked for: ")
                .hasLineCount(1)
                .doesNotContain("\u001b");
    }

    @Test
    void aBombOfFieldsThatNobodyReadsIsNotReadToItsEnd() {
        String commit = repository.commit("first").file("a", ONE).id();
        String end = "0],\"sha\":\"" + commit + "\",\"siblings\":[" + sibling("a") + "]}";
        answer("/revision/main", "{\"x\":[" + "0,".repeat(TOO_MANY_BYTES / 2) + end)
                .gzip();

        assertThat(build().fails("org/name").message()).contains("not the JSON that a Hub gives");
    }

    @Test
    void aListWithoutEndIsNotReadToItsEnd() {
        String commit = repository.commit("first").file("a", ONE).id();
        String filler = "{\"rfilename\":\"" + "x".repeat(1_000) + "\"},";
        String end = sibling("a") + "],\"sha\":\"" + commit + "\"}";
        answer("/revision/main", "{\"siblings\":[" + filler.repeat(TOO_MANY_BYTES / filler.length()) + end)
                .stallAfter(TOO_MANY_BYTES - 1_000_000);

        assertThat(build().fails("org/name").message()).contains("not the JSON that a Hub gives");
    }

    @Test
    void anEmptyPageThatHasANextIsTheLast() {
        String commit = repository.commit("first").file("a", ONE).id();
        hub.siblingsLimit(0);
        answer("/tree/" + commit, "[]").header("Link", "</x?cursor=1>; rel=\"next\"");

        assertThat(build().fails("org/name").message()).contains("the Hub's list goes on after an empty page");
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

        assertThat(build().fails("org/name").message()).contains("the Hub's list has more than 1000000 ");
    }

    @Test
    void aFileThatIsListedTwiceAlikeIsOne() {
        repository.commit("first").file("a", ONE).raw("a", ONE.gitSha1(), 1, null, ONE);

        assertThat(build().ready("org/name").path().resolve("a")).hasContent("1");
    }

    @Test
    void aFileOnTwoPagesIsOne() {
        repository.commit("first").file("a", ONE).file("b", ONE).raw("a", ONE.gitSha1(), 1, null, ONE);
        hub.siblingsLimit(0).pageSize(1);

        assertThat(build().ready("org/name").path().resolve("a")).hasContent("1");
        assertThat(hub.requests(request -> request.path().contains("/tree/"))).hasSize(3);
    }

    @Test
    void aFileOnTwoPagesThatDiffersIsNonsense() {
        repository.commit("first").file("a", ONE).raw("a", ONE.gitSha1(), 2, null, ONE);
        hub.siblingsLimit(0).pageSize(1);

        assertThat(build().fails("org/name").message()).contains("the Hub's list names 'a' twice");
    }

    @Test
    void aLargeFileWithoutAHashIsLookedUpInTheTree() {
        String commit =
                repository.commit("first").lfs("a", "weights".getBytes()).id();
        answer(
                "/revision/main",
                "{\"sha\":\"" + commit + "\",\"siblings\":[{\"rfilename\":\"a\",\"size\":7,\"blobId\":\""
                        + ONE.gitSha1() + "\",\"lfs\":{\"size\":7}}]}");

        assertThat(build().ready("org/name").path().resolve("a")).hasContent("weights");
    }

    @Test
    void aLargeFileWithoutAHashInTheTreeEitherIsRefused() {
        repository
                .commit("first")
                .rawTreeEntry("{\"type\":\"file\",\"path\":\"b\",\"size\":7,\"oid\":\"" + ONE.gitSha1()
                        + "\",\"lfs\":{\"size\":7}}");
        hub.siblingsLimit(0);

        assertThat(build().fails("org/name").message()).contains("the Hub's list has a large file without a hash");
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
    void theNextPageIsFoundInEveryFormOfLink(String link) {
        threePerTwoPages(link.replace("U", "?" + QUERY));

        assertThat(build().ready("org/name").path().resolve("c")).hasContent("3");
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
    void otherLinksLeadNowhere(String link) {
        threePerTwoPages(link);

        assertThat(build().ready("org/name").path().resolve("c")).doesNotExist();
    }

    @Test
    void aNextPageInASecondHeaderIsFound() {
        threePerTwoPages("</x?a=b>; rel=\"first\"").header("Link", "</x?" + QUERY + ">; rel=\"next\"");

        assertThat(build().ready("org/name").path().resolve("c")).hasContent("3");
    }

    @Test
    void aNextPageWithoutAQueryIsRefused() {
        threePerTwoPages("</api/models/org/name/tree/page2>; rel=\"next\"");

        assertThat(build().fails("org/name").message())
                .contains("the Hub's list goes on at an address without a query");
    }

    private Fault threePerTwoPages(String link) {
        repository.commit("first").file("a", "1").file("b", "2").file("c", "3");
        hub.siblingsLimit(0).pageSize(2);
        return hub.faults()
                .on(request -> request.path().contains("/tree/")
                        && !request.query().orElse("").contains("cursor"))
                .rewriteHeader("Link", link);
    }

    private void manyFiles() {
        var commit = repository.commit("first");
        for (int i = 0; i < 1_000; i++) {
            commit.file("f" + i, "x");
        }
    }

    private Fault breakListing(Break how) {
        Fault fault = hub.faults().onPath("/revision/main");
        how.apply(fault, 50_000);
        return fault;
    }

    private Fault answer(String path, String body) {
        return hub.faults().onPath(path).body(200, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static String sibling(String path) {
        return "{\"rfilename\":\"" + path + "\",\"size\":1,\"blobId\":\"" + ONE.gitSha1() + "\"}";
    }

    private TestBuild build() {
        return new TestBuild(hub.endpoint(), cache).patience(Duration.ofMillis(500), Duration.ofSeconds(20));
    }
}
