package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.Fault;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestCertificate;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** End to end: the rows of the fault table: one large file, one fault, what becomes of it and what it costs. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class FaultTableTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final long SIZE = 24L * MEBIBYTE + 12_345;
    private static final Content WEIGHTS = Content.generated(SIZE, 7);
    private static final int BLOCK = 256 * 1_024;

    private static final FaultLog LOG = new FaultLog();

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final ShownDownloads shown = new ShownDownloads();
    private String test = "";

    FaultTableTest() {
        hub.model("org/large").commit("first").lfs("model.bin", WEIGHTS);
    }

    @BeforeEach
    void note(TestInfo info) {
        String name = info.getTestMethod().orElseThrow().getName();
        test = info.getDisplayName().startsWith("[") ? name + " " + info.getDisplayName() : name;
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @AfterAll
    static void writeTable() throws IOException {
        LOG.write();
    }

    @Test
    void noFault() throws IOException {
        build().ready("org/large");

        assertWhole(0);
    }

    // Statuses and limits

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504})
    void statusThreeTimes(int status) throws IOException {
        hub.faults().onCdn().times(3).status(status);

        TestBuild build = build().retries(5);
        build.ready("org/large");

        assertWhole(0);
        assertThat(build.pauses()).hasSize(3).allMatch(pause -> pause.compareTo(Duration.ofSeconds(4)) < 0);
    }

    @Test
    void statusForEver() throws IOException {
        hub.faults().onCdn().skip(2).status(500);

        assertFails(build().retries(3), "model.bin", "answered 500", "try again later");
        assertResumes();
    }

    @Test
    void limitWithRateLimit() throws IOException {
        limited().header("RateLimit", "\"resolvers\";r=0;t=12");

        assertWaits(12);
    }

    @Test
    void limitWithRetryAfterSeconds() throws IOException {
        limited().header("Retry-After", "12");

        assertWaits(12);
    }

    @Test
    void limitWithRetryAfterDate() throws IOException {
        ZonedDateTime time = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(15);
        limited().header("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(time));

        assertWaits(10);
    }

    @Test
    void limitBare() throws IOException {
        limited();

        TestBuild build = build().retries(5);
        build.ready("org/large");

        assertWhole(0);
        assertThat(build.pauses()).singleElement().matches(pause -> pause.compareTo(Duration.ofSeconds(1)) < 0);
    }

    @Test
    void limitOfTheApi() throws IOException {
        hub.faults()
                .on(request -> request.path().startsWith("/api/models/"))
                .times(1)
                .status(429)
                .header("RateLimit", "\"api\";r=0;t=12");

        assertWaits(12);
    }

    @Test
    void limitBeyondMaxWait() throws IOException {
        limited().header("RateLimit", "\"resolvers\";r=0;t=280");

        TestBuild build = build().retries(5).maxWait(Duration.ofSeconds(60));

        assertFails(build, "localhost limits the rate of requests and wants a pause of 2", "the 60 s that are allowed");
        assertThat(build.pauses()).allMatch(pause -> pause.compareTo(Duration.ofSeconds(1)) < 0);
    }

    @Test
    void limitAgainAndAgain() throws IOException {
        hub.faults().onCdn().status(429).header("Retry-After", "250");

        TestBuild build = build().retries(20).maxWait(Duration.ofSeconds(600));

        assertFails(build, "wants a pause of 2", " s of waiting, together more than the 600 s that are allowed");
        assertThat(build.pauses().stream().reduce(Duration.ZERO, Duration::plus))
                .isLessThan(Duration.ofSeconds(610));
    }

    @Test
    void limitByAWrongClock() throws IOException {
        ZonedDateTime time = ZonedDateTime.now(ZoneOffset.UTC).plusHours(1);
        limited()
                .header("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(time))
                .header("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(time.plusSeconds(12)));

        assertWaits(12);
    }

    @Test
    void limitWhileOthersGoOn() throws IOException {
        hub.faults().onCdn().skip(1).times(1).status(429).header("Retry-After", "12");

        TestBuild build = build().retries(5);
        build.ready("org/large");

        assertWhole(0);
        assertThat(hub.requests(request -> request.status() == 429)).hasSize(1);
    }

    // Bodies

    @Test
    void reset() throws IOException {
        hub.faults().onCdn().times(2).resetAfter(2 * MEBIBYTE + 500_000);

        build().retries(5).ready("org/large");

        assertWhole(0);
    }

    @Test
    void truncated() throws IOException {
        hub.faults().onCdn().times(2).truncateAfter(MEBIBYTE + 10);

        build().retries(5).ready("org/large");

        assertWhole(0);
    }

    @Test
    void extraBytes() throws IOException {
        hub.faults().onCdn().times(2).extraBytes(1_000);

        build().ready("org/large");

        assertWhole(0);
    }

    @Test
    void flippedByteOnce() throws IOException {
        hub.faults().onCdn().times(1).flipByteAt(1_000);

        build().ready("org/large");

        assertWhole(SIZE);
        assertThat(hub.requests(request -> request.header("Cache-Control").isPresent()))
                .isNotEmpty();
    }

    @Test
    void flippedByteAlways() throws IOException {
        hub.faults().onCdn().flipByteAt(20 * MEBIBYTE);

        assertFails(build(), "model.bin", hub.endpoint(), "does not have the hash " + WEIGHTS.sha256());
        assertThat(parts()).isEmpty();
    }

    @Test
    void contentThatChangesMidway() throws IOException {
        hub.faults()
                .on(request -> request.server() == Server.CDN
                        && request.header("Cache-Control").isEmpty())
                .skip(1)
                .flipByteAt(20 * MEBIBYTE)
                .rewriteHeader("ETag", "\"another\"");

        build().ready("org/large");

        assertWhole(SIZE);
    }

    @Test
    void silence() throws IOException {
        hub.faults().onCdn().times(2).stallAfter(MEBIBYTE + 10);

        build().retries(5).patience(Duration.ofSeconds(1)).ready("org/large");

        assertWhole(0);
    }

    @Test
    void silenceInsteadOfAnAnswer() throws IOException {
        hub.faults().onCdn().times(2).stallBeforeResponse();

        build().retries(5).patience(Duration.ofSeconds(1)).ready("org/large");

        assertWhole(0);
    }

    @Test
    void trickle() throws IOException {
        hub.faults().onCdn().times(2).trickle(400);

        build().retries(5).patience(Duration.ofSeconds(1)).ready("org/large");

        assertWhole(0);
    }

    @Test
    void closedInsteadOfAnAnswer() throws IOException {
        hub.faults().onCdn().times(2).closeBeforeResponse();

        build().retries(5).ready("org/large");

        assertWhole(0);
    }

    @Test
    void gzip() throws IOException {
        hub.faults().onCdn().gzip();

        build().ready("org/large");

        assertWhole(0);
    }

    // Connections

    @Test
    void connectionRefused() throws IOException {
        hub.faults().onPath("/model.bin").redirectTo("http://127.0.0.1:" + closedPort() + "/x");
        TestBuild build = build().retries(5);

        assertFails(build, "model.bin", "refused");
        assertThat(build.pauses()).hasSize(2);
    }

    @Test
    void noSuchHost() throws IOException {
        hub.faults().onPath("/model.bin").redirectTo("http://no-such-host.invalid/x");

        assertFails(build().retries(5), "model.bin", "no-such-host.invalid");
    }

    @Test
    void untrustedCertificate() throws Exception {
        TestCertificate certificate = TestCertificate.create(Files.createDirectory(folder.resolve("keys")));
        try (TestHub secure = TestHub.builder().tls(certificate.context()).start()) {
            hub.faults().onPath("/model.bin").redirectTo(secure.endpoint() + "/x");
            TestBuild build = build().retries(5);

            assertFails(build, "model.bin", "certif");
            assertThat(build.pauses()).isEmpty();
        }
    }

    // Ranges and redirects

    @Test
    void rangeIgnored() throws IOException {
        hub.faults().onCdn().ignoreRange();

        build().ready("org/large");

        // Nothing of the refused response is read.
        assertWhole(0);
    }

    @Test
    void rangeIgnoredLater() throws IOException {
        hub.faults().onCdn().skip(3).ignoreRange();

        build().ready("org/large");

        assertWhole(SIZE);
    }

    @Test
    void anotherRange() throws IOException {
        hub.faults().on(request -> request.header("Range").isPresent()).wrongContentRange();

        build().ready("org/large");

        assertWhole(0);
    }

    @Test
    void rangeRefused() throws IOException {
        hub.faults()
                .on(request -> request.server() == Server.CDN
                        && request.header("Range").isPresent())
                .status(416);

        build().ready("org/large");

        assertWhole(0);
    }

    @Test
    void redirectLoop() throws IOException {
        hub.faults().onPath("/model.bin").redirectTo(hub.endpoint() + "/b");
        hub.faults().onPath("/b").redirectTo(hub.endpoint() + "/model.bin");

        assertFails(build().retries(5), "redirects more than 10 times");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410})
    void expiredAddress(int status) throws IOException {
        hub.faults().onCdn().skip(2).times(1).status(status);

        build().ready("org/large");

        assertWhole(0);
    }

    @Test
    void addressRefusedAtItsFirstUse() throws IOException {
        hub.faults().onCdn().times(2).status(403);

        build().retries(5).ready("org/large");

        assertWhole(0);
    }

    @Test
    void redirectToTheSameAddress() throws IOException {
        hub.faults().onPath("/model.bin").times(1).redirectTo(hub.endpoint() + "/org/large/resolve/main/model.bin");

        build().ready("org/large");

        assertWhole(0);
    }

    @Test
    void addressThatIsAlwaysRefused() throws IOException {
        hub.faults().onCdn().status(403);

        assertFails(build().retries(5), "to which the Hub redirects, answered 403");
    }

    // This machine

    @Test
    void diskFull() throws IOException {
        try (var disk = SmallDisk.mount(folder.resolve("disk"), 40)) {
            Path cache = disk.path().resolve("cache");
            // The room is there when it is looked for, and taken by somebody else afterwards.
            hub.faults()
                    .on(request -> request.server() == Server.CDN && disk.fill(28))
                    .status(500);

            assertFails(new TestBuild(hub.endpoint(), cache), "cannot use " + cache, "No space left on device");

            assertThat(blob(cache)).doesNotExist();
            disk.empty();
            hub.faults().clear();
            hub.clearRequests();
            new TestBuild(hub.endpoint(), cache).display(shown).ready("org/large");
            assertThat(Content.of(blob(cache)).sha256()).isEqualTo(WEIGHTS.sha256());
            long resumed = shown.of("model.bin").resumed.get();
            assertThat(resumed).isPositive();
            assertThat(shown.of("model.bin").received).hasValue(SIZE - resumed);
        }
    }

    @Test
    void notEnoughRoom() throws IOException {
        try (var disk = SmallDisk.mount(folder.resolve("disk"), 10)) {
            Path cache = disk.path().resolve("cache");

            assertFails(
                    new TestBuild(hub.endpoint(), cache),
                    "the download needs 25.2 MB and " + cache + " has 10.",
                    "make room, or set hf.cacheDirectory to another disk");

            assertThat(hub.requests(request -> request.path().contains("/resolve/")))
                    .isEmpty();
        }
    }

    @Test
    void diskThatDoesNotSayItsSize() throws IOException {
        try (var disk = SmallDisk.mountWithoutSize(folder.resolve("disk"))) {
            Path cache = disk.path().resolve("cache");
            TestBuild build = new TestBuild(hub.endpoint(), cache).display(shown);

            assertThat(build.model("org/large").plan().lacksSpace()).isFalse();
            new TestBuild(hub.endpoint(), cache).display(shown).ready("org/large");

            assertThat(Content.of(blob(cache)).sha256()).isEqualTo(WEIGHTS.sha256());
            LOG.add(test, "ready", hub.requests().size() - 1, contentBytes() - SIZE);
        }
    }

    @Test
    void readOnlyCache() throws IOException {
        try (var disk = SmallDisk.mount(folder.resolve("disk"), 40)) {
            Path cache = Files.createDirectory(disk.path().resolve("cache"));
            disk.makeReadOnly();

            assertFails(new TestBuild(hub.endpoint(), cache), "cannot use " + cache, "Read-only file system");
        }
    }

    @Test
    void noPermission() throws Exception {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        try (var nobody = NobodysBuild.prepare()) {
            String output = nobody.run(hub.endpoint(), cache, "org/large");

            assertThat(output).contains("cannot use " + cache, "check its owner and mode");
        }
        assertThat(cache).isEmptyDirectory();
        LOG.add(test, "fails", hub.requests().size(), 0);
    }

    @Test
    void interrupt() throws Exception {
        hub.faults().onCdn().skip(1).stallAfter(MEBIBYTE);
        var ended = new CountDownLatch(1);
        TestBuild build = build().retries(5).patience(Duration.ofMinutes(2));
        var thread = new Thread(() -> {
            try {
                build.model("org/large").run();
            } catch (IllegalStateException e) {
                ended.countDown();
            }
        });
        thread.start();
        hub.awaitRequests(2, request -> request.server() == Server.CDN);

        thread.interrupt();

        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(blob(cache())).doesNotExist();
        assertResumes();
    }

    @Test
    void interruptWhileAsking() throws Exception {
        hub.faults().on(request -> true).stallBeforeResponse();
        var ended = new CountDownLatch(1);
        TestBuild build = build().retries(5).patience(Duration.ofMinutes(2));
        var thread = new Thread(() -> {
            try {
                build.model("org/large").run();
            } catch (IllegalStateException e) {
                ended.countDown();
            }
        });
        thread.start();
        hub.awaitRequest(request -> true);

        thread.interrupt();

        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private TestBuild build() {
        return new TestBuild(hub.endpoint(), cache()).display(shown);
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private Fault limited() {
        return hub.faults().onCdn().times(1).status(429);
    }

    private void assertWaits(int seconds) throws IOException {
        TestBuild build = build().retries(5);

        build.ready("org/large");

        assertWhole(0);
        // The back-off is part of the wait; many may wait, each until the same time.
        assertThat(build.pauses().stream().reduce(Duration.ZERO, Duration::plus))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(seconds));
        assertThat(build.pauses()).allMatch(pause -> pause.compareTo(Duration.ofSeconds(seconds + 7)) < 0);
        assertThat(hub.requests(request -> request.status() == 429)).hasSize(1);
    }

    private void assertFails(TestBuild build, String... words) throws IOException {
        assertThat(build.fails("org/large").message()).contains(words).hasSizeLessThan(400);
        assertThat(blob(cache())).doesNotExist();
        assertThat(cache().resolve("models--org--large/refs")).doesNotExist();
        LOG.add(test, "fails", hub.requests().size(), 0);
    }

    /** The next build takes the blocks that the journal names, and receives exactly the others. */
    private void assertResumes() throws IOException {
        assertThat(parts()).hasSize(2);
        long present = presentBytes();
        hub.faults().clear();
        hub.clearRequests();
        var next = new ShownDownloads();
        build().display(next).ready("org/large");
        assertThat(next.of("model.bin").resumed).hasValue(present);
        assertThat(next.of("model.bin").lost).hasValue(0);
        assertThat(next.of("model.bin").received).hasValue(SIZE - present);
        assertThat(Content.of(blob(cache())).sha256()).isEqualTo(WEIGHTS.sha256());
        LOG.add(test, "fails, and the next build goes on", hub.requests().size(), 0);
    }

    /** The bytes of the blocks that have an entry in the journal; an entry that was never written is zero. */
    private long presentBytes() throws IOException {
        Path journal = parts().stream()
                .filter(path -> path.toString().endsWith(".journal"))
                .findFirst()
                .orElseThrow();
        ByteBuffer entries = ByteBuffer.wrap(Files.readAllBytes(journal));
        entries.position(128);
        long bytes = 0;
        for (long start = 0; entries.remaining() >= 8; start += BLOCK) {
            if (entries.getLong() != 0) {
                bytes += Math.min(BLOCK, SIZE - start);
            }
        }
        return bytes;
    }

    /**
     * The file is ready. Counts the bytes that the client received more than once, rather than those that the server sent: how
     * many of those are still under way when a connection ends depends on the machine.
     */
    private void assertWhole(long mostAgain) throws IOException {
        assertThat(Content.of(blob(cache())).sha256()).isEqualTo(WEIGHTS.sha256());
        assertThat(parts()).isEmpty();
        LOG.add(test, "ready", hub.requests().size(), contentBytes() - SIZE);
        assertThat(shown.of("model.bin").received.get() - SIZE).isBetween(0L, mostAgain);
    }

    private long contentBytes() {
        return hub.requests(request -> request.server() == Server.CDN && request.status() < 300).stream()
                .mapToLong(RecordedRequest::bodyBytes)
                .sum();
    }

    private static Path blob(Path cache) {
        return cache.resolve("models--org--large/blobs").resolve(WEIGHTS.sha256());
    }

    private List<Path> parts() throws IOException {
        try (Stream<Path> blobs = Files.list(blob(cache()).getParent())) {
            return blobs.filter(path -> path.toString().contains("incomplete")).toList();
        }
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
