package io.github.hfmodels.prefetch;

import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.proxy.ProxyRoutes;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.testhub.Asked;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.Personality;
import io.github.hfmodels.testhub.RecordedRequest.Server;
import io.github.hfmodels.testhub.TestCommit;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Builds at one server, and what becomes of them in few words. */
final class ServerBuilds implements AutoCloseable {

    static final String OK = "ok";
    private static final int MEBIBYTE = 1 << 20;
    private static final String MODEL = "org/model";
    private static final String TOKEN = "hf_token_of_a_reader";
    private static final Content LARGE = Content.generated(9L * MEBIBYTE + 12_345, 7);

    private static final int MORE_FILES = 20;

    private final Path folder;
    private final TestHub hub;
    private final TestHub plain;
    private final String[] selection;
    private final Map<String, Content> files = new LinkedHashMap<>();
    private String endpoint;
    private ProxyRoutes proxies = ProxyRoutes.DIRECT;

    /**
     * Builds at an empty hub of this personality, which it closes.
     *
     * @param cut after how many files a list ends there; 0 for all
     * @param folder is empty
     */
    ServerBuilds(TestHub hub, int cut, Path folder) {
        this.folder = folder;
        this.hub = hub;
        this.endpoint = hub.endpoint();
        boolean hasLongCommits = hub.model("org/other").commit("first").id().length() == 64;
        this.plain = TestHub.builder()
                .personality(hasLongCommits ? Personality.LONG_COMMITS : Personality.HUB)
                .start();
        // More files than are asked for, so that a list that was cut has none of those.
        int more = cut == 0 ? 0 : cut + MORE_FILES;
        this.selection = more == 0 ? new String[0] : new String[] {"config.json", "o*/*", "weights/*"};
        files.put("config.json", Content.of("{\"a\":1}"));
        files.put("onnx/model.onnx", Content.generated(3_000, 1));
        files.put("onnx/model_int8.onnx", Content.generated(2_000, 2));
        files.put("weights/model.bin", Content.generated(5_000, 3));
        files.put("weights/odd name+#.txt", Content.of("odd"));
        fill(hub, more);
        fill(plain, more);
    }

    /** Makes the builds at a server in front of the hub. */
    ServerBuilds at(String server) {
        endpoint = server;
        return this;
    }

    ServerBuilds by(ProxyRoutes routes) {
        proxies = routes;
        return this;
    }

    private void fill(TestHub filled, int more) {
        TestCommit commit = filled.model(MODEL).license("mit").commit("first");
        for (int i = 0; i < more; i++) {
            commit.file("a/" + i, "more");
        }
        addTo(commit).id();
        addTo(filled.model("org/private").makePrivate(TOKEN).commit("first"));
        addTo(filled.model("org/gated").makeGated(TOKEN).commit("first"));
        addTo(filled.dataset("org/data").commit("first"));
        filled.model("org/large").commit("first").lfs("model.bin", LARGE).file("config.json", "{}");
        filled.model("org/empty").commit("first").id();
    }

    private TestCommit addTo(TestCommit commit) {
        files.forEach((path, content) -> {
            if (path.endsWith(".onnx")) {
                commit.xet(path, content);
            } else if (path.endsWith(".bin")) {
                commit.lfs(path, content);
            } else {
                commit.file(path, content);
            }
        });
        return commit;
    }

    /** Makes the builds of a situation. */
    String outcome(Situation situation) throws IOException {
        hub.clearRequests();
        try (var log = new CapturedLog()) {
            String outcome = run(situation);
            return outcome.equals(OK) && log.text().contains("verif") ? "unverified" : outcome;
        }
    }

    private String run(Situation situation) throws IOException {
        return switch (situation) {
            case COLD -> outcome(build("cache").model(MODEL, null, selection));
            case WARM -> warm();
            case MOVED -> moved();
            case ONE_FILE -> oneFile();
            case LOCK -> lock();
            case LOCKED -> locked();
            case PRIVATE -> outcome(build("private").token(TOKEN).model("org/private"));
            case GATED -> outcome(build("gated").model("org/gated"));
            case ADMITTED -> outcome(build("admitted").token(TOKEN).model("org/gated"));
            case RESUMED -> resumed();
            case BROKEN_OFF -> brokenOff();
            case TWO_AT_ONCE -> twoAtOnce();
            case DATA_SET -> outcome(build("data").model("hf://datasets/org/data"));
            case EMPTY -> empty();
            case ABSENT -> outcome(build("absent").model("org/none"));
        };
    }

    private TestBuild build(String cache) {
        return new TestBuild(endpoint, folder.resolve(cache)).retries(3).proxies(proxies);
    }

    private String warm() throws IOException {
        PrefetchResult result = build("cache").model(MODEL, null, selection).run();
        if (!result.failures().isEmpty()) {
            return failure(result);
        }
        return result.models().get(0).wasCached()
                ? String.valueOf(hub.requests().size())
                : "downloads again";
    }

    private String moved() throws IOException {
        Content before = files.put("config.json", Content.of("{\"a\":2}"));
        try {
            hub.model(MODEL).commit("second").file("config.json", files.get("config.json"));
            TestBuild build = build("cache").model(MODEL, null, selection);
            PrefetchResult result = build.run();
            if (!result.failures().isEmpty()) {
                return failure(result);
            }
            Path file = result.models().get(0).path().resolve("config.json");
            return isContent(file, before) ? "old" : isContent(file, files.get("config.json")) ? OK : "wrong content";
        } finally {
            files.put("config.json", before);
            hub.model(MODEL).branch("main", firstCommit());
        }
    }

