package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.Digest.Algorithm;
import io.github.hfmodels.python.Python;
import io.github.hfmodels.relock.LockOutcome;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testhub.TestRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** End to end: an endpoint that lists the names of files alone, so that their headers must say the rest. */
class NamesOnlyTest {

    private static final String CONFIG = "{\"model_type\":\"bert\"}";
    private static final byte[] MODEL = new byte[3_000];

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final TestRepository repository = hub.model("org/name");
    private final String commit = repository
            .commit("first")
            .file("config.json", CONFIG)
            .lfs("model.safetensors", MODEL)
            .file("README.md", "# Read me\n")
            .id();

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void hashesThatHeadersName_makeTheSameCacheButForTheList() throws IOException {
        Path snapshot =
                build().ready("org/name", "config.json", "*.safetensors").path();

        assertThat(snapshot.resolve("config.json")).hasContent(CONFIG);
        assertThat(snapshot.resolve("model.safetensors")).hasBinaryContent(MODEL);
        assertThat(names(cached("blobs")))
                .containsExactlyInAnyOrder(
                        Algorithm.GIT_SHA1.of(CONFIG.getBytes(StandardCharsets.UTF_8)), Algorithm.SHA256.of(MODEL));
        assertThat(cached("refs/main")).hasContent(commit);
        assertThat(cached("trees")).doesNotExist();
    }

