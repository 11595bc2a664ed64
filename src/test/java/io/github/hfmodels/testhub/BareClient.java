package io.github.hfmodels.testhub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** The JDK's client without any help of its own, for looking at the test hub's bare answers. */
final class BareClient {
    private final URI endpoint;
    private final HttpClient client;

    BareClient(String endpoint) {
        this(endpoint, HttpClient.newBuilder());
    }

    BareClient(String endpoint, HttpClient.Builder builder) {
        this.endpoint = URI.create(endpoint);
        this.client = builder.version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    HttpRequest.Builder request(String pathOrUrl) {
        return HttpRequest.newBuilder(endpoint.resolve(pathOrUrl));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    CompletableFuture<HttpResponse<byte[]>> sendAsync(String pathOrUrl) {
        return client.sendAsync(request(pathOrUrl).build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<InputStream> open(String pathOrUrl) throws IOException, InterruptedException {
        return client.send(request(pathOrUrl).build(), BodyHandlers.ofInputStream());
    }

    HttpResponse<byte[]> get(String pathOrUrl) throws IOException, InterruptedException {
        return send(request(pathOrUrl));
    }

    HttpResponse<byte[]> get(String pathOrUrl, String token) throws IOException, InterruptedException {
        return send(request(pathOrUrl).header("Authorization", "Bearer " + token));
    }

    HttpResponse<byte[]> head(String pathOrUrl) throws IOException, InterruptedException {
        return send(request(pathOrUrl).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    }

    String text(String pathOrUrl) throws IOException, InterruptedException {
        return body(get(pathOrUrl));
    }

    /** Where a HEAD request is redirected to. */
    String location(String pathOrUrl) throws IOException, InterruptedException {
        return head(pathOrUrl).headers().firstValue("Location").orElseThrow();
    }

    static String body(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
