package io.github.hfmodels.verify;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.prefetch.TestBuild;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.verify.Finding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A cache with a model of a Hub, in which things go bad. */
final class BadCache implements AutoCloseable {

    static final RepoId REPO = new RepoId(RepoType.MODEL, "org/name");
    static final Content CONFIG = Content.of("{\"a\": 1}");
    static final Content WEIGHTS = Content.generated(700_000, 5);

    final TestHub hub = TestHub.start();
    final Path cache;
    final String first;
    /** Has the same contents, and a file more. */
    final String second;

    private final boolean symlinks;

    /** @param cache the cache's folder, which is filled with all that the Hub has, of both commits */
    BadCache(Path cache, boolean symlinks) {
        this.cache = cache;
        this.symlinks = symlinks;
        first = hub.model("org/name")
                .commit("first")
                .file("config.json", CONFIG)
                .xet("onnx/model.bin", WEIGHTS)
                .id();
        second = hub.model("org/name")
                .commit("second")
                .file("README.md", "# Name")
                .id();
        build().ready("org/name@" + first);
        build().ready("org/name");
        hub.clearRequests();
    }

    BadCache(Path cache) {
        this(cache, true);
    }

    TestBuild build() {
        var build = new TestBuild(hub.endpoint(), cache);
        return symlinks ? build : build.withoutSymlinks();
    }

    Path folder() {
        return cache.resolve("models--org--name");
    }

    Path blob(Content content) {
        String name = content == WEIGHTS ? content.sha256() : content.gitSha1();
        return folder().resolve("blobs").resolve(name);
    }

    Path file(String commit, String path) {
        return folder().resolve("snapshots").resolve(commit).resolve(path);
    }

    /** Replaces a file, or what it leads to, by as many wrong bytes, so that only a hash tells. */
    static void spoil(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    /** A finding about a file, as it is listed. */
    Finding finding(Kind kind, String commit, String path, ModelRequest... models) {
        return finding(cache, kind, commit, path, models);
    }

    static Finding finding(Path cache, Kind kind, String commit, String path, ModelRequest... models) {
        CachedRepository repository = new SnapshotCache(cache, true).repository(REPO);
        RepoFile listed = repository.listing(new CommitHash(commit)).orElseThrow().files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow();
        return new Finding(
                kind,
                REPO,
                new CommitHash(commit),
                listed,
                repository.snapshot(new CommitHash(commit)).resolve(path),
                "'" + path + "' is bad",
                List.of(models));
    }

    /** A finding about something of which nothing is known. */
    Finding finding(Kind kind, String commit, Path path, ModelRequest... models) {
        return new Finding(kind, REPO, new CommitHash(commit), null, path, "it is bad", List.of(models));
    }

    /** The contents that were asked for, by the paths of their files. */
    List<String> fetched() {
        return hub
                .requests(request -> request.server() == RecordedRequest.Server.HUB
                        && request.method().equals("GET")
                        && request.path().contains("/resolve/"))
                .stream()
                .map(request -> request.path().replaceFirst(".*/resolve/[^/]*/", ""))
                .toList();
    }

    /** How many requests there were about anything but contents. */
    int otherRequests() {
        return hub.requests(request -> request.path().startsWith("/api/models/")
                        || request.method().equals("HEAD"))
                .size();
    }

    @Override
    public void close() {
        hub.close();
    }
}
