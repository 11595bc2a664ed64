package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testhub.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End to end: the cache's folder, entry by entry, as huggingface_hub would have left it. */
class CacheTreeTest {

    private static final String TAG_SHA256 = Content.of("""
            Signature: 8a477f597d28d172789f06886806bc55
            # This file is a cache directory tag created by huggingface_hub.
            # For information about cache directory tags, see:
            #\thttps://bford.info/cachedir/
            """).sha256();
    private static final Content CONFIG = Content.of("{}");
    private static final Content DATA = Content.of("hello\n");
    private static final Content EMPTY = Content.of("");
    private static final Content WEIGHTS = Content.of("weights");
    private static final Content MORE_WEIGHTS = Content.of("more weights");

    @TempDir
    private Path cache;

    private final TestHub hub = TestHub.start();
    private final TestRepository repository = hub.model("org/tiny");

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void aModelOfRegularAndLfsFilesInFolders() throws IOException {
        String c1 = firstCommit();

        new TestBuild(hub.endpoint(), cache).ready("org/tiny");

        assertThat(FolderText.of(cache)).isEqualTo(joined("""
                .locks/
                .locks/models--org--tiny/
                .locks/models--org--tiny/%1$s.lock = ''
                .locks/models--org--tiny/%2$s.lock = ''
                .locks/models--org--tiny/%3$s.lock = ''
                .locks/models--org--tiny/%4$s.lock = ''
                CACHEDIR.TAG = 191 bytes, sha256 %6$s
                models--org--tiny/
                models--org--tiny/blobs/
                models--org--tiny/blobs/%1$s = '{}'
                models--org--tiny/blobs/%2$s = 'hello\\n'
                models--org--tiny/blobs/%3$s = ''
                models--org--tiny/blobs/%4$s = 'weights'
                models--org--tiny/refs/
                models--org--tiny/refs/main = '%5$s'
                models--org--tiny/snapshots/
                models--org--tiny/snapshots/%5$s/
                models--org--tiny/snapshots/%5$s/config.json -> ../../blobs/%1$s
                models--org--tiny/snapshots/%5$s/empty -> ../../blobs/%3$s
                models--org--tiny/snapshots/%5$s/onnx/
                models--org--tiny/snapshots/%5$s/onnx/model.onnx -> ../../../blobs/%4$s
                models--org--tiny/snapshots/%5$s/sub/
                models--org--tiny/snapshots/%5$s/sub/dir/
                models--org--tiny/snapshots/%5$s/sub/dir/data é.txt -> ../../../../blobs/%2$s
                models--org--tiny/trees/
                models--org--tiny/trees/%5$s.json = %7$d bytes, sha256 %8$s
                """.formatted(
                        CONFIG.gitSha1(),
                        DATA.gitSha1(),
                        EMPTY.gitSha1(),
                        WEIGHTS.sha256(),
                        c1,
                        TAG_SHA256,
                        firstTree().length(),
                        Content.of(firstTree()).sha256())));
    }

