package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** End to end: snapshots laid out as plain files. */
class OutputDirectoryTest {

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final String first = hub.model("org/name")
            .commit("first")
            .file("config.json", "{1}")
            .lfs("onnx/model.onnx", new byte[100])
            .id();
    private final String second =
            hub.model("org/name").commit("second").file("config.json", "{2}").id();

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void theSnapshotsFilesAreThereAsPlainFiles() throws IOException {
        PrefetchedModel model = run(second, LinkMode.COPY);

        assertThat(model.path()).isEqualTo(output());
        assertThat(regularFiles()).containsOnlyKeys("config.json", "onnx/model.onnx");
        assertThat(output().resolve("config.json")).hasContent("{2}");
    }

    @Test
    void unchangedFilesAreNotCopiedAgain() throws IOException {
        run(second, LinkMode.COPY);
        Map<String, Object> before = regularFiles();

        run(second, LinkMode.COPY);

        assertThat(regularFiles()).isEqualTo(before);
    }

    @Test
    void anotherRevisionReplacesWhatItChanged() throws IOException {
        run(first, LinkMode.COPY);
        Object model = regularFiles().get("onnx/model.onnx");

        run(second, LinkMode.COPY);

        assertThat(output().resolve("config.json")).hasContent("{2}");
        assertThat(regularFiles()).containsEntry("onnx/model.onnx", model);
    }

