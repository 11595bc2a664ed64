package io.github.hfmodels.preset;

import static io.github.hfmodels.preset.PresetFixture.assertThatMistake;
import static io.github.hfmodels.preset.PresetFixture.bytes;
import static io.github.hfmodels.preset.PresetFixture.choose;
import static io.github.hfmodels.preset.PresetFixture.classes;
import static io.github.hfmodels.preset.PresetFixture.options;
import static io.github.hfmodels.preset.PresetFixture.paths;
import static io.github.hfmodels.preset.PresetFixture.rules;
import static io.github.hfmodels.preset.PresetFixture.variant;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.preset.repo.Choice;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransformersPresetTest {

    private static final PresetOptions TRANSFORMERS = options(Preset.TRANSFORMERS);

    @RegisterExtension
    final PresetFixture repository = new PresetFixture("org/model");

    @Test
    void clip_isOneOfItsThreeCopiesOfWeights() throws Exception {
        createClip();

        Choice choice = choose(TRANSFORMERS, repository);

        assertThat(rules(choice))
                .isEqualTo(Map.of(
                        "config.json", "config",
                        "pytorch_model.bin", "weights (pytorch)",
                        "tokenizer_config.json", "tokenizer",
                        "tokenizer.json", "tokenizer",
                        "vocab.json", "tokenizer",
                        "merges.txt", "tokenizer",
                        "special_tokens_map.json", "config",
                        "preprocessor_config.json", "config"));
        assertThat(bytes(choice)).isBetween(605_000_000L, 610_000_000L);
        assertThat(bytes(repository)).isGreaterThan(1_800_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLIPProcessor", "AutoProcessor", "AutoTokenizer", "CLIPImageProcessor"})
    void theProcessorsClass_changesNoFile(String processorClass) throws Exception {
        createClip();

        assertThat(paths(choose(classes(TRANSFORMERS, null, processorClass), repository)))
                .isEqualTo(paths(choose(TRANSFORMERS, repository)));
    }

    @Test
    void shardedModel_isItsShardsWithoutTheOriginals() throws Exception {
        repository
                .withJson("config.json", "{'model_type': 'mistral', 'architectures': ['MistralForCausalLM']}")
                .withJson(
                        "model.safetensors.index.json",
                        "{'metadata': {'total_size': 14483464192}, 'weight_map': {"
                                + "'a': 'model-00001-of-00003.safetensors', 'b': 'model-00001-of-00003.safetensors',"
                                + "'c': 'model-00002-of-00003.safetensors', 'd': 'model-00003-of-00003.safetensors'}}")
                .with(
                        4_900_000_000L,
                        "model-00001-of-00003.safetensors",
                        "model-00002-of-00003.safetensors",
                        "model-00003-of-00003.safetensors",
                        "pytorch_model-00001-of-00003.bin",
                        "pytorch_model-00002-of-00003.bin",
                        "pytorch_model-00003-of-00003.bin",
                        "model-00004-of-00004.safetensors")
                .with(14_500_000_000L, "consolidated.safetensors", "original/consolidated.00.pth")
                .with(30_000, "pytorch_model.bin.index.json", "original/params.json", "params.json", "README.md")
                .with(200, "generation_config.json", "tokenizer_config.json.lock")
                .with(1_800_000, "tokenizer.json", "tokenizer.model");

        Choice choice = choose(classes(TRANSFORMERS, "AutoModelForCausalLM", "AutoTokenizer"), repository);

        assertThat(paths(choice))
                .containsExactlyInAnyOrder(
                        "config.json",
                        "generation_config.json",
                        "model.safetensors.index.json",
                        "model-00001-of-00003.safetensors",
                        "model-00002-of-00003.safetensors",
                        "model-00003-of-00003.safetensors",
                        "params.json",
                        "tokenizer.json",
                        "tokenizer.model",
                        "tokenizer_config.json.lock");
        assertThat(rules(choice))
                .containsEntry("model-00002-of-00003.safetensors", "weights, shard of model.safetensors.index.json")
                .containsEntry("model.safetensors.index.json", "weights, index (safetensors)");
        assertThat(bytes(choice)).isLessThan(bytes(repository) / 4);
    }

    @Test
    void bgeM3_hasNeitherOnnxNorImages() throws Exception {
        repository
                .withJson("config.json", "{'model_type': 'xlm-roberta', 'architectures': ['XLMRobertaModel']}")
                .withJson("tokenizer_config.json", "{'tokenizer_class': 'XLMRobertaTokenizer'}")
                .with(2_270_000_000L, "pytorch_model.bin", "onnx/model.onnx_data")
                .with(17_100_000, "tokenizer.json", "onnx/tokenizer.json")
                .with(5_070_000, "sentencepiece.bpe.model", "onnx/sentencepiece.bpe.model")
                .with(1_000, "colbert_linear.pt", "sparse_linear.pt", "imgs/bm25.jpg", "modules.json");

        assertThat(paths(choose(TRANSFORMERS, repository)))
                .containsExactlyInAnyOrder(
                        "config.json",
                        "pytorch_model.bin",
                        "tokenizer_config.json",
                        "tokenizer.json",
                        "sentencepiece.bpe.model",
                        "modules.json");
    }

    @Test
    void whisper_generatesAndHearsThroughAFeatureExtractor() throws Exception {
        repository
                .withJson(
                        "config.json",
                        "{'model_type': 'whisper', 'architectures': ['WhisperForConditionalGeneration']}")
                .withJson("tokenizer_config.json", "{'tokenizer_class': 'WhisperTokenizer'}")
                .withJson("preprocessor_config.json", "{'feature_extractor_type': 'WhisperFeatureExtractor'}")
                .with(151_000_000, "model.safetensors", "pytorch_model.bin", "tf_model.h5", "flax_model.msgpack")
                .with(1_000, "generation_config.json", "normalizer.json", "vocab.json", "merges.txt", "README.md");

        Choice choice =
                choose(classes(TRANSFORMERS, "WhisperForConditionalGeneration", "WhisperProcessor"), repository);

        assertThat(rules(choice))
                .containsOnlyKeys(
                        "config.json",
                        "model.safetensors",
                        "generation_config.json",
                        "tokenizer_config.json",
                        "normalizer.json",
                        "vocab.json",
                        "merges.txt",
                        "preprocessor_config.json")
                .containsEntry("preprocessor_config.json", "config");
    }

    @Test
    void aSingleFile_isBeforeShards_andSafetensorsBeforePytorch() throws Exception {
        repository
                .withJson("config.json", "{'model_type': 'bert'}")
                .with(100, "model.safetensors", "pytorch_model.bin", "pytorch_model.bin.index.json")
                .withJson("model.safetensors.index.json", "{'weight_map': {'a': 'other.safetensors'}}");

        assertThat(paths(choose(TRANSFORMERS, repository))).containsExactly("config.json", "model.safetensors");
    }

    @Test
    void shardsOfSafetensors_areBeforeASinglePytorchFile() throws Exception {
        repository
                .withJson("config.json", "{'model_type': 'bert'}")
                .with(100, "pytorch_model.bin", "weights/a.safetensors")
                .withJson("model.safetensors.index.json", "{'weight_map': {'a': 'weights/a.safetensors'}}");

        assertThat(paths(choose(TRANSFORMERS, repository)))
                .containsExactly("config.json", "model.safetensors.index.json", "weights/a.safetensors");
    }

    @Test
    void aVariant_isAsTheLibraryNamesIt() throws Exception {
        repository
                .withJson("config.json", "{'model_type': 'bert'}")
                .with(100, "model.safetensors", "model.fp16.safetensors", "pytorch_model.fp16.bin");

        assertThat(paths(choose(variant(TRANSFORMERS, "fp16"), repository)))
                .containsExactly("config.json", "model.fp16.safetensors");
    }

    @Test
    void aShardedVariant_hasAnIndexOfItsOwn() throws Exception {
        repository
                .withJson("config.json", "{'model_type': 'bert'}")
                .with(100, "model.safetensors", "model.fp16-00001-of-00001.safetensors")
                .withJson(
                        "model.safetensors.index.fp16.json",
                        "{'weight_map': {'a': 'model.fp16-00001-of-00001.safetensors'}}");

        assertThat(paths(choose(variant(TRANSFORMERS, "fp16"), repository)))
                .containsExactly(
                        "config.json", "model.safetensors.index.fp16.json", "model.fp16-00001-of-00001.safetensors");
    }

    @Test
    void aVariantThatIsNotThere_failsWithThoseThatAre() {
        repository
                .withJson("config.json", "{'model_type': 'bert'}")
                .with(100, "model.safetensors", "model.bf16.safetensors", "pytorch_model.bf16.bin")
                .with(100, "model.safetensors.index.fp8.json", "model.safetensors.index.json")
                .with(2_000, "model.fp8-00001-of-00002.safetensors", "model.fp8-00002-of-00002.safetensors")
                .with(9_000, "model-00001-of-00001.safetensors");

        assertThatMistake(() -> choose(variant(TRANSFORMERS, "fp16"), repository))
                .isEqualTo(
                        "the repository has no weights of the variant 'fp16', model.fp16.safetensors, pytorch_model.fp16.bin"
                                + " or the index of their shards; set <variant> to one of bf16 (100 B), fp8 (4.0 kB),"
                                + " or leave <variant> out for the plain weights");
    }

    @Test
    void aVariantOfSeveralLines_isPrintedOnOne() {
        repository.withJson("config.json", "{'model_type': 'bert'}").with(100, "model.safetensors");

        assertThatMistake(() -> choose(variant(TRANSFORMERS, "a\nb"), repository))
                .contains("the variant 'a\\nb', model.a\\nb.safetensors")
                .doesNotContain("\n");
    }

    @Test
    void variantsAlone_failWithTheElementToAdd() {
        repository.withJson("config.json", "{'model_type': 'bert'}").with(1_700_000_000, "model.fp16.safetensors");

        assertThatMistake(() -> choose(TRANSFORMERS, repository))
                .isEqualTo("the repository has no plain weights, model.safetensors, pytorch_model.bin or the index of"
                        + " their shards; set <variant>fp16</variant> (1.7 GB)");

        repository.with(3_400_000_000L, "pytorch_model.v2.fp32.bin");

        assertThatMistake(() -> choose(TRANSFORMERS, repository))
                .endsWith("; set <variant> to one of fp16 (1.7 GB), v2.fp32 (3.4 GB)");
    }

    @Test
    void weightsThatTheConfigurationNames_areTaken() throws Exception {
        repository
                .withJson("config.json", "{'model_type': 'bert', 'transformers_weights': 'special.safetensors'}")
                .with(100, "model.safetensors", "special.safetensors");

        assertThat(paths(choose(TRANSFORMERS, repository))).containsExactly("config.json", "special.safetensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x.safetensors", "/etc/passwd", "a/../../x", "missing.safetensors"})
    void aShardThatIsNotInTheListing_fails(String shard) {
        repository
                .withJson("config.json", "{'model_type': 'bert'}")
                .withJson("model.safetensors.index.json", "{'weight_map': {'a': '" + shard + "'}}");

        assertThatMistake(() -> choose(TRANSFORMERS, repository))
                .contains("'model.safetensors.index.json' names " + shard)
                .contains("choose another revision");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'weight_map': []}", "{'weight_map': {'a': 3}}"})
    void anIndexOfNothing_fails(String index) {
        repository.withJson("config.json", "{'model_type': 'bert'}").withJson("model.safetensors.index.json", index);

        assertThatMistake(() -> choose(TRANSFORMERS, repository))
                .contains("'model.safetensors.index.json' names no shards");
    }

    @Test
    void jsonNestedWithoutEnd_fails() {
        repository.withText("config.json", "{\"a\":" + "[".repeat(100_000));

        assertThatMistake(() -> choose(TRANSFORMERS, repository)).contains("'config.json' is not valid JSON");
    }

    @Test
    void weightsOfOtherFrameworksAlone_fail() {
        repository.withJson("config.json", "{'model_type': 'bert'}").with(500_000_000, "tf_model.h5");

        assertThatMistake(() -> choose(TRANSFORMERS, repository))
                .contains("no weights for PyTorch")
                .contains("tf_model.h5 (500.0 MB)");
    }

    @Test
    void aRepositoryOfGguf_failsWithThePresetThatFits() {
        repository.with(4_000_000_000L, "model.Q4_K_M.gguf").with(100, "README.md");

        assertThatMistake(() -> choose(TRANSFORMERS, repository))
                .contains("expects 'config.json'")
                .contains("model.Q4_K_M.gguf (4.0 GB)")
                .contains("<preset>gguf</preset>");
    }

    @Test
    void aRepositoryOfOnnxWithAConfig_failsWithThePresetThatFits() {
        repository
                .withJson("config.json", "{'model_type': 'bert'}")
                .with(4_000_000, "onnx/model.onnx")
                .with(100, "tokenizer.json");

        assertThatMistake(() -> choose(TRANSFORMERS, repository)).contains("<preset>onnx</preset>");
    }

    @Test
    void aClassThatTheConfigurationNames_isKnown() throws Exception {
        repository
                .withJson("config.json", "{'model_type': 'odd', 'architectures': ['OddThing']}")
                .with(100, "model.safetensors");

        assertThat(paths(choose(classes(TRANSFORMERS, "OddThing", null), repository)))
                .containsExactly("config.json", "model.safetensors");
    }

    @Test
    void aProcessorOfSeveralParts_hasThemAll() throws Exception {
        repository
                .withJson("config.json", "{'model_type': 'instructblip'}")
                .withJson("processor_config.json", "{'audio_tokenizer': {'audio_tokenizer_name_or_path': 'org/dac'}}")
                .with(
                        100,
                        "model.safetensors",
                        "tokenizer.json",
                        "qformer_tokenizer/vocab.txt",
                        "video_preprocessor_config.json.bak")
                .with(100, "chat_template.json", "additional_chat_templates/tools.jinja", "examples/vocab.txt");

        Choice choice = choose(TRANSFORMERS, repository);

        assertThat(paths(choice))
                .containsExactlyInAnyOrder(
                        "config.json",
                        "model.safetensors",
                        "tokenizer.json",
                        "additional_chat_templates/tools.jinja",
                        "processor_config.json",
                        "chat_template.json",
                        "video_preprocessor_config.json.bak",
                        "qformer_tokenizer/vocab.txt");
        assertThat(choice.companions())
                .singleElement()
                .satisfies(companion -> assertThat(companion.repo()).hasToString("org/dac"));
    }

    private void createClip() {
        repository
                .withJson("config.json", "{'model_type': 'clip', 'architectures': ['CLIPModel']}")
                .withJson("tokenizer_config.json", "{'tokenizer_class': 'CLIPTokenizer'}")
                .withJson(
                        "preprocessor_config.json",
                        "{'feature_extractor_type': 'CLIPFeatureExtractor', 'image_processor_type': 'CLIPImageProcessor'}")
                .with(605_000_000, "pytorch_model.bin", "tf_model.h5", "flax_model.msgpack")
                .with(2_200_000, "tokenizer.json")
                .with(862_000, "vocab.json")
                .with(525_000, "merges.txt")
                .with(400, "special_tokens_map.json", "README.md", ".gitattributes");
    }

    /** So many that looking at all files for each would take hours. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void veryManyFoldersOfTokenizers_areEachLookedAtAlone() throws Exception {
        repository.withJson("config.json", "{}").with(9, "model.safetensors", "vocab.txt");
        for (int i = 0; i < 200_000; i++) {
            repository.with(1, "tokenizer" + i + "/vocab.txt");
        }

        Choice choice = choose(classes(TRANSFORMERS, null, "AutoProcessor"), repository);

        assertThat(choice.files()).hasSize(200_003);
    }
}
