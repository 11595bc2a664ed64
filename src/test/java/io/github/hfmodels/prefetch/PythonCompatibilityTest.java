package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.python.Python;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testhub.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** End to end: one cache for both: what huggingface_hub itself writes, accepts and asks, beside what the plugin does. */
class PythonCompatibilityTest {

    private static final String DOWNLOAD = """
            import sys, json
            from huggingface_hub import snapshot_download
            for wanted in json.loads(sys.argv[1]):
                print(snapshot_download(**wanted))
            """;

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private Python python;
    private String first;
    private String second;

    @BeforeEach
    void fillHub() {
        python = Python.requireHuggingfaceHub();
        TestRepository repository = hub.model("org/tiny");
        first = repository
                .commit("first")
                .file(".gitattributes", "*.onnx filter=lfs\n")
                .file("README.md", "# Tiny\n")
                .file("config.json", "{\"a\": 1}")
                .file("empty.txt", "")
                .file("sub/dir/data.txt", "hello\n")
                .file("sub/dür/文 😀.txt", "names\n")
                .lfs("model.safetensors", new byte[30_000])
                .lfs("sub/dir/weights.bin", "weights".getBytes())
                .lfs("sub/dir/same weights.bin", "weights".getBytes())
                .id();
        second = repository
                .commit("second")
                .file("config.json", "{\"a\": 2}")
                .lfs("sub/dir/weights.bin", "other weights".getBytes())
                .remove("README.md")
                .id();
        repository.tag("v1.0", first).branch("feat/x", first).ref("refs/pr/1", second);
        hub.dataset("org/data").commit("first").file("train.csv", "a,b\n").lfs("train.parquet", new byte[500]);
        hub.space("org/app").commit("first").file("app.py", "print()\n");
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void bothLeaveTheSameFolder() throws IOException {
        Path theirs = folder.resolve("theirs");
        pythonDownloads(
                theirs,
                "{'repo_id':'org/tiny'}",
                "{'repo_id':'org/tiny','revision':'v1.0'}",
                "{'repo_id':'org/tiny','revision':'feat/x'}",
                "{'repo_id':'org/tiny','revision':'refs/pr/1'}",
                "{'repo_id':'org/tiny','revision':'" + first + "'}",
                "{'repo_id':'org/data','repo_type':'dataset'}",
                "{'repo_id':'org/app','repo_type':'space'}");
        Path ours = folder.resolve("ours");
        for (String model : new String[] {
            "org/tiny",
            "org/tiny@v1.0",
            "org/tiny@feat/x",
            "org/tiny@refs/pr/1",
            "org/tiny@" + first,
            "hf://datasets/org/data",
            "hf://spaces/org/app"
        }) {
            new TestBuild(hub.endpoint(), ours).ready(model);
        }

        assertThat(FolderText.of(ours)).isEqualTo(FolderText.of(theirs));
        Map<String, String> modes = modes(theirs);
        // Python's own listings are for their owner alone, which keeps others from using them.
        String usual = modes.get("models--org--tiny/refs/main");
        modes.replaceAll((path, mode) -> path.contains("/trees/") ? usual : mode);
        assertThat(modes(ours)).isEqualTo(modes);
    }

    @Test
    void oneRevisionAfterAnotherInTurnsLeavesWhatOneAloneWouldLeave() throws IOException {
        Path mixed = folder.resolve("mixed");
        new TestBuild(hub.endpoint(), mixed).ready("org/tiny@v1.0");
        pythonDownloads(mixed, "{'repo_id':'org/tiny','revision':'refs/pr/1'}");
        new TestBuild(hub.endpoint(), mixed).ready("org/tiny");
        Path theirs = folder.resolve("theirs");
        pythonDownloads(
                theirs,
                "{'repo_id':'org/tiny','revision':'v1.0'}",
                "{'repo_id':'org/tiny','revision':'refs/pr/1'}",
                "{'repo_id':'org/tiny'}");

        assertThat(FolderText.of(mixed)).isEqualTo(FolderText.of(theirs));
    }

    @Test
    void pythonTakesOursWithoutAskingAnyone() {
        Path cache = folder.resolve("cache");
        PrefetchedModel branch = new TestBuild(hub.endpoint(), cache).ready("org/tiny");
        PrefetchedModel tag = new TestBuild(hub.endpoint(), cache).ready("org/tiny@v1.0");
        hub.clearRequests();

        String found = pythonDownloads(
                cache,
                "{'repo_id':'org/tiny','local_files_only':True}",
                "{'repo_id':'org/tiny','local_files_only':True,'revision':'" + second + "'}",
                "{'repo_id':'org/tiny','local_files_only':True,'revision':'v1.0'}");

        assertThat(found.lines())
                .containsExactly(
                        branch.path().toString(),
                        branch.path().toString(),
                        tag.path().toString());
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void pythonOfflineTakesOursAndEveryFileOfIt() {
        Path cache = folder.resolve("cache");
        new TestBuild(hub.endpoint(), cache).ready("org/tiny");
        hub.clearRequests();

        String out = python.run(environment(cache, Map.of("HF_HUB_OFFLINE", "1")), """
                import sys, os
                from huggingface_hub import snapshot_download, hf_hub_download, scan_cache_dir, get_cached_repo_tree
                folder = snapshot_download("org/tiny", revision=sys.argv[1])
                for file in get_cached_repo_tree("org/tiny"):
                    path = hf_hub_download("org/tiny", file.path)
                    assert path == os.path.join(folder, file.path), path
                    assert os.path.getsize(path) == file.size, path
                cache = scan_cache_dir()
                print(cache.warnings, [repo.repo_id for repo in cache.repos], len(os.listdir(folder)))
                """, second);

        assertThat(out.strip()).isEqualTo("[] ['org/tiny'] 5");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void pythonOnlineAsksOnceAfterOurs() {
        Path cache = folder.resolve("cache");
        new TestBuild(hub.endpoint(), cache).ready("org/tiny");
        hub.clearRequests();

        pythonDownloads(cache, "{'repo_id':'org/tiny'}");

        assertThat(hub.paths("GET").stream().filter(path -> !path.equals("/api/agent-harnesses")))
                .containsExactly("/api/models/org/tiny/revision/main");
        assertThat(hub.paths("HEAD")).isEmpty();
    }

    @Test
    void pythonVerifiesOurs() {
        Path cache = folder.resolve("cache");
        new TestBuild(hub.endpoint(), cache).ready("org/tiny");

        String out = hfCache(cache, "verify", "org/tiny", "--fail-on-missing-files", "--fail-on-extra-files");

        assertThat(out).contains("org/tiny");
    }

    @Test
    void oursTakesPythonsWithoutARequestAndChangesNothing() throws IOException {
        Path cache = folder.resolve("cache");
        pythonDownloads(cache, "{'repo_id':'org/tiny'}", "{'repo_id':'org/tiny','revision':'v1.0'}");
        String before = FolderText.of(cache);
        hub.clearRequests();

        PrefetchedModel pinned = new TestBuild(hub.endpoint(), cache).ready("org/tiny@" + second);
        PrefetchedModel offline = new TestBuild(hub.endpoint(), cache).offline().ready("org/tiny@v1.0");

        assertThat(hub.requests()).isEmpty();
        assertThat(pinned.wasCached() && offline.wasCached()).isTrue();
        assertThat(FolderText.of(cache)).isEqualTo(before);
    }

    @Test
    void oursBelievesABranchThatPythonHasJustDownloaded() {
        Path cache = folder.resolve("cache");
        pythonDownloads(cache, "{'repo_id':'org/tiny'}");
        hub.clearRequests();

        PrefetchedModel model = new TestBuild(hub.endpoint(), cache)
                .updatePolicy("interval:600")
                .ready("org/tiny");

        assertThat(hub.requests()).isEmpty();
        assertThat(model.commit().hex()).isEqualTo(second);
    }

    @Test
    void pythonKeepsTheTimeOfARefThatHasNotMoved() throws IOException {
        Path cache = folder.resolve("cache");
        new TestBuild(hub.endpoint(), cache).ready("org/tiny");
        Path ref = cache.resolve("models--org--tiny/refs/main");
        FileTime longAgo = FileTime.from(Instant.parse("2020-02-02T20:02:02Z"));
        Files.setLastModifiedTime(ref, longAgo);
        hub.clearRequests();

        pythonDownloads(cache, "{'repo_id':'org/tiny'}");

        assertThat(hub.paths("GET")).contains("/api/models/org/tiny/revision/main");
        assertThat(Files.getLastModifiedTime(ref)).isEqualTo(longAgo);
    }

    @Test
    void oursAsksOnceOnABranchAfterPython() throws IOException {
        Path cache = folder.resolve("cache");
        pythonDownloads(cache, "{'repo_id':'org/tiny'}");
        String before = FolderText.of(cache);
        hub.clearRequests();

        new TestBuild(hub.endpoint(), cache).ready("org/tiny");

        assertThat(hub.paths("GET")).containsExactly("/api/models/org/tiny/revision/main");
        assertThat(FolderText.of(cache)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.json|['*.json']",
                "sub/|['sub/']",
                "sub/*/w*|['sub/*/w*']",
                "[!s]*|['[!s]*']",
                "*.bin,.git*|['*.bin','.git*']",
            })
    void patternsSelectTheSameFiles(String includes, String allowed) throws IOException {
        Path theirs = folder.resolve("theirs");
        pythonDownloads(theirs, "{'repo_id':'org/tiny','allow_patterns':" + allowed + "}");
        Path ours = folder.resolve("ours");

        new TestBuild(hub.endpoint(), ours).ready("org/tiny", includes.split(","));

        assertThat(FolderText.of(ours)).isEqualTo(FolderText.of(theirs));
    }

    @Test
    void withoutSymlinksBothLeaveTheSameSnapshot() throws IOException {
        Path theirs = folder.resolve("theirs");
        python.run(
                environment(theirs, Map.of("HF_HUB_DISABLE_SYMLINKS", "1")),
                DOWNLOAD,
                "[{\"repo_id\":\"org/data\",\"repo_type\":\"dataset\"}]");
        Path ours = folder.resolve("ours");

        new TestBuild(hub.endpoint(), ours).withoutSymlinks().ready("hf://datasets/org/data");

        assertThat(FolderText.of(ours)).isEqualTo(FolderText.of(theirs));
    }

    @Test
    void aPartOfASnapshotIsCompletedByEither() throws IOException {
        Path cache = folder.resolve("cache");
        new TestBuild(hub.endpoint(), cache).ready("org/tiny", "config.json");
        pythonDownloads(cache, "{'repo_id':'org/tiny','allow_patterns':['sub/*']}");
        new TestBuild(hub.endpoint(), cache).ready("org/tiny");
        Path theirs = folder.resolve("theirs");
        pythonDownloads(theirs, "{'repo_id':'org/tiny'}");

        assertThat(FolderText.of(cache)).isEqualTo(FolderText.of(theirs));
    }

    @Test
    void aLockedBuildLeavesTheSameFolder_butTheListings() throws IOException {
        Path theirs = folder.resolve("theirs");
        pythonDownloads(theirs, "{'repo_id':'org/tiny'}", "{'repo_id':'org/tiny','revision':'v1.0'}");
        Path ours = folder.resolve("ours");
        lockedBuild(ours, "org/tiny");
        lockedBuild(ours, "org/tiny@v1.0");

        assertThat(FolderText.of(ours).lines())
                .containsExactlyElementsOf(FolderText.of(theirs)
                        .lines()
                        .filter(line -> !line.contains("/trees/"))
                        .toList());
    }

    @Test
    void pythonTakesWhatALockedBuildLeftWithoutAskingAnyone() {
        Path cache = folder.resolve("cache");
        PrefetchedModel branch = lockedBuild(cache, "org/tiny");
        PrefetchedModel part = lockedBuild(cache, "hf://datasets/org/data", "*.csv");
        hub.clearRequests();

        String found = pythonDownloads(
                cache,
                "{'repo_id':'org/tiny','local_files_only':True}",
                "{'repo_id':'org/tiny','local_files_only':True,'revision':'" + second + "'}",
                "{'repo_id':'org/data','repo_type':'dataset','local_files_only':True,'allow_patterns':['*.csv']}");

        assertThat(found.lines())
                .containsExactly(
                        branch.path().toString(),
                        branch.path().toString(),
                        part.path().toString());
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void pythonOfflineTakesWhatALockedBuildLeftAndEveryFileOfIt() {
        Path cache = folder.resolve("cache");
        PrefetchedModel model = lockedBuild(cache, "org/tiny");
        hub.clearRequests();

        String out = python.run(
                environment(cache, Map.of("HF_HUB_OFFLINE", "1")),
                """
                import sys, os
                from huggingface_hub import snapshot_download, hf_hub_download, scan_cache_dir
                folder = snapshot_download("org/tiny")
                assert os.path.basename(folder) == sys.argv[1], folder
                files = sys.argv[2:]
                for file in files:
                    path = hf_hub_download("org/tiny", file, revision=sys.argv[1])
                    assert path == os.path.join(folder, file), path
                # A commit is not resolved, and without a listing it is not known to be complete.
                try:
                    snapshot_download("org/tiny", revision=sys.argv[1])
                    print("complete")
                except Exception as e:
                    print(type(e).__name__)
                cache = scan_cache_dir()
                print(cache.warnings, [repo.repo_id for repo in cache.repos], len(files))
                """,
                Stream.concat(Stream.of(second), model.files().stream().map(RepoFile::path))
                        .toArray(String[]::new));

        assertThat(out.lines()).last().isEqualTo("[] ['org/tiny'] 8");
        assertThat(out).doesNotContain("complete");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void pythonListsAndVerifiesWhatALockedBuildLeft() {
        Path cache = folder.resolve("cache");
        lockedBuild(cache, "org/tiny");

        String listed = hfCache(cache, "ls");
        String verified = hfCache(cache, "verify", "org/tiny", "--fail-on-missing-files", "--fail-on-extra-files");

        assertThat(listed).contains("org/tiny").doesNotContainIgnoringCase("warn");
        assertThat(verified).contains("org/tiny").doesNotContainIgnoringCase("warn");
    }

    @Test
    void pythonOnlineAsksOnceAfterALockedBuildAndMovesTheRef() throws IOException {
        Path cache = folder.resolve("cache");
        lockedBuild(cache, "org/tiny");
        String third = hub.model("org/tiny")
                .commit("third")
                .file("config.json", "{\"a\": 3}")
                .id();

        pythonDownloads(cache, "{'repo_id':'org/tiny'}");

        assertThat(cache.resolve("models--org--tiny/refs/main")).hasContent(third);
        assertThat(hub.paths("GET")).contains("/api/models/org/tiny/revision/main");
    }

    @Test
    void aLockedBuildTakesPythonsWithoutARequestAndChangesNothing() throws IOException {
        Path cache = folder.resolve("cache");
        pythonDownloads(cache, "{'repo_id':'org/tiny'}");
        String before = FolderText.of(cache);

        PrefetchedModel model = lockedBuild(cache, "org/tiny");

        assertThat(hub.requests()).isEmpty();
        assertThat(model.wasCached()).isTrue();
        assertThat(FolderText.of(cache)).isEqualTo(before);
    }

    /** Prefetches with a lock that was written elsewhere; what that asked is forgotten. */
    private PrefetchedModel lockedBuild(Path cache, String coordinates, String... includes) {
        ModelLock lock = new TestBuild(hub.endpoint(), folder.resolve("elsewhere"))
                .model(coordinates, null, includes)
                .lock();
        hub.clearRequests();
        PrefetchedModel model =
                new TestBuild(hub.endpoint(), cache).locked(lock).ready(coordinates, includes);
        return model;
    }

    private String hfCache(Path cache, String... arguments) {
        return python.run(environment(cache, Map.of()), """
                import sys
                from huggingface_hub.cli.hf import main
                sys.argv = ["hf", "cache"] + sys.argv[1:]
                try:
                    main()
                except SystemExit as end:
                    assert not end.code, end.code
                """, arguments);
    }

    /** @param wanted the arguments of {@code snapshot_download}, as Python writes a dict */
    private String pythonDownloads(Path cache, String... wanted) {
        String json = Stream.of(wanted)
                .map(each -> each.replace('\'', '"').replace("True", "true"))
                .collect(Collectors.joining(",", "[", "]"));
        return python.run(environment(cache, Map.of()), DOWNLOAD, json);
    }

    private Map<String, String> environment(Path cache, Map<String, String> more) {
        var environment = new HashMap<>(more);
        environment.put("HF_ENDPOINT", hub.endpoint());
        environment.put("HF_HOME", folder.resolve("home").toString());
        environment.put("HF_HUB_CACHE", cache.toString());
        return environment;
    }

    private static Map<String, String> modes(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            List<Path> all =
                    entries.filter(entry -> !Files.isSymbolicLink(entry)).toList();
            var modes = new HashMap<String, String>();
            for (Path entry : all) {
                modes.put(
                        folder.relativize(entry).toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(entry, LinkOption.NOFOLLOW_LINKS)));
            }
            return modes;
        }
    }
}
