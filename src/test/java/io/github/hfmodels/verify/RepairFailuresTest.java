package io.github.hfmodels.verify;

import static io.github.hfmodels.verify.BadCache.CONFIG;
import static io.github.hfmodels.verify.BadCache.WEIGHTS;
import static io.github.hfmodels.verify.BadCache.spoil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.cache.mutex.FileMutex;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Layout;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.prefetch.FolderText;
import io.github.hfmodels.prefetch.PrefetchResult;
import io.github.hfmodels.prefetch.SmallDisk;
import io.github.hfmodels.prefetch.TestBuild;
import io.github.hfmodels.process.OtherProcess;
import io.github.hfmodels.process.ReadOnly;
import io.github.hfmodels.process.WherePermissionsCount;
import io.github.hfmodels.python.Python;
import io.github.hfmodels.testhub.Fault;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.verify.Finding.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** End to end: a repair that fails, or is ended, leaves the cache no worse than it was; and others may use the cache meanwhile. */
@Timeout(120)
class RepairFailuresTest {

    @TempDir
    private Path temporary;

    private BadCache bad;

    @BeforeEach
    void prepare() {
        bad = new BadCache(temporary.resolve("cache"));
    }

    @AfterEach
    void stopHub() {
        bad.close();
    }

    /** What a source may do instead of giving the content. */
    static Stream<Consumer<Fault>> faults() {
        return Stream.of(
                fault -> fault.status(500),
                fault -> fault.status(404),
                fault -> fault.closeBeforeResponse(),
                fault -> fault.flipByteAt(1),
                fault -> fault.truncateAfter(3),
                fault -> fault.resetAfter(3));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatIsBadIsPutBack_whenTheSourceFails(Consumer<Fault> fault) throws IOException {
        fault.accept(bad.hub.faults().onCdn());
        spoil(bad.blob(WEIGHTS));
        Files.setLastModifiedTime(bad.blob(WEIGHTS), FileTime.from(Instant.EPOCH));
        Object key = key(bad.blob(WEIGHTS));
        String before = text();

        RepairResult result = bad.build().repair(List.of(weights()));

        assertThat(result.repaired()).isEmpty();
        assertThat(result.failures()).hasSize(1);
        assertThat(text()).isEqualTo(before);
        assertThat(key(bad.blob(WEIGHTS))).isEqualTo(key);
        assertThat(Files.getLastModifiedTime(bad.blob(WEIGHTS)).toInstant()).isEqualTo(Instant.EPOCH);
    }

    /** Others take a file that is marked as absent for one that the Hub does not have, even where it is there. */
    @Test
    void aFileThatTheSourceDoesNotHave_isNotMarkedAsAbsent() throws IOException {
        bad.hub
                .faults()
                .onPath("/resolve/" + bad.second + "/onnx/model.bin")
                .status(404)
                .header("X-Error-Code", "EntryNotFound");
        spoil(bad.blob(WEIGHTS));
        String before = text();

        RepairResult result = bad.build().repair(List.of(weights()));

        assertThat(result.failures()).hasSize(1);
        assertThat(text()).isEqualTo(before);
    }

    @Test
    void aFolderIsPutBack_too() throws IOException {
        bad.hub.faults().onCdn().status(500);
        Files.delete(bad.blob(WEIGHTS));
        Files.createDirectories(bad.blob(WEIGHTS).resolve("inner"));
        String before = text();

        assertThat(bad.build().repair(List.of(weights())).failures()).hasSize(1);

        assertThat(text()).isEqualTo(before);
    }

    @Test
    void oneThatFails_doesNotKeepOthersFromBeingRepaired() throws IOException {
        bad.hub.faults().onPath("/config.json").status(500);
        spoil(bad.blob(CONFIG));
        spoil(bad.blob(WEIGHTS));

        RepairResult result = bad.build().repair(List.of(config(), weights()));

        assertThat(result.repaired())
                .extracting(each -> each.finding().file().path())
                .containsExactly("onnx/model.bin");
        assertThat(result.failures()).hasSize(1);
        assertRight(bad.blob(WEIGHTS));
    }

    @Test
    void aListingStays_whenTheSourceFails() throws IOException {
        bad.hub.faults().on(request -> request.path().startsWith("/api/")).status(500);
        Path tree = Files.writeString(bad.folder().resolve("trees/" + bad.second + ".json"), "{");
        String before = text();

        assertThat(bad.build()
                        .repair(List.of(bad.finding(Kind.BAD_LISTING, bad.second, tree)))
                        .failures())
                .hasSize(1);

        assertThat(text()).isEqualTo(before);
    }

    @Test
    void aContentThatIsNotAsLocked_isNotPublished() throws IOException {
        var lock = bad.build().model("org/name").lock();
        RepoFile listed =
                bad.finding(Kind.WRONG_CONTENT, bad.second, "config.json").file();
        spoil(bad.blob(CONFIG));
        String before = text();
        TestBuild build = bad.build().locked(lock).model("org/name");

        RepairResult result = build.repair(List.of(new Finding(
                Kind.WRONG_CONTENT,
                BadCache.REPO,
                new CommitHash(bad.second),
                listed.withSha256("f".repeat(64)),
                bad.file(bad.second, "config.json"),
                "'config.json' is bad",
                build.models())));

        assertThat(result.failures())
                .extracting(TestBuild::message)
                .singleElement()
                .asString()
                .contains("does not have the SHA-256 that the lock file says");
        assertThat(text()).isEqualTo(before);
    }

    @Test
    void moreThanIsAllowed_isNotFetched() throws IOException {
        spoil(bad.blob(WEIGHTS));
        String before = text();

        assertThatThrownBy(() -> bad.build().maxBytes(10).repair(List.of(weights())))
                .isInstanceOf(UserException.class);

        assertThat(text()).isEqualTo(before);
        assertThat(bad.hub.requests()).isEmpty();
    }

    /** A file of the right length says nothing, so that it must be read to know how much is to be fetched. */
    @Test
    void withoutLinks_moreThanIsAllowed_isNotFetched() throws IOException {
        bad.close();
        bad = new BadCache(temporary.resolve("plain"), false);
        spoil(bad.file(bad.first, "onnx/model.bin"));
        spoil(bad.file(bad.second, "onnx/model.bin"));
        String before = text();

        assertThatThrownBy(() -> bad.build().maxBytes(10).repair(List.of(weights())))
                .isInstanceOf(UserException.class);

        assertThat(text()).isEqualTo(before);
        assertThat(bad.hub.requests()).isEmpty();
    }

    @Test
    void whatTheCacheHas_isNotCountedAsFetched() throws IOException {
        Files.delete(bad.file(bad.second, "onnx/model.bin"));

        assertThat(bad.build().maxBytes(10).repair(List.of(weights())).repaired())
                .hasSize(1);

        assertThat(bad.hub.requests()).isEmpty();
    }

    @Test
    void moreThanIsAllowed_withModelsThatAreNotCached_isNotFetched() throws IOException {
        bad.hub.model("org/other").commit("first").file("config.json", "x".repeat(1_000));
        spoil(bad.blob(WEIGHTS));
        TestBuild build = bad.build().maxBytes(WEIGHTS.size() + 500).model("org/other");
        var notCached = new Finding(
                Kind.NOT_CACHED,
                build.models().get(0).repo(),
                null,
                null,
                bad.cache.resolve("models--org--other"),
                "is not in the cache",
                build.models());

        assertThatThrownBy(() -> build.repair(List.of(weights(), notCached)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("would be downloaded");

        assertRight(bad.blob(WEIGHTS));
        assertThat(bad.fetched()).containsExactly("onnx/model.bin");
    }

    @ParameterizedTest
    @EnumSource(LinkMode.class)
    void whereAContentIsNotRepaired_nothingOfItIsLaidOut(LinkMode mode) throws IOException {
        Path output = temporary.resolve("output");
        TestBuild build = bad.build().link(mode).model("org/name", output, Layout.TREE, "**/*.bin");
        assertThat(build.run().failures()).isEmpty();
        spoil(bad.blob(WEIGHTS));
        bad.hub.faults().onCdn().status(500);

        RepairResult result = build.repair(List.of(
                weights(),
                bad.finding(
                        Kind.LAID_OUT_DIFFERS,
                        bad.second,
                        "onnx/model.bin",
                        build.models().get(0))));

        assertThat(result.repaired()).isEmpty();
        assertThat(result.failures()).hasSize(1);
    }

    /** When the content is found bad only then. */
    @ParameterizedTest
    @EnumSource(LinkMode.class)
    void aBadContentIsNotLaidOut(LinkMode mode) throws IOException {
        Path output = temporary.resolve("output");
        TestBuild build = bad.build().link(mode).model("org/name", output, Layout.TREE, "**/*.bin");
        assertThat(build.run().failures()).isEmpty();
        spoil(bad.blob(WEIGHTS));

        RepairResult result = build.repair(List.of(bad.finding(
                Kind.LAID_OUT_DIFFERS,
                bad.second,
                "onnx/model.bin",
                build.models().get(0))));

        assertThat(result.repaired()).isEmpty();
        assertThat(result.failures())
                .extracting(TestBuild::message)
                .singleElement()
                .asString()
                .contains("hf.repair")
                .doesNotContain("hf.force");
    }

    /** Jlama takes a folder with its mark for complete. */
    @Test
    void aFolderIsMarkedAsComplete_onlyWhenAllOfItIsLaidOut() throws IOException {
        Path output = temporary.resolve("output");
        TestBuild build = bad.build().model("org/name", output, Layout.JLAMA, "**/*.bin", "config.json");
        assertThat(build.run().failures()).isEmpty();
        ModelRequest model = build.models().get(0);
        Path folder = model.directory();
        Path marker = folder.resolve(".finished");
        assertThat(marker).exists();
        Files.delete(folder.resolve("config.json"));
        Files.delete(folder.resolve("onnx/model.bin"));
        Finding weights = bad.finding(Kind.NOT_LAID_OUT, bad.second, "onnx/model.bin", model);
        Finding config = bad.finding(Kind.NOT_LAID_OUT, bad.second, "config.json", model);

        assertThat(build.repair(List.of(config, weights)).repaired()).hasSize(2);

        assertThat(marker).exists();
        Files.delete(folder.resolve("config.json"));
        Files.delete(folder.resolve("onnx/model.bin"));
        spoil(bad.blob(WEIGHTS));
        bad.hub.faults().onCdn().status(500);

        assertThat(build.repair(List.of(weights(), config, weights)).repaired())
                .extracting(RepairResult.Repaired::finding)
                .containsExactly(config);

        assertThat(folder.resolve("config.json")).exists();
        assertThat(marker).doesNotExist();
    }

    /** People keep large files on another disk. */
    @Test
    void aFolderInPlaceOfAFile_isReplaced_whereTheBlobsAreOnAnotherDisk() throws Exception {
        Path blobs = bad.folder().resolve("blobs");
        Path file = bad.file(bad.second, "onnx/model.bin");
        Files.delete(file);
        Files.createDirectories(file.resolve("inner"));
        try (SmallDisk disk = SmallDisk.mount(temporary.resolve("disk"), 4)) {
            Path moved = disk.path().resolve("blobs");
            assertThat(new ProcessBuilder("cp", "-a", blobs.toString(), moved.toString())
                            .start()
                            .waitFor())
                    .isZero();
            try (Stream<Path> old = Files.list(blobs)) {
                for (Path each : old.toList()) {
                    Files.delete(each);
                }
            }
            Files.delete(blobs);
            Files.createSymbolicLink(blobs, moved);

            RepairResult result =
                    bad.build().repair(List.of(bad.finding(Kind.NOT_A_FILE, bad.second, "onnx/model.bin")));

            assertThat(result.failures()).extracting(TestBuild::message).isEmpty();
            assertThat(file).hasBinaryContent(bytes(WEIGHTS.open(0)));
            assertThat(bad.folder().toFile().list()).noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    @Test
    void nothingIsRenamed_whereAPathLeadsThroughALink() throws IOException {
        Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere/model.bin/inner"));
        Path onnx = bad.file(bad.second, "onnx");
        Files.delete(onnx.resolve("model.bin"));
        Files.delete(onnx);
        Files.createSymbolicLink(onnx, temporary.resolve("elsewhere"));

        assertThat(bad.build().repair(List.of(weights())).failures()).hasSize(1);

        assertThat(elsewhere).isDirectory();
    }

    @Test
    void whatIsBadIsPutBack_whenTheDiskIsFull() throws IOException {
        bad.close();
        try (SmallDisk disk = SmallDisk.mount(temporary.resolve("disk"), 2)) {
            bad = new BadCache(disk.path().resolve("cache"));
            spoil(bad.blob(WEIGHTS));
            String before = text();
            bad.hub
                    .faults()
                    .on(request -> request.server() == RecordedRequest.Server.CDN && disk.fill(1))
                    .status(500);

            RepairResult result = bad.build().repair(List.of(weights()));

            assertThat(result.failures())
                    .extracting(TestBuild::message)
                    .singleElement()
                    .asString()
                    .contains("No space left");
            assertThat(text()).isEqualTo(before);
        }
    }

    @Test
    void aDiskThatCannotBeWritten_staysAsItIs() throws Exception {
        spoil(bad.blob(WEIGHTS));
        try (SmallDisk disk = SmallDisk.mount(temporary.resolve("disk"), 4)) {
            Path cache = disk.path().resolve("cache");
            // A copy: what a build uses it has open until it ends, and such a disk cannot be made read-only.
            assertThat(new ProcessBuilder("cp", "-a", bad.cache.toString(), cache.toString())
                            .start()
                            .waitFor())
                    .isZero();
            disk.makeReadOnly();
            String before = FolderText.of(cache);

            RepairResult result = new TestBuild(bad.hub.endpoint(), cache)
                    .repair(List.of(BadCache.finding(cache, Kind.WRONG_CONTENT, bad.second, "onnx/model.bin")));

            assertThat(result.failures()).hasSize(1);
            assertThat(FolderText.of(cache)).isEqualTo(before);
        }
    }

    @Test
    void aPartThatAnotherBuildHasLeft_isNotTrusted() throws IOException {
        spoil(bad.blob(WEIGHTS));
        Path part = bad.folder().resolve("blobs/" + WEIGHTS.sha256() + ".hf-models.incomplete");
        Files.write(part, new byte[(int) WEIGHTS.size()]);

        RepairResult result = bad.build().repair(List.of(weights()));

        assertThat(result.failures()).isEmpty();
        assertThat(bad.fetched()).hasSize(1);
        assertRight(bad.blob(WEIGHTS));
        assertThat(part).doesNotExist();
    }

    @Test
    void whatIsBadIsPutBack_whenTheBuildIsInterrupted() throws Exception {
        Fault stall = bad.hub.faults().onCdn().stallAfter(1_000);
        spoil(bad.blob(WEIGHTS));
        String before = text();
        var thrown = new CompletableFuture<Throwable>();
        var thread = new Thread(() -> {
            try {
                bad.build().repair(List.of(weights()));
                thrown.complete(new AssertionError("it was not interrupted"));
            } catch (IllegalStateException e) {
                thrown.complete(e.getCause());
            }
        });
        thread.start();
        bad.hub.awaitRequest(request -> request.server() == RecordedRequest.Server.CDN);
        assertThat(bad.blob(WEIGHTS)).doesNotExist();

        thread.interrupt();

        assertThat(thrown.join()).isInstanceOf(InterruptedException.class);
        assertThat(withoutParts(text())).isEqualTo(before);
        stall.release();
    }

    @Test
    void whatIsBadIsPutBack_whenTheProcessIsToldToEnd() throws Exception {
        bad.hub.faults().onCdn().stallAfter(1_000);
        spoil(bad.blob(WEIGHTS));
        String before = text();
        Process process = RepairProcess.start(
                bad.hub,
                bad.cache,
                bad.second,
                "onnx/model.bin",
                temporary.resolve("output").toFile());
        try {
            bad.hub.awaitRequest(request -> request.server() == RecordedRequest.Server.CDN);

            process.destroy();

            assertThat(process.waitFor()).isNotZero();
            assertThat(withoutParts(text())).isEqualTo(before);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatAnotherBuildRepairsMeanwhile_isNotFetchedAgain() throws Exception {
        Fault stall = bad.hub.faults().onCdn().stallBeforeResponse();
        spoil(bad.blob(WEIGHTS));
        Finding finding = weights();
        CompletableFuture<PrefetchResult> prefetch = CompletableFuture.supplyAsync(
                () -> bad.build().force().model("org/name", null, "**/*.bin").run());
        bad.hub.awaitRequest(request -> request.server() == RecordedRequest.Server.CDN);

        CompletableFuture<RepairResult> repair =
                CompletableFuture.supplyAsync(() -> bad.build().repair(List.of(finding)));
        stall.release();

        assertThat(prefetch.join().failures()).isEmpty();
        assertThat(repair.join().failures()).isEmpty();
        assertThat(bad.fetched()).hasSizeBetween(1, 2);
        assertRight(bad.blob(WEIGHTS));
    }

    @Test
    void aPrefetchThatNeedsTheSame_waitsAndIsGivenIt() throws Exception {
        Fault stall = bad.hub.faults().onCdn().stallBeforeResponse();
        spoil(bad.blob(WEIGHTS));
        Finding finding = weights();
        CompletableFuture<RepairResult> repair =
                CompletableFuture.supplyAsync(() -> bad.build().repair(List.of(finding)));
        bad.hub.awaitRequest(request -> request.server() == RecordedRequest.Server.CDN);

        CompletableFuture<PrefetchResult> prefetch = CompletableFuture.supplyAsync(
                () -> bad.build().model("org/name", null, "**/*.bin").run());
        bad.hub.awaitRequest(request -> request.path().startsWith("/api/models/"));
        stall.release();

        assertThat(repair.join().failures()).isEmpty();
        assertThat(prefetch.join().failures()).isEmpty();
        assertThat(bad.fetched()).hasSize(1);
        assertRight(bad.blob(WEIGHTS));
    }

    @Test
    void pythonThatWritesTheSame_isWaitedFor() throws Exception {
        Python python = Python.requireHuggingfaceHub();
        spoil(bad.blob(WEIGHTS));
        Path good = Files.write(temporary.resolve("good"), bytes(WEIGHTS.open(0)));
        Digest digest = weights().file().digest();
        Path lock = bad.cache.resolve(".locks/models--org--name/" + digest + ".lock");
        try (var other = new OtherProcess(python.start(
                """
                import os, shutil, sys
                from huggingface_hub.utils import WeakFileLock
                with WeakFileLock(sys.argv[1]):
                    print("held", flush=True)
                    sys.stdin.readline()
                    shutil.copy(sys.argv[2], sys.argv[3] + ".incomplete")
                    os.replace(sys.argv[3] + ".incomplete", sys.argv[3])
                print("released", flush=True)
                """, lock.toString(), good.toString(), bad.blob(WEIGHTS).toString()))) {
            other.hear("held");
            Finding finding = weights();
            CompletableFuture<RepairResult> repair =
                    CompletableFuture.supplyAsync(() -> bad.build().repair(List.of(finding)));

            other.say("go on");
            other.hear("released");

            assertThat(repair.join().failures()).isEmpty();
        }
        assertThat(bad.fetched()).isEmpty();
        assertRight(bad.blob(WEIGHTS));
    }

    @Test
    void whoeverHasTheBlobsMutex_isWaitedFor() throws Exception {
        spoil(bad.blob(WEIGHTS));
        Finding finding = weights();
        CompletableFuture<RepairResult> repair;
        try (FileMutex held = new SnapshotCache(bad.cache, true)
                .writer(BadCache.REPO)
                .acquireMutex(finding.file().digest())) {
            assertThat(held).isNotNull();
            repair = CompletableFuture.supplyAsync(() -> bad.build().repair(List.of(finding)));
            assertThat(bad.blob(WEIGHTS)).exists();
            assertThat(bad.hub.requests()).isEmpty();
        }
        assertThat(repair.join().failures()).isEmpty();
        assertRight(bad.blob(WEIGHTS));
    }

    /** What is bad there is named with the reason and stays; everything else is repaired. */
    @ParameterizedTest
    @WherePermissionsCount
    @CsvSource(delimiter = '|', textBlock = """
            .                           | weights, file, listing
            models--org--name           | weights, file, listing
            models--org--name/blobs     | weights
            models--org--name/snapshots | file
            models--org--name/trees     | listing
            .locks                      |
            """)
    void whereNothingMayBeWritten(String folder, @Nullable String failed) throws Exception {
        Path tree = bad.folder().resolve("trees/" + bad.second + ".json");
        Map<String, Finding> findings = Map.of(
                "weights", weights(), "file", config(), "listing", bad.finding(Kind.BAD_LISTING, bad.second, tree));
        spoil(bad.blob(WEIGHTS));
        Files.delete(bad.file(bad.second, "config.json"));
        Files.writeString(tree, "{");
        String before = text();

        RepairResult result =
                ReadOnly.during(bad.cache.resolve(folder), () -> bad.build().repair(List.copyOf(findings.values())));

        List<String> left = failed == null ? List.of() : List.of(failed.split(", "));
        assertThat(result.repaired())
                .extracting(each -> each.finding().reason())
                .containsExactlyInAnyOrderElementsOf(findings.entrySet().stream()
                        .filter(each -> !left.contains(each.getKey()))
                        .map(each -> each.getValue().reason())
                        .toList());
        assertThat(result.failures())
                .hasSize(left.size())
                .extracting(TestBuild::message)
                .allSatisfy(message -> assertThat(message)
                        .contains(
                                "cannot use " + bad.cache.resolve(folder).normalize(),
                                "no permission; check its owner and mode"));
        assertThat(text()).doesNotContain(".tmp", ".incomplete");
        if (left.size() == findings.size()) {
            assertThat(text()).isEqualTo(before);
        }
    }

    private Finding weights() {
        return bad.finding(Kind.WRONG_CONTENT, bad.second, "onnx/model.bin");
    }

    private Finding config() {
        return bad.finding(Kind.WRONG_CONTENT, bad.second, "config.json");
    }

    private String text() throws IOException {
        return FolderText.of(bad.cache);
    }

    /** Without what a later build continues. */
    private static String withoutParts(String text) {
        return String.join(
                "\n", text.lines().filter(line -> !line.contains(".incomplete")).toList());
    }

    private static void assertRight(Path blob) throws IOException {
        assertThat(blob).hasBinaryContent(bytes(WEIGHTS.open(0)));
        try (Stream<Path> files = Files.list(blob.getParent())) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    private static byte[] bytes(InputStream stream) throws IOException {
        try (stream) {
            return stream.readAllBytes();
        }
    }

    private static Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
