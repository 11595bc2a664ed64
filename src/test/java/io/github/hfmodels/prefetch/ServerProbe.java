package io.github.hfmodels.prefetch;

import io.github.hfmodels.testhub.Asked;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a server in front of a hub makes of HTTP: which parts of it arrive. */
final class ServerProbe {

    private final TestHub hub;
    private final String endpoint;
    private final HttpClient client;

    /** @param proxy port of the proxy by which the endpoint is reached; 0 for none */
    ServerProbe(TestHub hub, String endpoint, int proxy) {
        this.hub = hub;
        this.endpoint = endpoint;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.ALWAYS);
        this.client = (proxy == 0
                        ? builder
                        : builder.proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy))))
                .build();
    }

    /** How it answers for the file {@code model.bin} of a model. */
    Map<String, String> answers(String model) throws IOException, InterruptedException {
        String commit = commit(model);
        URI file = URI.create(endpoint + "/" + model + "/resolve/" + commit + "/model.bin");
        var answers = new LinkedHashMap<String, String>();
        HttpResponse<byte[]> head = send(HttpRequest.newBuilder(file).method("HEAD", BodyPublishers.noBody()));
        answers.put(
                "head",
                head.statusCode() + (head.headers().firstValue("Content-Length").isPresent() ? "" : ", no length"));
        HttpResponse<byte[]> range = send(HttpRequest.newBuilder(file).header("Range", "bytes=10-19"));
        answers.put("range", range.statusCode() + (range.body().length == 10 ? "" : ", all"));
        HttpResponse<byte[]> whole = send(HttpRequest.newBuilder(file));
        answers.put(
                "etag", whole.headers().firstValue("ETag").map(ServerProbe::tag).orElse("none"));
        answers.put(
                "commit",
                whole.headers()
                        .firstValue("X-Repo-Commit")
                        .map(header -> header.equals(commit) ? "kept" : "other")
                        .orElse("none"));
        hub.clearRequests();
        send(HttpRequest.newBuilder(file));
        answers.put("second time", hub.requests(Asked.CONTENT).isEmpty() ? "not asked" : "asked");
        return answers;
    }

    private String commit(String model) throws IOException, InterruptedException {
        URI revision = URI.create(hub.endpoint() + "/api/models/" + model + "/revision/main");
        String info = new String(send(HttpRequest.newBuilder(revision)).body(), StandardCharsets.UTF_8);
        return info.replaceFirst("(?s).*\"sha\":\"([0-9a-f]+)\".*", "$1");
    }

    private static String tag(String tag) {
        return tag.matches("\"[0-9a-f]{64}\"") ? "hash" : tag.startsWith("W/") ? "weak" : "its own";
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }
}
