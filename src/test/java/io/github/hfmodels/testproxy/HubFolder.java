package io.github.hfmodels.testproxy;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lays what a hub answers out as files at the same addresses, for servers that do nothing but serve files. */
public final class HubFolder {

    private static final Pattern COMMIT = Pattern.compile("\"sha\":\"([0-9a-f]+)\"");
    private static final Pattern PATH = Pattern.compile("\"rfilename\":\"([^\"]+)\"");

    private final String endpoint;
    private final Path folder;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.ALWAYS)
            .build();

    public HubFolder(String endpoint, Path folder) {
        this.endpoint = endpoint;
        this.folder = folder;
    }

    public void addModel(String id) throws IOException, InterruptedException {
        add("models", id, id);
    }

    public void addDataset(String id) throws IOException, InterruptedException {
        add("datasets", id, "datasets/" + id);
    }

    private void add(String plural, String id, String page) throws IOException, InterruptedException {
        String revisions = "api/" + plural + "/" + id + "/revision/";
        String info = new String(get(revisions + "main?blobs=true"), StandardCharsets.UTF_8);
        Matcher commit = COMMIT.matcher(info);
        if (!commit.find()) {
            throw new IOException("no commit in " + info);
        }
        write(revisions + "main", info.getBytes(StandardCharsets.UTF_8));
        write(revisions + commit.group(1), info.getBytes(StandardCharsets.UTF_8));
        for (Matcher path = PATH.matcher(info); path.find(); ) {
            String files = page + "/resolve/" + commit.group(1) + "/";
            write(files + path.group(1), get(files + encoded(path.group(1))));
        }
    }

    private static String encoded(String path) {
        return Arrays.stream(path.split("/"))
                .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }

    private byte[] get(String address) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(
                HttpRequest.newBuilder(URI.create(endpoint + "/" + address)).build(), BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException(response.toString());
        }
        return response.body();
    }

    private void write(String address, byte[] bytes) throws IOException {
        Path file = folder.resolve(address);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
