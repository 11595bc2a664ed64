package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.process.NamedPipe;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** End to end: links, pipes and folders where files are expected, in a cache that others may write to, and in output directories. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class PlantedFilesTest {

    private static final byte[] SMALL = new byte[100];
    private static final Content LARGE = Content.generated(9 << 20, 3);
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_123L);

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final String commit = hub.model("org/name")
            .commit("first")
            .file("config.json", "{}")
            .lfs("onnx/model.onnx", SMALL)
            .id();

    private Path cache;
    private Path elsewhere;

    @BeforeEach
    void prepare() throws IOException {
        cache = folder.resolve("cache");
        elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        try {
            Files.delete(Files.createSymbolicLink(folder.resolve("probe"), elsewhere));
        } catch (IOException | UnsupportedOperationException e) {
            assumeTrue(false, "skipped: this file system has no symbolic links");
        }
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    // Folders that are links

    @ParameterizedTest
    @ValueSource(strings = {"snapshots", "snapshots/COMMIT", "snapshots/COMMIT/onnx"})
    void linkAsAFolderOfTheRepository_isNotWrittenThrough(String place) throws IOException {
        Path link = link(repository().resolve(place.replace("COMMIT", commit)), elsewhere);

        assertThat(build().fails("org/name").message())
                .contains("cannot use " + link + ": expected a folder, it is a symbolic link; move it away");

        assertThat(elsewhere).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"refs", "trees"})
    void linkAsAFolderThatTheModelCanDoWithout_isNotWrittenThrough(String place) throws IOException {
        link(repository().resolve(place), elsewhere);

        build().ready("org/name");

        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void linkAsTheFolderOfAbsenceMarks_isNotWrittenThrough() throws IOException {
        link(repository().resolve(".no_exist"), elsewhere);
        hub.faults().onPath("/config.json").status(404).header("X-Error-Code", "EntryNotFound");

        build().fails("org/name");

        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void linkAsTheFolderOfARepositorysMutexes_isNotWrittenThrough() throws IOException {
        link(cache.resolve(".locks/models--org--name"), elsewhere);

        assertThat(build().fails("org/name").message()).contains("expected a folder, it is a symbolic link");

        assertThat(elsewhere).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "models--org--name", "models--org--name/blobs", ".locks"})
    void linkThatPeopleMakeToAnotherDisk_isFollowed(String place) throws IOException {
        Path link = place.isEmpty() ? cache : cache.resolve(place);
        link(link, elsewhere);

        PrefetchedModel model = build().ready("org/name");

        assertThat(model.path().resolve("onnx/model.onnx")).hasBinaryContent(SMALL);
        assertThat(elsewhere).isNotEmptyDirectory();
        assertThat(link).isSymbolicLink();
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "HARD", "SYMBOLIC"})
    void linkAsAFolderOfTheOutputDirectory_isNotWrittenThrough(LinkMode mode) throws IOException {
        Path output = folder.resolve("output");
        Path link = link(output.resolve("onnx"), elsewhere);

        assertThat(failure(build().link(mode).model("org/name", output)))
                .contains("cannot use " + link + ": expected a folder, it is a symbolic link; move it away");

        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void linkAsTheOutputDirectoryItself_isFollowed() throws IOException {
        Path output = link(folder.resolve("output"), elsewhere);

        assertThat(build().model("org/name", output).run().failures()).isEmpty();

        assertThat(elsewhere.resolve("onnx/model.onnx")).hasBinaryContent(SMALL);
    }

    // Files that are links or folders

    @Test
    void linkAsABlob_isReplacedByTheContent() throws IOException {
        Path victim = Files.writeString(elsewhere.resolve("victim"), "precious");
        Path blob = link(repository().resolve("blobs").resolve(Content.of(SMALL).sha256()), victim);

        assertThat(build().ready("org/name").path().resolve("onnx/model.onnx")).hasBinaryContent(SMALL);

        assertThat(blob).isRegularFile();
        assertThat(Files.isSymbolicLink(blob)).isFalse();
        assertThat(victim).hasContent("precious");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "elsewhere/victim"})
    void linkAsAFileOfASnapshot_isReplaced(String target) throws IOException {
        Path victim = Files.writeString(elsewhere.resolve("victim"), "precious");
        link(repository().resolve("snapshots").resolve(commit).resolve("config.json"), folder.resolve(target));

        assertThat(build().ready("org/name").path().resolve("config.json")).hasContent("{}");

        assertThat(victim).hasContent("precious");
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void folderAsABlob_isNamed() throws IOException {
        Path blob = Files.createDirectories(
                repository().resolve("blobs").resolve(Content.of(SMALL).sha256()));

        assertThat(build().fails("org/name").message())
                .contains("cannot use " + blob + ": expected a file, it is a folder; move it away");
    }

    @Test
    void folderAsAFileOfASnapshot_isNamed() throws IOException {
        Path file = Files.createDirectories(
                repository().resolve("snapshots").resolve(commit).resolve("config.json"));

        assertThat(build().fails("org/name").message())
                .contains("cannot use " + file + ": expected a file, it is a folder; move it away");
    }

    @Test
    void linkAsARef_isReplacedAndItsTargetKeepsItsTime() throws IOException {
        build().ready("org/name");
        Path victim = Files.writeString(elsewhere.resolve("victim"), commit);
        Files.setLastModifiedTime(victim, LONG_AGO);
        Path ref = repository().resolve("refs/main");
        Files.delete(ref);
        link(ref, victim);

        build().ready("org/name");

        assertThat(Files.getLastModifiedTime(victim)).isEqualTo(LONG_AGO);
        assertThat(Files.isSymbolicLink(ref)).isFalse();
        assertThat(ref).hasContent(commit);
    }

    // Pipes

    @Test
    void pipeAsARef_isReplaced() throws IOException {
        Path ref = NamedPipe.in(repository().resolve("refs/main"));

        build().ready("org/name");

        assertThat(ref).isRegularFile().hasContent(commit);
    }

    @Test
    void pipeAsARef_isNotReadOffline() throws IOException {
        NamedPipe.in(repository().resolve("refs/main"));

        assertThat(build().offline().fails("org/name").message()).contains("it is not in the cache");
    }

    @Test
    void pipeAsAListing_isReplaced() throws IOException {
        build().ready("org/name");
        Path tree = NamedPipe.in(repository().resolve("trees").resolve(commit + ".json"));

        build().ready("org/name@" + commit);

        assertThat(tree).isRegularFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".journal"})
    void pipeAsThePartOfALargeFile_isNamed(String ending) throws IOException {
        hub.model("org/name").commit("second").lfs("large.bin", LARGE);
        Path part = part(LARGE.sha256(), ending);

        assertThat(build().fails("org/name").message())
                .contains("cannot use " + part + ": expected a regular file, it is something else; move it away");
    }

    @Test
    void pipeAsThePartOfASmallFile_isNamed() throws IOException {
        Path part = part(Content.of(SMALL).sha256(), "");

        assertThat(build().fails("org/name").message())
                .contains("cannot use " + part + ": expected a regular file, it is something else; move it away");
    }

    @Test
    void pipeAsABlob_isReplaced() throws IOException {
        Path blob = NamedPipe.in(
                repository().resolve("blobs").resolve(Content.of(SMALL).sha256()));

        build().ready("org/name");

        assertThat(blob).isRegularFile();
    }

    @Test
    void pipeAsAMutex_isNamed() throws IOException {
        Path mutex = NamedPipe.in(cache.resolve(".locks/models--org--name")
                .resolve(Content.of(SMALL).sha256() + ".lock"));

        assertThat(build().fails("org/name").message())
                .contains("cannot use " + mutex + ": expected a regular file, it is something else; move it away");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "HARD", "SYMBOLIC"})
    void pipeInAnOutputDirectory_isReplaced(LinkMode mode) throws IOException {
        Path output = folder.resolve("output");
        Path file = NamedPipe.in(output.resolve("config.json"));

        assertThat(build().link(mode).model("org/name", output).run().failures())
                .isEmpty();

        assertThat(file).isRegularFile().hasContent("{}");
    }

    private TestBuild build() {
        return new TestBuild(hub.endpoint(), cache);
    }

    private static String failure(TestBuild build) {
        List<String> messages =
                build.run().failures().stream().map(TestBuild::message).toList();
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    private Path repository() {
        return cache.resolve("models--org--name");
    }

    private Path part(String hash, String ending) throws IOException {
        return NamedPipe.in(repository().resolve("blobs").resolve(hash + ".hf-models.incomplete" + ending));
    }

    private static Path link(Path link, Path target) throws IOException {
        Files.createDirectories(link.getParent());
        return Files.createSymbolicLink(link, target);
    }
}
