package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

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

/** End to end: answers to the question what a repository holds: broken off, endless, foreign, and in forms that few servers use. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ListingAnswersTest {

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
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html        | <html>Please log in</html>",
                "application/json | ''",
                "application/json | {\"sha\":\"aaaa",
                "application/json | upstream is busy",
                "application/json | null",
            })
    void anAnswerThatIsNoneOnce_isAskedForAgain(String contentType, String body) {
        repository.commit("first").file("a", "1");
        hub.faults().onPath("/revision/main").times(2).body(200, contentType, body.getBytes(StandardCharsets.UTF_8));

        assertThat(build().retries(2).ready("org/name").path().resolve("a")).hasContent("1");
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
                    .contains("the response is not the JSON that a Hub gives (line ")
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
                .on(request -> request.path().startsWith("/api/"))
                .body(status, "application/json", "{\"error\":\"\\u001b[31mred\\n[ERROR] fake\"}".getBytes());

        assertThat(build().fails("org/name").message())
                .contains("(\\u001b[31mred\\n[ERROR] fake)")
                .hasLineCount(1)
                .doesNotContain("\u001b");
    }

    @Test
    void anEncodingCannotWriteIntoTheTerminal() {
        answer("/revision/main", "{}").header("Content-Encoding", "\u001b[31mbr");

        assertThat(build().fails("org/name").message())
                .contains("answered in an encoding that was not asked for: ")
                .hasLineCount(1)
                .doesNotContain("\u001b");
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

    private TestBuild build() {
        return new TestBuild(hub.endpoint(), cache).patience(Duration.ofMillis(500), Duration.ofSeconds(20));
    }
}