    @Test
    void revisionsOfAModelBesideADataSet() throws IOException {
        String c1 = repository
                .commit("first")
                .file("config.json", CONFIG)
                .lfs("onnx/model.onnx", WEIGHTS)
                .id();
        String c2 = repository
                .commit("second")
                .file("onnx/config.json", CONFIG)
                .lfs("onnx/model.onnx", MORE_WEIGHTS)
                .id();
        repository.tag("v1.0", c1).ref("refs/pr/1", c2);
        String d1 = hub.dataset("data").commit("only").file("a.csv", DATA).id();

        for (String each : new String[] {"org/tiny", "org/tiny@v1.0", "org/tiny@refs/pr/1", "hf://datasets/data"}) {
            new TestBuild(hub.endpoint(), cache).ready(each);
        }

        assertThat(FolderText.of(cache)).isEqualTo(joined("""
                .locks/
                .locks/datasets--data/
                .locks/datasets--data/%2$s.lock = ''
                .locks/models--org--tiny/
                .locks/models--org--tiny/%1$s.lock = ''
                .locks/models--org--tiny/%3$s.lock = ''
                .locks/models--org--tiny/%4$s.lock = ''
                CACHEDIR.TAG = 191 bytes, sha256 %8$s
                datasets--data/
                datasets--data/blobs/
                datasets--data/blobs/%2$s = 'hello\\n'
                datasets--data/refs/
                datasets--data/refs/main = '%7$s'
                datasets--data/snapshots/
                datasets--data/snapshots/%7$s/
                datasets--data/snapshots/%7$s/a.csv -> ../../blobs/%2$s
                datasets--data/trees/
                datasets--data/trees/%7$s.json = %9$s
                models--org--tiny/
                models--org--tiny/blobs/
                models--org--tiny/blobs/%1$s = '{}'
                models--org--tiny/blobs/%3$s = 'weights'
                models--org--tiny/blobs/%4$s = 'more weights'
                models--org--tiny/refs/
                models--org--tiny/refs/main = '%6$s'
                models--org--tiny/refs/refs/
                models--org--tiny/refs/refs/pr/
                models--org--tiny/refs/refs/pr/1 = '%6$s'
                models--org--tiny/refs/v1.0 = '%5$s'
                models--org--tiny/snapshots/
                models--org--tiny/snapshots/%5$s/
                models--org--tiny/snapshots/%5$s/config.json -> ../../blobs/%1$s
                models--org--tiny/snapshots/%5$s/onnx/
                models--org--tiny/snapshots/%5$s/onnx/model.onnx -> ../../../blobs/%3$s
                models--org--tiny/snapshots/%6$s/
                models--org--tiny/snapshots/%6$s/config.json -> ../../blobs/%1$s
                models--org--tiny/snapshots/%6$s/onnx/
                models--org--tiny/snapshots/%6$s/onnx/config.json -> ../../../blobs/%1$s
                models--org--tiny/snapshots/%6$s/onnx/model.onnx -> ../../../blobs/%4$s
                models--org--tiny/trees/
                models--org--tiny/trees/%5$s.json = %10$s
                models--org--tiny/trees/%6$s.json = %11$s
                """.formatted(
                        CONFIG.gitSha1(),
                        DATA.gitSha1(),
                        WEIGHTS.sha256(),
                        MORE_WEIGHTS.sha256(),
                        c1,
                        c2,
                        d1,
                        TAG_SHA256,
                        asLine(tree(regular("a.csv", DATA))),
                        asLine(tree(regular("config.json", CONFIG), large("onnx/model.onnx", WEIGHTS))),
                        asLine(tree(
                                regular("config.json", CONFIG),
                                regular("onnx/config.json", CONFIG),
                                large("onnx/model.onnx", MORE_WEIGHTS))))));
    }

    @Test
    void aRefThatEndsWithALineBreakIsRewrittenForReadersThatForgiveNone() throws IOException {
        String c1 = firstCommit();
        new TestBuild(hub.endpoint(), cache).ready("org/tiny");
        Path ref = cache.resolve("models--org--tiny/refs/main");
        Files.writeString(ref, c1 + "\n");

        new TestBuild(hub.endpoint(), cache).ready("org/tiny");

        assertThat(Files.readAllBytes(ref)).asString().isEqualTo(c1);
    }

    @Test
    void whereTheRefCannotBeWrittenTheModelIsReadyWithAWarning() throws IOException {
        String c1 = firstCommit();
        Path folder = Files.createDirectories(cache.resolve("models--org--tiny"));
        Files.writeString(folder.resolve("refs"), "in the way");

        try (var log = new CapturedLog()) {
            PrefetchedModel model = new TestBuild(hub.endpoint(), cache).ready("org/tiny");

            assertThat(model.path().resolve("config.json")).hasContent("{}");
            assertThat(log.lines("WARN"))
                    .singleElement()
                    .asString()
                    .contains("org/tiny@main: the cache cannot note that the revision is at commit " + c1);
        }
    }

