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
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** Builds at one server, and what becomes of them in few words. */
final class ServerBuilds implements AutoCloseable {

    private static final String OK = "ok";
    private static final int MEBIBYTE = 1 << 20;

    private final Path folder;
    private final TestHub hub;
    private final TestHub plain;
    private final ServedModels models;
    private final String[] selection;
    private String endpoint;
    private ProxyRoutes proxies = ProxyRoutes.DIRECT;

    /**
     * Builds at a hub, which it fills and closes.
     *
     * @param cut after how many files a list ends there; 0 for all
     * @param folder is empty
     */
    ServerBuilds(TestHub hub, int cut, Path folder) {
        this.folder = folder;
        this.hub = hub;
        this.endpoint = hub.endpoint();
        this.models = new ServedModels(cut);
        this.selection = models.selection();
        models.addTo(hub);
        boolean hasLongCommits = hub.model("org/empty").commit("second").id().length() == 64;
        this.plain = TestHub.builder()
                .personality(hasLongCommits ? Personality.LONG_COMMITS : Personality.HUB)
                .start();
        models.addTo(plain);
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
            case COLD -> outcome(build("cache").model(ServedModels.MODEL, null, selection));
            case WARM -> warm();
            case MOVED -> moved();
            case ONE_FILE -> oneFile();
            case LOCK -> lock();
            case LOCKED -> locked();
            case PRIVATE -> outcome(build("private").token(ServedModels.TOKEN).model("org/private"));
            case STRANGER -> outcome(build("stranger").model("org/private"));
            case GATED -> outcome(build("gated").model("org/gated"));
            case ADMITTED -> outcome(build("admitted").token(ServedModels.TOKEN).model("org/gated"));
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
        PrefetchResult result =
                build("cache").model(ServedModels.MODEL, null, selection).run();
        if (!result.failures().isEmpty()) {
            return failure(result);
        }
        return result.models().get(0).wasCached()
                ? String.valueOf(hub.requests().size())
                : "downloads again";
    }

    private String moved() throws IOException {
        Content before = models.files().get("config.json");
        Content after = Content.of("{\"a\":2}");
        try {
            hub.model(ServedModels.MODEL).commit("second").file("config.json", after);
            TestBuild build = build("cache").model(ServedModels.MODEL, null, selection);
            PrefetchResult result = build.run();
            if (!result.failures().isEmpty()) {
                return failure(result);
            }
            Path file = result.models().get(0).path().resolve("config.json");
            return isContent(file, before) ? "old" : isContent(file, after) ? OK : "wrong content";
        } finally {
            hub.model(ServedModels.MODEL).branch("main", firstCommit());
        }
    }

    private String firstCommit() {
        return new TestBuild(plain.endpoint(), folder.resolve("plain"))
                .ready(ServedModels.MODEL, "config.json")
                .commit()
                .hex();
    }

    private String oneFile() throws IOException {
        PrefetchResult result = build("one")
                .model(ServedModels.MODEL, null, "weights/model.bin")
                .run();
        if (!result.failures().isEmpty()) {
            return failure(result);
        }
        Path file = result.models().get(0).path().resolve("weights/model.bin");
        return isContent(file, models.files().get("weights/model.bin")) ? OK : "wrong content";
    }

    private String lock() {
        var outcome = build("lock").model(ServedModels.MODEL, null, selection).lock(ModelLock.EMPTY);
        if (!outcome.failures().isEmpty()) {
            return kind(outcome.failures().get(0));
        }
        var again = build("lock").model(ServedModels.MODEL, null, selection).lock(outcome.lock());
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
                .model(ServedModels.MODEL, null, selection)
                .lock();
    }

    private String locked() throws IOException {
        ModelLock lock = hubsLock();
        hub.clearRequests();
        String outcome = outcome(build("locked").locked(lock).model(ServedModels.MODEL, null, selection));
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
        if (!isContent(result.models().get(0).path().resolve("model.bin"), ServedModels.LARGE)) {
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
        return isContent(result.models().get(0).path().resolve("model.bin"), ServedModels.LARGE) ? OK : "wrong content";
    }

    private String twoAtOnce() throws IOException {
        CompletableFuture<PrefetchResult> other = CompletableFuture.supplyAsync(
                () -> build("other").model("org/large").run());
        PrefetchResult result = build("together").model("org/large").run();
        for (PrefetchResult each : List.of(result, other.join())) {
            if (!each.failures().isEmpty()) {
                return failure(each);
            }
            if (!isContent(each.models().get(0).path().resolve("model.bin"), ServedModels.LARGE)) {
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
        for (var file : models.files().entrySet()) {
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