    private String firstCommit() {
        return new TestBuild(plain.endpoint(), folder.resolve("plain"))
                .ready(MODEL, "config.json")
                .commit()
                .hex();
    }

    private String oneFile() throws IOException {
        PrefetchResult result =
                build("one").model(MODEL, null, "weights/model.bin").run();
        if (!result.failures().isEmpty()) {
            return failure(result);
        }
        Path file = result.models().get(0).path().resolve("weights/model.bin");
        return isContent(file, files.get("weights/model.bin")) ? OK : "wrong content";
    }

    private String lock() {
        var outcome = build("lock").model(MODEL, null, selection).lock(ModelLock.EMPTY);
        if (!outcome.failures().isEmpty()) {
            return kind(outcome.failures().get(0));
        }
        var again = build("lock").model(MODEL, null, selection).lock(outcome.lock());
        if (!again.changes().isEmpty()) {
            return "another lock each time";
        }
        return contents(outcome.lock()).equals(contents(hubsLock())) ? OK : "another lock";
    }

    /** What a lock stands for; the hash of the pointer to a large file says no more than that of its content. */
    private static List<String> contents(ModelLock lock) {
        return lock.models().stream()
                .flatMap(model -> model.files().stream()
                        .map(file -> model.commit() + " " + file.path() + " " + file.contentSize() + " "
                                + file.contentSha256().orElse("")))
                .toList();
    }

    private ModelLock hubsLock() {
        return new TestBuild(plain.endpoint(), folder.resolve("plain"))
                .model(MODEL, null, selection)
                .lock();
    }

    private String locked() throws IOException {
        ModelLock lock = hubsLock();
        hub.clearRequests();
        String outcome = outcome(build("locked").locked(lock).model(MODEL, null, selection));
        int questions = hub.requests(Asked.API).size();
        return questions == 0 ? outcome : outcome + " after " + questions + " questions";
    }

    private String resumed() throws IOException {
        PrefetchResult ended = build("resumed")
                .display(new ShownDownloads(4 * MEBIBYTE))
                .model("org/large")
                .run();
        if (ended.failures().isEmpty()) {
            return "not ended";
        }
        if (ended.failures().get(0).cause() instanceof SourceException) {
            return failure(ended);
        }
        var shown = new ShownDownloads();
        PrefetchResult result =
                build("resumed").display(shown).model("org/large").run();
        if (!result.failures().isEmpty()) {
            return failure(result);
        }
        if (!isContent(result.models().get(0).path().resolve("model.bin"), LARGE)) {
            return "wrong content";
        }
        var weights = shown.of("model.bin");
        return weights.resumed.get() > 0 && weights.lost.get() == 0 ? OK : "starts over";
    }

    private String brokenOff() throws IOException {
        // One of them may be a redirect.
        hub.faults()
                .on(Asked.GET
                        .and(Asked.CONTENT)
                        .and(request ->
                                request.server() == Server.CDN || request.path().endsWith("/model.bin")))
                .times(2)
                .truncateAfter(3 * MEBIBYTE);
        PrefetchResult result = build("broken").model("org/large").run();
        hub.faults().clear();
        if (!result.failures().isEmpty()) {
            return failure(result);
        }
        return isContent(result.models().get(0).path().resolve("model.bin"), LARGE) ? OK : "wrong content";
    }

    private String twoAtOnce() throws IOException {
        CompletableFuture<PrefetchResult> other = CompletableFuture.supplyAsync(
                () -> build("other").model("org/large").run());
        PrefetchResult result = build("together").model("org/large").run();
        for (PrefetchResult each : List.of(result, other.join())) {
            if (!each.failures().isEmpty()) {
                return failure(each);
            }
            if (!isContent(each.models().get(0).path().resolve("model.bin"), LARGE)) {
                return "wrong content";
            }
        }
        return OK;
    }

    private String empty() {
        PrefetchResult result = build("empty").model("org/empty").run();
        if (!result.failures().isEmpty()) {
            return failure(result);
        }
        return result.models().get(0).files().isEmpty() ? OK : "files";
    }

    private String outcome(TestBuild build) throws IOException {
        PrefetchResult result = build.run();
        if (!result.failures().isEmpty()) {
            return failure(result);
        }
        Path path = result.models().get(0).path();
        for (var file : files.entrySet()) {
            if (!isContent(path.resolve(file.getKey()), file.getValue())) {
                return "wrong " + file.getKey();
            }
        }
        return OK;
    }

    private static boolean isContent(Path file, Content content) throws IOException {
        return Files.exists(file) && Content.of(file).sha256().equals(content.sha256());
    }

    private static String failure(PrefetchResult result) {
        return kind(result.failures().get(0));
    }

    private static String kind(ModelFailure failure) {
        if (failure.cause() instanceof SourceException source) {
            return source.kind() == Kind.REPOSITORY_NOT_FOUND
                    ? "no repository"
                    : source.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
        return failure.isUserError() ? "user error" : failure.cause().toString();
    }

    @Override
    public void close() {
        hub.close();
        plain.close();
    }
}
