package io.github.hfmodels.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.http.HttpRequest;
import io.github.hfmodels.http.HttpSettings;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.http.HttpTransport;
import io.github.hfmodels.http.Redirects;
import io.github.hfmodels.http.Sleeper;
import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.http.TransferException;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.Fault;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong between the threads that fetch one content, and with what an earlier process has left of it. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class SegmentedFetchTest {

    private static final long SIZE = 64L * (1 << 20) + 777;
    private static final Content WEIGHTS = Content.generated(SIZE, 3);
    private static final int CONNECTIONS = 4;

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>(List.of(hub));
    private final ExecutorService threads = Executors.newCachedThreadPool();

    SegmentedFetchTest() {
        hub.model("org/large").commit("first").lfs("model.bin", WEIGHTS);
    }

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @Test
    void connectionsAreUsedAgainForTheNextSegment() throws IOException {
        fetch(fetcher(0));

        assertWhole();
        assertThat(contentRequests()).isGreaterThan(CONNECTIONS + 1);
        assertThat(hub.connections(Server.CDN)).isLessThanOrEqualTo(CONNECTIONS);
    }

    @Test
    void aHasherThatFails_endsTheFetch() throws IOException {
        PartFile part = PartFile.open(part(), digest().hex(), SIZE);
        noteAll(part);
        part.close();
        PartFile complete = PartFile.open(part(), digest().hex(), SIZE);
        complete.close();
        var fetch = new SegmentedFetch(
                fetcher(0),
                new ExpectedContent(request(), digest(), SIZE),
                complete,
                new ProgressCounter(TransferObserver.NONE));

        assertThatThrownBy(() -> fetch.run(threads)).isInstanceOf(IOException.class);
    }

    @Test
    void anExecutorThatTakesNothingMore_endsTheFetch() throws IOException {
        var started = new AtomicInteger();
        try (PartFile part = PartFile.open(part(), digest().hex(), SIZE)) {
            var fetch = new SegmentedFetch(
                    fetcher(0),
                    new ExpectedContent(request(), digest(), SIZE),
                    part,
                    new ProgressCounter(TransferObserver.NONE));

            assertThatThrownBy(() -> fetch.run(task -> {
                        if (started.incrementAndGet() > 1) {
                            throw new RejectedExecutionException("closed");
                        }
                        threads.execute(task);
                    }))
                    .isInstanceOf(RejectedExecutionException.class);
        }
    }

    @Test
    void aHelperThatIsRefusedParts_leavesOnePlainStream() throws IOException {
        hub.faults().onCdn().skip(2).ignoreRange();

        fetch(fetcher(3));

        assertWhole();
        assertThat(PartFile.journalOf(part())).doesNotExist();
    }

    @Test
    void aHelperThatIsRefusedParts_leavesNoWrongPart_whenThePlainStreamFailsToo() throws IOException {
        hub.faults()
                .on(request -> request.server() == Server.CDN
                        && request.header("Range").isEmpty())
                .truncateAfter(5_000_000);
        hub.faults().onCdn().skip(2).ignoreRange();
        ContentFetcher fetcher = fetcher(1);

        assertThatThrownBy(() -> fetch(fetcher)).hasMessageContaining("ended after 5000000 of");

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusedHelpers_doNotFailWhatOthersFetch() throws IOException {
        // One connection at a time, as servers that limit a client's connections have it.
        var refused = new AtomicInteger();
        hub.faults()
                .on(request -> request.server() == Server.CDN && isBusy() && refused.incrementAndGet() > 0)
                .status(503);
        hub.faults().onCdn().trickle(40L << 20);

        fetch(fetcher(2, duration -> Sleeper.REAL.sleep(duration.dividedBy(10))));

        assertWhole();
        assertThat(refused).hasPositiveValue();
    }

    @Test
    void aJournalWithoutItsContent_countsForNothing() throws IOException {
        try (PartFile part = PartFile.open(part(), digest().hex(), SIZE)) {
            noteAll(part);
        }
        Files.delete(part());

        fetch(fetcher(0));

        assertWhole();
        assertThat(contentRequests()).isLessThan(30);
    }

    @Test
    void aContentThatNeverReachedTheDisk_isFetchedInSegmentsAgain() throws IOException {
        try (PartFile part = PartFile.open(part(), digest().hex(), SIZE)) {
            noteAll(part);
        }
        try (var file = new RandomAccessFile(part().toFile(), "rw")) {
            file.setLength(0);
            file.setLength(SIZE);
        }

        fetch(fetcher(0));

        assertWhole();
        assertThat(contentRequests()).isLessThan((int) (SIZE / PartFile.BLOCK_BYTES));
    }

    @Test
    void aWholePart_isNotAskedForAgain() throws IOException {
        try (PartFile part = PartFile.open(part(), digest().hex(), SIZE)) {
            noteAll(part);
        }

        fetch(fetcher(0));

        assertWhole();
        assertThat(contentRequests()).isZero();
    }

    @Test
    void anAnswerShorterThanItsHeaderSays_isGoneOnWith() throws IOException {
        hub.faults().onCdn().times(3).truncateAfter(700_000);

        fetch(fetcher(3));

        assertWhole();
    }

    @Test
    void aServerThatGivesFewerBytesThanAsked_isAskedForAllOfIt() throws IOException {
        hub.faults()
                .on(request -> request.header("Range").isPresent())
                .rewriteHeader("Content-Range", "bytes 0-99/" + SIZE);

        fetch(fetcher(0));

        assertWhole();
    }

    @Test
    void aServerThatAlwaysBreaksOffWithinABlock_isGivenUp() {
        hub.faults().onCdn().truncateAfter(1_000);
        ContentFetcher fetcher = fetcher(3);

        assertThatThrownBy(() -> fetch(fetcher)).isInstanceOf(TransferException.class);

        assertThat(contentRequests()).isLessThanOrEqualTo(4L * CONNECTIONS);
    }

    @Test
    void theRestOfAnAnswerThatIsNotWanted_isNotReceived() throws IOException {
        hub.faults().onCdn().ignoreRange();

        fetch(fetcher(0));

        assertWhole();
        assertThat(contentBytes()).isLessThan(SIZE + (16 << 20));
    }

    @Test
    void aTricklingAnswerIsNotReceivedToItsEnd() throws IOException {
        hub.faults().onCdn().times(1).trickle(500);

        fetch(fetcher(1, duration -> {}, Duration.ofSeconds(1)));

        assertWhole();
    }

    @Test
    void modulesOfABuild_receiveOverTheConnectionsThatTheyShare() throws Exception {
        var shared = HttpSettings.Shared.own(1);
        var free = new ConcurrentLinkedQueue<Integer>();
        hub.faults().on(request -> {
            free.add(shared.connections().availablePermits());
            return false;
        });
        ContentFetcher one = fetcher(0, duration -> {}, Duration.ofSeconds(20), shared);
        ContentFetcher other = fetcher(0, duration -> {}, Duration.ofSeconds(20), shared);

        Future<?> first = threads.submit(() -> {
            one.fetch(request(), digest(), SIZE, folder.resolve("one"), TransferObserver.NONE);
            return null;
        });
        other.fetch(request(), digest(), SIZE, folder.resolve("other"), TransferObserver.NONE);
        first.get();

        // Each request held the only permit, so that there were never two at once.
        assertThat(free).hasSizeGreaterThan(2).containsOnly(0);
        assertThat(shared.connections().availablePermits()).isEqualTo(1);
    }

    @Test
    void aPageInPlaceOfTheFirstPart_doesNotThrowAwayWhatIsThere() throws IOException {
        noteSome();
        hub.faults().onCdn().times(1).body(200, "text/html; charset=utf-8", "<html>Please log in</html>".getBytes());

        fetch(fetcher(1));

        assertWhole();
        assertKeptSome();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPageAlways_leavesWhatIsThere(boolean isOfUnknownLength) throws IOException {
        noteSome();
        Fault page =
                hub.faults().onCdn().body(200, "text/html; charset=utf-8", "<html>Please log in</html>".getBytes());
        if (isOfUnknownLength) {
            page.chunked();
        }
        ContentFetcher fetcher = fetcher(1);

        assertThatThrownBy(() -> fetch(fetcher)).hasMessageContaining("it is a web page");

        hub.faults().clear();
        fetch(fetcher(0));
        assertWhole();
        assertKeptSome();
    }

    @Test
    void aServerThatGivesNoRangeOnce_isAskedAgain() throws IOException {
        noteSome();
        hub.faults().onCdn().times(1).ignoreRange();

        fetch(fetcher(1));

        assertWhole();
        assertKeptSome();
    }

    @Test
    void aServerThatGivesAnotherRangeOnce_isAskedAgain() throws IOException {
        noteSome();
        hub.faults().onCdn().times(1).wrongContentRange();

        fetch(fetcher(1));

        assertWhole();
        assertKeptSome();
    }

    @Test
    void aServerThatRefusesARangeOnce_isAskedAgain() throws IOException {
        noteSome();
        hub.faults().onCdn().times(1).status(416);

        fetch(fetcher(1));

        assertWhole();
        assertKeptSome();
    }

    @Test
    void aSignedAddressThatIsRefusedAtItsFirstUse_isAskedForAgain() throws IOException {
        hub.faults().onCdn().times(2).status(403);

        fetch(fetcher(2));

        assertWhole();
        assertThat(hub.requests(request -> request.server() == Server.HUB)).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "401, X-Error-Message, Invalid credentials in Authorization header",
        "401, X-Error-Code, GatedRepo",
        "403, X-Error-Code, GatedRepo",
        "403, X-Error-Message, Access to this resource is disabled."
    })
    void aRefusalOfTheHubItself_isFinal(int status, String header, String value) {
        hub.faults()
                .on(request -> request.server() == Server.HUB)
                .status(status)
                .header(header, value);
        ContentFetcher fetcher = fetcher(5);

        assertThatThrownBy(() -> fetch(fetcher)).isInstanceOf(HttpStatusException.class);

        assertThat(hub.requests()).hasSize(1);
    }

    /** What an earlier process left: the first three quarters. */
    private void noteSome() throws IOException {
        try (PartFile part = PartFile.open(part(), digest().hex(), SIZE);
                var content = WEIGHTS.open(0)) {
            for (int block = 0; block < part.blocks() * 3 / 4; block++) {
                note(part, block, content.readNBytes(part.length(block)));
            }
        }
    }

    /** A quarter was missing, and what is refused is not received to its end. */
    private void assertKeptSome() {
        assertThat(contentBytes()).isLessThan(SIZE / 2);
    }

    private boolean isBusy() {
        long served = hub.requests(request -> request.server() == Server.CDN && request.status() == 206).stream()
                .filter(request -> request.bodyBytes() < requested(request))
                .count();
        return served > 0;
    }

    private static long requested(RecordedRequest request) {
        String[] bounds =
                request.header("Range").orElseThrow().replace("bytes=", "").split("-");
        return Long.parseLong(bounds[1]) - Long.parseLong(bounds[0]) + 1;
    }

    private void noteAll(PartFile part) throws IOException {
        try (var content = WEIGHTS.open(0)) {
            for (int block = 0; block < part.blocks(); block++) {
                note(part, block, content.readNBytes(part.length(block)));
            }
        }
    }

    private static void note(PartFile part, int block, byte[] bytes) throws IOException {
        var checksum = new CRC32C();
        checksum.update(bytes);
        part.write(ByteBuffer.wrap(bytes), part.start(block));
        part.note(block, checksum);
    }

    private ContentFetcher fetcher(int retries) {
        return fetcher(retries, duration -> {});
    }

    private ContentFetcher fetcher(int retries, Sleeper sleeper) {
        return fetcher(retries, sleeper, Duration.ofSeconds(20));
    }

    private ContentFetcher fetcher(int retries, Sleeper sleeper, Duration patience) {
        return fetcher(retries, sleeper, patience, HttpSettings.Shared.own(CONNECTIONS));
    }

    private ContentFetcher fetcher(int retries, Sleeper sleeper, Duration patience, HttpSettings.Shared shared) {
        HttpSettings settings = TestSettings.settings(patience, patience, retries, shared);
        var transport = new HttpTransport(settings, sleeper, InstantSource.system(), new Redirects() {});
        var fetcher = new ContentFetcher(transport, new ConcurrentHashMap<>());
        open.add(0, fetcher);
        open.add(0, transport);
        return fetcher;
    }

    private void fetch(ContentFetcher fetcher) throws IOException {
        fetcher.fetch(request(), digest(), SIZE, part(), TransferObserver.NONE);
    }

    private HttpRequest request() {
        return HttpRequest.content(URI.create(hub.endpoint() + "/org/large/resolve/main/model.bin"), null);
    }

    private static Digest digest() {
        return new Digest(Digest.Algorithm.SHA256, WEIGHTS.sha256());
    }

    private Path part() {
        return folder.resolve("part");
    }

    private long contentRequests() {
        return hub.requests(request -> request.server() == Server.CDN).size();
    }

    private long contentBytes() {
        return hub.requests(request -> request.server() == Server.CDN).stream()
                .mapToLong(RecordedRequest::bodyBytes)
                .sum();
    }

    private void assertWhole() {
        assertThat(Content.of(part()).sha256()).isEqualTo(WEIGHTS.sha256());
    }
}
