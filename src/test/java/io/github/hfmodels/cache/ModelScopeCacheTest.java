package io.github.hfmodels.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.cache.mutex.Disk;
import io.github.hfmodels.cache.mutex.FileMutex;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoFile.Lfs;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cache of ModelScope's repositories, which its SDK reads and writes, too. */
class ModelScopeCacheTest {

    private static final RepoId REPO = new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "Qwen/Qwen2.5-7B");
    private static final CommitHash COMMIT = new CommitHash("a".repeat(64));
    private static final CommitHash NEXT = new CommitHash("b".repeat(64));
    private static final Revision MASTER = new Revision("master");

    @TempDir
    private Path temporary;

    private Path root;
    private Path folder;
    private SnapshotCache cache;

    @BeforeEach
    void prepare() {
        root = temporary.resolve("modelscope");
        folder = root.resolve("models/Qwen--Qwen2.5-7B");
        cache = cache(true);
    }

    @Test
    void aRepository_isInTheCacheOfItsSource() throws IOException {
        put(COMMIT, "config.json", "{}");

        assertThat(cache.repository(REPO).folder()).isEqualTo(folder);
        assertThat(folder.resolve("snapshots/" + COMMIT + "/config.json")).hasContent("{}");
        assertThat(cache.folder(REPO)).isEqualTo(root);
        assertThat(temporary.resolve("hub")).doesNotExist();
        assertThat(root.resolve("CACHEDIR.TAG"))
                .content()
                .contains("8a477f597d28d172789f06886806bc55")
                .doesNotContain("huggingface");
    }

    @Test
    void theFolder_isAskedForWhenItIsNeeded() throws IOException {
        var asked = new AtomicInteger();
        SnapshotCache both = new SnapshotCache(temporary.resolve("hub"), true).withModelScope(() -> {
            asked.incrementAndGet();
            return root;
        });

        both.writer(new RepoId(RepoType.MODEL, "org/name")).prepare(COMMIT);
        assertThat(asked).hasValue(0);

        both.repository(REPO);
        both.writer(REPO).prepare(COMMIT);
        assertThat(asked).hasValue(1);
    }

    @Test
    void withoutAFolder_thereIsNoRepository() {
        var hub = new SnapshotCache(temporary.resolve("hub"), true);

        assertThatThrownBy(() -> hub.repository(REPO)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void mutexes_areFilesInOneFolder_whichHoldPruningUp() throws IOException {
        cache.writer(REPO).prepare(COMMIT);
        Digest digest = digest("weights");

        try (FileMutex held = cache.writer(REPO).acquireMutex(digest)) {
            assertThat(root.resolve(".lock"))
                    .isDirectoryContaining(file ->
                            file.getFileName().toString().equals("model_Qwen___Qwen2.5-7B_" + digest + ".lock"));
            assertThat(cache.exclude(REPO)).isEmpty();
            assertThat(held).isNotNull();
        }
        try (Closeable excluding = cache.exclude(REPO).orElseThrow()) {
            assertThat(excluding).isNotNull();
        }
    }

    @Test
    void aBuildThatUsesIt_holdsPruningUp() throws IOException {
        cache.writer(REPO).prepare(COMMIT);

        try (Closeable used = cache.use(REPO)) {
            assertThat(used).isNotNull();
            assertThat(cache.exclude(REPO)).isEmpty();
        }
    }

    @Test
    void snapshotFiles_areKnownAsSuch() {
        assertThat(SnapshotCache.isSnapshotFile(folder.resolve("snapshots/" + COMMIT + "/a")))
                .isTrue();
        assertThat(SnapshotCache.isSnapshotFile(folder.resolve("snapshots/master/a")))
                .isFalse();
        assertThat(SnapshotCache.isSnapshotFile(root.resolve("models/Qwen/snapshots/" + COMMIT + "/a")))
                .isFalse();
    }

    @Test
    void aFolder_overlapsTheCacheOfItsSource() {
        assertThat(cache.overlaps(SourceId.MODELSCOPE, root.resolve("out"))).isTrue();
        assertThat(cache.overlaps(SourceId.HUGGING_FACE, root.resolve("out"))).isFalse();
        assertThat(cache.overlaps(SourceId.HUGGING_FACE, temporary.resolve("hub/out")))
                .isTrue();
        assertThat(cache.overlaps(SourceId.MODELSCOPE, temporary.resolve("hub/out")))
                .isFalse();
        assertThat(cache.overlaps(SourceId.MODELSCOPE, temporary.resolve("out")))
                .isFalse();
    }

    @Test
    void theHub_needsNoFolderOfModelScope() {
        SnapshotCache unset = new SnapshotCache(temporary.resolve("hub"), true).withModelScope(() -> {
            throw new IllegalStateException("asked");
        });

        assertThat(unset.overlaps(SourceId.HUGGING_FACE, temporary.resolve("out")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void published_isFoundByTheRevision(boolean allowsSymlinks) throws IOException {
        cache = cache(allowsSymlinks);
        put(COMMIT, "config.json", "{}");
        put(COMMIT, "onnx/model.onnx", "weights");
        assertThat(cache.repository(REPO).isPublished(MASTER, COMMIT, true)).isFalse();

        cache.writer(REPO).publish(MASTER, COMMIT, true);

        assertThat(cache.repository(REPO).isPublished(MASTER, COMMIT, true)).isTrue();
        assertThat(published("config.json")).hasContent("{}");
        assertThat(published("onnx/model.onnx")).hasContent("weights");
        assertThat(Files.isSymbolicLink(published("config.json"))).isEqualTo(allowsSymlinks);
        assertThat(cache.repository(REPO).has(COMMIT, file("config.json", "{}")))
                .isTrue();
        assertThat(root.resolve(".lock"))
                .isDirectoryContaining(
                        file -> file.getFileName().toString().equals("model_Qwen___Qwen2.5-7B_onnx___model_onnx.lock"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theNextCommit_takesTheFilesAwayThatItDoesNotHave(boolean allowsSymlinks) throws IOException {
        cache = cache(allowsSymlinks);
        put(COMMIT, "gone/old.bin", "old");
        put(COMMIT, "config.json", "{}");
        cache.writer(REPO).publish(MASTER, COMMIT, true);
        Files.writeString(published("notes.txt"), "the SDK's");
        put(NEXT, "config.json", "{\"a\": 1}");
        put(NEXT, "gone", "a file now");

        cache.writer(REPO).publish(MASTER, NEXT, true);

        assertThat(published("gone")).hasContent("a file now");
        assertThat(published("config.json")).hasContent("{\"a\": 1}");
        assertThat(published("notes.txt")).hasContent("the SDK's");
        assertThat(cache.repository(REPO).isPublished(MASTER, NEXT, true)).isTrue();
        assertThat(folder.resolve("snapshots/" + COMMIT + "/gone/old.bin")).hasContent("old");
    }

    @Test
    void aFileOfTheSdk_isReplacedByTheLink() throws IOException {
        put(COMMIT, "config.json", "{}");
        sdk("master/config.json", "[]");
        sdk("master/model.bin.incomplete", "part");

        cache.writer(REPO).publish(MASTER, COMMIT, true);

        assertThat(published("config.json")).isSymbolicLink().hasContent("{}");
        assertThat(published("model.bin.incomplete")).hasContent("part");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileOfSomebodyElse_stays_whereTheRevisionWasNotLookedUp(boolean allowsSymlinks) throws IOException {
        cache = cache(allowsSymlinks);
        put(COMMIT, "config.json", "{}");
        put(COMMIT, "old.bin", "old");
        sdk("master/config.json", "[newer]");

        assertThat(cache.repository(REPO).isPublished(MASTER, COMMIT, false)).isFalse();
        cache.writer(REPO).publish(MASTER, COMMIT, false);

        assertThat(published("config.json")).hasContent("[newer]");
        assertThat(published("old.bin")).hasContent("old");
        assertThat(cache.repository(REPO).isPublished(MASTER, COMMIT, false)).isTrue();
        assertThat(cache.repository(REPO).isPublished(MASTER, COMMIT, true)).isFalse();
        assertThat(cache.repository(REPO).hasOthers(MASTER, COMMIT)).isTrue();
    }

    @Test
    void aFileOfTheSdkWithTheSameContent_isNoOther() throws IOException {
        put(COMMIT, "config.json", "{}");
        sdk("master/config.json", "{}");
        sdk("master/README.md", "of another selection");

        assertThat(cache.repository(REPO).hasOthers(MASTER, COMMIT)).isFalse();
        Files.writeString(published("config.json"), "[]");
        assertThat(cache.repository(REPO).hasOthers(MASTER, COMMIT)).isTrue();
    }

    @Test
    void aFileInTheWay_keepsNoOtherFromBeingPublished() throws IOException {
        put(COMMIT, "a", "a file");
        put(COMMIT, "b/c", "in a folder");
        put(COMMIT, "config.json", "{}");
        sdk("master/a/x", "left over");
        sdk("master/b", "left over");

        assertThatThrownBy(() -> cache.writer(REPO).publish(MASTER, COMMIT, true))
                .isInstanceOf(IOException.class)
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));

        assertThat(published("config.json")).hasContent("{}");
        assertThat(published("a/x")).hasContent("left over");
        assertThat(published("b")).hasContent("left over");
    }

    @Test
    void aCommitThatTheRefNoLongerNames_isNotPublished() throws IOException {
        put(COMMIT, "config.json", "{}");
        put(NEXT, "config.json", "[]");
        cache.writer(REPO).publish(MASTER, NEXT, true);

        cache.writer(REPO).publish(MASTER, COMMIT, true);

        assertThat(published("config.json")).hasContent("[]");
    }

    @Test
    @Timeout(60)
    void aDownloadOfTheSdk_isNotWaitedFor() throws IOException {
        put(COMMIT, "config.json", "{}");
        Path lock = root.resolve(".lock/model_Qwen___Qwen2.5-7B_config_json.lock");
        Files.createDirectories(lock.getParent());

        try (FileMutex held = FileMutex.acquire(lock, new Disk(root), "downloads it")) {
            assertThat(held).isNotNull();
            cache.writer(REPO).publish(MASTER, COMMIT, true);
        }

        assertThat(published("config.json")).hasContent("{}");
    }

    /** Two builds of one commit want different files of it. */
    @Test
    void whatAnotherBuildHasJustPublished_isNotDeleted() throws Exception {
        put(COMMIT, "a.json", "{}");
        put(NEXT, "b.json", "[]");
        cache.writer(REPO).publish(MASTER, NEXT, true);
        cache.writer(REPO).writeRef(MASTER, COMMIT, Instant.now());
        Path lock = root.resolve(".lock/model_Qwen___Qwen2.5-7B_b_json.lock");
        var publishing = new FutureTask<Void>(() -> {
            cache.writer(REPO).publish(MASTER, COMMIT, true);
            return null;
        });

        try (FileMutex held = FileMutex.acquire(lock, new Disk(root), "publishes the same file")) {
            assertThat(held).isNotNull();
            var thread = new Thread(publishing);
            thread.start();
            // It has read what the commit has, and waits for the mutex.
            while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
                Thread.onSpinWait();
            }
            put(COMMIT, "b.json", "[]");
        }
        publishing.get(1, TimeUnit.MINUTES);

        assertThat(published("b.json")).hasContent("[]");
        assertThat(published("a.json")).hasContent("{}");
    }

    @Test
    void aBranchWithASlash_isAFolderInAFolder() throws IOException {
        put(COMMIT, "config.json", "{}");
        cache.writer(REPO).writeRef(new Revision("feature/x"), COMMIT, Instant.now());

        cache.writer(REPO).publish(new Revision("feature/x"), COMMIT, true);

        assertThat(folder.resolve("snapshots/feature/x/config.json")).hasContent("{}");
    }

    @Test
    void aCommitAsked_forIsPublishedAsItIs() throws IOException {
        put(COMMIT, "config.json", "{}");
        var revision = new Revision(COMMIT.hex());

        assertThat(cache.repository(REPO).isPublished(revision, COMMIT, true)).isTrue();
        cache.writer(REPO).publish(revision, COMMIT, true);

        assertThat(folder.resolve("snapshots").toFile().list()).containsExactly(COMMIT.hex());
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s/x", "%S"})
    void aRevisionThatWouldBeInTheFolderOfACommit_isRefused(String name) throws IOException {
        put(COMMIT, "config.json", "{}");
        var revision = new Revision(String.format(name, NEXT));

        assertThatThrownBy(() -> cache.writer(REPO).publish(revision, COMMIT, true))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aLinkInTheWay_isNotFollowed() throws IOException {
        put(COMMIT, "config.json", "{}");
        Path outside = Files.createDirectories(temporary.resolve("outside"));
        Files.createSymbolicLink(folder.resolve("snapshots/master"), outside);

        assertThatThrownBy(() -> cache.writer(REPO).publish(MASTER, COMMIT, true))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void aFileOfTheSdkInACommitsFolder_isNotBelieved() throws IOException {
        sdk(COMMIT + "/config.json", "[]");

        assertThat(cache.repository(REPO).has(COMMIT, file("config.json", "{}")))
                .isFalse();
        assertThat(cache.repository(REPO).missing(COMMIT, List.of(file("config.json", "{}"))))
                .hasSize(1);
    }

    @Test
    void whatTheSdkHas_isFoundByPathAndSize() throws IOException {
        Path present = sdk("v1/config.json", "{}");
        sdk("v2/config.json", "{ }");
        Path nested = sdk("feature/x/config.json", "[]");
        Path older = write(root.resolve("models/Qwen/Qwen2___5-7B/config.json"), "{}");
        Path oldest = write(root.resolve("Qwen/Qwen2.5-7B/config.json"), "{}");
        Path flat = write(root.resolve("Qwen/Qwen2___5-7B/config.json"), "{}");
        Path hub = write(root.resolve("hub/Qwen/Qwen2.5-7B/config.json"), "{}");
        Path hubEscaped = write(root.resolve("hub/Qwen/Qwen2___5-7B/config.json"), "{}");
        RepoFile file = file("config.json", "{}");

        assertThat(cache.repository(REPO).filesOfSdk(file, List.of(new Revision("feature/x"))))
                .containsExactlyInAnyOrder(present, nested, older, oldest, flat, hub, hubEscaped);
    }

    @Test
    void whatTheSdkHas_becomesABlob_ifItsContentIsRight() throws IOException {
        Path good = sdk("master/config.json", "{}");
        Path bad = sdk("v1/config.json", "[]");
        cache.writer(REPO).prepare(COMMIT);
        Digest digest = digest("{}");

        assertThat(cache.writer(REPO).publishCopy(bad, digest)).isFalse();
        assertThat(cache.repository(REPO).blobs()).isEmptyDirectory();
        assertThat(cache.writer(REPO).publishCopy(good, digest)).isTrue();

        assertThat(cache.repository(REPO).blob(digest)).hasContent("{}");
    }

    @Test
    void aSmallFile_orOneOfAnOlderSdk_doesNotChangeTheBlob() throws IOException {
        String large = "x".repeat(32 << 20);
        cache.writer(REPO).prepare(COMMIT);
        for (Path file : List.of(
                sdk("master/config.json", "{}"), write(root.resolve("models/Qwen/Qwen2___5-7B/model.bin"), large))) {
            Digest digest = Digest.of(Digest.Algorithm.SHA256, file);
            assertThat(cache.writer(REPO).publishCopy(file, digest)).isTrue();

            Files.writeString(file, "edited");

            assertThat(digest.matches(cache.repository(REPO).blob(digest))).isTrue();
        }
    }

    @Test
    void aLargeFileOfTheSdk_takesNoSpaceTwice() throws IOException {
        Path file = sdk("master/model.bin", "x".repeat(32 << 20));
        cache.writer(REPO).prepare(COMMIT);
        Digest digest = Digest.of(Digest.Algorithm.SHA256, file);

        assertThat(cache.writer(REPO).publishCopy(file, digest)).isTrue();

        assertThat(Files.isSameFile(cache.repository(REPO).blob(digest), file)).isTrue();
    }

    @Test
    void aSnapshotOfTheSdk_isKnownByItsContents() throws IOException {
        sdk("master/config.json", "{}");
        sdk("master/onnx/model.onnx", "weights");
        sdk("master/other.incomplete", "part");

        Listing listing = cache.repository(REPO).filesOfSdk(MASTER).orElseThrow();

        assertThat(listing.files())
                .containsExactlyInAnyOrder(file("config.json", "{}"), file("onnx/model.onnx", "weights"));
        assertThat(listing.commit())
                .isEqualTo(new CommitHash(Digest.Algorithm.SHA256.of(
                        ("config.json\0002\0" + digest("{}") + "\nonnx/model.onnx\0007\0" + digest("weights") + "\n")
                                .getBytes(StandardCharsets.UTF_8))));
        assertThat(cache.repository(REPO).filesOfSdk(new Revision("v1"))).isEmpty();
    }

    @Test
    void aFileWithoutAHash_isKnownByItsLink() throws IOException {
        var tagged = RepoFile.tagged("a", 3, "unverified-" + "e".repeat(40));
        RepositoryWriter writer = cache.writer(REPO);
        writer.prepare(COMMIT);
        Files.writeString(cache.repository(REPO).blob(tagged.digest()), "abc");
        writer.link(tagged.digest(), List.of(new SnapshotFile(COMMIT, tagged)), false);

        assertThat(cache.repository(REPO).filesPresent(COMMIT).orElseThrow().files())
                .containsExactly(tagged);
        assertThat(cache.repository(REPO).has(COMMIT, tagged)).isTrue();
    }

    @Test
    void theFolderOfAnOlderSdk_isOfTheRevisionThatItNames() throws IOException {
        Path older = root.resolve("hub/models/Qwen/Qwen2___5-7B");
        write(older.resolve("config.json"), "{}");
        write(older.resolve(".msc"), "pickled");
        write(older.resolve(".mv"), "Revision:v1,CreatedAt:1700000000");

        assertThat(cache.repository(REPO).filesOfSdk(MASTER)).isEmpty();
        assertThat(cache.repository(REPO)
                        .filesOfSdk(new Revision("v1"))
                        .orElseThrow()
                        .files())
                .containsExactly(file("config.json", "{}"));
        assertThat(cache.repository(REPO).hidingFolder()).contains(older);
    }

    @Test
    void anEmptyFolderOfAnOlderSdk_hidesNothing() throws IOException {
        Files.createDirectories(root.resolve("models/Qwen/Qwen2___5-7B"));

        assertThat(cache.repository(REPO).hidingFolder()).isEmpty();
    }

    private SnapshotCache cache(boolean allowsSymlinks) {
        return new SnapshotCache(temporary.resolve("hub"), allowsSymlinks).withModelScope(() -> root);
    }

    /** Writes a file as a build does. */
    private void put(CommitHash commit, String path, String content) throws IOException {
        RepositoryWriter writer = cache.writer(REPO);
        writer.prepare(commit);
        RepoFile file = file(path, content);
        try (FileMutex mutex = writer.acquireMutex(file.digest())) {
            Path part = writer.part(file.digest(), mutex);
            Files.writeString(part, content);
            writer.publish(part, file.digest());
            writer.link(file.digest(), List.of(new SnapshotFile(commit, file)), true);
        }
        writer.writeRef(MASTER, commit, Instant.now());
    }

    private Path sdk(String path, String content) throws IOException {
        return write(folder.resolve("snapshots").resolve(path), content);
    }

    private static Path write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private Path published(String path) {
        Path file = folder.resolve("snapshots/master").resolve(path);
        assertThat(file.toAbsolutePath()).satisfies(each -> Files.exists(each, LinkOption.NOFOLLOW_LINKS));
        return file;
    }

    private static RepoFile file(String path, String content) {
        String hex = digest(content).hex();
        return new RepoFile(path, content.length(), hex, new Lfs(hex, content.length()), null);
    }

    private static Digest digest(String content) {
        return new Digest(
                Digest.Algorithm.SHA256, Digest.Algorithm.SHA256.of(content.getBytes(StandardCharsets.UTF_8)));
    }
}
