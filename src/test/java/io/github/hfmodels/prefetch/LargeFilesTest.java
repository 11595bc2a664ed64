package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** End to end: files large enough for several connections, on lines and from servers that are not what they should be. */
class LargeFilesTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final long SIZE = 40L * MEBIBYTE + 12_345;
    private static final Content WEIGHTS = Content.generated(SIZE, 7);

    @TempDir
    private Path cache;

    private final TestHub hub = TestHub.start();

    LargeFilesTest() {
        hub.model("org/large").commit("first").lfs("model.bin", WEIGHTS).file("config.json", "{}");
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void arrivesInPartsThatTogetherAreTheFile() throws IOException {
        build().ready("org/large");

        assertWhole();
        assertThat(hub.requests(LargeFilesTest::isContent).size()).isBetween(5, 20);
        assertThat(hub.requests(request -> request.path().endsWith("/model.bin") && request.server() == Server.HUB))
                .as("the redirect is followed once")
                .hasSize(1);
        assertThat(contentBytes()).isBetween(SIZE, SIZE + SIZE / 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 429, 408})
    void aServerThatFailsForAMomentIsAskedAgain(int status) throws IOException {
        hub.faults().onCdn().times(3).status(status);

        build().retries(5).ready("org/large");

        assertWhole();
    }

    @Test
    void aServerThatFailsForEverFailsTheModelAndKeepsWhatArrived() throws IOException {
        hub.faults().onCdn().skip(3).status(500);

        TestBuild.Failure failure = build().retries(2).fails("org/large");

        assertThat(failure.message()).contains("model.bin").contains("500");
        assertThat(parts()).isNotEmpty();
        hub.faults().clear();
        hub.clearRequests();
        build().ready("org/large");
        assertWhole();
        assertThat(contentBytes()).isLessThan(SIZE);
    }

    @Test
    void aConnectionThatIsResetLosesItsLastBlockAtMost() throws IOException {
        hub.faults().onCdn().times(4).resetAfter(2 * MEBIBYTE + 500_000);

        build().retries(5).ready("org/large");

        assertWhole();
        assertThat(contentBytes()).isLessThan(SIZE + 4 * 3 * MEBIBYTE + SIZE / 4);
    }

    @Test
    void aBodyThatEndsEarlyIsGoneOnWith() throws IOException {
        hub.faults().onCdn().times(4).truncateAfter(MEBIBYTE + 10);

        build().retries(5).ready("org/large");

        assertWhole();
        assertThat(contentBytes()).isLessThan(SIZE + 4 * MEBIBYTE + SIZE / 4);
    }

    @Test
    void aFlippedByteIsNoticedAndTheFileFetchedOnceMorePastCaches() throws IOException {
        hub.faults()
                .on(request ->
                        isContent(request) && request.header("Cache-Control").isEmpty())
                .flipByteAt(30 * MEBIBYTE);

        build().ready("org/large");

        assertWhole();
    }

    @Test
    void aByteThatIsAlwaysFlippedFailsTheModelAndLeavesNothing() throws IOException {
        hub.faults().onCdn().flipByteAt(30 * MEBIBYTE);

        TestBuild.Failure failure = build().fails("org/large");

        assertThat(failure.message()).contains("model.bin").contains("does not have the hash " + WEIGHTS.sha256());
        assertThat(parts()).isEmpty();
        assertThat(blob()).doesNotExist();
    }

    @Test
    void aServerWithoutRangesGivesTheFileInOnePiece() throws IOException {
        hub.faults().onCdn().ignoreRange();

        build().ready("org/large");

        assertWhole();
    }

    @Test
    void aServerThatSendsAnotherRangeIsAskedForAllOfIt() throws IOException {
        hub.faults().on(request -> request.header("Range").isPresent()).wrongContentRange();

        build().ready("org/large");

        assertWhole();
    }

    @Test
    void aServerThatRefusesRangesIsAskedForAllOfIt() throws IOException {
        hub.faults()
                .on(request -> isContent(request) && request.header("Range").isPresent())
                .status(416);

        build().ready("org/large");

        assertWhole();
    }

    @Test
    void anAddressThatExpiresIsResolvedAnew() throws IOException {
        hub.faults()
                .on(request -> isContent(request) && resolutions() < 2)
                .skip(3)
                .status(403);

        build().ready("org/large");

        assertWhole();
        assertThat(resolutions()).isGreaterThan(1);
    }

    @Test
    void anAddressThatIsAlwaysRefusedFailsTheModel() {
        hub.faults().onCdn().status(403);

        assertThat(build().retries(5).fails("org/large").message())
                .contains("to which the Hub redirects, answered 403");
    }

    @Test
    void aServerThatCompressesAgainstOrdersIsUnderstood() throws IOException {
        hub.faults().onCdn().gzip();

        build().ready("org/large");

        assertWhole();
    }

    @Test
    void blocksThatDoNotMatchTheirChecksumAreFetchedAgain() throws IOException {
        hub.faults().onCdn().skip(1).status(500);
        build().fails("org/large");
        Path part = parts().filter(path -> path.toString().endsWith(".incomplete"))
                .findFirst()
                .orElseThrow();
        try (var file = new RandomAccessFile(part.toFile(), "rw")) {
            file.seek(100);
            file.write(new byte[5_000]);
        }
        hub.faults().clear();

        build().ready("org/large");

        assertWhole();
    }

    @Test
    void aPartThatIsNotAPartIsReplaced() throws IOException {
        Path blobs = Files.createDirectories(cache.resolve("models--org--large/blobs"));
        Files.writeString(blobs.resolve(WEIGHTS.sha256() + ".hf-models.incomplete"), "nonsense");
        Files.writeString(blobs.resolve(WEIGHTS.sha256() + ".hf-models.incomplete.journal"), "nonsense");

        build().ready("org/large");

        assertWhole();
    }

    private TestBuild build() {
        return new TestBuild(hub.endpoint(), cache);
    }

    private static boolean isContent(RecordedRequest request) {
        return request.server() == Server.CDN;
    }

    private int resolutions() {
        return hub.requests(request -> request.path().endsWith("/model.bin") && request.server() == Server.HUB)
                .size();
    }

    private long contentBytes() {
        return hub.requests(LargeFilesTest::isContent).stream()
                .mapToLong(RecordedRequest::bodyBytes)
                .sum();
    }

    private Path blob() {
        return cache.resolve("models--org--large/blobs").resolve(WEIGHTS.sha256());
    }

    private Stream<Path> parts() throws IOException {
        try (Stream<Path> blobs = Files.list(blob().getParent())) {
            return blobs.filter(path -> path.toString().contains("incomplete")).toList().stream();
        }
    }

    private void assertWhole() throws IOException {
        assertThat(Content.of(blob()).sha256()).isEqualTo(WEIGHTS.sha256());
        assertThat(parts()).isEmpty();
    }
}