    @Test
    void aCleanedDirectoryCostsCopiesAndNoDownload() throws IOException {
        run(second, LinkMode.COPY);
        Files.delete(output().resolve("config.json"));
        hub.clearRequests();

        run(second, LinkMode.COPY);

        assertThat(output().resolve("config.json")).hasContent("{2}");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void aFileThatWasEditedIsPutBackAndTheCacheIsUnharmed() throws IOException {
        PrefetchedModel cached = new TestBuild(hub.endpoint(), cache()).ready("org/name@" + second);
        run(second, LinkMode.COPY);
        Files.writeString(output().resolve("config.json"), "{9}");

        run(second, LinkMode.COPY);

        assertThat(output().resolve("config.json")).hasContent("{2}");
        assertThat(cached.path().resolve("config.json")).hasContent("{2}");
    }

    @Test
    void otherFilesInTheDirectoryAreLeftAlone() throws IOException {
        Path own = Files.writeString(Files.createDirectories(output()).resolve("own.txt"), "mine");

        run(second, LinkMode.COPY);

        assertThat(own).hasContent("mine");
    }

    @Test
    void hardLinksAreTheCachesFiles() throws IOException {
        PrefetchedModel cached = new TestBuild(hub.endpoint(), cache()).ready("org/name@" + second);

        run(second, LinkMode.HARD);
        run(second, LinkMode.HARD);

        Path file = output().resolve("onnx/model.onnx");
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(Files.isSameFile(file, cached.path().resolve("onnx/model.onnx")))
                .isTrue();
    }

    @Test
    void copiesReplaceHardLinksSoThatTheyAreIndependent() throws IOException {
        PrefetchedModel cached = new TestBuild(hub.endpoint(), cache()).ready("org/name@" + second);
        run(second, LinkMode.HARD);

        run(second, LinkMode.COPY);

        assertThat(Files.isSameFile(
                        output().resolve("onnx/model.onnx"), cached.path().resolve("onnx/model.onnx")))
                .isFalse();
    }

    @Test
    void symbolicLinksPointIntoTheSnapshot() throws IOException {
        PrefetchedModel cached = new TestBuild(hub.endpoint(), cache()).ready("org/name@" + second);

        run(second, LinkMode.SYMBOLIC);
        run(second, LinkMode.SYMBOLIC);

        assertThat(Files.readSymbolicLink(output().resolve("onnx/model.onnx")))
                .isEqualTo(cached.path().resolve("onnx/model.onnx"));
    }

    @Test
    void noTemporaryFileIsLeft() throws IOException {
        run(first, LinkMode.COPY);
        run(second, LinkMode.HARD);
        run(first, LinkMode.SYMBOLIC);

        assertThat(FolderText.of(output()).lines()).hasSize(3);
    }

    @Test
    void otherContentOfTheSameLengthAndWholeSecondIsReplaced() throws IOException {
        FileTime time = wholeSecond();
        Files.writeString(output().resolve("config.json"), "{9}");
        Files.setLastModifiedTime(output().resolve("config.json"), time);

        run(second, LinkMode.COPY);

        assertThat(output().resolve("config.json")).hasContent("{2}");
    }

    @Test
    void theSameContentOfAWholeSecondIsNotCopiedAgain() throws IOException {
        wholeSecond();
        Map<String, Object> before = regularFiles();

        run(second, LinkMode.COPY);

        assertThat(regularFiles()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(LinkMode.class)
    void aFileThatBecameAFolder_andAFolderThatBecameAFile_areLaidOutAnew(LinkMode mode) throws IOException {
        String file = hub.model("org/name")
                .commit("file")
                .remove("onnx/model.onnx")
                .file("onnx", "a file")
                .id();
        String folders = hub.model("org/name")
                .commit("folder")
                .remove("onnx")
                .lfs("onnx/deep/model.onnx", new byte[9])
                .id();

        run(first, mode);
        run(file, mode);
        assertThat(paths()).containsExactlyInAnyOrder("config.json", "onnx");
        run(folders, mode);
        assertThat(paths()).containsExactlyInAnyOrder("config.json", "onnx/deep/model.onnx");
        run(file, mode);
        assertThat(paths()).containsExactlyInAnyOrder("config.json", "onnx");
    }

    @ParameterizedTest
    @EnumSource(LinkMode.class)
    void filesThatTheModelNoLongerHasAreRemoved(LinkMode mode) throws IOException {
        String third = hub.model("org/name")
                .commit("third")
                .remove("onnx/model.onnx")
                .file("a/b/c.txt", "c")
                .id();
        String fourth =
                hub.model("org/name").commit("fourth").remove("a/b/c.txt").id();

        run(first, mode);
        run(third, mode);
        assertThat(paths()).containsExactlyInAnyOrder("a/b/c.txt", "config.json");
        run(fourth, mode);
        assertThat(paths()).containsExactly("config.json");
        assertThat(output()).isDirectoryNotContaining("glob:**/{a,onnx}");
    }

    @Test
    void filesThatAreNoLongerSelectedAreRemoved() throws IOException {
        run(second, LinkMode.COPY);

        build(LinkMode.COPY).model("org/name@" + second, output(), "*.json").run();

        assertThat(paths()).containsExactly("config.json");
    }

    @Test
    void filesThatWereEditedOrPutThereByOthersStay() throws IOException {
        String empty =
                hub.model("org/name").commit("empty").remove("onnx/model.onnx").id();
        run(first, LinkMode.COPY);
        Files.write(output().resolve("onnx/model.onnx"), new byte[] {1}, StandardOpenOption.APPEND);
        Files.writeString(output().resolve("onnx/own.txt"), "mine");

        run(empty, LinkMode.COPY);

        assertThat(paths()).containsExactlyInAnyOrder("config.json", "onnx/model.onnx", "onnx/own.txt");
    }

    /** Whoever replaces a file by a link to a copy of it may call the copy's folder as they like. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "snapshots/onnx/model.onnx",
                "snapshots/today/onnx/model.onnx",
                "snapshots/COMMIT/onnx/model.onnx",
                "backup--org--name/snapshots/COMMIT/onnx/model.onnx",
                "models--org--name/snapshots/today/onnx/model.onnx",
                "models--org--name/COMMIT/onnx/model.onnx"
            })
    void linksThatDoNotLeadIntoACacheStay(String target) throws IOException {
        relinkAndDropTheModel(folder.resolve("elsewhere").resolve(target.replace("COMMIT", second)));

        assertThat(paths()).containsExactlyInAnyOrder("config.json", "onnx/model.onnx");
    }

    /** The cache may have been somewhere else when the link was made. */
    @ParameterizedTest
    @ValueSource(strings = {"models--org--name", "datasets--org--name", "spaces--org--name", "models--name"})
    void linksIntoAnotherCacheAreRemoved(String repository) throws IOException {
        relinkAndDropTheModel(
                folder.resolve("old cache").resolve(repository + "/snapshots/" + second + "/onnx/model.onnx"));

        assertThat(paths()).containsExactly("config.json");
    }

    private void relinkAndDropTheModel(Path target) throws IOException {
        String empty =
                hub.model("org/name").commit("empty").remove("onnx/model.onnx").id();
        run(second, LinkMode.SYMBOLIC);
        Path link = output().resolve("onnx/model.onnx");
        Files.delete(link);
        Files.createSymbolicLink(link, target);
        run(empty, LinkMode.SYMBOLIC);
    }

    @Test
    void nothingIsRemovedByWayOfALink() throws IOException {
        String empty =
                hub.model("org/name").commit("empty").remove("onnx/model.onnx").id();
        run(first, LinkMode.COPY);
        Path elsewhere = folder.resolve("elsewhere");
        Files.move(output().resolve("onnx"), elsewhere);
        Files.createSymbolicLink(output().resolve("onnx"), elsewhere);

        run(empty, LinkMode.COPY);

        assertThat(elsewhere.resolve("model.onnx")).exists();
    }

    @Test
    void whatAModelHadBeforeABuildFailedIsRemovedByTheNextOne() throws IOException {
        String third = hub.model("org/name")
                .commit("third")
                .remove("onnx/model.onnx")
                .file("new", "new")
                .id();
        run(first, LinkMode.COPY);
        hub.faults().onPath("/new").times(1).status(404);
        assertThat(build(LinkMode.COPY)
                        .model("org/name@" + third, output())
                        .run()
                        .failures())
                .hasSize(1);

        run(third, LinkMode.COPY);

        assertThat(paths()).containsExactlyInAnyOrder("config.json", "new");
    }

    @Test
    void partsOfAModelInOneFolderLeaveEachOtherAlone() throws IOException {
        for (String commit : List.of(first, second)) {
            PrefetchResult result = build(LinkMode.COPY)
                    .model("org/name@" + commit, output(), "onnx/*")
                    .model("org/name@" + commit, output(), "config.json")
                    .run();
            assertThat(result.failures()).isEmpty();
            assertThat(paths()).containsExactlyInAnyOrder("config.json", "onnx/model.onnx");
        }
    }

    @Test
    void whereNobodyNotesWhatIsLaidOutEverythingStays() throws IOException {
        String empty =
                hub.model("org/name").commit("empty").remove("onnx/model.onnx").id();
        run(first, LinkMode.COPY);
        Files.delete(record());

        run(empty, LinkMode.COPY);

        assertThat(paths()).containsExactlyInAnyOrder("config.json", "onnx/model.onnx");
    }

    @Test
    void theRecordIsWrittenOnlyWhenSomethingChanges() throws IOException {
        run(second, LinkMode.COPY);
        Object before = identity(record());

        run(second, LinkMode.COPY);

        assertThat(identity(record())).isEqualTo(before);
    }

    @Test
    void aFolderInTheWayIsNamed() throws IOException {
        Path inTheWay = output().resolve("config.json");
        Files.createDirectories(inTheWay.resolve("full"));

        PrefetchResult result = new TestBuild(hub.endpoint(), cache())
                .model("org/name@" + second, output())
                .run();

        assertThat(result.failures())
                .singleElement()
                .extracting(TestBuild::message)
                .asString()
                .contains(inTheWay + ": ")
                .doesNotContain(".tmp");
    }

    @Test
    void hardLinksToAnotherDisk_areRefusedWithWhatToSet() throws IOException {
        try (var disk = SmallDisk.mount(folder.resolve("disk"), 1)) {
            Path directory = disk.path().resolve("output");

            PrefetchResult result = new TestBuild(hub.endpoint(), cache())
                    .link(LinkMode.HARD)
                    .model("org/name@" + second, directory)
                    .run();

            assertThat(result.failures())
                    .singleElement()
                    .extracting(TestBuild::message)
                    .asString()
                    .contains("no hard link is possible from " + directory.resolve("config.json")
                            + " to the cache (Invalid cross-device link); set hf.link to copy or symbolic");
            assertThat(directory).isEmptyDirectory();
        }
    }

    /** Lays the snapshot out, with times as archives of caches keep them. */
    private FileTime wholeSecond() throws IOException {
        FileTime time = FileTime.fromMillis(1_700_000_000_000L);
        PrefetchedModel cached = new TestBuild(hub.endpoint(), cache()).ready("org/name@" + second);
        for (String file : new String[] {"config.json", "onnx/model.onnx"}) {
            Files.setLastModifiedTime(cached.path().resolve(file), time);
        }
        run(second, LinkMode.COPY);
        return time;
    }

    private PrefetchedModel run(String commit, LinkMode mode) {
        PrefetchResult result =
                build(mode).model("org/name@" + commit, output()).run();
        assertThat(result.failures()).isEmpty();
        return result.models().get(0);
    }

    private TestBuild build(LinkMode mode) {
        return new TestBuild(hub.endpoint(), cache()).link(mode).laidOut(record());
    }

    private Path record() {
        return folder.resolve("target/hf-models/laid-out.json");
    }

    /** All files and links. */
    private List<String> paths() throws IOException {
        try (Stream<Path> files = Files.walk(output())) {
            return files.filter(file -> !Files.isDirectory(file))
                    .map(file -> output().relativize(file).toString())
                    .toList();
        }
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private Path output() {
        return folder.resolve("target/models/org/name");
    }

    /** Every regular file with what changes when it is written again: its inode. */
    private Map<String, Object> regularFiles() throws IOException {
        try (Stream<Path> files = Files.walk(output())) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .collect(java.util.stream.Collectors.toMap(
                            file -> output().relativize(file).toString(), OutputDirectoryTest::identity));
        }
    }

    private static Object identity(Path file) {
        try {
            FileTime changed = (FileTime) Files.getAttribute(file, "unix:ctime");
            return Files.getAttribute(file, "unix:ino") + " " + changed;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
