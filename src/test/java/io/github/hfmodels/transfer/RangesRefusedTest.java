package io.github.hfmodels.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.http.HttpRequest;
import io.github.hfmodels.http.HttpSettings;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.http.HttpTransport;
import io.github.hfmodels.http.Redirects;
import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.Fault;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that refuse a request because it asks for a range, and give the whole content. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RangesRefusedTest {

    private static final long SIZE = 9L << 20;
    private static final Content WEIGHTS = Content.generated(SIZE, 5);
    private static final Content MORE_WEIGHTS = Content.generated(SIZE, 6);

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final ConcurrentMap<String, String> memory = new ConcurrentHashMap<>();

    RangesRefusedTest() {
        hub.model("org/large").commit("first").lfs("model.bin", WEIGHTS).lfs("more.bin", MORE_WEIGHTS);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 405, 406, 416, 501})
    void anEndpointThatRefusesRanges_isAskedForOnePlainStream(int status) throws IOException {
        refuseRangesAt(Server.HUB, status);

        fetch(0);

        assertWhole();
        assertThat(ranges(Server.HUB)).containsExactly(true, false);
        assertThat(ranges(Server.CDN)).containsExactly(false);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 405, 406, 416, 501})
    void thatItRefusesThem_isRememberedForOtherFilesAndModules(int status) throws IOException {
        refuseRangesAt(Server.HUB, status);
        fetch(0);
        hub.clearRequests();

        fetch(0, "more.bin", MORE_WEIGHTS);
        fetch(0, "model.bin", WEIGHTS);

        assertThat(ranges(Server.HUB)).containsExactly(false, false);
        assertThat(ranges(Server.CDN)).containsExactly(false, false);
    }

    @Test
    void anEndpointThatIgnoresRanges_isRememberedToo() throws IOException {
        // It serves contents itself.
        hub.faults()
                .on(request -> request.server() == Server.HUB)
                .body(
                        200,
                        "application/octet-stream",
                        Content.generated(SIZE, 5).open(0).readAllBytes());
        fetch(0);
        hub.clearRequests();

        fetch(0);

        assertWhole();
        assertThat(ranges(Server.HUB)).containsExactly(false);
    }

    @Test
    void aContentNetworkThatIgnoresARangeOnce_isAskedForRangesOfTheNextFile() throws IOException {
        hub.faults().onCdn().times(1).ignoreRange();
        fetch(0);
        hub.clearRequests();

        fetch(0, "more.bin", MORE_WEIGHTS);

        assertThat(ranges(Server.HUB)).containsExactly(true);
    }

    @Test
    void anotherEndpoint_isAskedForRanges() throws IOException {
        refuseRangesAt(Server.HUB, 501);
        fetch(0);
        try (TestHub other = TestHub.start()) {
            other.model("org/large").commit("first").lfs("model.bin", WEIGHTS);

            fetch(0, other, "model.bin", WEIGHTS);

            assertThat(other.requests().get(0).header("Range")).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403})
    void aSignedAddressThatIsRefused_isAskedForAnew_beforeItIsAskedForWithoutARange(int status) throws IOException {
        refuseRangesAt(Server.CDN, status);

        fetch(2);

        assertWhole();
        assertThat(ranges(Server.HUB)).containsExactly(true, true, false);
        assertThat(ranges(Server.CDN)).containsExactly(true, true, false);
        assertThat(memory).isEmpty();
    }

    @Test
    void aSignedAddressThatIsRefusedOnce_isNoRefusalOfRanges() throws IOException {
        hub.faults().onCdn().times(1).status(403);

        fetch(2);

        assertWhole();
        assertThat(ranges(Server.HUB)).containsOnly(true);
        assertThat(memory).isEmpty();
    }

    @Test
    void aRefusalThatIsNotForTheRange_costsOneMoreRequest_andIsNotRemembered() {
        hub.faults().on(request -> request.server() == Server.HUB).status(403);

        assertThatThrownBy(() -> fetch(3))
                .isInstanceOfSatisfying(
                        HttpStatusException.class, e -> assertThat(e.status()).isEqualTo(403));

        assertThat(ranges(Server.HUB)).containsExactly(true, false);
        assertThat(memory).isEmpty();
    }

    @Test
    void whatIsThere_isKeptUntilThePlainStreamBegins() throws IOException {
        noteHalf();
        hub.faults().on(request -> request.server() == Server.HUB).status(403);
        assertThatThrownBy(() -> fetch(0)).isInstanceOf(HttpStatusException.class);
        hub.faults().clear();
        hub.clearRequests();

        fetch(0);

        assertWhole();
        assertThat(bytesOfContents()).isLessThan(SIZE * 3 / 4);
    }

    @Test
    void aPageInPlaceOfThePlainStream_leavesWhatIsThere() throws IOException {
        noteHalf();
        refuseRangesAt(Server.HUB, 403);
        Fault page = hub.faults()
                .on(request -> request.header("Range").isEmpty())
                .body(200, "text/html", "<html>Please log in</html>".getBytes());
        page.chunked();
        assertThatThrownBy(() -> fetch(0)).hasMessageContaining("it is a web page");
        hub.faults().clear();
        hub.clearRequests();

        fetch(0);

        assertWhole();
        assertThat(bytesOfContents()).isLessThan(SIZE * 3 / 4);
    }

    @Test
    void whatIsThere_isNotMixedWithThePlainStream() throws IOException {
        noteHalf();
        refuseRangesAt(Server.HUB, 403);
        hub.faults().onCdn().truncateAfter(1_000_000);
        assertThatThrownBy(() -> fetch(0)).hasMessageContaining("ended after 1000000 of");
        assertThat(folder).isEmptyDirectory();
        hub.faults().clear();

        fetch(0);

        assertWhole();
        assertThat(PartFile.hasBlocks(part())).isTrue();
    }

    @Test
    void whatIsThere_isGoneOnWith_whereRangesWereRefusedBefore() throws IOException {
        refuseRangesAt(Server.HUB, 403);
        fetch(0, "more.bin", MORE_WEIGHTS);
        PartFile.delete(part());
        noteHalf();
        hub.faults().clear();
        hub.clearRequests();

        fetch(0);

        assertWhole();
        assertThat(bytesOfContents()).isLessThan(SIZE * 3 / 4);
    }

    private void refuseRangesAt(Server server, int status) {
        hub.faults()
                .on(request ->
                        request.server() == server && request.header("Range").isPresent())
                .status(status);
    }

    /** What an earlier process left. */
    private void noteHalf() throws IOException {
        try (PartFile part = PartFile.open(part(), WEIGHTS.sha256(), SIZE);
                var content = WEIGHTS.open(0)) {
            for (int block = 0; block < part.blocks() / 2; block++) {
                byte[] bytes = content.readNBytes(part.length(block));
                var checksum = new CRC32C();
                checksum.update(bytes);
                part.write(ByteBuffer.wrap(bytes), part.start(block));
                part.note(block, checksum);
            }
        }
    }

    private void fetch(int retries) throws IOException {
        fetch(retries, "model.bin", WEIGHTS);
    }

    private void fetch(int retries, String file, Content content) throws IOException {
        fetch(retries, hub, file, content);
    }

    /** As another module would, which has the memory alone in common. */
    private void fetch(int retries, TestHub from, String file, Content content) throws IOException {
        HttpSettings settings = TestSettings.settings(1, Duration.ofSeconds(20), retries);
        try (var transport = new HttpTransport(settings, pause -> {}, InstantSource.system(), new Redirects() {});
                var fetcher = new ContentFetcher(transport, memory)) {
            var request = HttpRequest.content(URI.create(from.endpoint() + "/org/large/resolve/main/" + file), null);
            fetcher.fetch(
                    request,
                    new Digest(Digest.Algorithm.SHA256, content.sha256()),
                    content.size(),
                    part(),
                    TransferObserver.NONE);
        }
    }

    /** For each request whether it asked for a range. */
    private List<Boolean> ranges(Server server) {
        return hub.requests(request -> request.server() == server).stream()
                .map(request -> request.header("Range").isPresent())
                .toList();
    }

    private long bytesOfContents() {
        return hub.requests(request -> request.server() == Server.CDN).stream()
                .mapToLong(RecordedRequest::bodyBytes)
                .sum();
    }

    private Path part() {
        return folder.resolve("part");
    }

    private void assertWhole() {
        assertThat(Content.of(part()).sha256()).isEqualTo(WEIGHTS.sha256());
    }
}
