package io.github.hfmodels.testhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultsTest {
    private static final byte[] WEIGHTS = "0123456789abcdef".repeat(4096).getBytes(StandardCharsets.US_ASCII);

    private TestHub hub;
    private BareClient client;

    @BeforeEach
    void start() {
        hub = TestHub.start();
        client = new BareClient(hub.endpoint());
        hub.model("org/tiny").commit("first").file("config.json", "{}").xet("model.onnx", WEIGHTS);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void faults_strikeInOrderAndAsOftenAsTold() throws Exception {
        hub.faults().onPath("/tiny").times(1).status(503);
        hub.faults().onPath("/tiny").skip(1).times(1).status(429).header("Retry-After", "1");

        assertThat(client.get("/api/models/org/tiny").statusCode()).isEqualTo(503);
        assertThat(client.get("/api/models/org/tiny").statusCode()).isEqualTo(200);
        assertThat(client.get("/api/models/org/tiny").headers().firstValue("Retry-After"))
                .contains("1");
        assertThat(client.get("/api/models/org/tiny").statusCode()).isEqualTo(200);
    }

    @Test
    void brokenBodies_failTheClient() throws Exception {
        String url = modelUrl();
        hub.faults().onCdn().times(1).truncateAfter(1000);
        assertThatThrownBy(() -> client.get(url)).isInstanceOf(IOException.class);
        hub.faults().onCdn().times(1).resetAfter(1000);
        assertThatThrownBy(() -> client.get(url)).isInstanceOf(IOException.class);
        assertThat(hub.requests(request -> request.server() == RecordedRequest.Server.CDN))
                .extracting(RecordedRequest::bodyBytes)
                .containsExactly(1000L, 1000L);
        // The JDK's client asks again by itself when a kept connection closes before any answer, but not for POST.
        hub.faults().onCdn().times(1).closeBeforeResponse();
        assertThatThrownBy(() -> client.send(client.request(url).POST(HttpRequest.BodyPublishers.noBody())))
                .isInstanceOf(IOException.class);
    }

    @Test
    void truncatedBody_deliversExactlyWhatItShould() throws Exception {
        hub.faults().onCdn().times(1).truncateAfter(1000);
        HttpResponse<InputStream> answer = client.open(modelUrl());

        try (InputStream in = answer.body()) {
            assertThat(in.readNBytes(1000)).isEqualTo(Arrays.copyOf(WEIGHTS, 1000));
            assertThatThrownBy(in::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void changedBodies_arriveChanged() throws Exception {
        String url = modelUrl();
        hub.faults().onCdn().times(1).extraBytes(3);
        assertThat(client.get(url).body()).startsWith(WEIGHTS).hasSize(WEIGHTS.length + 3);
        hub.faults().onCdn().times(1).flipByteAt(65535);
        assertThat(client.send(client.request(url).header("Range", "bytes=65534-"))
                        .body())
                .isEqualTo("eg".getBytes(StandardCharsets.US_ASCII));
        hub.faults().onCdn().times(1).gzip();
        HttpResponse<byte[]> zipped = client.get(url);
        assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
                .isEqualTo(WEIGHTS);
        hub.faults().onCdn().times(1).chunked();
        HttpResponse<byte[]> chunked = client.get(url);
        assertThat(chunked.headers().firstValue("Content-Length")).isEmpty();
        assertThat(chunked.body()).isEqualTo(WEIGHTS);
        assertThat(client.get(url).body()).isEqualTo(WEIGHTS);
    }

    @Test
    void falseHeads_areSent() throws Exception {
        HttpRequest.Builder ranged = client.request(modelUrl()).header("Range", "bytes=5-");
        hub.faults().onCdn().times(1).ignoreRange();
        assertThat(client.send(ranged).statusCode()).isEqualTo(200);
        hub.faults().onCdn().times(1).wrongContentRange();
        assertThat(client.send(ranged).headers().firstValue("Content-Range")).contains("bytes 6-65536/65537");
        hub.faults()
                .onPath("/model.onnx")
                .times(1)
                .rewriteHeader("X-Linked-Size", "0")
                .removeHeader("X-Repo-Commit");
        HttpResponse<byte[]> rewritten = client.head("/org/tiny/resolve/main/model.onnx");
        assertThat(rewritten.headers().allValues("X-Linked-Size")).containsExactly("0");
        assertThat(rewritten.headers().firstValue("X-Repo-Commit")).isEmpty();
        hub.faults().onPath("/tiny").times(1).redirectTo("https://huggingface.co/x");
        assertThat(client.location("/api/models/org/tiny")).isEqualTo("https://huggingface.co/x");
        hub.faults().onPath("/tiny").times(1).body(200, "text/html", "<html>".getBytes(StandardCharsets.US_ASCII));
        assertThat(client.text("/api/models/org/tiny")).isEqualTo("<html>");
    }

    @Test
    void stalledBody_goesOnWhenReleased() throws Exception {
        String url = modelUrl();
        Fault fault = hub.faults().onCdn().stallAfter(10);
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(url);
        hub.awaitRequest(request -> request.server() == RecordedRequest.Server.CDN);
        assertThat(answer).isNotDone();
        fault.release();

        assertThat(answer.get().body()).isEqualTo(WEIGHTS);
    }

    @Test
    void close_endsStalledAndSlowConnectionsAndAllThreads() throws Exception {
        String url = modelUrl();
        hub.faults().onCdn().times(1).stallAfter(10);
        hub.faults().onCdn().times(1).trickle(20);
        hub.faults().onPath("/tiny").stallBeforeResponse();
        CompletableFuture<?> stalled = client.sendAsync(url);
        CompletableFuture<?> slow = client.sendAsync(url);
        CompletableFuture<?> unanswered = client.sendAsync("/api/models/org/tiny");
        hub.awaitRequests(2, request -> request.server() == RecordedRequest.Server.CDN);
        hub.awaitRequest(request -> request.path().endsWith("/tiny"));
        Set<Thread> threads = hub.threads();
        hub.close();

        assertThat(stalled).failsWithin(Duration.ofSeconds(10));
        assertThat(slow).failsWithin(Duration.ofSeconds(10));
        assertThat(unanswered).failsWithin(Duration.ofSeconds(10));
        assertThat(threads).hasSizeGreaterThan(3).noneMatch(Thread::isAlive);
    }

    private String modelUrl() throws Exception {
        return client.location("/org/tiny/resolve/main/model.onnx");
    }
}
