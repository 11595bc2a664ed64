package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.relock.LockOutcome;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** End to end: two endpoints, of which the first is not as it should be. */
class SeveralEndpointsTest {

    private static final Content WEIGHTS = Content.generated(12L << 20, 5);

    @TempDir
    private Path folder;

    private final TestHub first = TestHub.start();
    private final TestHub second = TestHub.start();
    private final ConcurrentMap<String, String> memory = new ConcurrentHashMap<>();
    private String commit = "";

    @AfterEach
    void stopHubs() {
        first.close();
        second.close();
    }

    /**
     * What is wrong with the first, and how often each is asked for a listing and for files: by the first module of a build, and by
     * the second one, which wants another model. Failed requests are repeated twice. Each model has three files.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            first                | list 1 | files 1 | list 2 | files 2 | then: list 1 | files 1 | list 2 | files 2
            fine                 | 1      | 3       | 0      | 0       | 1            | 3       | 0      | 0
            down                 | 0      | 0       | 1      | 3       | 0            | 0       | 1      | 3
            silent               | 1      | 0       | 1      | 3       | 0            | 0       | 1      | 3
            503                  | 3      | 0       | 1      | 3       | 0            | 0       | 1      | 3
            429 for an hour      | 1      | 0       | 1      | 3       | 0            | 0       | 1      | 3
            lacks the model      | 1      | 0       | 1      | 3       | 1            | 3       | 0      | 0
            lacks the revision   | 1      | 0       | 1      | 3       | 1            | 3       | 0      | 0
            lacks a file         | 1      | 3       | 0      | 1       | 1            | 3       | 0      | 0
            a wrong byte         | 1      | 4       | 0      | 1       | 1            | 3       | 0      | 0
            a web page           | 3      | 0       | 1      | 3       | 1            | 3       | 0      | 0
            stale                | 1      | 3       | 0      | 0       | 1            | 3       | 0      | 0
            """)
    void requestsOfEach(String fault, int l1, int f1, int l2, int f2, int l1b, int f1b, int l2b, int f2b)
            throws IOException {
        publish(fault);

        build().patience(Duration.ofSeconds(fault.equals("silent") ? 4 : 20)).ready("org/name");

        assertThat(requests()).as("the first module").isEqualTo(table(l1, f1, l2, f2));
        assertThat(folder.resolve("cache/models--org--name/snapshots/" + commit + "/a.txt"))
                .hasContent("a");
        assertThat(folder.resolve("cache/models--org--name/snapshots/" + commit + "/c.bin"))
                .hasContent("c");
        first.clearRequests();
        second.clearRequests();

        build().ready("org/other");

        assertThat(requests()).as("the second module").isEqualTo(table(l1b, f1b, l2b, f2b));
    }

    @Test
    void errorsForFilesAlone_areRetriedForThoseThatAreAskedForAtOnce() throws IOException {
        publish("503 for files");

        build().ready("org/name");

        // Each file is tried three times, but one that comes late is asked of the second at once.
        assertThat(first.requests(request -> request.path().contains("/resolve/")))
                .hasSizeBetween(3, 9);
        assertThat(second.requests(request -> request.path().startsWith("/org/name/resolve/")))
                .hasSize(3);
        first.clearRequests();

        build().ready("org/other");

        assertThat(first.requests(request -> request.path().contains("/resolve/")))
                .isEmpty();
    }

    private void publish(String fault) throws IOException {
        for (TestHub hub : List.of(first, second)) {
            for (String id : List.of("org/name", "org/other")) {
                boolean isLacking = hub == first && fault.equals("lacks the model") && id.equals("org/name");
                if (!isLacking) {
                    commit = hub.model(id)
                            .commit("first")
                            .file("a.txt", "a")
                            .file("b.txt", "b")
                            .file("c.bin", "c")
                            .id();
                }
            }
        }
        commit = second.model("org/name").commit("the same again").id();
        first.model("org/name");
        Predicate<RecordedRequest> isContent = SeveralEndpointsTest::isContent;
        switch (fault) {
            case "down" -> first.close();
            case "silent" -> first.faults().on(any -> true).stallBeforeResponse();
            case "503" -> first.faults().on(any -> true).status(503);
            case "503 for files" -> first.faults().on(isContent).status(503);
            case "429 for an hour" -> first.faults().on(any -> true).status(429).header("Retry-After", "3600");
            case "lacks the revision" ->
                first.faults()
                        .on(request -> request.path().contains("/org/name/"))
                        .status(404)
                        .header("X-Error-Code", "RevisionNotFound");
            case "lacks a file" ->
                first.faults()
                        .onPath("/org/name/resolve/" + commit + "/c.bin")
                        .status(404)
                        .header("X-Error-Code", "EntryNotFound")
                        .header("X-Repo-Commit", commit);
            case "a wrong byte" ->
                first.faults()
                        .on(request -> request.path().matches(".*/resolve-cache/.*/org/name/.*/a.txt"))
                        .flipByteAt(0);
            case "a web page" ->
                first.faults()
                        .on(request -> request.path().contains("/org/name/"))
                        .body(200, "text/html", "<html>Welcome</html>".getBytes());
            default -> {}
        }
        if (!fault.equals("lacks the model") && !fault.equals("stale")) {
            first.model("org/name").commit("the same again").id();
        }
        if (fault.equals("stale")) {
            commit = first.model("org/name").commit("the same again").id();
            second.model("org/name").commit("newer").file("a.txt", "newer").id();
        }
    }

    private List<Integer> requests() {
        return table(
                first.requests(SeveralEndpointsTest::isListing).size(),
                first.requests(SeveralEndpointsTest::isContent).size(),
                second.requests(SeveralEndpointsTest::isListing).size(),
                second.requests(SeveralEndpointsTest::isContent).size());
    }

    private static List<Integer> table(int... numbers) {
        return IntStream.of(numbers).boxed().toList();
    }

    private static boolean isListing(RecordedRequest request) {
        return request.path().contains("/revision/") || request.path().contains("/tree/");
    }

    /** Not what it redirects to. */
    private static boolean isContent(RecordedRequest request) {
        return request.path().contains("/resolve/");
    }

    @Test
    void deadEndpoint_isTriedOnceAndNoMoreInTheBuild() throws IOException {
        publish("fine");
        int port = URI.create(first.endpoint()).getPort();
        first.close();
        TestBuild build = build();
        build.ready("org/name");
        assertThat(build.pauses()).as("no time is lost by trying again").isEmpty();

        try (ServerSocket revived = listening(port)) {
            build().ready("org/other");
            build().force().ready("org/name");

            // Nobody has connected: otherwise somebody would wait there.
            revived.setSoTimeout(1);
            assertThatThrownBy(revived::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static ServerSocket listening(int port) {
        try {
            return new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            assumeTrue(false, "another program has taken the port");
            throw new IllegalStateException(e);
        }
    }

    @Test
    void lastEndpoint_isTriedAgainAsAnOnlyOneIs() {
        first.close();
        second.close();
        TestBuild build = build();

        TestBuild.Failure failure = build.fails("org/name");

        assertThat(build.pauses()).hasSize(2);
        assertThat(failure.message())
                .startsWith("org/name@main: 127.0.0.1:"
                        + URI.create(first.endpoint()).getPort() + ": revision 'main': 127.0.0.1 cannot be reached")
                .contains("; 127.0.0.1:" + URI.create(second.endpoint()).getPort()
                        + ": revision 'main': 127.0.0.1 cannot be reached")
                .endsWith("; check network and proxy, or build with -o")
                .doesNotContain("\n");
        assertThat(failure.isUserError()).isFalse();
    }

    @Test
    void whenNoneHasTheModel_eachReasonIsTold() {
        TestBuild.Failure failure = build().fails("org/none");

        assertThat(failure.message())
                .isEqualTo("org/none@main: 127.0.0.1:"
                        + URI.create(first.endpoint()).getPort()
                        + ": there is no model of that name, or it is private; 127.0.0.1:"
                        + URI.create(second.endpoint()).getPort()
                        + ": there is no model of that name, or it is private; check the id, or set HF_TOKEN or run"
                        + " 'hf auth login'");
        assertThat(failure.isUserError()).isTrue();
        assertThat(failure.isTokenMissing()).isTrue();
    }

    @Test
    void lock_isFollowedWhereTheFirstLacksTheCommit() throws IOException {
        publish("fine");
        second.model("org/name").commit("newer").file("a.txt", "newer").id();
        ModelLock lock = new TestBuild(second.endpoint(), folder.resolve("locking"))
                .model("org/name")
                .lock();
        second.clearRequests();

        build().locked(lock).ready("org/name");

        assertThat(requests().subList(2, 4)).isEqualTo(table(0, 3));
        assertThat(first.requests().size())
                .as("until it is known that the commit is not there")
                .isBetween(1, 3);
        first.clearRequests();
        new TestBuild(first.endpoint(), folder.resolve("cold"))
                .orFrom(second.endpoint())
                .remembering(memory)
                .locked(lock)
                .ready("org/name");
        assertThat(first.requests()).isEmpty();
    }

    @Test
    void lockAndUpdate_goOnWithTheSecond() throws IOException {
        publish("503");

        ModelLock lock = build().model("org/name").lock();
        second.model("org/name").commit("newer").file("a.txt", "newer").id();
        LockOutcome outcome = build().model("org/name").model("org/other").update(lock);

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.lock().models()).hasSize(2);
        assertThat(outcome.lock()).isNotEqualTo(lock);
        assertThat(first.requests()).as("one lookup, tried three times").hasSize(3);
    }

    @Test
    void modulesAtTheSameTime_shareWhatTheyFindOut() throws Exception {
        publish("503");
        ConcurrentMap<String, java.util.concurrent.CompletableFuture<String>> work = new ConcurrentHashMap<>();
        Callable<PrefetchedModel> module = () -> build().moduleOf(work).ready("org/name");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<PrefetchedModel> each : threads.invokeAll(List.of(module, module, module, module))) {
                assertThat(each.get().path()).isDirectory();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(requests()).isEqualTo(table(3, 0, 1, 3));
    }

    @Test
    void partOfAnEndpointThatBroke_isContinuedByTheNext() {
        for (TestHub hub : List.of(first, second)) {
            hub.model("org/large").commit("first").lfs("model.bin", WEIGHTS).id();
        }
        first.faults().onCdn().skip(1).status(503);
        first.faults().onCdn().times(1).resetAfter(5L << 20);

        build().ready("org/large");

        assertWhole();
        assertThat(second.bytesServed()).isLessThan(WEIGHTS.size());
    }

    @Test
    void wrongByteInTheKeptPart_isNotKept() {
        for (TestHub hub : List.of(first, second)) {
            hub.model("org/large").commit("first").lfs("model.bin", WEIGHTS).id();
        }
        first.faults().onCdn().skip(1).status(503);
        first.faults().onCdn().times(1).flipByteAt(1000).resetAfter(5L << 20);

        build().ready("org/large");

        assertWhole();
    }

    @Test
    void wrongByteOfAll_isNeverVisible() throws IOException {
        for (TestHub hub : List.of(first, second)) {
            hub.model("org/large").commit("first").lfs("model.bin", WEIGHTS).id();
            hub.faults().onCdn().flipByteAt(1000);
        }

        TestBuild.Failure failure = build().fails("org/large");

        assertThat(failure.message())
                .containsSubsequence("does not have the hash", "; 127.0.0.1:", "does not have the hash");
        assertThat(folder.resolve("cache/models--org--large/blobs/" + WEIGHTS.sha256()))
                .doesNotExist();
    }

    private void assertWhole() {
        Path blob = folder.resolve("cache/models--org--large/blobs/" + WEIGHTS.sha256());
        assertThat(blob).hasSize(WEIGHTS.size());
        assertThat(WEIGHTS.sha256()).isEqualTo(sha256(blob));
    }

    private static String sha256(Path file) {
        try {
            return io.github.hfmodels.model.Digest.Algorithm.SHA256.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private TestBuild build() {
        return new TestBuild(first.endpoint(), folder.resolve("cache"))
                .orFrom(second.endpoint())
                .remembering(memory)
                .retries(2)
                .maxWait(Duration.ofSeconds(60));
    }
}
