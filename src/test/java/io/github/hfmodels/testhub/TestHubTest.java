package io.github.hfmodels.testhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TestHubTest {
    private static final byte[] WEIGHTS = "0123456789abcdef".repeat(4096).getBytes(StandardCharsets.US_ASCII);

    private BareClient client;
    private TestHub hub;
    private TestRepository tiny;
    private String commit;

    @BeforeEach
    void start() {
        hub = TestHub.start();
        client = new BareClient(hub.endpoint());
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
        HttpResponse<byte[]> redirect = client.head("/org/tiny/resolve/main/config.json");
        HttpResponse<byte[]> file =
                client.get(redirect.headers().firstValue("Location").orElseThrow());

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
        HttpResponse<byte[]> redirect = client.head("/org/tiny/resolve/" + commit + "/model.onnx");
        String location = redirect.headers().firstValue("Location").orElseThrow();
        HttpResponse<byte[]> file = client.get(location);

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
        HttpResponse<byte[]> redirect = client.head("/org/tiny/resolve/main/sub%20dir/old.bin");

        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(redirect.headers().map()).doesNotContainKeys("x-xet-hash", "link");
    }

    @Test
    void contentNetwork_servesRanges() throws Exception {
        String url = client.location("/org/tiny/resolve/main/model.onnx");
        HttpResponse<byte[]> rest = client.send(client.request(url).header("Range", "bytes=65530-"));
        HttpResponse<byte[]> middle = client.send(client.request(url).header("Range", "bytes=3-5"));
        HttpResponse<byte[]> beyond = client.send(client.request(url).header("Range", "bytes=65536-"));
        HttpResponse<byte[]> changed =
                client.send(client.request(url).header("Range", "bytes=3-5").header("If-Range", "\"other\""));

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
        String url = client.location("/org/tiny/resolve/main/model.onnx");
        hub.expireSignedUrls();

        assertThat(client.get(url).statusCode()).isEqualTo(403);
        assertThat(client.get(url + "0").statusCode()).isEqualTo(403);
        assertThat(client.get(client.location("/org/tiny/resolve/main/model.onnx"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void info_namesCommitAndSiblings() throws Exception {
        assertThat(client.text("/api/models/org/tiny"))
                .contains("\"sha\":\"" + commit + "\"", "\"private\":false", "\"gated\":false")
                .contains("{\"rfilename\":\"config.json\"},{\"rfilename\":\"model.onnx\"}");
        assertThat(client.text("/api/models/org/tiny?blobs=true"))
                .contains("\"rfilename\":\"config.json\",\"size\":2,\"blobId\":\"9e26dfeeb6e6")
                .contains("\"lfs\":{\"sha256\":\"" + Content.of(WEIGHTS).sha256()
                        + "\",\"size\":65536,\"pointerSize\":130");
        hub.siblingsLimit(1);
        assertThat(client.text("/api/models/org/tiny")).contains("\"siblings\":[{\"rfilename\":\"config.json\"}]");
    }

    @Test
    void revisions_areBranchesTagsRefsAndCommits() throws Exception {
        String second = tiny.commit("second").remove("model.onnx").id();
        tiny.tag("v1.0", commit).branch("feat/x y", second).ref("refs/pr/1", commit);

        assertThat(client.text("/api/models/org/tiny/revision/main")).contains(second);
        assertThat(client.text("/api/models/org/tiny/revision/v1.0")).contains(commit);
        assertThat(client.text("/api/models/org/tiny/revision/feat%2Fx%20y")).contains(second);
        assertThat(client.text("/api/models/org/tiny/revision/refs%2Fpr%2F1")).contains(commit);
        assertThat(client.text("/api/models/org/tiny/revision/" + commit.substring(0, 8)))
                .contains(commit);
        assertThat(client.text("/api/models/org/tiny/refs?include_prs=1"))
                .contains("{\"name\":\"v1.0\",\"ref\":\"refs/tags/v1.0\",\"targetCommit\":\"" + commit + "\"}")
                .contains("\"pullRequests\":[{\"name\":\"1\",\"ref\":\"refs/pr/1\"");
    }

    @Test
    void tree_listsDirectoriesAndFilesPageByPage() throws Exception {
        hub.pageSize(2);
        String tree = "/api/models/org/tiny/tree/main";
        HttpResponse<byte[]> first = client.get(tree + "?recursive=true&expand=false");
        String link = first.headers().firstValue("Link").orElseThrow();
        HttpResponse<byte[]> second = client.get(link.substring(1, link.indexOf('>')));

        assertThat(link)
                .startsWith("<" + hub.endpoint())
                .endsWith(">; rel=\"next\"")
                .contains("recursive=true");
        assertThat(BareClient.body(first))
                .contains("config.json", "\"xetHash\"")
                .doesNotContain("sub dir");
        assertThat(BareClient.body(second)).contains("\"type\":\"directory\"", "\"path\":\"sub dir\"", "sub dir/empty");
        hub.pageSize(10);
        assertThat(client.text(tree)).doesNotContain("sub dir/empty");
        assertThat(client.text(tree + "/sub%20dir")).contains("sub dir/empty").doesNotContain("config.json");
        assertThat(client.get(tree + "/nowhere").headers().firstValue("X-Error-Code"))
                .contains("EntryNotFound");
    }

    @Test
    void pathsInfo_skipsUnknownPaths() throws Exception {
        HttpResponse<byte[]> answer = client.send(client.request("/api/models/org/tiny/paths-info/main")
                .POST(HttpRequest.BodyPublishers.ofString("paths=sub+dir%2Fempty&paths=none&expand=false")));

        assertThat(BareClient.body(answer))
                .startsWith("[{")
                .contains("sub dir/empty")
                .doesNotContain("none");
    }

    @Test
    void card_isPassedOnWithItsTaskAndLibrary() throws Exception {
        tiny.license("mit").card("pipeline_tag", "fill-mask").card("base_model", List.of("org/base"));

        assertThat(client.text("/api/models/org/tiny"))
                .contains(
                        "\"cardData\":{\"license\":\"mit\",\"pipeline_tag\":\"fill-mask\",\"base_model\":[\"org/base\"]}")
                .contains("},\"pipeline_tag\":\"fill-mask\"")
                .doesNotContain("securityRepoStatus");
    }

    @Test
    void scan_mayChangeLater() throws Exception {
        TestCommit second = tiny.commit("second").scansPending();
        String info = "/api/models/org/tiny/revision/" + second.id() + "?securityStatus=true";
        assertThat(client.text(info)).contains("\"securityRepoStatus\":{\"scansDone\":false,\"filesWithIssues\":[]}");
        assertThat(client.text("/api/models/org/tiny/tree/main?expand=true")).contains("\"status\":\"queued\"");

        second.scan("model.onnx", "suspicious").scansDone();

        assertThat(client.text(info))
                .contains(
                        "{\"scansDone\":true,\"filesWithIssues\":[{\"path\":\"model.onnx\",\"level\":\"suspicious\"}]}");
        HttpResponse<byte[]> file = client.send(client.request("/api/models/org/tiny/paths-info/main")
                .POST(HttpRequest.BodyPublishers.ofString("paths=model.onnx&paths=config.json&expand=true")));
        assertThat(BareClient.body(file))
                .contains("\"securityFileStatus\":{\"status\":\"suspicious\",")
                .contains("\"securityFileStatus\":{\"status\":\"safe\",");
    }

    @Test
    void commits_areListedPageByPageTheNewestFirst() throws Exception {
        String second = tiny.commit("second").id();
        String third = tiny.commit("third").id();
        hub.pageSize(2);
        HttpResponse<byte[]> first = client.get("/api/models/org/tiny/commits/main");
        String link = first.headers().firstValue("Link").orElseThrow();

        assertThat(BareClient.body(first)).startsWith("[{\"id\":\"" + third).contains("{\"id\":\"" + second);
        assertThat(BareClient.body(client.get(link.substring(1, link.indexOf('>')))))
                .startsWith("[{\"id\":\"" + commit);
        assertThat(client.text("/api/models/org/tiny/commits/" + commit)).doesNotContain(second);
    }

    @Test
    void inferenceProviders_areListedOnDemand() throws Exception {
        tiny.provider("acme", "live");

        assertThat(client.text("/api/models/org/tiny?expand%5B%5D=inferenceProviderMapping"))
                .isEqualTo("{\"id\":\"org/tiny\",\"inferenceProviderMapping\":{\"acme\":{\"status\":\"live\","
                        + "\"providerId\":\"acme/org/tiny\",\"task\":\"conversational\"}}}");
        assertThat(client.text("/api/models/org/tiny")).doesNotContain("acme");
    }

    @Test
    void hostileListing_isServedAsGiven() throws Exception {
        tiny.commit("evil")
                .raw("../x\0", "zz", 7, null, Content.of("hi"))
                .rawTreeEntry("{\"type\":\"link\"}")
                .idOverride("../main");

        assertThat(client.text("/api/models/org/tiny")).contains("\"sha\":\"../main\"", "../x\\u0000");
        assertThat(client.text("/api/models/org/tiny/tree/main?recursive=true"))
                .contains("\"oid\":\"zz\",\"size\":7,\"path\":\"../x\\u0000\"")
                .endsWith("{\"type\":\"link\"}]");
        assertThatThrownBy(() -> tiny.commit("bad").file("a/../b", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void missingThings_haveTheirOwnCodes() throws Exception {
        hub.token("hf_known");

        assertError(client.get("/org/tiny/resolve/main/none"), 404, "EntryNotFound");
        assertThat(client.get("/org/tiny/resolve/main/none").headers().firstValue("X-Repo-Commit"))
                .contains(commit);
        assertError(client.get("/org/tiny/resolve/v9/config.json"), 404, "RevisionNotFound");
        assertError(client.get("/api/models/org/tiny/revision/v9"), 404, "RevisionNotFound");
        assertError(client.get("/api/models/org/none"), 401, "");
        assertError(client.get("/api/models/org/none", "hf_known"), 404, "RepoNotFound");
        assertThat(client.text("/api/models/org/none")).contains("Invalid username or password.");
        assertThat(client.get("/api/models/org/tiny", "hf_bad").headers().firstValue("X-Error-Message"))
                .contains("Invalid credentials in Authorization header");
        assertThat(client.get("/api/resolve-cache/models/org/tiny/main/config.json")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void restrictedRepositories_openOnlyToTheirTokens() throws Exception {
        hub.token("hf_other");
        hub.dataset("squad").makePrivate("hf_mine").commit("first").file("a", "a");
        tiny.makeGated("hf_mine");
        hub.space("org/app").disable().commit("first");

        assertError(client.get("/api/datasets/squad"), 401, "");
        assertError(client.get("/datasets/squad/resolve/main/a", "hf_other"), 404, "RepoNotFound");
        assertThat(client.get("/datasets/squad/resolve/main/a", "hf_mine").statusCode())
                .isEqualTo(307);
        assertThat(client.text("/api/models/org/tiny")).contains("\"gated\":\"manual\"");
        assertError(client.get("/org/tiny/resolve/main/config.json"), 401, "GatedRepo");
        assertError(client.get("/org/tiny/resolve/main/config.json", "hf_other"), 403, "GatedRepo");
        assertThat(client.get("/org/tiny/resolve/main/config.json", "hf_mine").statusCode())
                .isEqualTo(307);
        assertThat(client.get("/api/spaces/org/app").headers().firstValue("X-Error-Message"))
                .contains("Access to this resource is disabled.");
    }

    @Test
    void renamedRepository_redirectsRelatively() throws Exception {
        hub.rename("old", "org/tiny");

        assertThat(client.location("/api/models/old/tree/main?recursive=true"))
                .isEqualTo("/api/models/org/tiny/tree/main?recursive=true");
        assertThat(client.location("/old/resolve/main/config.json")).isEqualTo("/org/tiny/resolve/main/config.json");
    }

    @Test
    void rateLimit_isOnEveryAnswer() throws Exception {
        assertThat(client.get("/api/models/org/none")
                        .headers()
                        .firstValue("RateLimit")
                        .orElseThrow())
                .matches("\"api\";r=\\d+;t=\\d+");
        assertThat(client.get("/org/tiny/resolve/main/x")
                        .headers()
                        .firstValue("RateLimit-Policy")
                        .orElseThrow())
                .matches("\"fixed window\";\"resolvers\";q=\\d+;w=300");
    }

    @Test
    void credentials_canBeRequiredOfEverybody() throws Exception {
        hub.requireCredentials().user("ci", "secret");

        assertThat(client.get("/api/models/org/tiny").statusCode()).isEqualTo(401);
        assertThat(client.send(client.request("/api/models/org/tiny").header("Authorization", "Basic Y2k6c2VjcmV0"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void log_tellsWhatWasAskedAndServed() throws Exception {
        client.get("/org/tiny/resolve/main/model.onnx?download=true");
        client.get(client.location("/org/tiny/resolve/main/model.onnx"));

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
    void emptyFile_hasLengthZero() throws Exception {
        HttpResponse<byte[]> file = client.get(client.location("/org/tiny/resolve/main/sub%20dir/empty"));

        assertThat(file.headers().firstValue("Content-Length")).contains("0");
        assertThat(file.headers().firstValue("ETag")).contains("\"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\"");
    }

    private static void assertError(HttpResponse<byte[]> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("X-Error-Code").orElse("")).isEqualTo(code);
        assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
    }
}
