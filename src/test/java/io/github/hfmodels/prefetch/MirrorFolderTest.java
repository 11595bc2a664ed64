package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.PresetFixture;
import io.github.hfmodels.process.ServerProgram;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testproxy.RealServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** End to end: a folder that is a Hub. Whatever reads it makes the same cache as from the Hub. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MirrorFolderTest {

    private static final PresetOptions TRANSFORMERS = PresetFixture.options(Preset.TRANSFORMERS);
    private static final Content WEIGHTS = Content.generated((9 << 20) + 77, 5);

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private Path mirror;
    private String fromHub;
    private String first;

    @BeforeEach
    void publish() throws IOException {
        mirror = folder.resolve("mirror");
        first = hub.model("org/tiny")
                .license("apache-2.0")
                .commit("first")
                .file("config.json", "{}")
                .file(".gitattributes", "*.bin filter=lfs")
                .file("empty", "")
                .file("a b/50%?#+&=ä.txt", "odd")
                .xet("sub/model.bin", WEIGHTS)
                .lfs("not selected.bin", "another".getBytes(StandardCharsets.UTF_8))
                .id();
        hub.model("org/tiny").ref("refs/pr/1", first);
        hub.model("org/tiny").branch("feature/x", first);
        hub.dataset("squad").commit("first").file("train.csv", "a,b\n");
        hub.dataset("squad")
                .ref(
                        "refs/convert/parquet",
                        hub.dataset("squad")
                                .commit("second")
                                .file("0.parquet", "PAR1")
                                .id());
        hub.space("org/app").commit("first").file("app.py", "print()\n").file("index.html", "<html></html>");
        hub.model("org/base")
                .commit("first")
                .file("config.json", "{\"model_type\":\"bert\"}")
                .lfs("model.safetensors", new byte[40_001]);
        hub.model("org/adapter")
                .otherLicense("own")
                .commit("first")
                .file("adapter_config.json", "{\"peft_type\":\"LORA\",\"base_model_name_or_path\":\"org/base\"}")
                .lfs("adapter_model.safetensors", new byte[20_001]);
        fromHub = cacheOf(hub.endpoint());
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    /** What a build wants of all kinds of repositories, revisions and selections. */
    private static TestBuild wanting(TestBuild build) {
        return build.model("org/tiny", null, "*.json", ".git*", "empty", "a b/*", "sub/*")
                .model("org/tiny@refs/pr/1", null, "config.json")
                .model("org/tiny@feature/x", null, "empty")
                .model("hf://datasets/squad@refs/convert/parquet")
                .model("hf://datasets/squad")
                .model("hf://spaces/org/app")
                .modelFor(TRANSFORMERS, "org/adapter");
    }

    private TestBuild wanting(String endpoint, String cache) {
        return wanting(new TestBuild(endpoint, folder.resolve(cache)));
    }

    /** The cache that a build from there makes. */
    private String cacheOf(String endpoint) throws IOException {
        Path cache = Files.createTempDirectory(folder, "cache");
        return cacheOf(wanting(new TestBuild(endpoint, cache)), cache);
    }

    private static String cacheOf(TestBuild build, Path cache) throws IOException {
        PrefetchResult result = build.run();
        assertThat(result.failures()).extracting(TestBuild::message).isEmpty();
        return FolderText.of(cache);
    }

    private void mirror() {
        wanting(hub.endpoint(), "cache-of-mirror").mirror(mirror);
    }

    private static String endpoint(Path folder) {
        return "file://" + folder;
    }

    @Test
    void theFolderItself_isAHub() throws IOException {
        mirror();
        hub.close();

        assertThat(cacheOf(endpoint(mirror))).isEqualTo(fromHub);
    }

    @Test
    void everyAddress_isTheHubs() throws IOException {
        mirror();

        assertThat(mirror.resolve("api/models/org/tiny/revision/main")).isRegularFile();
        assertThat(mirror.resolve("api/models/org/tiny/revision/refs/pr/1")).isRegularFile();
        assertThat(mirror.resolve("api/models/org/tiny/revision/feature/x")).isRegularFile();
        assertThat(mirror.resolve("api/models/org/tiny/revision/" + first)).isRegularFile();
        assertThat(mirror.resolve("org/tiny/resolve/" + first + "/config.json")).hasContent("{}");
        assertThat(mirror.resolve("org/tiny/resolve/" + first + "/not selected.bin"))
                .doesNotExist();
        assertThat(mirror.resolve("api/datasets/squad/revision/refs/convert/parquet"))
                .isRegularFile();
        assertThat(mirror.resolve("datasets/squad/resolve")).isDirectory();
        assertThat(mirror.resolve("api/spaces/org/app/revision/main")).isRegularFile();
        assertThat(mirror.resolve("spaces/org/app/resolve")).isDirectory();
        assertThat(mirror.resolve("api/models/org/base/revision/main")).isRegularFile();
    }

    @Test
    void nginx_servesIt() throws IOException, InterruptedException {
        mirror();

        try (ServerProgram server = nginx()) {
            assertThat(cacheOf(address(server))).isEqualTo(fromHub);
        }
    }

    @Test
    void python_servesIt() throws IOException, InterruptedException {
        mirror();

        try (ServerProgram server = python()) {
            assertThat(cacheOf(address(server))).isEqualTo(fromHub);
        }
    }

    /** As many files as a server may have cut a list to; there is no tree with which to compare it. */
    @Test
    void aListOfAHundredFiles_isBelieved() throws IOException, InterruptedException {
        for (int i = 0; i < 100; i++) {
            hub.model("org/hundred").commit("file " + i).file("file" + i, "content " + i);
        }
        Path cache = folder.resolve("cache-of-mirror");
        new TestBuild(hub.endpoint(), cache).model("org/hundred").mirror(mirror);
        String expected = FolderText.of(cache);

        try (ServerProgram nginx = nginx();
                ServerProgram python = python()) {
            for (String endpoint : List.of(endpoint(mirror), address(nginx), address(python))) {
                Path other = Files.createTempDirectory(folder, "cache");
                assertThat(cacheOf(new TestBuild(endpoint, other).model("org/hundred"), other))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void anEmptyRepository_isReadFromAnyServer() throws IOException, InterruptedException {
        hub.model("org/empty").commit("first");
        new TestBuild(hub.endpoint(), folder.resolve("cache-of-mirror"))
                .model("org/empty")
                .mirror(mirror);

        try (ServerProgram python = python()) {
            for (String endpoint : List.of(endpoint(mirror), address(python))) {
                Path other = Files.createTempDirectory(folder, "cache");
                PrefetchedModel model = new TestBuild(endpoint, other).ready("org/empty");
                assertThat(model.path()).isEmptyDirectory();
            }
        }
    }

    @Test
    void aReadOnlyMount_isEnough() throws IOException, InterruptedException {
        mirror();
        Path mount = Files.createDirectory(folder.resolve("mount"));
        assumeTrue(runs("mount", "--bind", mirror.toString(), mount.toString()), "skipped: nothing can be mounted");
        try {
            assumeTrue(
                    runs("mount", "-o", "remount,ro,bind", mount.toString()),
                    "skipped: nothing can be mounted so that it can only be read");
            assertThatThrownBy(() -> Files.createFile(mount.resolve("file"))).isInstanceOf(IOException.class);

            assertThat(cacheOf(endpoint(mount))).isEqualTo(fromHub);
        } finally {
            runs("umount", mount.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cp -r \"$1\" \"$2\"", "mkdir \"$2\" && tar -C \"$1\" -c . | tar -C \"$2\" -x"})
    void copies_areAsGood_andCanBeAddedTo(String command) throws IOException, InterruptedException {
        mirror();
        Path copy = folder.resolve("copy of it");
        assumeTrue(
                runs("sh", "-c", command, "sh", mirror.toString(), copy.toString()),
                "skipped: there is no such command");

        assertThat(cacheOf("file://" + copy.toString().replace(" ", "%20"))).isEqualTo(fromHub);
        Map<String, String> before = entries(copy);
        wanting(hub.endpoint(), "cache-of-mirror").mirror(copy);
        assertThat(entries(copy)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(LinkMode.class)
    void linksToTheCache_areMadeWhereAsked(LinkMode link) throws IOException {
        wanting(hub.endpoint(), "cache-of-mirror").link(link).mirror(mirror);

        Path file = mirror.resolve("org/tiny/resolve/" + first + "/config.json");
        assertThat(Files.isSymbolicLink(file)).isEqualTo(link == LinkMode.SYMBOLIC);
        Path inCache = folder.resolve("cache-of-mirror/models--org--tiny/snapshots/" + first + "/config.json");
        assertThat(Files.isSameFile(file, inCache)).isEqualTo(link != LinkMode.COPY);
        assertThat(cacheOf(endpoint(mirror))).isEqualTo(fromHub);
        Map<String, String> before = entries(mirror);
        wanting(hub.endpoint(), "cache-of-mirror").link(link).mirror(mirror);
        assertThat(entries(mirror)).isEqualTo(before);
    }

    @Test
    void whereNoHardLinkIsPossible_filesAreCopied_andThatIsToldOnce() throws IOException {
        try (var disk = SmallDisk.mount(folder.resolve("disk"), 1);
                var log = new CapturedLog()) {
            Path elsewhere = disk.path().resolve("mirror");
            for (int i = 0; i < 2; i++) {
                new TestBuild(hub.endpoint(), folder.resolve("cache-of-mirror"))
                        .link(LinkMode.HARD)
                        .model("org/tiny", null, "*.json", "empty")
                        .model("org/base", null, "*.json")
                        .mirror(elsewhere);
                assertThat(log.lines("The mirror folder has copies: no hard link is possible"))
                        .hasSize(i + 1);
            }

            assertThat(elsewhere.resolve("org/tiny/resolve/" + first + "/config.json"))
                    .hasContent("{}");
        }
    }

    @Test
    void aSecondRun_addsWhatIsNew_andLeavesTheRest() throws IOException {
        wanting(hub.endpoint(), "cache-of-mirror").mirror(mirror);
        Map<String, String> before = entries(mirror);
        hub.model("org/more").commit("first").file("config.json", "{}");

        new TestBuild(hub.endpoint(), folder.resolve("cache-of-mirror"))
                .model("org/more")
                .mirror(mirror);

        Map<String, String> after = entries(mirror);
        assertThat(after).containsAllEntriesOf(before);
        after.keySet().removeAll(before.keySet());
        assertThat(after.keySet()).allMatch(path -> path.contains("org/more"));
    }

    @Test
    void aBranchThatMoved_isReplaced_andKeepsItsOlderCommit() throws IOException {
        mirror();
        Map<String, String> before = entries(mirror);
        String second = hub.model("org/tiny")
                .commit("second")
                .file("config.json", "{\"a\":1}")
                .id();

        mirror();

        Map<String, String> after = entries(mirror);
        assertThat(Files.readString(mirror.resolve("api/models/org/tiny/revision/main")))
                .contains(second)
                .doesNotContain(first);
        assertThat(mirror.resolve("org/tiny/resolve/" + second + "/config.json"))
                .hasContent("{\"a\":1}");
        before.remove("api/models/org/tiny/revision/main");
        assertThat(after).containsAllEntriesOf(before);
        assertThat(new TestBuild(endpoint(mirror), folder.resolve("old"))
                        .ready("org/tiny@" + first, "config.json")
                        .path()
                        .resolve("config.json"))
                .hasContent("{}");
    }

    @Test
    void aDamagedFile_isReplaced() throws IOException {
        mirror();
        Map<String, String> before = entries(mirror);
        Path file = mirror.resolve("org/tiny/resolve/" + first + "/config.json");
        Files.writeString(file, "[]");
        Path list = mirror.resolve("api/models/org/tiny/revision/" + first);
        Files.writeString(list, "{");
        Files.delete(mirror.resolve("api/models/org/tiny/revision/main"));

        mirror();

        assertThat(file).hasContent("{}");
        assertThat(entries(mirror).keySet()).isEqualTo(before.keySet());
        assertThat(cacheOf(endpoint(mirror))).isEqualTo(fromHub);
    }

    @Test
    void aCacheThatIsDamaged_isNotMirrored() throws IOException {
        TestBuild build = new TestBuild(hub.endpoint(), folder.resolve("cache-of-mirror"));
        Path content = build.ready("org/tiny", "config.json").path().resolve("config.json");
        Files.writeString(content, "[]");

        PrefetchResult result = new TestBuild(hub.endpoint(), folder.resolve("cache-of-mirror"))
                .model("org/tiny", null, "config.json")
                .tryMirror(mirror);

        assertThat(result.failures())
                .singleElement()
                .satisfies(failure -> assertThat(TestBuild.message(failure))
                        .startsWith("org/tiny@main: the cache has another content of config.json than")
                        .endsWith("run again with -Dhf.force to download it again"));
        try (Stream<Path> files = Files.walk(mirror)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void aLock_needsNoList() throws IOException, InterruptedException {
        ModelLock lock = wanting(hub.endpoint(), "cache-of-lock").lock();
        Path fromHubLocked = folder.resolve("from-hub-locked");
        String expected = cacheOf(wanting(new TestBuild(hub.endpoint(), fromHubLocked).locked(lock)), fromHubLocked);
        wanting(hub.endpoint(), "cache-of-mirror").locked(lock).mirror(mirror);
        delete(mirror.resolve("api"));

        for (String way : List.of("folder", "nginx")) {
            Path cache = folder.resolve("locked-" + way);
            if (way.equals("folder")) {
                assertThat(cacheOf(wanting(new TestBuild(endpoint(mirror), cache).locked(lock)), cache))
                        .isEqualTo(expected);
            } else {
                try (ServerProgram server = nginx()) {
                    assertThat(cacheOf(wanting(new TestBuild(address(server), cache).locked(lock)), cache))
                            .isEqualTo(expected);
                }
            }
        }
    }

    /** A lock has its own files alone, and readers keep a list as that of all. */
    @Test
    void aLockedModel_isListedAsTheHubListsIt() throws IOException {
        ModelLock lock = wanting(hub.endpoint(), "cache-of-lock").lock();
        hub.model("org/tiny").commit("second").file("config.json", "{\"a\":1}");

        wanting(hub.endpoint(), "cache-of-mirror").locked(lock).mirror(mirror);

        assertThat(cacheOf(endpoint(mirror))).isEqualTo(fromHub);
    }

    @Test
    void aLockedModelOffline_isNotListed_andALockCanUseIt() throws IOException {
        ModelLock lock = wanting(hub.endpoint(), "cache-of-lock").lock();
        Path cache = folder.resolve("cache-of-mirror");
        wanting(new TestBuild(hub.endpoint(), cache).locked(lock)).run();

        try (var log = new CapturedLog()) {
            wanting(new TestBuild(hub.endpoint(), cache).locked(lock).offline()).mirror(mirror);
            assertThat(log.text())
                    .contains("org/tiny@main: no list of all that the repository has is to be had, since the build is"
                            + " offline, so only builds with hf-models.lock.json can use it from the mirror folder");
        }

        assertThat(mirror.resolve("api")).doesNotExist();
        Path other = folder.resolve("other");
        assertThat(cacheOf(wanting(new TestBuild(endpoint(mirror), other).locked(lock)), other))
                .isNotEmpty();
    }

    /** A folder does not know what the Hub's scan says. */
    private static ModelLock unscanned(ModelLock lock) {
        return new ModelLock(lock.models().stream()
                .map(model -> new LockedModel(
                        model.repo(),
                        model.revision(),
                        model.commit(),
                        model.license(),
                        model.selection(),
                        model.files(),
                        model.companions()))
                .toList());
    }

    @Test
    void locking_findsTheSameAsAtTheHub() throws IOException {
        ModelLock expected = wanting(hub.endpoint(), "cache-of-lock").lock();
        assertThat(expected.models()).extracting(LockedModel::license).contains("apache-2.0", "other (own)");
        mirror();

        assertThat(wanting(endpoint(mirror), "cache-of-lock-2").lock()).isEqualTo(unscanned(expected));
    }

    /** The cache does not keep it. */
    @Test
    void aWarmCache_doesNotLoseTheLicence() throws IOException {
        ModelLock expected = wanting(hub.endpoint(), "cache-of-lock").lock();
        wanting(hub.endpoint(), "cache-of-mirror").run();
        hub.clearRequests();

        wanting(hub.endpoint(), "cache-of-mirror").updatePolicy("daily").mirror(mirror);

        assertThat(hub.paths("GET")).allMatch(path -> path.startsWith("/api/")).doesNotHaveDuplicates();
        assertThat(wanting(endpoint(mirror), "cache-of-lock-2").lock()).isEqualTo(unscanned(expected));
        hub.clearRequests();
        wanting(hub.endpoint(), "cache-of-mirror").updatePolicy("daily").mirror(mirror);
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void offline_whatTheCacheHasIsMirrored() throws IOException {
        wanting(hub.endpoint(), "cache-of-mirror").run();
        hub.clearRequests();

        wanting(hub.endpoint(), "cache-of-mirror").offline().mirror(mirror);

        assertThat(hub.requests()).isEmpty();
        assertThat(cacheOf(endpoint(mirror))).isEqualTo(fromHub);
    }

    @Test
    void maxSize_holds() {
        assertThatThrownBy(() -> wanting(hub.endpoint(), "cache-of-mirror")
                        .maxBytes(1_000)
                        .mirror(mirror))
                .isInstanceOf(UserException.class);
        assertThat(mirror).doesNotExist();
    }

    @Test
    void revisionsThatCannotBothBeThere_areNamed() {
        hub.model("org/tiny").tag("v1", first);
        hub.model("org/tiny").branch("v1/fix", first);
        new TestBuild(hub.endpoint(), folder.resolve("cache-of-mirror"))
                .model("org/tiny@v1", null, "empty")
                .mirror(mirror);

        PrefetchResult result = new TestBuild(hub.endpoint(), folder.resolve("cache-of-mirror"))
                .model("org/tiny@v1/fix", null, "empty")
                .tryMirror(mirror);

        assertThat(result.failures())
                .singleElement()
                .satisfies(failure -> assertThat(TestBuild.message(failure))
                        .startsWith("org/tiny@v1/fix: the revisions 'v1' and 'v1/fix' cannot both be in the mirror"));
    }

    @Test
    void noLinkBelowTheFolder_isFollowed() throws IOException {
        for (String planted : List.of("api", "org", "api/models/org/tiny", "org/tiny/resolve/" + first + "/sub")) {
            delete(mirror);
            Path elsewhere = Files.createTempDirectory(folder, "elsewhere");
            Files.createDirectories(mirror.resolve(planted).getParent());
            Files.createSymbolicLink(mirror.resolve(planted), elsewhere);

            PrefetchResult result = new TestBuild(hub.endpoint(), folder.resolve("cache-of-mirror"))
                    .model("org/tiny", null, "sub/*")
                    .tryMirror(mirror);

            assertThat(result.failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(TestBuild.message(failure))
                            .contains(mirror.resolve(planted).toString())
                            .contains("expected a folder, it is a symbolic link"));
            assertThat(elsewhere).isEmptyDirectory();
        }
    }

    @Test
    void aLinkInPlaceOfAFile_isReplaced() throws IOException {
        mirror();
        Path precious = Files.writeString(folder.resolve("precious"), "precious");
        for (String name : List.of("api/models/org/tiny/revision/main", "org/tiny/resolve/" + first + "/config.json")) {
            Files.delete(mirror.resolve(name));
            Files.createSymbolicLink(mirror.resolve(name), precious);
        }

        mirror();

        assertThat(precious).hasContent("precious");
        assertThat(cacheOf(endpoint(mirror))).isEqualTo(fromHub);
    }

    @Test
    void aFolderWithinTheCache_isRefused() {
        assertThatThrownBy(() ->
                        wanting(hub.endpoint(), "cache-of-mirror").mirror(folder.resolve("cache-of-mirror/mirror")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is within the cache");
    }

    @Test
    void whatTheFolderLacks_isNotNotedAsMissingInTheRepository() throws IOException {
        mirror();
        Path cache = folder.resolve("other");

        TestBuild.Failure failure = new TestBuild(endpoint(mirror), cache).fails("org/tiny", "not selected.bin");

        assertThat(failure.message())
                .isEqualTo("org/tiny@main: the mirror folder " + mirror + " does not have not selected.bin of commit "
                        + first + "; select it and run the goal mirror again where the models can be reached");
        assertThat(cache.resolve("models--org--tiny/.no_exist")).doesNotExist();
    }

    /** Killed wherever it is, it leaves models that are there as a whole, or not at all. */
    @Test
    void killed_leavesNothingHalf_andGoesOn() throws Exception {
        for (int i = 0; i < 300; i++) {
            hub.model("org/many").commit("file " + i).file("folder" + i % 7 + "/file" + i, "content " + i);
        }
        hub.model("org/many").commit("large").lfs("large.bin", Content.generated(64 << 20, 3));
        Path cache = folder.resolve("cache-of-mirror");
        new TestBuild(hub.endpoint(), cache).model("org/many").model("org/tiny").run();
        Path whole = folder.resolve("whole");
        new TestBuild(hub.endpoint(), cache).model("org/many").model("org/tiny").mirror(whole);
        String expected = FolderText.of(whole);

        for (int files : new int[] {1, 150, 303, 306}) {
            Path killed = folder.resolve("killed" + files);
            kill(cache, killed, files);
            assertNothingHalf(killed, "org/many");
            assertNothingHalf(killed, "org/tiny");

            new TestBuild(hub.endpoint(), cache)
                    .model("org/many")
                    .model("org/tiny")
                    .mirror(killed);

            assertThat(FolderText.of(killed).lines().filter(line -> !line.contains(".hf-models.tmp = ")))
                    .containsExactlyElementsOf(expected.lines().toList());
            delete(killed);
        }
    }

    /** Starts a process that mirrors, and kills it when the folder has so many files. */
    private void kill(Path cache, Path killed, int files) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Mirroring.class.getName(),
                        hub.endpoint(),
                        cache.toString(),
                        killed.toString(),
                        "org/many",
                        "org/tiny")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try {
            while (count(killed) < files && !process.waitFor(1, TimeUnit.MILLISECONDS)) {
                // Not yet.
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            return files.filter(file -> file.getFileName().toString().matches("file\\d+|[^.]*|.*\\.bin"))
                    .filter(Files::isRegularFile)
                    .count();
        } catch (UncheckedIOException e) {
            // A temporary file was renamed meanwhile.
            return 0;
        }
    }

    private void assertNothingHalf(Path killed, String model) throws IOException {
        Path cache = Files.createTempDirectory(folder, "reader");
        PrefetchResult result =
                new TestBuild(endpoint(killed), cache).model(model).run();
        boolean isListed = Files.exists(killed.resolve("api/models/" + model + "/revision/main"));

        assertThat(result.models()).hasSize(isListed ? 1 : 0);
        assertThat(result.failures())
                .hasSize(isListed ? 0 : 1)
                .allSatisfy(failure -> assertThat(TestBuild.message(failure))
                        .containsAnyOf("does not exist", "does not have", "has files of this model, but no list"));
    }

    /** Mirrors models in a process of its own. */
    static final class Mirroring {

        private Mirroring() {}

        /** @param args the endpoint, the cache, the mirror folder, the models */
        public static void main(String[] args) {
            var build = new TestBuild(args[0], Path.of(args[1]));
            for (int i = 3; i < args.length; i++) {
                build.model(args[i]);
            }
            build.mirror(Path.of(args[2]));
        }
    }

    /** What each file and folder below it is, which changes when it is written again. */
    private static Map<String, String> entries(Path folder) throws IOException {
        var entries = new TreeMap<String, String>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(file -> !Files.isDirectory(file)).toList()) {
                var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                entries.put(
                        folder.relativize(file).toString(),
                        attributes.fileKey() + " " + attributes.lastModifiedTime() + " " + attributes.size());
            }
        }
        return entries;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private ServerProgram nginx() throws IOException, InterruptedException {
        assumeTrue(ServerProgram.find("nginx").isPresent(), "skipped: this machine has no nginx");
        Path work = Files.createDirectories(folder.resolve("nginx"));
        return RealServer.NGINX_FOLDER.start(work, "127.0.0.1:1", mirror);
    }

    private ServerProgram python() throws IOException, InterruptedException {
        assumeTrue(ServerProgram.find("python3").isPresent(), "skipped: this machine has no python3");
        return ServerProgram.start(
                folder.resolve("python.log"),
                port -> List.of(
                        "python3",
                        "-m",
                        "http.server",
                        String.valueOf(port),
                        "--bind",
                        "127.0.0.1",
                        "--directory",
                        mirror.toString()));
    }

    private static String address(ServerProgram server) {
        return "http://127.0.0.1:" + server.port();
    }

    /** Whether a command can be run, and succeeds. */
    private static boolean runs(String... command) throws IOException, InterruptedException {
        return ServerProgram.find(command[0]).isPresent()
                && new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
    }
}
