package io.github.hfmodels.testhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TestHubBuilderTest {
    private static final byte[] WEIGHTS = "weights".repeat(1000).getBytes(StandardCharsets.US_ASCII);

    @Test
    void tls_coversBothServers(@TempDir Path directory) throws Exception {
        TestCertificate certificate = TestCertificate.create(directory);
        try (TestHub hub = TestHub.builder().tls(certificate.context()).start()) {
            hub.model("org/tiny").commit("first").lfs("a.bin", WEIGHTS);
            BareClient client =
                    new BareClient(hub.endpoint(), HttpClient.newBuilder().sslContext(certificate.context()));
            String url = client.location("/org/tiny/resolve/main/a.bin");

            assertThat(hub.endpoint()).startsWith("https://127.0.0.1:");
            assertThat(url).startsWith("https://localhost:");
            assertThat(client.get(url).body()).isEqualTo(WEIGHTS);
            hub.faults().onCdn().resetAfter(100);
            assertThatThrownBy(() -> client.get(url)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void prefix_isPartOfAllUrls() throws Exception {
        try (TestHub hub = TestHub.builder().pathPrefix("/hf").start()) {
            hub.model("gpt2").commit("first").file("a", "a").file("b", "b");
            hub.pageSize(1).rename("old", "gpt2");
            BareClient client = new BareClient(hub.endpoint());

            assertThat(hub.endpoint()).endsWith("/hf");
            assertThat(client.location("/hf/gpt2/resolve/main/a")).startsWith("/hf/api/resolve-cache/models/gpt2/");
            assertThat(client.location("/hf/old/resolve/main/a")).isEqualTo("/hf/gpt2/resolve/main/a");
            assertThat(client.get("/hf/api/models/gpt2/tree/main")
                            .headers()
                            .firstValue("Link")
                            .orElseThrow())
                    .startsWith("<" + hub.endpoint() + "/api/models/gpt2/tree/main?");
            assertThat(client.get("/gpt2/resolve/main/a").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void contents_comeFromAnotherServer() throws Exception {
        try (TestHub hub =
                TestHub.builder().contents("http://contents.invalid:1").start()) {
            hub.model("org/tiny").commit("first").lfs("a.bin", WEIGHTS);

            assertThat(new BareClient(hub.endpoint()).location("/org/tiny/resolve/main/a.bin"))
                    .startsWith("http://contents.invalid:1/repos/"
                            + Content.of(WEIGHTS).sha256() + "?");
        }
    }

    @Test
    void hub_answersAsAProxyToo() throws Exception {
        try (TestHub hub = TestHub.start()) {
            hub.model("org/tiny").commit("first").file("a", "a");
            URI endpoint = URI.create(hub.endpoint());
            InetSocketAddress proxy = new InetSocketAddress(endpoint.getHost(), endpoint.getPort());
            BareClient client =
                    new BareClient("http://hub.invalid", HttpClient.newBuilder().proxy(ProxySelector.of(proxy)));

            assertThat(client.get("/api/models/org/tiny").statusCode()).isEqualTo(200);
            assertThat(hub.requests()).singleElement().satisfies(request -> {
                assertThat(request.target()).isEqualTo("http://hub.invalid/api/models/org/tiny");
                assertThat(request.path()).isEqualTo("/api/models/org/tiny");
            });
        }
    }

    @Test
    void main_servesUntilItsInputEnds(@TempDir Path directory) throws Exception {
        Path classes = Path.of(TestHub.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        classes.toString(),
                        TestHubMain.class.getName(),
                        "--generate",
                        "org/big",
                        "model.bin",
                        "50000000",
                        "--many",
                        "org/many",
                        "3",
                        "10",
                        "--dir",
                        "org/empty",
                        directory.toString(),
                        "--log",
                        "--seconds",
                        "50")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String endpoint = output.readLine().substring("endpoint=".length());
            assertThat(output.lines().takeWhile(line -> !line.equals("ready"))).hasSize(3);
            assertThat(new BareClient(endpoint).text("/api/models/org/many/tree/main"))
                    .contains("part-000");
            process.getOutputStream().close();
            assertThat(output.readLine()).contains("GET /api/models/org/many/tree/main -> 200");
        } finally {
            process.destroyForcibly();
        }
    }
}