    @Test
    void onlyWhatIsToBeFetchedIsAnnounced() throws IOException {
        String c1 = firstCommit();
        repository.commit("second").lfs("onnx/model.onnx", MORE_WEIGHTS).id();
        new TestBuild(hub.endpoint(), cache).ready("org/tiny@" + c1);

        try (var log = new CapturedLog()) {
            new TestBuild(hub.endpoint(), cache).ready("org/tiny");

            assertThat(log.lines("Downloading"))
                    .singleElement()
                    .asString()
                    .endsWith("Downloading org/tiny@main: 1 of 4 files, 12 B");
        }
    }

    @Test
    void theListingIsWrittenAsPythonWritesIt() throws IOException {
        String c1 = firstCommit();

        new TestBuild(hub.endpoint(), cache).ready("org/tiny");

        assertThat(cache.resolve("models--org--tiny/trees/" + c1 + ".json")).hasContent(firstTree());
    }

    @Test
    void theListingHoldsTheWholeRepositoryWhateverIsSelected() throws IOException {
        String c1 = firstCommit();

        new TestBuild(hub.endpoint(), cache).ready("org/tiny", "config.json");

        assertThat(cache.resolve("models--org--tiny/trees/" + c1 + ".json")).hasContent(firstTree());
        assertThat(FolderText.of(cache.resolve("models--org--tiny/snapshots/" + c1)))
                .isEqualTo("config.json -> ../../blobs/" + CONFIG.gitSha1());
    }

    @Test
    void revisionsShareTheContentsThatTheyHaveInCommon() throws IOException {
        firstCommit();
        String c2 =
                repository.commit("second").lfs("onnx/model.onnx", MORE_WEIGHTS).id();
        String c1 = hub.model("org/tiny").commit("unused").id();
        repository.branch("main", c2).tag("v1.0", c1).ref("refs/pr/1", c2);
        Path folder = cache.resolve("models--org--tiny");

        new TestBuild(hub.endpoint(), cache).ready("org/tiny@v1.0");
        hub.clearRequests();
        new TestBuild(hub.endpoint(), cache).ready("org/tiny@refs/pr/1");

        assertThat(hub.paths("GET")).containsExactly("/api/models/org/tiny/revision/refs%2Fpr%2F1");
        assertThat(FolderText.of(folder.resolve("refs"))).isEqualTo(joined("""
                refs/
                refs/pr/
                refs/pr/1 = '%s'
                v1.0 = '%s'
                """.formatted(c2, c1)));
        assertThat(folder.resolve("snapshots/" + c2 + "/onnx/model.onnx"))
                .hasSameBinaryContentAs(folder.resolve("snapshots/" + c1 + "/onnx/model.onnx"));
    }

    @Test
    void aRevisionWithOneNewFileFetchesThatFileAlone() throws IOException {
        String c1 = firstCommit();
        repository.commit("second").lfs("onnx/model.onnx", MORE_WEIGHTS).id();
        new TestBuild(hub.endpoint(), cache).ready("org/tiny@" + c1);
        hub.clearRequests();

        PrefetchedModel model = new TestBuild(hub.endpoint(), cache).ready("org/tiny");

        assertThat(hub.requests(request -> request.path().contains("/resolve/")))
                .hasSize(1);
        assertThat(model.path().resolve("onnx/model.onnx")).hasContent("more weights");
        assertThat(model.path().resolve("config.json")).hasContent("{}");
    }

