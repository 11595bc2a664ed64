package io.github.hfmodels.testhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TestHubTest {
    private static final byte[] WEIGHTS = "0123456789abcdef".repeat(4096).getBytes(StandardCharsets.US_ASCII);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private TestHub hub;
    private TestRepository tiny;
    private String commit;

    @BeforeEach
    void start() {
        hub = TestHub.start();
        tiny = hub.model("org/tiny");
        commit = tiny.commit("first")
                .file("config.json", "{}")
                .file("sub dir/empty", "")
                .lfs("sub dir/old.bin", "old".getBytes(StandardCharsets.UTF_8))
                .xet("model.onnx", WEIGHTS)
                .id();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void regularFile_isServedByTheResolveCacheAfterARelativeRedirect() throws Exception {
        HttpResponse<byte[]> redirect = head("/org/tiny/resolve/main/config.json");
        HttpResponse<byte[]> file =
                get(redirect.headers().firstValue("Location").orElseThrow());

        String oid = "9e26dfeeb6e641a33dae4961196235bdb965b21b";
        assertThat(redirect.statusCode()).isEqualTo(307);
        assertThat(redirect.headers().firstValue("Location"))
                .contains("/api/resolve-cache/models/org/tiny/" + commit
                        + "/config.json?%2Forg%2Ftiny%2Fresolve%2Fmain%2Fconfig.json=&etag=%22" + oid + "%22");
        assertThat(redirect.headers().firstValue("X-Repo-Commit")).contains(commit);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("ETag")).contains('"' + oid + '"');
        assertThat(file.headers().firstValue("X-Repo-Commit")).contains(commit);
        assertThat(file.body()).asString().isEqualTo("{}");
    }

    @Test
    void xetFile_isServedByTheContentNetworkAfterARedirectWithMetadata() throws Exception {
        HttpResponse<byte[]> redirect = head("/org/tiny/resolve/" + commit + "/model.onnx");
        String location = redirect.headers().firstValue("Location").orElseThrow();
        HttpResponse<byte[]> file = get(location);

        String sha256 = Content.of(WEIGHTS).sha256();
        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(location).startsWith(hub.cdnEndpoint()).startsWith("http://localhost:");
        assertThat(redirect.headers().firstValue("X-Linked-ETag")).contains('"' + sha256 + '"');
        assertThat(redirect.headers().firstValue("X-Linked-Size")).contains("65536");
        assertThat(redirect.headers().firstValue("Content-Length")).isNotEqualTo("65536");
        assertThat(redirect.headers().firstValue("X-Xet-Hash")).isPresent();
        assertThat(redirect.headers().firstValue("Link").orElseThrow())
                .contains("rel=\"xet-auth\"", "rel=\"xet-reconstruction-info\"");
        assertThat(file.body()).isEqualTo(WEIGHTS);
    }

    @Test
    void lfsFile_hasNoXetHeaders() throws Exception {
        HttpResponse<byte[]> redirect = head("/org/tiny/resolve/main/sub%20dir/old.bin");

        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(redirect.headers().map()).doesNotContainKeys("x-xet-hash", "link");
    }

    @Test
    void contentNetwork_servesRanges() throws Exception {
        String url = signedUrl();
        HttpResponse<byte[]> rest = send(request(url).header("Range", "bytes=65530-"));
        HttpResponse<byte[]> middle = send(request(url).header("Range", "bytes=3-5"));
        HttpResponse<byte[]> beyond = send(request(url).header("Range", "bytes=65536-"));
        HttpResponse<byte[]> changed =
                send(request(url).header("Range", "bytes=3-5").header("If-Range", "\"other\""));

        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.headers().firstValue("Content-Range")).contains("bytes 65530-65535/65536");
        assertThat(rest.body()).asString().isEqualTo("abcdef");
        assertThat(middle.body()).asString().isEqualTo("345");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(beyond.headers().firstValue("Content-Range")).contains("bytes */65536");
        assertThat(changed.statusCode()).isEqualTo(200);
    }

    @Test
    void contentNetwork_refusesExpiredAndForgedUrls() throws Exception {
        String url = signedUrl();
        hub.expireSignedUrls();

        assertThat(get(url).statusCode()).isEqualTo(403);
        assertThat(get(url + "0").statusCode()).isEqualTo(403);
        assertThat(get(signedUrl()).statusCode()).isEqualTo(200);
    }

    @Test
    void info_namesCommitAndSiblings() throws Exception {
        assertThat(text("/api/models/org/tiny"))
                .contains("\"sha\":\"" + commit + "\"", "\"private\":false", "\"gated\":false")
                .contains("{\"rfilename\":\"config.json\"},{\"rfilename\":\"model.onnx\"}");
        assertThat(text("/api/models/org/tiny?blobs=true"))
                .contains("\"rfilename\":\"config.json\",\"size\":2,\"blobId\":\"9e26dfeeb6e6")
                .contains("\"lfs\":{\"sha256\":\"" + Content.of(WEIGHTS).sha256()
                        + "\",\"size\":65536,\"pointerSize\":130");
        hub.siblingsLimit(1);
        assertThat(text("/api/models/org/tiny")).contains("\"siblings\":[{\"rfilename\":\"config.json\"}]");
    }

    @Test
    void revisions_areBranchesTagsRefsAndCommits() throws Exception {
        String second = tiny.commit("second").remove("model.onnx").id();
        tiny.tag("v1.0", commit).branch("feat/x y", second).ref("refs/pr/1", commit);

        assertThat(text("/api/models/org/tiny/revision/main")).contains(second);
        assertThat(text("/api/models/org/tiny/revision/v1.0")).contains(commit);
        assertThat(text("/api/models/org/tiny/revision/feat%2Fx%20y")).contains(second);
        assertThat(text("/api/models/org/tiny/revision/refs%2Fpr%2F1")).contains(commit);
        assertThat(text("/api/models/org/tiny/revision/" + commit.substring(0, 8)))
                .contains(commit);
        assertThat(text("/api/models/org/tiny/refs?include_prs=1"))
                .contains("{\"name\":\"v1.0\",\"ref\":\"refs/tags/v1.0\",\"targetCommit\":\"" + commit + "\"}")
                .contains("\"pullRequests\":[{\"name\":\"1\",\"ref\":\"refs/pr/1\"");
    }

    @Test
    void tree_listsDirectoriesAndFilesPageByPage() throws Exception {
        hub.pageSize(2);
        String tree = "/api/models/org/tiny/tree/main";
        HttpResponse<byte[]> first = get(tree + "?recursive=true&expand=false");
        String link = first.headers().firstValue("Link").orElseThrow();
        HttpResponse<byte[]> second = get(link.substring(1, link.indexOf('>')));

        assertThat(link)
                .startsWith("<" + hub.endpoint())
                .endsWith(">; rel=\"next\"")
                .contains("recursive=true");
        assertThat(body(first)).contains("config.json", "\"xetHash\"").doesNotContain("sub dir");
        assertThat(body(second)).contains("\"type\":\"directory\"", "\"path\":\"sub dir\"", "sub dir/empty");
        hub.pageSize(10);
        assertThat(text(tree)).doesNotContain("sub dir/empty");
        assertThat(text(tree + "/sub%20dir")).contains("sub dir/empty").doesNotContain("config.json");
        assertThat(get(tree + "/nowhere").headers().firstValue("X-Error-Code")).contains("EntryNotFound");
    }

    @Test
    void pathsInfo_skipsUnknownPaths() throws Exception {
        HttpResponse<byte[]> answer = send(request("/api/models/org/tiny/paths-info/main")
                .POST(HttpRequest.BodyPublishers.ofString("paths=sub+dir%2Fempty&paths=none&expand=false")));

        assertThat(body(answer)).startsWith("[{").contains("sub dir/empty").doesNotContain("none");
    }

    @Test
    void hostileListing_isServedAsGiven() throws Exception {
        tiny.commit("evil")
                .raw("../x\0", "zz", 7, null, Content.of("hi"))
                .rawTreeEntry("{\"type\":\"link\"}")
                .idOverride("../main");

        assertThat(text("/api/models/org/tiny")).contains("\"sha\":\"../main\"", "../x\\u0000");
        assertThat(text("/api/models/org/tiny/tree/main?recursive=true"))
                .contains("\"oid\":\"zz\",\"size\":7,\"path\":\"../x\\u0000\"")
                .endsWith("{\"type\":\"link\"}]");
        assertThatThrownBy(() -> tiny.commit("bad").file("a/../b", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void missingThings_haveTheirOwnCodes() throws Exception {
        hub.token("hf_known");

        assertError(get("/org/tiny/resolve/main/none"), 404, "EntryNotFound");
        assertThat(get("/org/tiny/resolve/main/none").headers().firstValue("X-Repo-Commit"))
                .contains(commit);
        assertError(get("/org/tiny/resolve/v9/config.json"), 404, "RevisionNotFound");
        assertError(get("/api/models/org/tiny/revision/v9"), 404, "RevisionNotFound");
        assertError(get("/api/models/org/none"), 401, null);
        assertError(get("/api/models/org/none", "hf_known"), 404, "RepoNotFound");
        assertThat(text("/api/models/org/none")).contains("Invalid username or password.");
        assertThat(get("/api/models/org/tiny", "hf_bad").headers().firstValue("X-Error-Message"))
                .contains("Invalid credentials in Authorization header");
        assertThat(get("/api/resolve-cache/models/org/tiny/main/config.json").statusCode())
                .isEqualTo(400);
    }

    @Test
    void restrictedRepositories_openOnlyToTheirTokens() throws Exception {
        hub.token("hf_other");
        hub.dataset("squad").makePrivate("hf_mine").commit("first").file("a", "a");
        tiny.makeGated("hf_mine");
        hub.space("org/app").disable().commit("first");

        assertError(get("/api/datasets/squad"), 401, null);
        assertError(get("/datasets/squad/resolve/main/a", "hf_other"), 404, "RepoNotFound");
        assertThat(get("/datasets/squad/resolve/main/a", "hf_mine").statusCode())
                .isEqualTo(307);
        assertThat(text("/api/models/org/tiny")).contains("\"gated\":\"manual\"");
        assertError(get("/org/tiny/resolve/main/config.json"), 401, "GatedRepo");
        assertError(get("/org/tiny/resolve/main/config.json", "hf_other"), 403, "GatedRepo");
        assertThat(get("/org/tiny/resolve/main/config.json", "hf_mine").statusCode())
                .isEqualTo(307);
        assertThat(get("/api/spaces/org/app").headers().firstValue("X-Error-Message"))
                .contains("Access to this resource is disabled.");
    }

    @Test
    void renamedRepository_redirectsRelatively() throws Exception {
        hub.rename("old", "org/tiny");

        assertThat(location("/api/models/old/tree/main?recursive=true"))
                .isEqualTo("/api/models/org/tiny/tree/main?recursive=true");
        assertThat(location("/old/resolve/main/config.json")).isEqualTo("/org/tiny/resolve/main/config.json");
    }

    @Test
    void rateLimit_isOnEveryAnswer() throws Exception {
        assertThat(get("/api/models/org/none").headers().firstValue("RateLimit").orElseThrow())
                .matches("\"api\";r=\\d+;t=\\d+");
        assertThat(get("/org/tiny/resolve/main/x")
                        .headers()
                        .firstValue("RateLimit-Policy")
                        .orElseThrow())
                .matches("\"fixed window\";\"resolvers\";q=\\d+;w=300");
    }

    @Test
    void credentials_canBeRequiredOfEverybody() throws Exception {
        hub.requireCredentials().user("ci", "secret");

        assertThat(get("/api/models/org/tiny").statusCode()).isEqualTo(401);
        assertThat(send(request("/api/models/org/tiny").header("Authorization", "Basic Y2k6c2VjcmV0"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void log_tellsWhatWasAskedAndServed() throws Exception {
        get("/org/tiny/resolve/main/model.onnx?download=true", null);
        get(signedUrl());

        RecordedRequest first = hub.requests().get(0);
        assertThat(first.server()).isEqualTo(RecordedRequest.Server.HUB);
        assertThat(first.path()).isEqualTo("/org/tiny/resolve/main/model.onnx");
        assertThat(first.query()).contains("download=true");
        assertThat(first.header("user-AGENT").orElseThrow()).startsWith("Java");
        assertThat(first.status()).isEqualTo(302);
        assertThat(hub.paths("HEAD")).containsExactly("/org/tiny/resolve/main/model.onnx");
        assertThat(hub.requests(request -> request.server() == RecordedRequest.Server.CDN))
                .singleElement()
                .returns((long) WEIGHTS.length, RecordedRequest::bodyBytes);
        hub.clearRequests();
        assertThat(hub.bytesServed()).isZero();
    }

    @Test
    void faults_strikeInOrderAndAsOftenAsTold() throws Exception {
        hub.faults().onPath("/tiny").times(1).status(503);
        hub.faults().onPath("/tiny").skip(1).times(1).status(429).header("Retry-After", "1");

        assertThat(get("/api/models/org/tiny").statusCode()).isEqualTo(503);
        assertThat(get("/api/models/org/tiny").statusCode()).isEqualTo(200);
        assertThat(get("/api/models/org/tiny").headers().firstValue("Retry-After"))
                .contains("1");
        assertThat(get("/api/models/org/tiny").statusCode()).isEqualTo(200);
    }

    @Test
    void brokenBodies_failTheClient() throws Exception {
        String url = signedUrl();
        hub.faults().onCdn().times(1).truncateAfter(1000);
        assertThatThrownBy(() -> get(url)).isInstanceOf(IOException.class);
        hub.faults().onCdn().times(1).resetAfter(1000);
        assertThatThrownBy(() -> get(url)).isInstanceOf(IOException.class);
        assertThat(hub.requests(request -> request.server() == RecordedRequest.Server.CDN))
                .extracting(RecordedRequest::bodyBytes)
                .containsExactly(1000L, 1000L);
        // The JDK's client asks again by itself when a kept connection closes before any answer, but not for POST.
        hub.faults().onCdn().times(1).closeBeforeResponse();
        assertThatThrownBy(() -> send(request(url).POST(HttpRequest.BodyPublishers.noBody())))
                .isInstanceOf(IOException.class);
    }

    @Test
    void truncatedBody_deliversExactlyWhatItShould() throws Exception {
        hub.faults().onCdn().times(1).truncateAfter(1000);
        HttpResponse<InputStream> answer = client.send(request(signedUrl()).build(), BodyHandlers.ofInputStream());

        try (InputStream in = answer.body()) {
            assertThat(in.readNBytes(1000)).isEqualTo(Arrays.copyOf(WEIGHTS, 1000));
            assertThatThrownBy(in::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void changedBodies_arriveChanged() throws Exception {
        String url = signedUrl();
        hub.faults().onCdn().times(1).extraBytes(3);
        assertThat(get(url).body()).startsWith(WEIGHTS).hasSize(WEIGHTS.length + 3);
        hub.faults().onCdn().times(1).flipByteAt(65535);
        assertThat(send(request(url).header("Range", "bytes=65534-")).body())
                .isEqualTo("eg".getBytes(StandardCharsets.US_ASCII));
        hub.faults().onCdn().times(1).gzip();
        HttpResponse<byte[]> zipped = get(url);
        assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
                .isEqualTo(WEIGHTS);
        hub.faults().onCdn().times(1).chunked();
        HttpResponse<byte[]> chunked = get(url);
        assertThat(chunked.headers().firstValue("Content-Length")).isEmpty();
        assertThat(chunked.body()).isEqualTo(WEIGHTS);
        assertThat(get(url).body()).isEqualTo(WEIGHTS);
    }

    @Test
    void falseHeads_areSent() throws Exception {
        HttpRequest.Builder ranged = request(signedUrl()).header("Range", "bytes=5-");
        hub.faults().onCdn().times(1).ignoreRange();
        assertThat(send(ranged).statusCode()).isEqualTo(200);
        hub.faults().onCdn().times(1).wrongContentRange();
        assertThat(send(ranged).headers().firstValue("Content-Range")).contains("bytes 6-65536/65537");
        hub.faults()
                .onPath("/model.onnx")
                .times(1)
                .rewriteHeader("X-Linked-Size", "0")
                .removeHeader("X-Repo-Commit");
        HttpResponse<byte[]> rewritten = head("/org/tiny/resolve/main/model.onnx");
        assertThat(rewritten.headers().allValues("X-Linked-Size")).containsExactly("0");
        assertThat(rewritten.headers().firstValue("X-Repo-Commit")).isEmpty();
        hub.faults().onPath("/tiny").times(1).redirectTo("https://huggingface.co/x");
        assertThat(location("/api/models/org/tiny")).isEqualTo("https://huggingface.co/x");
        hub.faults().onPath("/tiny").times(1).body(200, "text/html", "<html>".getBytes(StandardCharsets.US_ASCII));
        assertThat(text("/api/models/org/tiny")).isEqualTo("<html>");
    }

    @Test
    void stalledBody_goesOnWhenReleased() throws Exception {
        String url = signedUrl();
        Fault fault = hub.faults().onCdn().stallAfter(10);
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request(url).build(), BodyHandlers.ofByteArray());
        hub.awaitRequest(request -> request.server() == RecordedRequest.Server.CDN);
        assertThat(answer).isNotDone();
        fault.release();

        assertThat(answer.get().body()).isEqualTo(WEIGHTS);
    }

    @Test
    void close_endsStalledAndSlowConnectionsAndAllThreads() throws Exception {
        String url = signedUrl();
        hub.faults().onCdn().times(1).stallAfter(10);
        hub.faults().onCdn().times(1).trickle(20);
        hub.faults().onPath("/tiny").stallBeforeResponse();
        CompletableFuture<?> stalled = client.sendAsync(request(url).build(), BodyHandlers.ofByteArray());
        CompletableFuture<?> slow = client.sendAsync(request(url).build(), BodyHandlers.ofByteArray());
        CompletableFuture<?> unanswered =
                client.sendAsync(request("/api/models/org/tiny").build(), BodyHandlers.ofByteArray());
        hub.awaitRequests(2, request -> request.server() == RecordedRequest.Server.CDN);
        hub.awaitRequest(request -> request.path().endsWith("/tiny"));
        hub.close();

        assertThat(stalled).failsWithin(Duration.ofSeconds(10));
        assertThat(slow).failsWithin(Duration.ofSeconds(10));
        assertThat(unanswered).failsWithin(Duration.ofSeconds(10));
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("test-hub-"));
    }

    @Test
    void generatedContent_isTheSameFromAnyOffset() throws Exception {
        Content content = Content.generated(3_000_000, 7);
        byte[] all;
        try (InputStream in = content.open(0)) {
            all = in.readAllBytes();
        }
        try (InputStream in = content.open(1_048_570)) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(all, 1_048_570, all.length));
        }
        assertThat(content.sha256()).isEqualTo(Content.of(all).sha256());
        assertThat(content.gitSha1()).isEqualTo(Content.of(all).gitSha1());
    }

    @Test
    void emptyFile_hasLengthZero() throws Exception {
        HttpResponse<byte[]> file = get(location("/org/tiny/resolve/main/sub%20dir/empty"));

        assertThat(file.headers().firstValue("Content-Length")).contains("0");
        assertThat(file.headers().firstValue("ETag")).contains("\"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\"");
    }

    @Test
    void prefixAndTls_applyToAllUrls(@TempDir Path directory) throws Exception {
        TestCertificate certificate = TestCertificate.create(directory);
        HttpClient trusting =
                HttpClient.newBuilder().sslContext(certificate.context()).build();
        try (TestHub secure =
                TestHub.builder().pathPrefix("/hf").tls(certificate.context()).start()) {
            secure.model("gpt2").commit("first").lfs("a.bin", WEIGHTS).file("b", "b");
            HttpResponse<byte[]> redirect = trusting.send(
                    request(secure.endpoint() + "/gpt2/resolve/main/a.bin").build(), BodyHandlers.ofByteArray());
            String url = redirect.headers().firstValue("Location").orElseThrow();

            assertThat(secure.endpoint()).startsWith("https://127.0.0.1:").endsWith("/hf");
            assertThat(url).startsWith("https://localhost:");
            assertThat(trusting.send(request(url).build(), BodyHandlers.ofByteArray())
                            .body())
                    .isEqualTo(WEIGHTS);
            secure.faults().onCdn().times(1).resetAfter(100);
            assertThatThrownBy(() -> trusting.send(request(url).build(), BodyHandlers.ofByteArray()))
                    .isInstanceOf(IOException.class);
            HttpResponse<byte[]> regular = trusting.send(
                    request(secure.endpoint() + "/gpt2/resolve/main/b").build(), BodyHandlers.ofByteArray());
            assertThat(regular.headers().firstValue("Location").orElseThrow())
                    .startsWith("/hf/api/resolve-cache/models/gpt2/");
        }
    }

    private String signedUrl() throws Exception {
        return head("/org/tiny/resolve/main/model.onnx")
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private String location(String path) throws Exception {
        return get(path).headers().firstValue("Location").orElseThrow();
    }

    private String text(String path) throws Exception {
        return body(get(path));
    }

    private HttpResponse<byte[]> head(String path) throws Exception {
        return send(request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return send(request(path));
    }

    private HttpResponse<byte[]> get(String path, String token) throws Exception {
        return send(token == null ? request(path) : request(path).header("Authorization", "Bearer " + token));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String pathOrUrl) {
        return HttpRequest.newBuilder(URI.create(hub.endpoint()).resolve(pathOrUrl));
    }

    private static String body(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static void assertError(HttpResponse<byte[]> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("X-Error-Code").orElse(null)).isEqualTo(code);
        assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
    }
}
