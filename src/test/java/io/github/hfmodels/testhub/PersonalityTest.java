package io.github.hfmodels.testhub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PersonalityTest {
    private static final byte[] WEIGHTS = "weights".repeat(1000).getBytes(StandardCharsets.US_ASCII);

    private TestHub hub = TestHub.start();

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void nexus_refusesTheTreeAndKeepsTheHubsHeaders() throws Exception {
        BareClient client = start(Personality.NEXUS);
        String commit =
                hub.model("org/name").commit("first").lfs("a.bin", WEIGHTS).id();

        assertThat(hub.endpoint()).endsWith("/repository/hf-proxy");
        assertThat(client.get("/repository/hf-proxy/api/models/org/name/tree/main")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.text("/repository/hf-proxy/api/models/org/name/revision/main?blobs=true"))
                .contains(commit, "a.bin")
                .doesNotContain("\"size\"");
        HttpResponse<byte[]> content = client.get("/repository/hf-proxy/org/name/resolve/main/a.bin");
        assertThat(content.statusCode()).isEqualTo(200);
        assertThat(content.body()).isEqualTo(WEIGHTS);
        assertThat(content.headers().firstValue("X-Repo-Commit")).contains(commit);
        assertThat(content.headers().firstValue("X-Linked-Size")).contains("7000");
    }

    @Test
    void olah_hasTheFirstPageOnly() throws Exception {
        BareClient client = start(Personality.OLAH);
        TestCommit commit = hub.model("org/name").commit("first");
        for (int i = 0; i < 9; i++) {
            commit.file("file-" + i, "text");
        }

        HttpResponse<byte[]> root = client.get("/api/models/org/name/tree/main?recursive=true");
        assertThat(root.statusCode()).isEqualTo(307);
        HttpResponse<byte[]> page =
                client.get(root.headers().firstValue("Location").orElseThrow());
        String next = page.headers().firstValue("Link").orElseThrow();
        assertThat(next).startsWith("<https://hub.invalid/");
        assertThat(BareClient.body(page)).contains("file-3").doesNotContain("file-4");
        String query = next.substring(next.indexOf('?'), next.indexOf('>'));
        assertThat(client.text("/api/models/org/name/tree/main/" + query)).isEqualTo(BareClient.body(page));
    }

    @Test
    void traitsOfOneContentAddUp() throws Exception {
        BareClient client = start(Personality.OLAH_OFFLINE);
        hub.model("org/name").commit("first").lfs("a.bin", WEIGHTS);

        HttpResponse<byte[]> content =
                client.send(client.request("/org/name/resolve/main/a.bin").header("Range", "bytes=0-9"));

        assertThat(content.statusCode()).isEqualTo(200);
        assertThat(content.body()).isEqualTo(WEIGHTS);
        assertThat(content.headers().map()).doesNotContainKeys("etag", "content-length", "x-linked-etag");
    }

    @Test
    void faultsAreInFrontOfAPersonality() throws Exception {
        BareClient client = start(Personality.NO_LENGTH);
        hub.model("org/name").commit("first").lfs("a.bin", WEIGHTS);
        hub.faults().onPath("/a.bin").times(1).status(503);

        assertThat(client.get("/org/name/resolve/main/a.bin").statusCode()).isEqualTo(503);
        assertThat(client.get("/org/name/resolve/main/a.bin").statusCode()).isEqualTo(302);
    }

    @Test
    void pagesForEver_haveEverNewLinks() throws Exception {
        BareClient client = start(Personality.PAGES_FOR_EVER);
        hub.model("org/name").commit("first").file("a", "text");
        String tree = "/api/models/org/name/tree/main?recursive=true";

        String first = client.get(tree).headers().firstValue("Link").orElseThrow();
        String second = client.get(tree).headers().firstValue("Link").orElseThrow();

        assertThat(first).isNotEqualTo(second);
    }

    private BareClient start(Personality personality) {
        hub.close();
        hub = TestHub.builder().personality(personality).start();
        return new BareClient(hub.endpoint());
    }
}
