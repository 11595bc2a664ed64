package io.github.hfmodels.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.http.HttpRequest;
import io.github.hfmodels.http.HttpTransport;
import io.github.hfmodels.http.Redirects;
import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.Fault;
import io.github.hfmodels.testhub.RawServer;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that mirrors leave out or get wrong cost neither a request nor a byte: only the size and the hash of the listing count. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoorAnswersTest {

    private static final Content LARGE = Content.generated(9L << 20, 9);
    private static final Content SMALL = Content.generated(1_000, 9);

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();

    PoorAnswersTest() {
        hub.model("org/name").commit("first").lfs("large.bin", LARGE).lfs("small.bin", SMALL);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    static Stream<Arguments> poorAnswers() {
        return Stream.of(
                        poor("no length", hub -> hub.faults().onCdn().chunked()),
                        poor("a redirect of no length", hub -> atHub(hub).chunked()),
                        poor("linked size 0", hub -> atHub(hub).rewriteHeader("X-Linked-Size", "0")),
                        poor("another linked size", hub -> atHub(hub).rewriteHeader("X-Linked-Size", "17")),
                        poor("no linked size", hub -> atHub(hub).removeHeader("X-Linked-Size")),
                        poor("no commit", hub -> atHub(hub).removeHeader("X-Repo-Commit")),
                        poor("no linked tag", hub -> atHub(hub).removeHeader("X-Linked-ETag")),
                        poor("a bare linked tag", hub -> atHub(hub).rewriteHeader("X-Linked-ETag", "abc")),
                        poor("no tag", hub -> hub.faults().onCdn().removeHeader("ETag")),
                        poor("a weak tag", hub -> hub.faults().onCdn().rewriteHeader("ETag", "W/\"1\"")),
                        poor("a bare tag", hub -> hub.faults().onCdn().rewriteHeader("ETag", "1")),
                        poor("no ranges, it says", hub -> hub.faults().onCdn().rewriteHeader("Accept-Ranges", "none")),
                        poor(
                                "a type of text",
                                hub -> hub.faults().onCdn().rewriteHeader("Content-Type", "text/html; charset=utf-8")))
                .flatMap(poor -> Stream.of("small.bin", "large.bin")
                        .map(path -> Arguments.of(poor.get()[0], poor.get()[1], path)));
    }

    private static Arguments poor(String name, Consumer<TestHub> fault) {
        return Arguments.of(name, fault);
    }

    private static Fault atHub(TestHub hub) {
        return hub.faults().on(request -> request.server() == Server.HUB);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource
    void poorAnswers(String name, Consumer<TestHub> fault, String path) throws IOException {
        Content content = path.equals("small.bin") ? SMALL : LARGE;
        fault.accept(hub);

        fetch(hub.endpoint() + "/org/name/resolve/main/" + path, content);

        assertThat(Content.of(part()).sha256()).isEqualTo(content.sha256());
        assertThat(hub.requests(request -> request.server() == Server.HUB)).hasSize(1);
        assertThat(hub.requests(request -> request.server() == Server.CDN).stream()
                        .mapToLong(RecordedRequest::bodyBytes)
                        .sum())
                .isEqualTo(content.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 9 << 20, Long.MAX_VALUE})
    void theLengthOfARedirect_isNotTheContents(long length) throws IOException {
        fetch(hub.endpoint() + "/org/name/resolve/main/small.bin", SMALL);
        String target =
                hub.requests(request -> request.server() == Server.CDN).get(0).target();
        String redirect = "HTTP/1.1 302 Found\r\nLocation: " + hub.cdnEndpoint() + target + "\r\nContent-Length: "
                + length + "\r\n\r\n";
        try (var server = RawServer.start(RawServer.text(redirect))) {
            fetch(server.address() + "/small.bin", SMALL);

            assertThat(server.requests()).hasSize(1);
        }
    }

    private void fetch(String address, Content content) throws IOException {
        try (var transport = new HttpTransport(
                        TestSettings.settings(), pause -> {}, InstantSource.system(), new Redirects() {});
                var fetcher = new ContentFetcher(transport, new ConcurrentHashMap<>())) {
            fetcher.fetch(
                    HttpRequest.content(URI.create(address), null),
                    new Digest(Digest.Algorithm.SHA256, content.sha256()),
                    content.size(),
                    part(),
                    TransferObserver.NONE);
        }
    }

    private Path part() {
        return folder.resolve("part");
    }
}