    @Test
    void datasetsAndSpacesHaveFoldersOfTheirOwn() throws IOException {
        hub.dataset("org/data").commit("first").file("a", "1");
        hub.space("org/app").commit("first").file("a", "2");
        hub.model("gpt2").commit("first").file("a", "3");

        new TestBuild(hub.endpoint(), cache).ready("hf://datasets/org/data");
        new TestBuild(hub.endpoint(), cache).ready("hf://spaces/org/app");
        new TestBuild(hub.endpoint(), cache).ready("gpt2");

        try (var entries = Files.list(cache)) {
            assertThat(entries.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder(
                            ".locks", "CACHEDIR.TAG", "datasets--org--data", "models--gpt2", "spaces--org--app");
        }
    }

    @Test
    void oneContentUnderSeveralNamesIsFetchedOnce() throws IOException {
        repository
                .commit("first")
                .lfs("a.bin", WEIGHTS)
                .lfs("b/b.bin", WEIGHTS)
                .file("c", DATA)
                .file("d", DATA);

        PrefetchedModel model = new TestBuild(hub.endpoint(), cache).ready("org/tiny");

        assertThat(hub.requests(request -> request.path().contains("/resolve/")))
                .hasSize(2);
        assertThat(model.path().resolve("b/b.bin")).hasContent("weights");
        assertThat(model.path().resolve("d")).hasContent("hello\n");
    }

    @Test
    void filesAreReadableAsTheUmaskSays() throws IOException {
        String c1 = firstCommit();
        Path probe = Files.createFile(cache.resolve("probe"));
        String asUsual = PosixFilePermissions.toString(Files.getPosixFilePermissions(probe));
        Files.delete(probe);

        new TestBuild(hub.endpoint(), cache).ready("org/tiny");

        Path folder = cache.resolve("models--org--tiny");
        for (String file : new String[] {"trees/" + c1 + ".json", "blobs/" + WEIGHTS.sha256(), "refs/main"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                    .as(file)
                    .isEqualTo(asUsual);
        }
        Path lock = cache.resolve(".locks/models--org--tiny/" + WEIGHTS.sha256() + ".lock");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)))
                .isEqualTo("rw-rw-r--");
    }

    @Test
    void withoutSymlinksTheSnapshotHoldsTheFilesThemselves() throws IOException {
        String c1 = firstCommit();
        repository.commit("second").file("config.json", CONFIG).file("copy of config.json", CONFIG);

        PrefetchedModel model =
                new TestBuild(hub.endpoint(), cache).withoutSymlinks().ready("org/tiny");

        assertThat(FolderText.of(model.path())).isEqualTo(joined("""
                config.json = '{}'
                copy of config.json = '{}'
                empty = ''
                onnx/
                onnx/model.onnx = 'weights'
                sub/
                sub/dir/
                sub/dir/data é.txt = 'hello\\n'
                """));
        assertThat(FolderText.of(cache.resolve("models--org--tiny/blobs"))).isEmpty();
        assertThat(model.commit().hex()).isNotEqualTo(c1);
    }

    @Test
    void withoutSymlinksARevisionTakesFromAnotherWhatTheyHaveInCommon() throws IOException {
        String c1 = firstCommit();
        repository.commit("second").lfs("onnx/model.onnx", MORE_WEIGHTS);
        PrefetchedModel before =
                new TestBuild(hub.endpoint(), cache).withoutSymlinks().ready("org/tiny@" + c1);
        Files.writeString(before.path().resolve("sub/dir/data é.txt"), "HELLO\n");
        hub.clearRequests();

        PrefetchedModel model =
                new TestBuild(hub.endpoint(), cache).withoutSymlinks().ready("org/tiny");

        assertThat(hub.requests(request -> request.path().contains("/resolve/")))
                .extracting(request -> request.path().substring(request.path().lastIndexOf('/') + 1))
                .containsExactlyInAnyOrder("model.onnx", "data%20%C3%A9.txt");
        assertThat(model.path().resolve("onnx/model.onnx")).hasContent("more weights");
        assertThat(model.path().resolve("config.json")).hasContent("{}");
        assertThat(model.path().resolve("sub/dir/data é.txt")).hasContent("hello\n");
    }

    @Test
    void whatPythonLeftUnfinishedIsNeitherUsedNorTouched() throws IOException {
        firstCommit();
        Path blobs = Files.createDirectories(cache.resolve("models--org--tiny/blobs"));
        Path old = Files.writeString(blobs.resolve(WEIGHTS.sha256() + ".incomplete"), "wei");
        Path recent = Files.writeString(blobs.resolve(WEIGHTS.sha256() + ".0a1b2c3d.incomplete"), "weig");

        PrefetchedModel model = new TestBuild(hub.endpoint(), cache).ready("org/tiny");

        assertThat(model.path().resolve("onnx/model.onnx")).hasContent("weights");
        assertThat(old).hasContent("wei");
        assertThat(recent).hasContent("weig");
    }

    @Test
    void aDanglingLinkAndATruncatedContentAreMended() throws IOException {
        String c1 = firstCommit();
        new TestBuild(hub.endpoint(), cache).ready("org/tiny");
        Path blobs = cache.resolve("models--org--tiny/blobs");
        Files.delete(blobs.resolve(CONFIG.gitSha1()));
        Files.writeString(blobs.resolve(WEIGHTS.sha256()), "wei");

        PrefetchedModel model = new TestBuild(hub.endpoint(), cache).ready("org/tiny@" + c1);

        assertThat(model.path().resolve("onnx/model.onnx")).hasContent("weights");
        assertThat(model.path().resolve("config.json")).hasContent("{}");
    }

    @Test
    void aContentThatIsALinkIntoTheSharedStoreIsUsed() throws IOException {
        firstCommit();
        Path store = Files.createDirectories(cache.resolve("blobs/ab"));
        Path payload = Files.writeString(store.resolve("ab".repeat(32)), "weights");
        Path blobs = Files.createDirectories(cache.resolve("models--org--tiny/blobs"));
        Files.createSymbolicLink(blobs.resolve(WEIGHTS.sha256()), blobs.relativize(payload));

        PrefetchedModel model = new TestBuild(hub.endpoint(), cache).ready("org/tiny");

        assertThat(hub.paths("GET")).noneMatch(path -> path.endsWith("model.onnx"));
        assertThat(model.path().resolve("onnx/model.onnx")).hasContent("weights");
    }

    private String firstCommit() {
        return repository
                .commit("first")
                .file("config.json", CONFIG)
                .file("sub/dir/data é.txt", DATA)
                .file("empty", EMPTY)
                .lfs("onnx/model.onnx", WEIGHTS)
                .id();
    }

    /** By hand, so that no code of ours is its own judge. */
    private static String firstTree() {
        return """
                {
                 "format_version": 1,
                 "files": {
                  "config.json": {
                   "size": 2,
                   "blob_id": "%s"
                  },
                  "empty": {
                   "size": 0,
                   "blob_id": "%s"
                  },
                  "onnx/model.onnx": {
                   "size": 7,
                   "blob_id": "%s",
                   "lfs_sha256": "%s",
                   "lfs_size": 7
                  },
                  "sub/dir/data \\u00e9.txt": {
                   "size": 6,
                   "blob_id": "%s"
                  }
                 }
                }""".formatted(CONFIG.gitSha1(), EMPTY.gitSha1(), pointerSha1(), WEIGHTS.sha256(), DATA.gitSha1());
    }

    /** The git id of the LFS pointer, which stands in for the content in git. */
    private static String pointerSha1() {
        return Content.of("version https://git-lfs.github.com/spec/v1\noid sha256:" + WEIGHTS.sha256() + "\nsize 7\n")
                .gitSha1();
    }

    private static String tree(String... files) {
        return "{\n \"format_version\": 1,\n \"files\": {\n" + String.join(",\n", files) + "\n }\n}";
    }

    private static String regular(String path, Content content) {
        return "  \"%s\": {\n   \"size\": %d,\n   \"blob_id\": \"%s\"\n  }"
                .formatted(path, content.size(), content.gitSha1());
    }

    private static String large(String path, Content content) {
        String pointer = Content.of("version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n"
                        .formatted(content.sha256(), content.size()))
                .gitSha1();
        return """
                  "%s": {
                   "size": %d,
                   "blob_id": "%s",
                   "lfs_sha256": "%s",
                   "lfs_size": %2$d
                  }""".formatted(path, content.size(), pointer, content.sha256())
                .indent(2)
                .stripTrailing();
    }

    /** As the folder's text shows it. */
    private static String asLine(String tree) {
        return tree.length() > 100
                ? tree.length() + " bytes, sha256 " + Content.of(tree).sha256()
                : "'" + tree.replace("\n", "\\n") + "'";
    }

    private static String joined(String lines) {
        return lines.strip().lines().sorted().collect(java.util.stream.Collectors.joining("\n"));
    }
}
