package io.github.hfmodels.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.process.NamedPipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {

    private static final CommitHash COMMIT = new CommitHash("c".repeat(40));
    private static final RepoFile CONFIG = new RepoFile("config.json", 2, "a".repeat(40), null, null);
    private static final RepoFile WEIGHTS =
            new RepoFile("onnx/model.onnx", 130, "b".repeat(40), new RepoFile.Lfs("d".repeat(64), 90_000), null);

    @TempDir
    private Path folder;

    private Path file;
    private Manifest manifest;

    @BeforeEach
    void locate() {
        file = folder.resolve("hf-models/manifest.json");
        manifest = new Manifest(file);
    }

    @Test
    void itSaysWhatIsWhereToTheByte() throws IOException {
        ManifestEntry missing = new ManifestEntry(
                "extra", new RepoId(RepoType.DATASET, "acme/extra"), new Revision("v1"), null, Map.of(), List.of());

        boolean isChanged = manifest.update(
                "default", Set.of(), List.of(entry("tiny", Path.of("/models/tiny"), WEIGHTS, CONFIG), missing));

        assertThat(isChanged).isTrue();
        assertThat(file)
                .hasContent("""
                {
                  "formatVersion": 1,
                  "executions": {
                    "default": ["extra", "tiny"]
                  },
                  "models": {
                    "extra": {
                      "type": "dataset",
                      "id": "acme/extra",
                      "revision": "v1",
                      "available": false
                    },
                    "tiny": {
                      "type": "model",
                      "id": "acme/tiny",
                      "revision": "main",
                      "available": true,
                      "commit": "%s",
                      "path": "%s",
                      "files": {
                        "config.json": {"size": 2, "gitSha1": "%s"},
                        "onnx/model.onnx": {"size": 90000, "sha256": "%s"}
                      }
                    }
                  }
                }
                """.formatted(COMMIT, escaped(Path.of("/models/tiny")), "a".repeat(40), "d".repeat(64)));
    }

    @Test
    void itIsJsonWhateverTheNames() throws IOException {
        Path odd = folder.resolve("Modelle für \"Grün\"");
        RepoFile oddFile = new RepoFile("dür/文 \"a\".txt", 1, "a".repeat(40), null, null);

        manifest.update("a \"b\" ü", Set.of(), List.of(entry("tiny", odd, oddFile)));

        JsonNode json = json();
        assertThat(json.at("/models/tiny/path").asText()).isEqualTo(odd.toString());
        assertThat(json.at("/models/tiny/file").asText())
                .isEqualTo(odd.resolve("dür/文 \"a\".txt").toString());
        assertThat(json.at("/models/tiny/files").fieldNames()).toIterable().containsExactly("dür/文 \"a\".txt");
        assertThat(json.at("/executions").fieldNames()).toIterable().containsExactly("a \"b\" ü");
    }

    @Test
    void theSameIsNotWrittenAgain() throws IOException {
        FileTime before = FileTime.from(Instant.parse("2020-02-02T20:02:02Z"));
        manifest.update("default", Set.of("default"), List.of(entry("b"), entry("a")));
        Files.setLastModifiedTime(file, before);

        boolean isChanged = manifest.update("default", Set.of("default"), List.of(entry("a"), entry("b")));

        assertThat(isChanged).isFalse();
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
    }

    @Test
    void executionsKeepEachOthersModels() throws IOException {
        var all = Set.of("one", "two");
        manifest.update("one", all, List.of(entry("a"), entry("b")));
        manifest.update("two", all, List.of(entry("c")));
        assertThat(aliases()).containsExactly("a", "b", "c");

        manifest.update("one", all, List.of(entry("b")));
        assertThat(aliases()).containsExactly("b", "c");

        byte[] settled = Files.readAllBytes(file);
        assertThat(manifest.update("two", all, List.of(entry("c")))).isFalse();
        assertThat(file).hasBinaryContent(settled);
    }

    @Test
    void aModelOfTwoExecutionsStaysUntilBothHaveDroppedIt() throws IOException {
        var all = Set.of("one", "two");
        manifest.update("one", all, List.of(entry("a")));
        manifest.update("two", all, List.of(entry("a")));
        assertThat(manifest.update("one", all, List.of(entry("a")))).isFalse();

        manifest.update("one", all, List.of());
        assertThat(aliases()).containsExactly("a");
        manifest.update("two", all, List.of());
        assertThat(aliases()).isEmpty();
    }

    @Test
    void anExecutionThatIsNoLongerInThePomIsForgotten() throws IOException {
        manifest.update("one", Set.of("one", "two"), List.of(entry("a")));

        manifest.update("two", Set.of("two"), List.of(entry("b")));

        assertThat(aliases()).containsExactly("b");
        assertThat(json().at("/executions").fieldNames()).toIterable().containsExactly("two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "{",
                "[]",
                "{\"formatVersion\": 2, \"models\": {\"old\": {}}}",
                "{\"models\": {\"old\": {}}}",
                "{\"formatVersion\": 1, \"executions\": {\"two\": \"old\"}}",
                "\u00ff\u00fe",
            })
    void whatIsNoManifestIsReplaced(String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);

        manifest.update("one", Set.of("one", "two"), List.of(entry("a")));

        assertThat(aliases()).containsExactly("a");
    }

    @Test
    void aFileWithoutAHashHasNone() throws IOException {
        manifest.update("one", Set.of(), List.of(entry("a", folder, new RepoFile("config.json", 2, "", null, null))));

        assertThat(json().at("/models/a/files/config.json").fieldNames())
                .toIterable()
                .containsExactly("size");
    }

    @Test
    @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
    void aPipeIsReplacedAndNotWaitedFor() throws IOException {
        NamedPipe.in(file);

        manifest.update("one", Set.of(), List.of(entry("a")));

        assertThat(aliases()).containsExactly("a");
    }

    private ManifestEntry entry(String alias) {
        return entry(alias, folder, CONFIG);
    }

    private static ManifestEntry entry(String alias, Path path, RepoFile... files) {
        var places = new LinkedHashMap<String, String>();
        places.put("path", path.toString());
        if (files.length == 1) {
            places.put("file", path.resolve(files[0].path()).toString());
        }
        return new ManifestEntry(
                alias, new RepoId(RepoType.MODEL, "acme/" + alias), Revision.MAIN, COMMIT, places, List.of(files));
    }

    private List<String> aliases() throws IOException {
        return json().at("/models").properties().stream().map(Map.Entry::getKey).toList();
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    private static String escaped(Path path) {
        return path.toString().replace("\\", "\\\\");
    }
}
