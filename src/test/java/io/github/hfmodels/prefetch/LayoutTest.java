package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.export.ManifestWriter;
import io.github.hfmodels.model.FileRole;
import io.github.hfmodels.model.Layout;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** End to end: snapshots laid out in other ways than in the repository. */
class LayoutTest {

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();
    private final String first = hub.model("org/name")
            .commit("first")
            .file("config.json", "{1}")
            .file("old/vocab.txt", "words")
            .lfs("onnx/model.onnx", new byte[100])
            .id();
    private final String second = hub.model("org/name")
            .commit("second")
            .file("config.json", "{2}")
            .remove("old/vocab.txt")
            .id();

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @ParameterizedTest
    @EnumSource(LinkMode.class)
    void flat_hasTheFilesWithoutFolders_andFollowsTheModel(LinkMode mode) throws IOException {
        PrefetchedModel model = run(first, Layout.FLAT, mode);

        assertThat(files().keySet()).containsExactly("config.json", "model.onnx", "vocab.txt");
        assertThat(model.path()).isEqualTo(output());
        assertThat(model.file(FileRole.GRAPH)).hasValue(output().resolve("model.onnx"));
        assertThat(model.file(FileRole.TOKENIZER)).hasValue(output().resolve("vocab.txt"));
        assertThat(output().resolve("config.json")).hasContent("{1}");

        run(second, Layout.FLAT, mode);

        assertThat(files().keySet()).containsExactly("config.json", "model.onnx");
        assertThat(output().resolve("config.json")).hasContent("{2}");
    }

    @Test
    void flat_theOnlyFileIsWhereTheLayoutPutsIt() {
        PrefetchResult result = build(LinkMode.COPY)
                .model("org/name@" + first, output(), Layout.FLAT, "onnx/*")
                .run();

        assertThat(result.models().get(0).file()).hasValue(output().resolve("model.onnx"));
        assertThat(output().resolve("model.onnx")).exists();
    }

    @Test
    void flat_filesOfOneNameAreAFailureThatNamesBoth() {
        String commit = hub.model("org/name")
                .commit("third")
                .file("onnx/Config.json", "{}")
                .id();

        PrefetchResult result = build(LinkMode.COPY)
                .model("org/name@" + commit, output(), Layout.FLAT)
                .run();

        assertThat(result.failures())
                .singleElement()
                .extracting(TestBuild::message)
                .asString()
                .contains("'config.json' and 'onnx/Config.json' would be one file in the layout flat");
        assertThat(output()).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(LinkMode.class)
    void anotherLayout_removesWhatTheFormerOneHad(LinkMode mode) throws IOException {
        run(first, Layout.TREE, mode);
        run(first, Layout.FLAT, mode);
        assertThat(files().keySet()).containsExactly("config.json", "model.onnx", "vocab.txt");
        run(first, Layout.TREE, mode);
        assertThat(files().keySet()).containsExactly("config.json", "old/vocab.txt", "onnx/model.onnx");
    }

    @ParameterizedTest
    @EnumSource(LinkMode.class)
    void jlama_hasAFolderOfTheModelAndAnEmptyFileThatSaysThatItIsComplete(LinkMode mode) throws IOException {
        PrefetchedModel model = run(first, Layout.JLAMA, mode);

        assertThat(model.path()).isEqualTo(output().resolve("org_name"));
        assertThat(model.file(FileRole.CONFIG)).hasValue(output().resolve("org_name/config.json"));
        assertThat(files().keySet())
                .containsExactly(
                        "org_name/.finished",
                        "org_name/config.json",
                        "org_name/old/vocab.txt",
                        "org_name/onnx/model.onnx");
        assertThat(output().resolve("org_name/.finished")).isEmptyFile();

        run(second, Layout.JLAMA, mode);

        assertThat(files().keySet())
                .containsExactly("org_name/.finished", "org_name/config.json", "org_name/onnx/model.onnx");
    }

    @Test
    void jlama_aFolderThatIsNotCompleteDoesNotSayThatItIs() throws IOException {
        String third =
                hub.model("org/name").commit("third").file("config.json", "{3}").id();
        run(second, Layout.JLAMA, LinkMode.COPY);
        // A folder that is not empty cannot be replaced by a file.
        Path config = output().resolve("org_name/config.json");
        Files.delete(config);
        Files.createFile(Files.createDirectory(config).resolve("in the way"));

        assertThat(build(LinkMode.COPY)
                        .model("org/name@" + third, output(), Layout.JLAMA)
                        .run()
                        .failures())
                .hasSize(1);
        assertThat(output().resolve("org_name/.finished")).doesNotExist();

        Files.delete(config.resolve("in the way"));
        Files.delete(config);
        run(third, Layout.JLAMA, LinkMode.COPY);
        assertThat(output().resolve("org_name/.finished")).exists();
    }

    @Test
    void jlama_theMarkerGoesWithTheLayout() throws IOException {
        run(first, Layout.JLAMA, LinkMode.COPY);

        assertThat(build(LinkMode.COPY)
                        .model("org/name@" + first, output().resolve("org_name"), Layout.TREE)
                        .run()
                        .failures())
                .isEmpty();

        assertThat(files().keySet())
                .containsExactly("org_name/config.json", "org_name/old/vocab.txt", "org_name/onnx/model.onnx");
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void theManifest_namesFilesThatAreBelowItsPath(Layout layout) throws IOException {
        Path manifest = folder.resolve("target/hf-models/manifest.json");
        PrefetchResult result = build(LinkMode.COPY)
                .model("org/name@" + first, output(), layout)
                .run();

        new ManifestWriter(manifest, "default", Set.of()).write(result);

        JsonNode model = new ObjectMapper()
                .readTree(manifest.toFile())
                .get("models")
                .elements()
                .next();
        assertThat(model.get("files").fieldNames())
                .toIterable()
                .hasSize(3)
                .allSatisfy(
                        file -> assertThat(Path.of(model.get("path").asText()).resolve(file))
                                .isRegularFile());
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void warmBuilds_writeNothingAndAskNothing(Layout layout) throws IOException {
        run(first, layout, LinkMode.COPY);
        Map<String, Object> before = files();
        Object record = identity(record());
        hub.clearRequests();

        run(first, layout, LinkMode.COPY);

        assertThat(files()).isEqualTo(before);
        assertThat(identity(record())).isEqualTo(record);
        assertThat(hub.requests()).isEmpty();
    }

    private PrefetchedModel run(String commit, Layout layout, LinkMode mode) {
        PrefetchResult result =
                build(mode).model("org/name@" + commit, output(), layout).run();
        assertThat(result.failures()).isEmpty();
        return result.models().get(0);
    }

    private TestBuild build(LinkMode mode) {
        return new TestBuild(hub.endpoint(), folder.resolve("cache")).link(mode).laidOut(record());
    }

    private Path record() {
        return folder.resolve("target/hf-models/laid-out.json");
    }

    private Path output() {
        return folder.resolve("models");
    }

    /** Every file and link, by path, with what changes when it is written again. */
    private Map<String, Object> files() throws IOException {
        var files = new TreeMap<String, Object>();
        try (Stream<Path> all = Files.walk(output())) {
            for (Path file : all.filter(each -> !Files.isDirectory(each)).toList()) {
                files.put(output().relativize(file).toString(), identity(file));
            }
        }
        return files;
    }

    private static Object identity(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS) + " "
                + Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    }
}
