package io.github.hfmodels.preset;

import static io.github.hfmodels.preset.PresetFixture.choose;
import static io.github.hfmodels.preset.PresetFixture.options;
import static io.github.hfmodels.preset.PresetFixture.variant;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.FileRole;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.preset.repo.ChosenFile;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import io.github.hfmodels.selection.Selection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which file a program finds by its role. */
class FileRolesTest {

    @RegisterExtension
    private final PresetFixture repository = new PresetFixture("org/name");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "all-MiniLM-L6-v2 | onnx | CONFIG=config.json GRAPH=onnx/model.onnx TOKENIZER=tokenizer.json",
                "all-MiniLM-L6-v2 | onnx qint8_avx512 | CONFIG=config.json GRAPH=onnx/model_qint8_avx512.onnx TOKENIZER=tokenizer.json",
                "all-MiniLM-L6-v2 | sentence-transformers | CONFIG=config.json TOKENIZER=tokenizer.json WEIGHTS=model.safetensors",
                "all-MiniLM-L6-v2 | tokenizer | CONFIG=config.json TOKENIZER=tokenizer.json",
                // In the graph's folder, which is what the exporter wrote with it.
                "gpt2 | onnx | CONFIG=onnx/config.json GRAPH=onnx/decoder_model_merged.onnx TOKENIZER=onnx/tokenizer.json",
                "clip-vit-base-patch32 | transformers | CONFIG=config.json TOKENIZER=tokenizer.json WEIGHTS=pytorch_model.bin",
            })
    void ofAPresetsChoice_theRolesAreThoseOfWhatTheRuntimeLoads(String shape, String preset, String expected)
            throws IOException {
        RepositoryShapes.list(shape, repository);

        assertThat(roles(parsed(preset))).isEqualTo(expected);
    }

    @Test
    void ofShards_theFirstIsTheWeights_andTheIndexIsNot() throws IOException {
        repository
                .with(9, "model-00002-of-00002.safetensors", "model-00001-of-00002.safetensors")
                .withJson("config.json", "{'model_type':'bert'}")
                .withJson(
                        "model.safetensors.index.json",
                        "{'weight_map':{'b':'model-00002-of-00002.safetensors','a':'model-00001-of-00002.safetensors'}}");

        assertThat(roles(options(Preset.SAFETENSORS)))
                .isEqualTo("CONFIG=config.json WEIGHTS=model-00001-of-00002.safetensors");
        assertThat(roles(options(Preset.TRANSFORMERS)))
                .isEqualTo("CONFIG=config.json WEIGHTS=model-00001-of-00002.safetensors");
    }

    @Test
    void ofAGgufModelInParts_theFirstIsTheWeights_andTheProjectorIsNot() throws IOException {
        repository.with(
                9, "a-mmproj-F16.gguf", "m-Q4_K_M-00001-of-00002.gguf", "m-Q4_K_M-00002-of-00002.gguf", "m-Q8_0.gguf");

        assertThat(roles(variant(options(Preset.GGUF), "Q4_K_M"))).isEqualTo("WEIGHTS=m-Q4_K_M-00001-of-00002.gguf");
    }

    @Test
    void ofSeveralGraphs_theFirstByPathHasTheRole() throws IOException {
        repository
                .with(9, "onnx/encoder_model.onnx", "onnx/decoder_model_merged.onnx")
                .withJson("config.json", "{}");

        assertThat(roles(options(Preset.ONNX))).isEqualTo("CONFIG=config.json GRAPH=onnx/decoder_model_merged.onnx");
    }

    @Test
    void theDataOfAGraph_isNoWeights() {
        List<RepoFile> files = files("config.json onnx/model.bin onnx/model.onnx onnx/model.onnx_data");
        Selection selection = Selection.of(new Part.ByPreset(options(Preset.ONNX)));

        assertThat(shown(FileRoles.of(selection, files))).isEqualTo("CONFIG=config.json GRAPH=onnx/model.onnx");
    }

    @Test
    void ofAPipeline_theConfigurationIsTheOneThatNamesTheComponents() throws IOException {
        repository
                .withJson(
                        "model_index.json",
                        "{'_class_name':'P','text_encoder':['transformers','T'],'tokenizer':['transformers','CLIPTokenizer'],"
                                + "'unet':['diffusers','U']}")
                .withJson("text_encoder/config.json", "{}")
                .withJson("unet/config.json", "{}")
                .with(
                        9,
                        "text_encoder/model.safetensors",
                        "tokenizer/tokenizer_config.json",
                        "tokenizer/vocab.json",
                        "tokenizer/merges.txt",
                        "unet/diffusion_pytorch_model.safetensors");

        assertThat(roles(options(Preset.DIFFUSERS)))
                .isEqualTo("CONFIG=model_index.json TOKENIZER=tokenizer/vocab.json"
                        + " WEIGHTS=text_encoder/model.safetensors");
    }

    @Test
    void modulesInFolders_doNotHideTheModelAtTheTop() throws IOException {
        repository
                .withJson(
                        "modules.json",
                        "[{'path':'','type':'sentence_transformers.models.Transformer'},"
                                + "{'path':'2_Dense','type':'sentence_transformers.models.Dense'}]")
                .withJson("2_Dense/config.json", "{}")
                .withJson("config.json", "{'model_type':'bert'}")
                .with(9, "2_Dense/model.safetensors", "model.safetensors", "tokenizer.json");

        assertThat(roles(options(Preset.SENTENCE_TRANSFORMERS)))
                .isEqualTo("CONFIG=config.json TOKENIZER=tokenizer.json WEIGHTS=model.safetensors");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "onnx/model.onnx tokenizer.json       | GRAPH=onnx/model.onnx TOKENIZER=tokenizer.json",
                "onnx/model.ONNX                      | GRAPH=onnx/model.ONNX",
                "onnx/model.onnx onnx/model_int8.onnx | ''",
                "model.onnx onnx/a.onnx onnx/b.onnx   | GRAPH=model.onnx",
                "model.safetensors pytorch_model.bin  | WEIGHTS=model.safetensors",
                "a-00001-of-00002.safetensors a-00002-of-00002.safetensors | WEIGHTS=a-00001-of-00002.safetensors",
                "a-1-of-2.safetensors ab-2-of-2.safetensors | ''",
                "a.safetensors b.safetensors          | ''",
                "Q4_0.gguf Q8_0.gguf                  | ''",
                "a/config.json b/config.json          | ''",
                "a/config.json                        | CONFIG=a/config.json",
                "a/m.gguf a/config.json b/config.json | CONFIG=a/config.json WEIGHTS=a/m.gguf",
                "a/b/m.gguf a/config.json config.json | CONFIG=a/config.json WEIGHTS=a/b/m.gguf",
                "vocab.txt config.json                | CONFIG=config.json TOKENIZER=vocab.txt",
                "model.onnx vocab.txt extra/tokenizer.json | GRAPH=model.onnx TOKENIZER=vocab.txt",
                "a/m.onnx a/genai_config.json config.json | CONFIG=a/genai_config.json GRAPH=a/m.onnx",
                "x/tokenizer.json y/vocab.txt         | TOKENIZER=x/tokenizer.json",
                "x/model_index.json config.json       | CONFIG=config.json",
                "x/model_index.json                   | ''",
                "my_config.json README.md data.csv    | ''",
            })
    void ofFilesThatPatternsChoose_onlyWhatIsClearHasARole(String paths, String expected) {
        List<RepoFile> files = files(paths);
        Selection selection = Selection.of(Part.EVERYTHING);

        assertThat(shown(FileRoles.of(selection, files))).isEqualTo(expected);
        Collections.reverse(files);
        assertThat(shown(FileRoles.of(selection, files))).isEqualTo(expected);
    }

    private String roles(PresetOptions options) throws IOException {
        List<RepoFile> files = choose(options, repository).files().stream()
                .map(ChosenFile::file)
                .toList();
        return shown(FileRoles.of(Selection.of(new Part.ByPreset(options)), files));
    }

    private static List<RepoFile> files(String paths) {
        return new ArrayList<>(Arrays.stream(paths.split(" "))
                .map(path -> new RepoFile(path, 1, "a".repeat(40), null, null))
                .toList());
    }

    private static PresetOptions parsed(String text) {
        String[] words = text.split(" ");
        PresetOptions plain = options(Preset.ofWord(words[0]).orElseThrow());
        return words.length == 1 ? plain : variant(plain, words[1]);
    }

    private static String shown(Map<FileRole, RepoFile> roles) {
        return roles.entrySet().stream()
                .map(role -> role.getKey() + "=" + role.getValue().path())
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
