package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.testhub.Fault;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** End to end: redirects as servers write them, and what is said when the place that they lead to is the one that fails. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RedirectsTest {

    private static final Duration AGES = Duration.ofHours(1);

    @TempDir
    private Path cache;

    private final TestHub hub = TestHub.start();
    private final String commit = hub.model("org/name")
            .commit("first")
            .lfs("model.bin", "weights".getBytes())
            .id();

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "?x=1~x=1",
                "?x=a|b\"c~x=a%7Cb%22c",
                "?x=a b%20c~x=a%20b%20c",
                "model.bin?x=<{^}>`\\~x=%3C%7B%5E%7D%3E%60%5C",
            })
    void anAddressIsUnderstoodAsBrowsersDo(String location, String query) {
        atFirst().redirectTo(location);

        PrefetchedModel model = build().ready("org/name");

        assertThat(model.path().resolve("model.bin")).hasContent("weights");
        assertThat(hub.requests(request -> request.path().endsWith("/resolve/" + commit + "/model.bin")))
                .extracting(request -> request.query().orElse(""))
                .containsExactly("", query);
    }

    @Test
    void aLongTextBesideARedirectIsNotWaitedFor() {
        atFirst().redirectTo("?x=1").extraBytes(100_000).stallAfter(10);

        assertThat(build().patience(AGES, AGES).ready("org/name").path().resolve("model.bin"))
                .hasContent("weights");
    }

    @Test
    void aTextOfUnknownLengthBesideARedirectIsNotWaitedFor() {
        atFirst().redirectTo("?x=1").chunked().stallAfter(0);

        assertThat(build().patience(AGES, AGES).ready("org/name").path().resolve("model.bin"))
                .hasContent("weights");
    }

    @Test
    void aShortTextBesideARedirectThatStallsIsGivenUp() {
        atFirst().redirectTo("?x=1").stallAfter(3);

        assertThat(build().patience(AGES, Duration.ofMillis(500))
                        .ready("org/name")
                        .path()
                        .resolve("model.bin"))
                .hasContent("weights");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401| (the token from the test is sent to HUB alone); see whether a proxy or a firewall refuses it, or try again later",
                "403| (the token from the test is sent to HUB alone); see whether a proxy or a firewall refuses it, or try again later",
                "404|; try again later",
                "410|; try again later",
                "500|; try again later",
                "503|; try again later",
            },
            ignoreLeadingAndTrailingWhitespace = false)
    void theOtherHostsRefusalIsToldAsItsOwn(int status, String advice) {
        hub.token("hf_of_the_test").faults().onCdn().status(status);

        TestBuild.Failure failure = build().token("hf_of_the_test").fails("org/name");

        assertThat(failure.message())
                .isEqualTo("org/name@main: model.bin: localhost, to which the Hub redirects, answered " + status
                        + advice.replace("HUB", hub.endpoint().replace("http://", "")));
        assertThat(failure.isUserError()).isFalse();
    }

    @Test
    void theOtherHostThatCannotBeReachedIsNamed() throws IOException {
        atFirst().redirectTo("http://localhost:" + closedPort() + "/x?Signature=secret");

        TestBuild.Failure failure = build().fails("org/name");

        assertThat(failure.message())
                .startsWith("org/name@main: model.bin: localhost cannot be reached (")
                .contains("refused")
                .endsWith("check network and proxy, or build with -o")
                .doesNotContain("secret");
        assertThat(failure.isUserError()).isFalse();
    }

    @Test
    void theOtherHostCannotSayThatTheRepositoryLacksAFile() {
        hub.faults().onCdn().status(404).header("X-Error-Code", "EntryNotFound").header("X-Repo-Commit", commit);

        TestBuild.Failure failure = build().fails("org/name");

        assertThat(failure.message()).contains("localhost, to which the Hub redirects, answered 404");
        assertThat(cache.resolve("models--org--name/.no_exist")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"X-Repo-Commit, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "X-Other, x"})
    void anAnswerAboutAnotherCommitDoesNotSayThatThisOneLacksAFile(String header, String value) {
        hub.faults()
                .onPath("/model.bin")
                .status(404)
                .header("X-Error-Code", "EntryNotFound")
                .header(header, value);

        assertThat(build().fails("org/name").message())
                .contains("model.bin is listed, but the Hub does not have it; leave it out with <excludes>");
        assertThat(cache.resolve("models--org--name/.no_exist")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:99999/x", "http://127.0.0.1:0/x", "http://[::1/x", "http://a,b/x"})
    void anUnusableAddressIsAFailureOfItsModelAlone(String target) {
        hub.model("org/other").commit("first").file("a", "1");
        hub.faults().onPath("/org/name/revision/main").redirectTo(target);

        PrefetchResult result = build().model("org/name").model("org/other").run();

        assertThat(result.failures())
                .singleElement()
                .satisfies(failure -> assertThat(TestBuild.message(failure))
                        .startsWith("org/name@main: revision 'main': http://127.0.0.1:")
                        .contains("redirects to something that is not an http or https address"));
        assertThat(result.models())
                .singleElement()
                .satisfies(model -> assertThat(model.path().resolve("a")).hasContent("1"));
    }

    @Test
    void aTextThatExplainsARefusalNeedNotArrive() {
        hub.faults()
                .on(request -> request.path().startsWith("/api/"))
                .status(403)
                .stallAfter(3);

        assertThat(build().patience(Duration.ofMillis(500), AGES)
                        .fails("org/name")
                        .message())
                .startsWith("org/name@main: access is forbidden");
    }

    @Test
    void aTextThatExplainsARefusalMayBreakOff() {
        hub.faults()
                .on(request -> request.path().startsWith("/api/"))
                .status(403)
                .truncateAfter(3);

        assertThat(build().fails("org/name").message()).startsWith("org/name@main: access is forbidden");
    }

    @Test
    void anEndlessTextThatExplainsARefusalIsNotReadToItsEnd() {
        hub.faults()
                .on(request -> request.path().startsWith("/api/"))
                .status(403)
                .extraBytes(100_000)
                .stallAfter(50_000);

        assertThat(build().patience(AGES, AGES).fails("org/name").message())
                .startsWith("org/name@main: access is forbidden")
                .hasLineCount(1)
                .hasSizeLessThan(500);
    }

    /** What the Hub answers when it is asked for the file, but not for what that leads to. */
    private Fault atFirst() {
        return hub.faults()
                .on(request -> request.server() == Server.HUB
                        && request.path().endsWith("/model.bin")
                        && request.query().isEmpty());
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private TestBuild build() {
        return new TestBuild(hub.endpoint(), cache);
    }
}