    @Test
    void onlyWantedFiles_areAskedFor() {
        build().ready("org/name", "*.safetensors");

        assertThat(hub.paths("HEAD")).containsExactly("/org/name/resolve/" + commit + "/model.safetensors");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void secondBuild_asksForTheListAlone(boolean hasLinks) {
        build(hasLinks).ready("org/name");
        hub.clearRequests();

        build(hasLinks).ready("org/name");
        build(hasLinks).updatePolicy("never").ready("org/name");

        assertThat(hub.requests()).hasSize(2).allMatch(request -> request.path().contains("/revision/"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void offlineAfterwards_findsTheSnapshot(boolean hasLinks) {
        tagEverything("\"5f3a-2d\"");
        build(hasLinks).ready("org/name", "config.json");
        hub.clearRequests();

        assertThat(build(hasLinks)
                        .offline()
                        .ready("org/name", "config.json")
                        .path()
                        .resolve("config.json"))
                .hasContent(CONFIG);
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void anotherModule_asksForNothingButTheList() {
        var modules = new ConcurrentHashMap<String, CompletableFuture<String>>();
        build().moduleOf(modules).ready("org/name");
        hub.clearRequests();

        build().moduleOf(modules).ready("org/name", "config.json");

        assertThat(hub.requests()).hasSize(1);
        assertThat(hub.paths("HEAD")).isEmpty();
    }

    @Test
    void filesThatDecide_areAskedForFirst() {
        var transformers = new PresetOptions(Preset.TRANSFORMERS, null, null, null, false);

        PrefetchResult result = build().modelFor(transformers, "org/name").run();

        assertThat(result.failures()).isEmpty();
        assertThat(result.models().get(0).path().resolve("model.safetensors")).hasBinaryContent(MODEL);
        assertThat(result.models().get(0).path().resolve("README.md")).doesNotExist();
        assertThat(hub.paths("HEAD")).noneMatch(path -> path.endsWith("README.md"));
    }

    @Test
    void listOfTheSameCommitInTheCache_isBetter() {
        hubBuild().ready("org/name", "config.json");
        hub.clearRequests();

        build().ready("org/name");

        assertThat(hub.paths("HEAD")).isEmpty();
        assertThat(cached("blobs").resolve(Algorithm.SHA256.of(MODEL))).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"5f3a-2d\"", "W/\"5f3a-2d\"", "5f3a-2d"})
    void contentThatAnETagNames_isToldOfInOneLine(String etag) throws IOException {
        repository.commit("second").file("a.txt", "a").file("b.txt", "b").file("c.txt", "c");
        tag("config.json", etag);
        tag("a.txt", "\"a\"");
        tag("b.txt", "\"b\"");
        tag("c.txt", "\"c\"");

        try (var log = new CapturedLog()) {
            Path snapshot = build().ready("org/name").path();

            assertThat(snapshot.resolve("config.json")).hasContent(CONFIG);
            assertThat(log.lines("cannot be verified"))
                    .singleElement()
                    .asString()
                    .contains("org/name@main: ", " and 1 more cannot be verified, since 127.0.0.1 names no hashes");
        }
        assertThat(names(cached("blobs"))).contains("5f3a-2d", "a", "b", "c");
    }

    @Test
    void blobOfAnETag_hasTheNameThatPythonGivesIt() throws IOException {
        Python python = Python.requireHuggingfaceHub();
        hub.faults().onPath("config.json").rewriteHeader("ETag", "W/\"5f3a-2d\"");
        build().ready("org/name", "config.json");

        Path other = folder.resolve("python");
        python.run("""
                import sys
                from huggingface_hub import hf_hub_download
                print(hf_hub_download(sys.argv[1], sys.argv[2], cache_dir=sys.argv[3], endpoint=sys.argv[4]))
                """, "org/name", "config.json", other.toString(), hub.endpoint());

        assertThat(names(other.resolve("models--org--name/blobs"))).isEqualTo(names(cached("blobs")));
    }

    @Test
    void lengthOfWhatCannotBeVerified_isChecked() {
        hub.faults().on(request -> isConfig(request, "HEAD")).rewriteHeader("ETag", "\"5f3a-2d\"");
        hub.faults()
                .on(request -> isConfig(request, "GET"))
                .rewriteHeader("ETag", "\"5f3a-2d\"")
                .truncateAfter(3);

        assertThat(build().fails("org/name", "config.json").message()).contains("ended after 3 of " + CONFIG.length());
        assertThat(shown("config.json")).doesNotExist();
    }

    @Test
    void serverWithoutETags_isRefusedByName() {
        hub.faults().onPath("config.json").removeHeader("ETag");

        assertThat(build().fails("org/name", "config.json").message())
                .isEqualTo(
                        "org/name@main: config.json: 127.0.0.1 lists it by name alone, and says neither a hash nor an"
                                + " ETag of its content; lock the model by an endpoint that lists hashes; builds that follow the"
                                + " lock can use this one");
        assertThat(shown("config.json")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 405, 500, 501})
    void headThatIsRefused_isReplacedByGetOfOneByte(int status) {
        hub.faults().on(request -> request.method().equals("HEAD")).status(status);

        Path snapshot = build().ready("org/name").path();

        assertThat(snapshot.resolve("model.safetensors")).hasBinaryContent(MODEL);
        assertThat(hub.requests(request -> request.header("Range").isPresent()))
                .allMatch(request -> request.header("Range").orElse("").equals("bytes=0-0"));
        build().ready("org/name");
    }

    @Test
    void emptyContent_hasNoFirstByte() {
        repository.commit("second").file("empty.txt", "");
        tag("empty.txt", "\"nothing\"");

        assertThat(build().ready("org/name", "empty.txt").path().resolve("empty.txt"))
                .isEmptyFile();
    }

    @Test
    void hostThatIsLinkedTo_saysTheLengthThatTheEndpointDoesNot() {
        hub.faults().onPath("/resolve/" + commit + "/model.safetensors").rewriteHeader("X-Linked-Size", "0");

        assertThat(build().ready("org/name", "*.safetensors").path().resolve("model.safetensors"))
                .hasBinaryContent(MODEL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-1", "git"})
    void tagThatLooksLikeASha1_mayBeOneOrGits(String kind) throws Exception {
        byte[] content = CONFIG.getBytes(StandardCharsets.UTF_8);
        String hash = kind.equals("git")
                ? Algorithm.GIT_SHA1.of(content)
                : HexFormat.of().formatHex(MessageDigest.getInstance(kind).digest(content));
        tag("config.json", "\"" + hash + "\"");

        try (var log = new CapturedLog()) {
            assertThat(build().ready("org/name", "config.json").path().resolve("config.json"))
                    .hasContent(CONFIG);
            assertThat(log.lines("cannot be verified")).isEmpty();
        }
        assertThat(names(cached("blobs"))).containsExactly(hash);
    }

    @Test
    void tagThatLooksLikeTheHashOfAnotherContent_isRefused() throws IOException {
        String planted = Algorithm.GIT_SHA1.of("{\"model_type\":\"evil\"}".getBytes(StandardCharsets.UTF_8));
        tag("config.json", "\"" + planted + "\"");

        assertThat(build().fails("org/name", "config.json").message()).contains("does not have the hash " + planted);

        assertThat(cached("blobs").resolve(planted)).doesNotExist();
        assertThat(shown("config.json")).doesNotExist();
    }

    @Test
    void sha256ThatTheContentDoesNotHave_isRefused() {
        tag("config.json", "\"" + "0".repeat(64) + "\"");

        assertThat(build().fails("org/name", "config.json").message()).contains("does not have the hash 0000");
    }

    /** As that of nginx, which is made of the time of the last change and the length. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twoContentsOfOneETag_areNotTakenForOne(boolean inOneBuild) throws IOException {
        String second = repository
                .commit("second")
                .file("a.txt", "one")
                .file("b.txt", "two")
                .id();
        tag("a.txt", "\"5f3a-3\"");
        tag("b.txt", "\"5f3a-3\"");
        if (!inOneBuild) {
            build().ready("org/name", "a.txt");
        }

        assertThat(build().fails("org/name", inOneBuild ? "?.txt" : "b.txt").message())
                .contains(".txt: the server names it by the ETag 5f3a-3 instead of a hash, and the cache has another");

        Path snapshot = cached("snapshots").resolve(second);
        for (String path : List.of("a.txt", "b.txt")) {
            if (Files.exists(snapshot.resolve(path))) {
                assertThat(snapshot.resolve(path)).hasContent(path.equals("a.txt") ? "one" : "two");
            }
        }
    }

    @Test
    void oneContentOfOneETag_isOneBlob() throws IOException {
        repository.commit("second").file("a.txt", "one").file("b.txt", "one");
        tag("a.txt", "\"5f3a-3\"");
        tag("b.txt", "\"5f3a-3\"");

        assertThat(build().ready("org/name", "?.txt").path().resolve("b.txt")).hasContent("one");
        assertThat(names(cached("blobs"))).containsExactly("5f3a-3");
    }

    @Test
    void lock_isRefusedWhereHashesAreNotKnown() {
        tag("config.json", "\"5f3a-2d\"");

        LockOutcome outcome = build().model("org/name").lock(ModelLock.EMPTY);

        assertThat(outcome.failures())
                .extracting(TestBuild::message)
                .containsExactly(
                        "org/name@main: the server names no hash of config.json, which a lock needs; lock by an"
                                + " endpoint that names hashes, such as the public one; builds that follow the lock can use this"
                                + " one");
    }

    @Test
    void lock_isTheSameWhereHeadersNameHashes() {
        assertThat(build().model("org/name").lock())
                .isEqualTo(hubBuild().model("org/name").lock());
    }

    @Test
    void lockedBuild_needsNeitherListNorTag() throws IOException {
        ModelLock lock = hubBuild().model("org/name").lock();
        hub.clearRequests();
        hub.faults().on(request -> request.path().contains("/api/models")).status(404);
        tagEverything("\"5f3a-2d\"");

        Path snapshot = new TestBuild(hub.endpoint(), folder.resolve("other"))
                .locked(lock)
                .ready("org/name")
                .path();

        assertThat(snapshot.resolve("model.safetensors")).hasBinaryContent(MODEL);
        assertThat(names(folder.resolve("other/models--org--name/blobs"))).contains(Algorithm.SHA256.of(MODEL));
    }

    private static boolean isConfig(RecordedRequest request, String method) {
        return request.method().equals(method) && request.path().endsWith("config.json");
    }

    private void tagEverything(String etag) {
        hub.faults()
                .on(request -> request.path().contains("/resolve"))
                .removeHeader("X-Repo-Commit")
                .removeHeader("X-Linked-ETag")
                .rewriteHeader("ETag", etag);
    }

    /** Has the file's server be none that knows of commits and hashes. */
    private void tag(String path, String etag) {
        hub.faults().onPath(path).removeHeader("X-Repo-Commit").rewriteHeader("ETag", etag);
    }

    private Path cached(String path) {
        return folder.resolve("cache/models--org--name").resolve(path);
    }

    private Path shown(String path) {
        return cached("snapshots").resolve(commit).resolve(path);
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private TestBuild build() {
        return hubBuild().source(NamesOnly::new);
    }

    private TestBuild build(boolean hasLinks) {
        return hasLinks ? build() : build().withoutSymlinks();
    }

    private TestBuild hubBuild() {
        return new TestBuild(hub.endpoint(), folder.resolve("cache"));
    }
}
