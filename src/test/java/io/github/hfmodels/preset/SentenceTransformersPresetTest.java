package io.github.hfmodels.preset;

import static io.github.hfmodels.preset.PresetFixture.assertThatMistake;
import static io.github.hfmodels.preset.PresetFixture.bytes;
import static io.github.hfmodels.preset.PresetFixture.choose;
import static io.github.hfmodels.preset.PresetFixture.classes;
import static io.github.hfmodels.preset.PresetFixture.options;
import static io.github.hfmodels.preset.PresetFixture.paths;
import static io.github.hfmodels.preset.PresetFixture.rules;
import static io.github.hfmodels.preset.PresetFixture.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.preset.repo.Choice;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentenceTransformersPresetTest {

    private static final PresetOptions PLAIN = options(Preset.SENTENCE_TRANSFORMERS);

    @RegisterExtension
    final PresetFixture repository = new PresetFixture("org/model");

    @Test
    void miniLm_isOneOfItsManyCopies() throws Exception {
        repository
                .withJson(
                        "modules.json",
                        "[{'idx': 0, 'name': '0', 'path': '', 'type': 'sentence_transformers.models.Transformer'},"
                                + "{'idx': 1, 'name': '1', 'path': '1_Pooling', 'type': 'sentence_transformers.models.Pooling'},"
                                + "{'idx': 2, 'name': '2', 'path': '2_Normalize', 'type': 'sentence_transformers.models.Normalize'}]")
                .withJson("config.json", "{'model_type': 'bert', 'architectures': ['BertModel']}")
                .withJson("tokenizer_config.json", "{'tokenizer_class': 'BertTokenizer'}")
                .with(190, "1_Pooling/config.json", "config_sentence_transformers.json", "sentence_bert_config.json")
                .with(90_900_000, "model.safetensors", "pytorch_model.bin", "rust_model.ot", "tf_model.h5")
                .with(90_400_000, "onnx/model.onnx", "onnx/model_O1.onnx", "openvino/openvino_model.bin")
                .with(23_000_000, "onnx/model_qint8_avx512.onnx", "onnx/model_quint8_avx2.onnx")
                .with(466_000, "tokenizer.json", "vocab.txt")
                .with(
                        112,
                        "special_tokens_map.json",
                        "README.md",
                        "train_script.py",
                        "data_config.json",
                        ".gitattributes");

        Choice choice = choose(PLAIN, repository);

        assertThat(rules(choice))
                .containsOnlyKeys(
                        "modules.json",
                        "config_sentence_transformers.json",
                        "README.md",
                        "sentence_bert_config.json",
                        "config.json",
                        "model.safetensors",
                        "tokenizer_config.json",
                        "tokenizer.json",
                        "vocab.txt",
                        "special_tokens_map.json",
                        "data_config.json",
                        "1_Pooling/config.json")
                .containsEntry("1_Pooling/config.json", "config")
                .containsEntry("modules.json", "config, modules");
        assertThat(bytes(choice)).isLessThan(bytes(repository) / 6);
    }

    @Test
    void eachModule_isTakenOutOfItsFolder() throws Exception {
        repository
                .withJson(
                        "modules.json",
                        "[{'path': '0_CLIPModel', 'type': 'sentence_transformers.models.CLIPModel'},"
                                + "{'path': '2_Dense', 'type': 'sentence_transformers.models.Dense'},"
                                + "{'path': '3_Words/', 'type': 'sentence_transformers.models.WordEmbeddings'}]")
                .withJson("0_CLIPModel/config.json", "{'model_type': 'clip'}")
                .withJson("0_CLIPModel/preprocessor_config.json", "{}")
                .with(600, "0_CLIPModel/pytorch_model.bin", "0_CLIPModel/vocab.json", "0_CLIPModel/tf_model.h5")
                .with(600, "2_Dense/config.json", "2_Dense/model.safetensors", "2_Dense/pytorch_model.bin")
                .with(600, "3_Words/wordembedding_config.json", "3_Words/pytorch_model.bin")
                .with(600, "3_Words/whitespacetokenizer_config.json")
                .with(600, "4_Unused/config.json", "pytorch_model.bin", "config.json");

        assertThat(paths(choose(PLAIN, repository)))
                .containsExactlyInAnyOrder(
                        "modules.json",
                        "0_CLIPModel/config.json",
                        "0_CLIPModel/pytorch_model.bin",
                        "0_CLIPModel/vocab.json",
                        "0_CLIPModel/preprocessor_config.json",
                        "2_Dense/config.json",
                        "2_Dense/model.safetensors",
                        "3_Words/wordembedding_config.json",
                        "3_Words/whitespacetokenizer_config.json",
                        "3_Words/pytorch_model.bin");
    }

    @Test
    void ofAModulesFolder_noCodeAndNoPickleIsTaken() throws Exception {
        repository
                .withJson("modules.json", "[{'path': '2_Dense', 'type': 'sentence_transformers.models.Dense'}]")
                .with(600, "2_Dense/config.json", "2_Dense/pytorch_model.bin")
                .with(600, "2_Dense/evil.py", "2_Dense/EVIL.PYC", "2_Dense/x.pkl", "2_Dense/below/config.json");

        assertThat(paths(choose(PLAIN, repository)))
                .containsExactlyInAnyOrder(
                        "modules.json",
                        "2_Dense/config.json",
                        "2_Dense/pytorch_model.bin",
                        "2_Dense/below/config.json");
    }

    @Test
    void aFolderOfATrustedModule_isTakenWithWeightsOfItsOwnNames() throws Exception {
        repository
                .withJson("modules.json", "[{'path': '2_Own', 'type': 'own.Module'}]")
                .withText("own.py", "")
                .with(600, "2_Own/words.bin", "2_Own/model.safetensors", "2_Own/pytorch_model.bin", "2_Own/other.py");

        assertThat(paths(choose(trusting(PLAIN), repository)))
                .containsExactlyInAnyOrder(
                        "modules.json", "own.py", "2_Own/other.py", "2_Own/words.bin", "2_Own/model.safetensors");
    }

    @Test
    void aStaticEmbedding_isATokenizerAndWeights() throws Exception {
        repository
                .withJson("modules.json", "[{'path': '', 'type': 'sentence_transformers.models.StaticEmbedding'}]")
                .with(
                        600,
                        "tokenizer.json",
                        "model.safetensors",
                        "pytorch_model.bin",
                        "config.json",
                        "onnx/model.onnx");

        assertThat(paths(choose(PLAIN, repository)))
                .containsExactlyInAnyOrder("modules.json", "tokenizer.json", "model.safetensors", "config.json");
    }

    @Test
    void aRouter_hasTheModulesOfItsRoutes() throws Exception {
        repository
                .withJson("modules.json", "[{'path': '', 'type': 'sentence_transformers.base.modules.router.Router'}]")
                .withJson(
                        "router_config.json",
                        "{'types': {'query_0_Sparse': 'sentence_transformers.sparse_encoder.models.SparseStaticEmbedding',"
                                + "'document_0_MLM': 'sentence_transformers.sparse_encoder.models.MLMTransformer'},"
                                + "'structure': {'query': ['query_0_Sparse'], 'document': ['document_0_MLM']}}")
                .withJson("query_0_Sparse/config.json", "{'frozen': true}")
                .with(600, "query_0_Sparse/model.safetensors", "query_0_Sparse/tokenizer.json")
                .withJson("document_0_MLM/config.json", "{'model_type': 'bert'}")
                .with(
                        600,
                        "document_0_MLM/model.safetensors",
                        "document_0_MLM/tokenizer.json",
                        "other/model.safetensors");

        assertThat(paths(choose(PLAIN, repository)))
                .containsExactlyInAnyOrder(
                        "modules.json",
                        "router_config.json",
                        "query_0_Sparse/config.json",
                        "query_0_Sparse/model.safetensors",
                        "query_0_Sparse/tokenizer.json",
                        "document_0_MLM/config.json",
                        "document_0_MLM/model.safetensors",
                        "document_0_MLM/tokenizer.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "./", "."})
    void aRouterThatRoutesToItself_fails(String itself) {
        repository
                .withJson("modules.json", "[{'path': '', 'type': 'sentence_transformers.models.Router'}]")
                .withJson("router_config.json", "{'types': {'" + itself + "': 'sentence_transformers.models.Router'}}");

        assertThatMistake(() -> choose(PLAIN, repository)).contains("modules that contain each other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../..", "/etc", "a/../../b", "..", "a//b", "C:\\\\x"})
    void aModuleElsewhere_fails(String path) {
        repository
                .withJson("config.json", "{'model_type': 'bert'}")
                .withJson(
                        "modules.json",
                        "[{'path': '" + path + "', 'type': 'sentence_transformers.models.Transformer'}]");

        assertThatMistake(() -> choose(PLAIN, repository))
                .contains("'modules.json' names the folder")
                .contains("leads out of the repository");
    }

    @Test
    void aModuleOfTheRepositorysOwn_needsItsCode() throws Exception {
        repository
                .withJson(
                        "modules.json",
                        "[{'path': '', 'type': 'custom_st.Transformer'}, {'path': '1_Pooling', 'type': 'sentence_transformers.models.Pooling'}]")
                .withJson(
                        "config.json",
                        "{'model_type': 'xlm-roberta', 'auto_map': {'AutoModel': 'other/code--modeling_lora.Model'}}")
                .withText("custom_st.py", "import torch")
                .with(600, "model.safetensors", "tokenizer.json", "1_Pooling/config.json");

        assertThatMistake(() -> choose(PLAIN, repository))
                .contains("'modules.json' names custom_st.Transformer")
                .contains("<trustRemoteCode>true</trustRemoteCode>");
        Choice choice = choose(trusting(PLAIN), repository);
        assertThat(paths(choice))
                .containsExactlyInAnyOrder(
                        "modules.json",
                        "custom_st.py",
                        "config.json",
                        "model.safetensors",
                        "tokenizer.json",
                        "1_Pooling/config.json");
        assertThat(choice.companions())
                .singleElement()
                .satisfies(companion -> assertThat(companion.repo()).hasToString("other/code"));
    }

    @Test
    void codeThatIsLeftOut_isToldOnce_whateverTheNumberOfModules() throws Exception {
        String module = "'type': 'sentence_transformers.models.Transformer'";
        repository.withJson("modules.json", "[{'path': 'a', " + module + "}, {'path': 'b', " + module + "}]");
        for (String path : List.of("a/", "b/")) {
            repository
                    .withJson(path + "config.json", "{'auto_map': {'AutoModel': 'modeling.Model'}}")
                    .with(600, path + "model.safetensors");
        }

        assertThat(choose(classes(PLAIN, "AutoModl", null), repository).warnings())
                .hasSize(2)
                .anyMatch(warning -> warning.contains("modeling.Model named by 'a/config.json'"));
    }

    @Test
    void anAdapter_isFetchedWithItsBaseModel() throws Exception {
        repository
                .withJson("modules.json", "[{'path': '', 'type': 'sentence_transformers.models.Transformer'}]")
                .withJson("adapter_config.json", "{'base_model_name_or_path': 'base/bert'}")
                .with(600, "adapter_model.safetensors", "tokenizer.json");

        Choice choice = choose(PLAIN, repository);

        assertThat(paths(choice))
                .containsExactlyInAnyOrder(
                        "modules.json", "adapter_config.json", "adapter_model.safetensors", "tokenizer.json");
        assertThat(choice.companions())
                .singleElement()
                .satisfies(companion -> assertThat(companion.repo()).hasToString("base/bert"));
    }

    @Test
    void aModelOfTransformers_isCompletedByTheLibrary() throws Exception {
        repository
                .withJson("config.json", "{'model_type': 'bert'}")
                .with(600, "model.safetensors", "vocab.txt", "a.h5", "generation_config.json");

        assertThat(paths(choose(PLAIN, repository)))
                .containsExactly("config.json", "model.safetensors", "vocab.txt", "generation_config.json");
    }

    @Test
    void aRepositoryOfSomethingElse_failsWithThePresetThatFits() {
        repository.with(600, "model_index.json", "unet/config.json");

        assertThatMistake(() -> choose(PLAIN, repository))
                .contains("preset sentence-transformers expects 'modules.json' or 'config.json'")
                .contains("<preset>diffusers</preset>");
    }

    @Test
    void aTransformerWithoutConfig_fails() {
        repository.withJson(
                "modules.json", "[{'path': '0_Transformer', 'type': 'sentence_transformers.models.Transformer'}]");

        assertThatMistake(() -> choose(PLAIN, repository)).contains("'modules.json' names a model in '0_Transformer/'");
    }
}
