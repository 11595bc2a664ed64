package io.github.hfmodels.lockfile;

import static io.github.hfmodels.lockfile.TestLocks.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import io.github.hfmodels.selection.Selection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The text of a lock file where presets choose, and where models need others. */
class LockedPresetsTest {

    private static final Part BASE = new Part.ByPreset(
            new PresetOptions(Preset.TRANSFORMERS, "fp16", "AutoModelForCausalLM", "AutoTokenizer", true));
    private static final Part CODE = new Part.Code(List.of("modeling_own", "layers"));

    private static final ModelLock LOCK = new ModelLock(List.of(
            model(
                    "org/adapter",
                    'a',
                    Selection.of(BASE, List.of("*.md"), List.of("x", "y")),
                    List.of(
                            new Companion(id("org/code"), Revision.MAIN, CODE, "code named by auto_map"),
                            new Companion(
                                    id("org/table"), Revision.MAIN, new Part.Files(List.of("b.json", "a.json")), ""),
                            new Companion(id("org/base"), new Revision("v1"), BASE, "base model of the adapter"))),
            model("org/code", 'b', Selection.of(CODE), List.of())));

    private static final String TEXT = """
            {
              "formatVersion": 1,
              "models": [
                {
                  "source": "huggingface",
                  "type": "model",
                  "id": "org/adapter",
                  "revision": "main",
                  "commit": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                  "license": null,
                  "preset": "transformers",
                  "variant": "fp16",
                  "modelClass": "AutoModelForCausalLM",
                  "processorClass": "AutoTokenizer",
                  "trustRemoteCode": true,
                  "includes": ["*.md"],
                  "excludes": ["x", "y"],
                  "companions": [
                    {"type": "model", "id": "org/base", "revision": "v1", "preset": "transformers", "variant": "fp16", "modelClass": "AutoModelForCausalLM", "processorClass": "AutoTokenizer", "trustRemoteCode": true},
                    {"type": "model", "id": "org/code", "revision": "main", "code": ["layers", "modeling_own"]},
                    {"type": "model", "id": "org/table", "revision": "main", "paths": ["a.json", "b.json"]}
                  ],
                  "files": {
                    "config.json": {"size": 2, "gitSha1": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
                    "model.onnx": {"size": 3000, "sha256": "8888888888888888888888888888888888888888888888888888888888888888"}
                  }
                },
                {
                  "source": "huggingface",
                  "type": "model",
                  "id": "org/code",
                  "revision": "main",
                  "commit": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
                  "license": null,
                  "code": ["layers", "modeling_own"],
                  "files": {
                    "config.json": {"size": 2, "gitSha1": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "sha256": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"},
                    "model.onnx": {"size": 3000, "sha256": "8888888888888888888888888888888888888888888888888888888888888888"}
                  }
                }
              ]
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void theTextIsTheSameToTheByte() throws Exception {
        assertThat(new LockFile(file()).write(LOCK)).isTrue();

        assertThat(Files.readString(file())).isEqualTo(TEXT);
        LockSchema.assertValid(file());
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        Files.writeString(file(), TEXT);

        assertThat(new LockFile(file()).read()).isEqualTo(LOCK);
        assertThat(new LockFile(file()).write(LOCK)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void everyPresetIsWrittenAndRead(Preset preset) throws Exception {
        var part = new Part.ByPreset(new PresetOptions(preset, null, null, null, false));
        var lock = new ModelLock(List.of(model("org/one", 'a', Selection.of(part), List.of())));
        new LockFile(file()).write(lock);

        LockSchema.assertValid(file());
        assertThat(new LockFile(file()).read()).isEqualTo(lock);
    }

    @Test
    void twoPresetsOfARevisionAreTwoModels() throws Exception {
        var onnx = Selection.of(new Part.ByPreset(new PresetOptions(Preset.ONNX, null, null, null, false)));
        var int8 = Selection.of(new Part.ByPreset(new PresetOptions(Preset.ONNX, "int8", null, null, false)));
        var lock = new ModelLock(List.of(
                model("org/one", "main", 'a', onnx, null),
                model("org/one", "main", 'a', int8, null),
                model("org/one", 'a')));
        new LockFile(file()).write(lock);

        ModelLock read = new LockFile(file()).read();

        assertThat(read).isEqualTo(lock);
        assertThat(read.find(id("org/one"), Revision.MAIN, int8))
                .contains(lock.models().get(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"preset\": \"transformers\"|\"preset\": \"pytorch\"|preset 'pytorch'",
                "\"preset\": \"transformers\"|\"preset\": null|",
                "\"preset\": \"transformers\"|\"preset\": [\"onnx\"]|",
                "\"variant\": \"fp16\"|\"variant\": null|",
                "\"trustRemoteCode\": true|\"trustRemoteCode\": false|trustRemoteCode false",
                "\"trustRemoteCode\": true|\"trustRemoteCode\": \"true\"|",
                "\"preset\": \"transformers\",|''|without 'preset'",
                "\"code\": [|\"preset\": \"onnx\", \"code\": [|more than one of 'preset', 'code' and 'paths'",
                "\"code\": [|\"files\": [|unknown 'files'",
                "{\"type\": \"model\", |{|no 'type'",
                "\"id\": \"org/base\", |''|no 'id'",
                ", \"code\": [\"layers\", \"modeling_own\"]}|}|neither 'preset' nor 'code' nor 'paths'",
                "\"id\": \"org/base\"|\"id\": \"../../base\"|is not a repository id",
                "\"revision\": \"v1\"|\"revision\": \"\"|revision",
                "\"variant\": \"fp16\"|\"variant\": \"fp16\", \"variant\": \"fp32\"|'variant' twice",
                "\"code\": [|\"code\": [\"x\"], \"code\": [|'code' twice",
            })
    void whatIsNotWhatItShouldBeIsRefusedByReaderAndSchema(String before, String after, String why) throws Exception {
        String text = TEXT.replaceFirst(Pattern.quote(before), after);
        assertThat(text).isNotEqualTo(TEXT);
        Files.writeString(file(), text);

        assertThatThrownBy(() -> new LockFile(file()).read())
                .isInstanceOf(UserException.class)
                .hasMessageContaining(" is not valid (")
                .hasMessageContaining(why == null ? "line " : why);
        // JSON parsers that schemas are applied with take the last of two members of one name.
        assertThat(LockSchema.complaints(text).isEmpty()).isEqualTo(why != null && why.contains("twice"));
    }

    @Test
    void whatIsNeededIsKeptWithWhatNeedsIt() {
        LockedModel adapter = model("org/adapter", 'a', Selection.of(BASE), List.of(companion("org/base")));
        LockedModel base = model("org/base", 'b', Selection.of(BASE), List.of(companion("org/deeper")));
        LockedModel deeper = model("org/deeper", 'c', Selection.of(BASE), List.of(companion("org/adapter")));
        LockedModel other = model("org/base", 'b');
        var lock = new ModelLock(List.of(adapter, base, deeper, other));

        assertThat(lock.withCompanions(adapter::equals)).containsExactlyInAnyOrder(adapter, base, deeper);
        assertThat(lock.withCompanions(other::equals)).containsExactly(other);
        assertThat(lock.without(base::equals).withCompanions(adapter::equals)).containsExactly(adapter);
    }

    private static Companion companion(String id) {
        return new Companion(id(id), Revision.MAIN, BASE, "base model of the adapter");
    }

    private static RepoId id(String id) {
        return new RepoId(RepoType.MODEL, id);
    }

    private Path file() {
        return folder.resolve(LockFile.NAME);
    }
}
