package io.github.hfmodels.preset;

import static io.github.hfmodels.preset.PresetFixture.choose;
import static io.github.hfmodels.preset.PresetFixture.classes;
import static io.github.hfmodels.preset.PresetFixture.options;
import static io.github.hfmodels.preset.PresetFixture.paths;
import static io.github.hfmodels.preset.PresetFixture.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.preset.repo.Choice;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the architecture: all that is small and no second copy of the weights. */
class ArchitecturesPresetTest {

    private static final PresetOptions PLAIN = options(Preset.TRANSFORMERS);
    private static final PresetOptions SENTENCES = options(Preset.SENTENCE_TRANSFORMERS);

    @RegisterExtension
    final PresetFixture repository = new PresetFixture("org/model");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LlavaNextVideoProcessor",
                "VideoLlavaProcessor",
                "VideoLlama3VideoProcessor",
                "InstructBlipVideoProcessor",
                "GlmImageProcessor",
                "SmolVLMVideoProcessor",
                "Wav2Vec2ProcessorWithLM",
                "BertTokenizerLegacy",
                "TokenizersBackend",
                "MistralCommonBackend"
            })
    void theProcessorsClass_leavesNothingOut(String processorClass) throws Exception {
        createModel()
                .withJson("processor_config.json", "{'processor_class': 'SomeProcessor'}")
                .with(17_000_000, "tokenizer.json", "video_preprocessor_config.json.d/large");
        repository.withJson("preprocessor_config.json", "{}").withJson("video_preprocessor_config.json", "{}");

        Choice choice = choose(classes(PLAIN, null, processorClass), repository);

        assertThat(paths(choice))
                .containsExactlyInAnyOrder(
                        "config.json",
                        "model.safetensors",
                        "processor_config.json",
                        "preprocessor_config.json",
                        "video_preprocessor_config.json",
                        "tokenizer.json");
        assertThat(choice.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ByT5Tokenizer", "CanineTokenizer", "AutoTokenizer"})
    void aTokenizerNeedsNoFiles(String tokenizer) throws Exception {
        createModel();

        assertThat(paths(choose(classes(PLAIN, null, tokenizer), repository)))
                .containsExactly("config.json", "model.safetensors");
    }

    @Test
    void rag_hasTwoTokenizersInFolders() throws Exception {
        createModel()
                .with(1_400_000, "question_encoder_tokenizer/tokenizer.json", "generator_tokenizer/tokenizer.json")
                .with(900, "question_encoder_tokenizer/vocab.txt", "generator_tokenizer/merges.txt")
                .with(9_000_000, "generator_tokenizer/training.dat");

        assertThat(paths(choose(classes(PLAIN, null, "RagTokenizer"), repository)))
                .containsExactlyInAnyOrder(
                        "config.json",
                        "model.safetensors",
                        "question_encoder_tokenizer/tokenizer.json",
                        "question_encoder_tokenizer/vocab.txt",
                        "generator_tokenizer/tokenizer.json",
                        "generator_tokenizer/merges.txt");
    }

    @Test
    void oneFormer_needsAFileOfADataSet() throws Exception {
        createModel()
                .withJson(
                        "preprocessor_config.json",
                        "{'image_processor_type': 'OneFormerImageProcessor', 'class_info_file': 'ade20k_panoptic.json',"
                                + " 'repo_path': 'shi-labs/oneformer_demo'}");

        assertThat(choose(PLAIN, repository).companions())
                .containsExactly(new Companion(
                        new RepoId(RepoType.DATASET, "shi-labs/oneformer_demo"),
                        Revision.MAIN,
                        new Part.Files(List.of("ade20k_panoptic.json")),
                        "classes of the image processor"));
    }

    @ParameterizedTest
    @CsvSource({
        "'repo_path': '/home/me', /home/me",
        "'repo_path': 'a/b/c', a/b/c",
        "'repo_path': 3, 3",
        "'other': 'a/b', a/b"
    })
    void aDataSetThatIsNone_isNotNeeded(String member, String unused) throws Exception {
        createModel().withJson("preprocessor_config.json", "{'class_info_file': 'x.json', " + member + "}");

        assertThat(choose(PLAIN, repository).companions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.py", "../x.json", "/etc/x.json", "a\\\\b.json", ""})
    void aFileOfADataSet_isNoCode_andNoPathThatLeadsOut(String file) throws Exception {
        createModel()
                .withJson(
                        "preprocessor_config.json", "{'class_info_file': '" + file + "', 'repo_path': 'other/table'}");

        assertThat(choose(PLAIN, repository).companions()).isEmpty();
    }

    @Test
    void filesOfADataSet_areTakenFromIt() throws Exception {
        repository.with(10, "classes.json", "other.json", "evil.py");
        var part = new Part.Files(List.of("classes.json"));

        assertThat(paths(Presets.choose(part, repository))).containsExactly("classes.json");
        assertThat(Presets.couldTake(part, "classes.json")).isTrue();
        assertThat(Presets.couldTake(part, "other.json")).isFalse();
        assertThat(Presets.couldTake(new Part.Files(List.of("evil.py")), "evil.py"))
                .isFalse();
    }

    @Test
    void wav2Vec2WithALanguageModel_hasAllOfIt() throws Exception {
        createModel()
                .with(300, "alphabet.json", "vocab.json", "language_model/attrs.json")
                .with(800_000_000, "language_model/5gram.bin", "language_model/unigrams.txt");

        assertThat(paths(choose(PLAIN, repository)))
                .contains("alphabet.json", "language_model/5gram.bin", "language_model/unigrams.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "artifact.metadata",
                "norm_stats.json",
                "tekken.json",
                "spiece.model",
                "sentencepiece.bpe.model",
                "qwen.tiktoken",
                "vocabulary.of.any.name",
                "Arial.ttf",
                "encoder/encoder.json",
                "requirements.txt",
                // Voices, and filters of sound.
                "speaker_embeddings_path.json",
                "speaker_embeddings/v2/en_speaker_0_fine_prompt.npy",
                "speaker_embeddings/a.npz",
                "spk_dict.pt",
                "mel_filters.npz"
            })
    void whateverIsSmall_isTaken(String path) throws Exception {
        createModel().with(999_999, path);

        assertThat(paths(choose(PLAIN, repository))).contains(path);
    }

    @Test
    void filesOfAnySizeAreTaken_atTheTopAlone() throws Exception {
        createModel()
                .with(40_000_000, "vocabulary", "below/vocabulary")
                .with(1_000_000, "below/million", "features.npy");

        assertThat(paths(choose(PLAIN, repository)))
                .contains("vocabulary")
                .doesNotContain("below/vocabulary", "below/million", "features.npy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Other copies of the weights.
                "pytorch_model.bin",
                "pytorch_model.bin.index.json",
                "pytorch_model-00001-of-00002.bin",
                "model.fp16.safetensors",
                "model.safetensors.index.fp16.json",
                "consolidated.00.pth",
                "tf_model.h5",
                "tf_model.h5.index.json",
                "flax_model.msgpack",
                "rust_model.ot",
                "model.onnx",
                "model.onnx_data",
                "model.tflite",
                "model.Q4_K_M.gguf",
                "ggml-base.bin",
                "model.ckpt.index",
                "model.ckpt.data-00000-of-00001",
                "openvino_model.xml",
                "saved_model.pb",
                "model.mlpackage/Manifest.json",
                "unet.mlmodelc/metadata.json",
                "novel.pkl",
                "MODEL.SAFETENSORS",
                "original/params.json",
                "openvino/config.json",
                "onnx/config.json",
                "coreml/config.json",
                // What training left.
                "checkpoint-500/config.json",
                "checkpoints/last/config.json",
                "global_step10/x.json",
                "runs/Jan01/x.json",
                "runs/events.out.tfevents.1",
                "events.out.tfevents.1.host",
                "optimizer.pt",
                "scheduler.pt",
                "rng_state_0.pth",
                "trainer_state.json",
                "training_args.bin",
                // What people read.
                "README.md",
                "LICENSE",
                "LICENSE.txt",
                "NOTICE",
                "demo.ipynb",
                "sample.wav",
                "speaker_embeddings/video.mp4",
                "picture.JPG",
                "imgs/a.webp",
                "paper.pdf",
                "data.zip",
                "weights.tar.gz",
                ".gitattributes",
                ".github/workflow.yml",
                "tests/fixture.json",
                "examples/vocab.txt",
                // What runs, whether trusted or not.
                "tests/test_it.py",
                "test/it.py",
                "examples/run.py",
                "checkpoint-1/modeling.py",
                "kernel.so",
                "run.sh"
            })
    void bulk_isLeft(String path) throws Exception {
        createModel().with(500, path);

        assertThat(paths(choose(PLAIN, repository))).containsExactly("config.json", "model.safetensors");
        assertThat(paths(choose(trusting(PLAIN), repository))).containsExactly("config.json", "model.safetensors");
    }

    @Test
    void colbert_hasItsMetadata_andALibrarysOwnModules() throws Exception {
        repository
                .withJson(
                        "modules.json",
                        "[{'path': '', 'type': 'sentence_transformers.models.Transformer'},"
                                + " {'path': '1_Dense', 'type': 'pylate.models.Dense.Dense'}]")
                .withJson("config.json", "{'architectures': ['HF_ColBERT'], 'model_type': 'bert'}")
                .withJson("1_Dense/config.json", "{}")
                .with(900, "model.safetensors", "artifact.metadata", "vocab.txt")
                .with(900, "1_Dense/model.safetensors", "1_Dense/pytorch_model.bin");

        assertThat(paths(choose(SENTENCES, repository)))
                .containsExactlyInAnyOrder(
                        "modules.json",
                        "config.json",
                        "model.safetensors",
                        "artifact.metadata",
                        "vocab.txt",
                        "1_Dense/config.json",
                        "1_Dense/model.safetensors");
    }

    @Test
    void wordEmbeddingsAtTheTop_areTakenWithTheirTokenizer() throws Exception {
        repository
                .withJson("modules.json", "[{'path': '', 'type': 'sentence_transformers.models.WordEmbeddings'}]")
                .with(900, "wordembedding_config.json", "whitespacetokenizer_config.json", "tokenizer_config.json")
                .with(5_000_000, "model.safetensors", "pytorch_model.bin", "vocab.txt", "words.list");

        assertThat(paths(choose(SENTENCES, repository)))
                .containsExactlyInAnyOrder(
                        "modules.json",
                        "wordembedding_config.json",
                        "whitespacetokenizer_config.json",
                        "tokenizer_config.json",
                        "model.safetensors",
                        "vocab.txt",
                        "words.list");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VOCAB_FILES_NAMES = NAMES\nNAMES = {'vocab_file': VOCABULARY}\nVOCABULARY = 'words.dict'",
                "cached_file(name, 'words.dict')",
                ""
            })
    void whatCodeReads_needNotBeFoundInTheCode(String code) throws Exception {
        createModel()
                .withJson("tokenizer_config.json", "{'auto_map': {'AutoTokenizer': ['words.Words', null]}}")
                .withText("words.py", code)
                .with(900, "words.dict");

        assertThat(paths(choose(trusting(PLAIN), repository))).contains("words.py", "words.dict");
    }

    @ParameterizedTest
    @ValueSource(strings = {"modeling.py", "layers/deep.py", "unnamed.py"})
    void code_isTakenIfTrusted_whateverNamesIt(String path) throws Exception {
        createModel().with(500, path);

        assertThat(paths(choose(trusting(PLAIN), repository)))
                .containsExactlyInAnyOrder("config.json", "model.safetensors", path);
        assertThat(paths(choose(PLAIN, repository))).doesNotContain(path);
    }

    /** The name of a type that no version of a library knows yet. */
    @Test
    void aTypeOfTheYearAfterNext_isTakenWithItsCode_orWithoutItAndWithAWarning() throws Exception {
        repository
                .withJson(
                        "config.json",
                        "{'model_type': 'hyperion_omni_9', 'architectures': ['HyperionOmni9ForEverything'], 'auto_map': {"
                                + "'AutoConfig': 'configuration_hyperion.HyperionConfig',"
                                + " 'AutoModelForEverything': 'modeling_hyperion.HyperionOmni9ForEverything'}}")
                .withJson("smell_preprocessor_config.json", "{'smell_processor_type': 'HyperionSmellProcessor'}")
                .withText("configuration_hyperion.py", "")
                .withText("modeling_hyperion.py", "from .configuration_hyperion import HyperionConfig")
                .with(25_000_000, "tokenizer.json", "odours.vocabulary")
                .with(9_000_000_000L, "model.safetensors", "pytorch_model.bin", "x.nemo");
        PresetOptions asked = classes(PLAIN, "AutoModelForEverything", "HyperionOmni9SmellProcessor");
        repository.without("x.nemo");

        Choice without = choose(asked, repository);
        Choice with = choose(trusting(asked), repository);

        assertThat(paths(without))
                .containsExactlyInAnyOrder(
                        "config.json",
                        "smell_preprocessor_config.json",
                        "tokenizer.json",
                        "odours.vocabulary",
                        "model.safetensors");
        assertThat(without.warnings())
                .containsExactly("the repository has Python code of its own, such as"
                        + " configuration_hyperion.HyperionConfig named by 'config.json', which is left out; if"
                        + " your library's version does not know the type, read that code, and add"
                        + " <trustRemoteCode>true</trustRemoteCode> if you trust it");
        assertThat(paths(with))
                .containsExactlyInAnyOrder(
                        "config.json",
                        "smell_preprocessor_config.json",
                        "tokenizer.json",
                        "odours.vocabulary",
                        "model.safetensors",
                        "configuration_hyperion.py",
                        "modeling_hyperion.py");
        assertThat(with.warnings()).isEmpty();
    }

    @Test
    void aTypeOfTheYearAfterNext_withoutCode_isTaken() throws Exception {
        repository
                .withJson("config.json", "{'model_type': 'hyperion_omni_9', 'architectures': ['HyperionOmni9']}")
                .with(900, "model.safetensors", "odours.vocabulary", "flax_model.msgpack");

        Choice choice = choose(classes(PLAIN, "HyperionOmni9", "HyperionSmeller"), repository);

        assertThat(paths(choice)).containsExactly("config.json", "model.safetensors", "odours.vocabulary");
        assertThat(choice.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "LamaForCausalLM, LlamaForCausalLM",
        "LlamaForCasualLM, LlamaForCausalLM",
        "LlamaForCausalLm, LlamaForCausalLM",
        "AutoModelForCasualLM, AutoModelForCausalLM",
        "automodel, AutoModel"
    })
    void aModelClassThatLooksMisspelt_isWarnedOf(String wrong, String right) throws Exception {
        createModel();

        Choice choice = choose(classes(PLAIN, wrong, null), repository);

        assertThat(choice.warnings())
                .containsExactly("<modelClass> '" + wrong + "' looks misspelt; the closest class that the repository or"
                        + " the library names is " + right);
    }

    @ParameterizedTest
    @CsvSource({
        "BretTokenizer, BertTokenizer",
        "BertTokenzier, BertTokenizer",
        "AutoTokenzier, AutoTokenizer",
        "ClipImageProcessor, CLIPImageProcessor"
    })
    void aProcessorClassThatLooksMisspelt_isWarnedOf(String wrong, String right) throws Exception {
        createModel()
                .withJson("tokenizer_config.json", "{'tokenizer_class': 'BertTokenizer'}")
                .withJson("preprocessor_config.json", "{'image_processor_type': 'CLIPImageProcessor'}");

        assertThat(choose(classes(PLAIN, null, wrong), repository).warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning)
                        .contains("<processorClass> '" + wrong + "'")
                        .endsWith(" is " + right));
    }

    @ParameterizedTest
    @CsvSource({
        "LlamaForCausalLM, LlamaForSequenceClassification",
        "BertForMaskedLM, BertModel",
        "CLIPModel, CLIPVisionModel",
        "CLIPModel, CLIPTextModelWithProjection",
        "MT5ForConditionalGeneration, T5ForConditionalGeneration",
        "Qwen2ForCausalLM, Qwen3ForCausalLM",
        "Qwen2VLForConditionalGeneration, Qwen2_5_VLForConditionalGeneration",
        "GPT2LMHeadModel, AutoModelForCausalLM",
        "BertModel, AutoPeftModelForCausalLM",
        "BertTokenizer, BertTokenizerFast",
        "CLIPImageProcessor, CLIPImageProcessorFast",
        "XLMTokenizer, XGLMTokenizer",
        "LlamaForCausalLM, LlamaForCausalLM",
        "MistralForCausalLM, MixtralForCausalLM",
        "Odd, Old",
        "BartTokenizer, BertTokenizer",
        "BertModel, AutoBackbone"
    })
    void aClassThatIsAnother_isNotMisspelt(String named, String asked) throws Exception {
        repository
                .withJson("config.json", "{'model_type': 'x', 'architectures': ['" + named + "']}")
                .with(900, "model.safetensors");

        assertThat(choose(classes(PLAIN, asked, null), repository).warnings()).isEmpty();
    }

    private PresetFixture createModel() {
        return repository
                .withJson("config.json", "{'model_type': 'llama', 'architectures': ['LlamaForCausalLM']}")
                .with(5_000_000_000L, "model.safetensors");
    }
}
