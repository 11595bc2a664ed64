package io.github.hfmodels.preset;

import static io.github.hfmodels.preset.PresetFixture.assertThatMistake;
import static io.github.hfmodels.preset.PresetFixture.choose;
import static io.github.hfmodels.preset.PresetFixture.options;
import static io.github.hfmodels.preset.PresetFixture.paths;
import static io.github.hfmodels.preset.PresetFixture.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.preset.onnx.GraphBytes;
import io.github.hfmodels.selection.Preset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a repository's files name, code is taken only where the user trusts it. */
class UntrustedCodeTest {

    @RegisterExtension
    final PresetFixture repository = new PresetFixture("org/model");

    @BeforeEach
    void createRepository() {
        repository
                .withJson(
                        "config.json",
                        "{'model_type': 'bert', 'configuration_files': ['evil.py', 'config.4.0.0.json']}")
                .withJson("tokenizer_config.json", "{'fast_tokenizer_files': ['evil.py', 'evil.pkl']}")
                .withJson("video_preprocessor_config.json", "{'font': 'evil.py'}")
                .with(100, "model.safetensors", "tokenizer.json", "evil.py", "evil.pkl", "config.4.0.0.json");
    }

    @ParameterizedTest
    @EnumSource(names = {"TRANSFORMERS", "SENTENCE_TRANSFORMERS", "SAFETENSORS", "TOKENIZER"})
    void code_isNotTaken_whateverNamesIt(Preset preset) throws Exception {
        assertThat(paths(choose(options(preset), repository)))
                .contains("config.json", "tokenizer.json")
                .doesNotContain("evil.py", "evil.pkl");
    }

    @Test
    void versionsOfTheConfiguration_areTaken() throws Exception {
        assertThat(paths(choose(options(Preset.TRANSFORMERS), repository))).contains("config.4.0.0.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.py", "evil.PY", "evil.pyc", "evil.so", "evil.so.1", "Evil.class", "evil.jar", "evil.sh"})
    void codeNamedAsAShard_isRefused(String name) {
        repository
                .without("model.safetensors")
                .with(100, name)
                .withJson("model.safetensors.index.json", "{'weight_map': {'a': '" + name + "'}}");

        for (Preset preset : new Preset[] {Preset.TRANSFORMERS, Preset.SAFETENSORS}) {
            assertThatMistake(() -> choose(options(preset), repository))
                    .contains(
                            "'model.safetensors.index.json' names " + name + ", which is code where none is expected");
        }
    }

    @Test
    void codeNamedByAPipeline_isNotTaken() throws Exception {
        repository
                .withJson("model_index.json", "{'tokenizer': ['transformers', 'CLIPTokenizer']}")
                .withJson("tokenizer/tokenizer_config.json", "{'fast_tokenizer_files': ['evil.py']}")
                .with(100, "tokenizer/evil.py");

        assertThat(paths(choose(options(Preset.DIFFUSERS), repository)))
                .contains("model_index.json", "tokenizer/tokenizer_config.json")
                .noneMatch(path -> path.endsWith("evil.py"));
    }

    @Test
    void codeNamedByAGraph_isRefused_andThatOfGenaiIsNotTaken() throws Exception {
        repository
                .withJson("genai_config.json", "{'model': {'filename': 'model.onnx', 'x': 'evil.py'}}")
                .with(100, "evil.bin")
                .withContent("model.onnx", GraphBytes.graphWithData("evil.bin"));

        assertThat(paths(choose(options(Preset.ONNX), repository)))
                .contains("evil.bin")
                .doesNotContain("evil.py");

        repository.withContent("model.onnx", GraphBytes.graphWithData("evil.py"));
        assertThatMistake(() -> choose(options(Preset.ONNX), repository))
                .contains("'model.onnx' names evil.py, which is code");
    }

    @Test
    void trust_isForPresetsThatLoadCode() throws Exception {
        repository
                .withJson("modules.json", "[]")
                .withJson("genai_config.json", "{'x': 'evil.py'}")
                .with(100, "model.onnx");

        assertThat(paths(choose(trusting(options(Preset.TOKENIZER)), repository)))
                .doesNotContain("evil.py");
        assertThat(paths(choose(options(Preset.SNAPSHOT), repository))).contains("evil.py");
    }
}
