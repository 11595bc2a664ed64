package io.github.hfmodels.preset.onnx;

import static io.github.hfmodels.preset.PresetFixture.assertThatMistake;
import static io.github.hfmodels.preset.PresetFixture.bytes;
import static io.github.hfmodels.preset.PresetFixture.options;
import static io.github.hfmodels.preset.PresetFixture.paths;
import static io.github.hfmodels.preset.PresetFixture.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.preset.PresetFixture;
import io.github.hfmodels.preset.repo.Choice;
import io.github.hfmodels.selection.Preset;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractStringAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxRulesTest {

    private static final long MB = 1_000_000;
    private static final byte[] GRAPH = GraphBytes.graphWithData();

    /** The graphs of {@code all-MiniLM-L6-v2}, with sizes in MB. */
    private static final Map<String, Long> MINI_LM = Map.of(
            "model", 90L,
            "model_O1", 90L,
            "model_O2", 90L,
            "model_O3", 90L,
            "model_O4", 45L,
            "model_qint8_arm64", 23L,
            "model_qint8_avx512", 23L,
            "model_qint8_avx512_vnni", 23L,
            "model_quint8_avx2", 23L);

    @RegisterExtension
    final PresetFixture repository = new PresetFixture("org/model");

    @Test
    void sentenceEmbeddings_areThePlainGraphOfNine() throws Exception {
        listMiniLm();

        Choice choice = choose(null);

        assertThat(choice.files())
                .extracting(chosen -> chosen.file().path() + ": " + chosen.rule())
                .containsExactlyInAnyOrder(
                        "onnx/model.onnx: graph",
                        "config.json: configuration",
                        "modules.json: configuration",
                        "sentence_bert_config.json: configuration",
                        "config_sentence_transformers.json: configuration",
                        "1_Pooling/config.json: configuration",
                        "tokenizer.json: tokenizer",
                        "tokenizer_config.json: tokenizer",
                        "special_tokens_map.json: tokenizer",
                        "vocab.txt: tokenizer");
        assertThat(bytes(choice)).isBetween(90 * MB, 91 * MB);
        assertThat(bytes(repository)).isGreaterThan(860 * MB);
    }

    @Test
    void graphInAFolderOfGraphsAlone_isNotRead() throws Exception {
        listMiniLm();

        choose(null);

        assertThat(repository.read()).doesNotContain("onnx/model.onnx");
    }

    @Test
    void graphBesideWhatIsCertainlyNoData_isNotRead() throws Exception {
        repository
                .with(90 * MB, "model.onnx", "model_q4.ONNX", "model.safetensors", "pytorch_model-00001-of-00002.bin")
                .with(90 * MB, "tf_model.h5", "flax_model.msgpack", "rust_model.ot", "model.gguf", "a.pt", "b.pth")
                .with(MB, "sentencepiece.bpe.model", "spiece.model", "tokenizer.json", "vocab.txt", "merges.txt")
                .with(MB, "imgs/a.PNG", "b.jpg", "README.md", "x.py", "openvino/openvino_model.xml", ".gitattributes")
                .with(MB, "openvino/openvino_model.bin", "chat_template.jinja", "model.tflite");

        assertThat(graphs(choose(null))).containsExactly("model.onnx");
        assertThat(repository.read()).doesNotContain("model.onnx");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.onnx_data",
                "model.onnx.data",
                "weights.pb",
                "weights",
                "model.bin",
                "a/onnx__MatMul_12",
                "tokenizer.model/0",
                "x.weight"
            })
    void graphBesideWhatMayBeItsData_isRead(String data) {
        repository.with(90 * MB, "onnx/model.onnx").with(2, "onnx/" + data);

        assertThatThrownBy(() -> choose(null)).isInstanceOf(NoSuchFileException.class);
        assertThat(repository.read()).containsExactly("onnx/model.onnx");
    }

    @Test
    void smallGraph_isReadBesideAllButGraphsAndTexts() throws Exception {
        repository.with(90 * MB, "decoder.model", "onnx/other.onnx");
        repository.withContent("model.onnx", GraphBytes.graphWithData("decoder.model"));

        assertThat(paths(choose("model"))).containsExactly("model.onnx", "decoder.model");
    }

    @ParameterizedTest
    @CsvSource({
        "O2, model_O2",
        "o4, model_O4",
        "qint8_avx512_vnni, model_qint8_avx512_vnni",
        "qint8-avx512, model_qint8_avx512",
        "arm64, model_qint8_arm64",
        "uint8, model_quint8_avx2",
        "model_O3, model_O3",
        "onnx/model_O3, model_O3",
        "onnx/model_O3.onnx, model_O3",
        "fp32, model",
        "model, model"
    })
    void variantOfSentenceEmbeddings(String variant, String stem) throws Exception {
        listMiniLm();

        assertThat(graphs(choose(variant))).containsExactly("onnx/" + stem + ".onnx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"int8", "qint8", "avx512"})
    void variantOfSeveralGraphs_isAnErrorThatListsThem(String variant) {
        listMiniLm();

        assertThatChoosing(variant)
                .contains("onnx/model_qint8_avx512_vnni.onnx (23.0 MB)")
                .contains("set <variant>")
                .doesNotContain("model_O1")
                .doesNotContain("model_quint8");
    }

    @Test
    void unknownVariant_failsWithTheOthers_theClosestFirst() {
        listMiniLm();

        assertThatChoosing("O5")
                .startsWith("preset onnx: no graph is a <variant> 'O5'; set it to one of these, the closest first: O")
                .contains("qint8_avx512_vnni");
        assertThatChoosing("q4").contains("no graph is a <variant> 'q4'");
        assertThatChoosing("a\nb").contains("no graph is a <variant> 'a\\nb'");
    }

    @ParameterizedTest
    @CsvSource({
        "fp16, model_fp16",
        "int8, model_int8",
        "uint8, model_uint8",
        "q4, model_q4",
        "q4f16, model_q4f16",
        "bnb4, model_bnb4",
        "q8, model_quantized",
        "quantized, model_quantized",
        "custom_words, model_custom_words"
    })
    void variantOfTransformersJs(String variant, String stem) throws Exception {
        repository
                .with(MB, "onnx/model.onnx", "onnx/model_fp16.onnx", "onnx/model_int8.onnx", "onnx/model_uint8.onnx")
                .with(MB, "onnx/model_q4.onnx", "onnx/model_q4f16.onnx", "onnx/model_bnb4.onnx")
                .with(MB, "onnx/model_quantized.onnx", "onnx/model_custom_words.onnx");

        assertThat(graphs(choose(variant))).containsExactly("onnx/" + stem + ".onnx");
        assertThat(graphs(choose(null))).containsExactly("onnx/model.onnx");
    }

    @ParameterizedTest
    @CsvSource({"onnx/model_quantized.onnx", "onnx/model_qint8_arm64.onnx"})
    void int8_isAlsoTheOnlyGraphThatWasQuantizedToIt(String path) throws Exception {
        repository.with(MB, "onnx/model.onnx", "onnx/model_q4.onnx", path);

        assertThat(graphs(choose("int8"))).containsExactly(path);
    }

    @Test
    void graphWithItsData_asItNamesThem() throws Exception {
        repository
                .with(2_270 * MB, "pytorch_model.bin", "onnx/model.onnx_data")
                .with(65_600, "onnx/Constant_7_attr__value")
                .with(17 * MB, "tokenizer.json", "onnx/tokenizer.json")
                .with(5 * MB, "sentencepiece.bpe.model", "onnx/sentencepiece.bpe.model")
                .with(1_000, "config.json", "onnx/config.json", "README.md", "imgs/long.jpg", "colbert_linear.pt");
        repository.withContent(
                "onnx/model.onnx",
                GraphBytes.graphWithData("model.onnx_data", "model.onnx_data", "Constant_7_attr__value"));

        Choice choice = choose(null);

        assertThat(choice.files())
                .extracting(chosen -> chosen.file().path() + ": " + chosen.rule())
                .containsExactly(
                        "onnx/model.onnx: graph",
                        "onnx/model.onnx_data: tensors of onnx/model.onnx",
                        "onnx/Constant_7_attr__value: tensors of onnx/model.onnx",
                        "onnx/config.json: configuration",
                        "onnx/tokenizer.json: tokenizer",
                        "onnx/sentencepiece.bpe.model: tokenizer",
                        "config.json: configuration",
                        "tokenizer.json: tokenizer",
                        "sentencepiece.bpe.model: tokenizer");
        assertThat(bytes(choice)).isBetween(2_314 * MB, 2_315 * MB);
    }

    @Test
    void dataOfOtherGraphs_isLeftOut() throws Exception {
        repository.with(MB, "onnx/model_q4.onnx", "onnx/model_q4.onnx_data", "onnx/model.onnx_data", "onnx/unused.bin");
        repository.withContent("onnx/model.onnx", GraphBytes.graphWithData("./model.onnx_data"));

        assertThat(paths(choose(null))).containsExactly("onnx/model.onnx", "onnx/model.onnx_data");
    }

    @Test
    void dataInAFolderBelow() throws Exception {
        repository.with(MB, "data/weights/0", "data/weights/1", "weights/0");
        repository.withContent("model.onnx", GraphBytes.graphWithData("data//weights/./1"));

        assertThat(paths(choose(null))).containsExactly("model.onnx", "data/weights/1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.bin",
                "/secret.bin",
                "a/../../secret.bin",
                "a/../b.bin",
                "..",
                "C:\\secret.bin",
                "C:secret.bin",
                "\\\\host\\secret.bin",
                "..\\secret.bin"
            })
    void dataElsewhere_isRefused(String location) throws Exception {
        repository.with(MB, "secret.bin", "onnx/b.bin", "onnx/" + location);
        repository.withContent("onnx/model.onnx", GraphBytes.graphWithData("b.bin", location));

        assertThatChoosing(null)
                .isEqualTo(
                        "preset onnx: 'onnx/model.onnx' keeps tensors in '" + location
                                + "', which is not in its folder; choose another variant or revision, or tell the repository's owner");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx_data", "", "a\nb", "Secret.bin"})
    void dataThatTheRepositoryDoesNotHave_isNamed(String location) throws Exception {
        repository.with(MB, "onnx/secret.bin", "model.onnx_data");
        repository.withContent("onnx/model.onnx", GraphBytes.graphWithData(location));

        assertThatChoosing(null)
                .contains("'onnx/model.onnx' keeps tensors in '" + location.replace("\n", "\\n")
                        + "', which the repository does not have");
    }

    @Test
    void brokenGraph_isNamed() throws Exception {
        repository.with(MB, "weights.bin");
        repository.withContent("model.onnx", "version https://git-lfs.github.com/spec/v1".getBytes());

        assertThatChoosing(null)
                .isEqualTo("preset onnx: 'model.onnx' is not a readable ONNX graph (a field has a type that ONNX does"
                        + " not use, before byte 1 of 42); choose another variant or revision");
    }

    @Test
    void encoderAndDecoder_comeTogether_theMergedDecoderForTheOthers() throws Exception {
        repository.with(
                MB,
                "onnx/encoder_model.onnx",
                "onnx/decoder_model.onnx",
                "onnx/decoder_with_past_model.onnx",
                "onnx/decoder_model_merged.onnx",
                "onnx/encoder_model_q4.onnx",
                "onnx/decoder_model_q4.onnx",
                "onnx/decoder_with_past_model_q4.onnx",
                "onnx/decoder_model_merged_q4.onnx",
                "onnx/encoder_model_fp16.onnx",
                "onnx/decoder_model_fp16.onnx",
                "onnx/decoder_with_past_model_fp16.onnx");

        assertThat(graphs(choose(null))).containsExactly("onnx/encoder_model.onnx", "onnx/decoder_model_merged.onnx");
        assertThat(graphs(choose("q4")))
                .containsExactly("onnx/encoder_model_q4.onnx", "onnx/decoder_model_merged_q4.onnx");
        assertThat(graphs(choose("fp16")))
                .containsExactly(
                        "onnx/encoder_model_fp16.onnx",
                        "onnx/decoder_model_fp16.onnx",
                        "onnx/decoder_with_past_model_fp16.onnx");
        assertThat(graphs(choose("decoder_model"))).containsExactly("onnx/decoder_model.onnx");
    }

    @Test
    void partsThatAreNotThereInTheVariant_comeAsThePlainOnes() throws Exception {
        repository.with(
                MB,
                "onnx/embed_tokens.onnx",
                "onnx/embed_tokens_fp16.onnx",
                "onnx/vision_encoder.onnx",
                "onnx/vision_encoder_q4.onnx",
                "onnx/decoder_model_merged.onnx",
                "onnx/decoder_model_merged_q4.onnx");

        Choice choice = choose("q4");

        assertThat(graphs(choice))
                .containsExactly(
                        "onnx/vision_encoder_q4.onnx", "onnx/decoder_model_merged_q4.onnx", "onnx/embed_tokens.onnx");
        assertThat(choice.files().get(0).rule()).isEqualTo("graph (q4)");
        assertThat(choice.files().get(2).rule()).isEqualTo("graph (plain, there is no q4)");
    }

    @Test
    void partOfSeveralOtherVariants_isAnErrorThatListsThem() {
        repository.with(
                MB,
                "onnx/encoder_model_fp16.onnx",
                "onnx/encoder_model_int8.onnx",
                "onnx/decoder_model_merged_q4.onnx",
                "onnx/decoder_model_merged.onnx");

        assertThatChoosing("q4")
                .contains("any of onnx/encoder_model_fp16.onnx (1.0 MB), onnx/encoder_model_int8.onnx (1.0 MB)");
    }

    @Test
    void wholeModel_isPreferredToItsParts() throws Exception {
        repository.with(
                MB,
                "onnx/model.onnx",
                "onnx/text_model.onnx",
                "onnx/vision_model.onnx",
                "onnx/model_fp16.onnx",
                "onnx/text_model_fp16.onnx",
                "onnx/vision_model_q4.onnx",
                "onnx/text_model_q4.onnx");

        assertThat(graphs(choose(null))).containsExactly("onnx/model.onnx");
        assertThat(graphs(choose("fp16"))).containsExactly("onnx/model_fp16.onnx");
        assertThat(graphs(choose("q4"))).containsExactly("onnx/vision_model_q4.onnx", "onnx/text_model_q4.onnx");
        assertThat(graphs(choose("text_model"))).containsExactly("onnx/text_model.onnx");
        assertThat(graphs(choose("text_model_q4"))).containsExactly("onnx/text_model_q4.onnx");
    }

    @Test
    void partsAlone_comeTogether() throws Exception {
        repository.with(MB, "text_model.onnx", "vision_model.onnx");

        assertThat(graphs(choose(null))).containsExactly("text_model.onnx", "vision_model.onnx");
    }

    @Test
    void transducer_comesWithItsParts() throws Exception {
        repository.with(
                MB,
                "encoder-epoch-99-avg-1.onnx",
                "decoder-epoch-99-avg-1.onnx",
                "joiner-epoch-99-avg-1.onnx",
                "encoder-epoch-99-avg-1.int8.onnx",
                "joiner-epoch-99-avg-1.int8.onnx",
                "tokens.txt",
                "bpe.model");
        repository.withContent("decoder-epoch-99-avg-1.onnx", GRAPH);
        repository.withContent("encoder-epoch-99-avg-1.int8.onnx", GRAPH);
        repository.withContent("joiner-epoch-99-avg-1.int8.onnx", GRAPH);

        assertThat(paths(choose("int8")))
                .containsExactly(
                        "encoder-epoch-99-avg-1.int8.onnx",
                        "joiner-epoch-99-avg-1.int8.onnx",
                        "decoder-epoch-99-avg-1.onnx",
                        "bpe.model",
                        "tokens.txt");
    }

    @Test
    void speechModel_comesWithItsTokens() throws Exception {
        repository.with(
                MB,
                "tiny-encoder.onnx",
                "tiny-encoder.int8.onnx",
                "tiny-decoder.onnx",
                "tiny-decoder.int8.onnx",
                "tiny-tokens.txt");

        assertThat(paths(choose("int8")))
                .containsExactly("tiny-encoder.int8.onnx", "tiny-decoder.int8.onnx", "tiny-tokens.txt");
        assertThat(paths(choose(null))).containsExactly("tiny-encoder.onnx", "tiny-decoder.onnx", "tiny-tokens.txt");
    }

    @Test
    void onnxFolder_isPreferredToTheTop() throws Exception {
        repository.with(MB, "model.onnx", "onnx/model.onnx", "onnx/fp16/model.onnx", "model_q4.onnx");

        assertThat(graphs(choose(null))).containsExactly("onnx/model.onnx");
        assertThat(graphs(choose("q4"))).containsExactly("model_q4.onnx");
        assertThat(graphs(choose("fp16"))).containsExactly("onnx/fp16/model.onnx");
        assertThatChoosing("int4").contains("onnx/fp16/model");
    }

    @Test
    void onlyGraph_needsNoVariant() throws Exception {
        repository.with(MB, "onnx/model_quantized.onnx", "config.json");

        assertThat(graphs(choose(null))).containsExactly("onnx/model_quantized.onnx");
    }

    @Test
    void variantsWithoutAPlainGraph_areListedWithTheirSizes() {
        repository
                .with(MB, "onnx/model_q4.onnx", "onnx/model_fp16.onnx")
                .with(700 * MB, "onnx/model_q4.onnx_data", "onnx/model_fp16.onnx_data", "onnx/model_fp16.onnx_data_1");

        assertThatChoosing(null)
                .contains("any of onnx/model_q4.onnx (701.0 MB), onnx/model_fp16.onnx (1.4 GB) may be meant");
    }

    @Test
    void differentModels_areListedWithTheirSizes() throws Exception {
        repository
                .with(MB, "small.onnx", "large.onnx", "small_fp16.onnx")
                .with(100, "large.onnx.json", "small.onnx.json");

        assertThatChoosing(null).contains("any of small.onnx (1.0 MB), large.onnx (1.0 MB) may be meant");
        assertThat(paths(choose("Large"))).containsExactly("large.onnx", "large.onnx.json");
        assertThat(paths(choose("fp16"))).containsExactly("small_fp16.onnx");
    }

    @Test
    void genaiFolder_comesWithWhatItsConfigurationNames() throws Exception {
        String cpu = "cpu_and_mobile/cpu-int4-rtn-block-32/";
        repository
                .with(MB, "cuda/cuda-int4-rtn-block-32/model.onnx", "cuda/cuda-int4-rtn-block-32/genai_config.json")
                .with(MB, cpu + "old.onnx", cpu + "old.onnx.data", cpu + "tokenizer.json", cpu + "config.json")
                .with(2_700 * MB, cpu + "phi.onnx.data", cpu + "lora.onnx_adapter")
                .with(MB, cpu + "notes.pdf", "tokenizer.json", "config.json", cpu + "vision_processing.json")
                .withJson(
                        cpu + "genai_config.json",
                        "{'model': {'decoder': {'filename': 'phi.onnx'}, 'embedding': {'filename': 'embed.onnx'},"
                                + "'vision': {'config_filename': 'vision_processing.json', 'adapter_filename': 'lora.onnx_adapter',"
                                + "'x': ['../../config.json', 3, null]}}}");
        repository.withContent(cpu + "phi.onnx", GraphBytes.graphWithData("phi.onnx.data"));
        repository.withContent(cpu + "embed.onnx", GRAPH);
        List<String> wanted = List.of(
                cpu + "phi.onnx",
                cpu + "embed.onnx",
                cpu + "phi.onnx.data",
                cpu + "genai_config.json",
                cpu + "vision_processing.json",
                cpu + "lora.onnx_adapter",
                cpu + "config.json",
                cpu + "tokenizer.json");

        assertThat(paths(choose("cpu-int4-rtn-block-32"))).containsExactlyElementsOf(wanted);
        assertThat(paths(choose("cpu_and_mobile/cpu-int4-rtn-block-32"))).containsExactlyElementsOf(wanted);
        assertThat(paths(choose("cpu"))).containsExactlyElementsOf(wanted);
        assertThatChoosing("int4").contains("cuda/cuda-int4-rtn-block-32/model.onnx (1.0 MB), " + cpu);
        assertThatChoosing(null).contains("may be meant");
        assertThatChoosing("gpu").contains("cpu-int4-rtn-block-32");
    }

    @Test
    void pipeline_comesWithAllItsFolders() throws Exception {
        repository
                .withJson(
                        "model_index.json",
                        "{'_class_name': 'X', 'unet': ['d', 'U'], 'scheduler': ['d', 'S'], 'tokenizer': 1}")
                .with(MB, "unet/model.onnx_data", "scheduler/scheduler_config.json", "tokenizer/vocab.json")
                .with(MB, "vae_decoder/model.onnx", "text_encoder/model.onnx", "text_encoder/config.json", "README.md");
        repository.withContent("unet/model.onnx", GraphBytes.graphWithData("model.onnx_data"));

        assertThat(paths(choose(null)))
                .containsExactlyInAnyOrder(
                        "unet/model.onnx",
                        "unet/model.onnx_data",
                        "vae_decoder/model.onnx",
                        "text_encoder/model.onnx",
                        "text_encoder/config.json",
                        "model_index.json",
                        "scheduler/scheduler_config.json",
                        "tokenizer/vocab.json");
    }

    @Test
    void noGraph_failsWithWhatThereIs() {
        repository.with(90 * MB, "model.safetensors").with(10, "model.onnx_data");

        assertThatChoosing(null)
                .contains(
                        "preset onnx expects a '.onnx' file, but the repository has model.safetensors (90.0 MB), model.onnx_data");
    }

    @Test
    void hostileNames_breakNothing() {
        repository.with(
                1,
                ".onnx",
                "_q4.onnx",
                "a\nb.onnx",
                "../../model.onnx",
                "/abs/model.onnx",
                "x_q4".repeat(700) + ".onnx",
                "_".repeat(3_000) + ".onnx",
                "q4_".repeat(1_000) + ".onnx");

        assertThatChoosing(null).doesNotContain("\n").contains("a\\nb.onnx");
        assertThatChoosing("(").contains("no graph is");
        assertThatChoosing("___").contains("no graph is");
        assertThatChoosing("../../model").contains("leads out of the repository");
    }

    private void listMiniLm() {
        MINI_LM.forEach((stem, size) -> repository.with(size * MB, "onnx/" + stem + ".onnx"));
        repository
                .with(90 * MB, "model.safetensors", "pytorch_model.bin", "rust_model.ot", "tf_model.h5")
                .with(23 * MB, "openvino/openvino_model_qint8_quantized.bin", "openvino/openvino_model.bin")
                .with(466_000, "tokenizer.json")
                .with(231_000, "vocab.txt")
                .with(600, "config.json", "modules.json", "sentence_bert_config.json", "1_Pooling/config.json")
                .with(600, "config_sentence_transformers.json", "special_tokens_map.json", "train_script.py")
                .withJson("tokenizer_config.json", "{'tokenizer_class': 'BertTokenizer'}")
                .with(10_000, "README.md", ".gitattributes", "data_config.json");
    }

    private Choice choose(@Nullable String variant) throws Exception {
        return PresetFixture.choose(variant(options(Preset.ONNX), variant), repository);
    }

    private AbstractStringAssert<?> assertThatChoosing(@Nullable String variant) {
        return assertThatMistake(() -> choose(variant));
    }

    private static List<String> graphs(Choice choice) {
        return paths(choice).stream().filter(path -> path.endsWith(".onnx")).toList();
    }

    /** So many that looking at all files for each would take hours. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void veryManyGraphsInOneFolder_areNotComparedWithEachOther() throws Exception {
        repository.withJson("genai_config.json", "{}");
        for (int i = 0; i < 100_000; i++) {
            repository.with(10_000_000, i + ".onnx");
        }

        assertThat(paths(choose(null))).hasSize(100_001);
    }
}
