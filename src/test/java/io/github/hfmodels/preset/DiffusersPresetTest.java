package io.github.hfmodels.preset;

import static io.github.hfmodels.preset.PresetFixture.assertThatMistake;
import static io.github.hfmodels.preset.PresetFixture.bytes;
import static io.github.hfmodels.preset.PresetFixture.choose;
import static io.github.hfmodels.preset.PresetFixture.options;
import static io.github.hfmodels.preset.PresetFixture.paths;
import static io.github.hfmodels.preset.PresetFixture.rules;
import static io.github.hfmodels.preset.PresetFixture.trusting;
import static io.github.hfmodels.preset.PresetFixture.variant;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.preset.repo.Choice;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiffusersPresetTest {

    private static final PresetOptions DIFFUSERS = options(Preset.DIFFUSERS);

    @RegisterExtension
    final PresetFixture repository = new PresetFixture("org/diffusion");

    @BeforeEach
    void createStableDiffusion() {
        repository
                .withJson(
                        "model_index.json",
                        "{'_class_name': 'StableDiffusionPipeline', '_diffusers_version': '0.6.0',"
                                + "'feature_extractor': ['transformers', 'CLIPImageProcessor'],"
                                + "'safety_checker': ['stable_diffusion', 'StableDiffusionSafetyChecker'],"
                                + "'image_encoder': [null, null], 'requires_safety_checker': true,"
                                + "'scheduler': ['diffusers', 'PNDMScheduler'],"
                                + "'text_encoder': ['transformers', 'CLIPTextModel'],"
                                + "'tokenizer': ['transformers', 'CLIPTokenizer'],"
                                + "'unet': ['diffusers', 'UNet2DConditionModel'], 'vae': ['diffusers', 'AutoencoderKL']}")
                .with(500, "feature_extractor/preprocessor_config.json", "scheduler/scheduler_config.json")
                .with(
                        500,
                        "safety_checker/config.json",
                        "text_encoder/config.json",
                        "unet/config.json",
                        "vae/config.json")
                .with(500, "tokenizer/vocab.json", "tokenizer/merges.txt", "tokenizer/special_tokens_map.json")
                .with(1_200_000_000L, "safety_checker/pytorch_model.bin")
                .with(492_000_000L, "text_encoder/model.safetensors", "text_encoder/pytorch_model.bin")
                .with(246_000_000L, "text_encoder/model.fp16.safetensors")
                .with(3_440_000_000L, "unet/diffusion_pytorch_model.safetensors", "unet/diffusion_pytorch_model.bin")
                .with(1_720_000_000L, "unet/diffusion_pytorch_model.fp16.safetensors")
                .with(335_000_000L, "vae/diffusion_pytorch_model.bin", "vae/diffusion_flax_model.msgpack")
                .with(4_270_000_000L, "v1-5-pruned-emaonly.safetensors", "v1-5-pruned.ckpt")
                .with(500, "v1-inference.yaml", "README.md", "image_encoder/model.safetensors");
    }

    @Test
    void aPipeline_isItsComponents_allOfTheFormatThatAllHave() throws Exception {
        Choice choice = choose(DIFFUSERS, repository);

        assertThat(rules(choice))
                .containsOnlyKeys(
                        "model_index.json",
                        "feature_extractor/preprocessor_config.json",
                        "safety_checker/config.json",
                        "safety_checker/pytorch_model.bin",
                        "scheduler/scheduler_config.json",
                        "text_encoder/config.json",
                        "text_encoder/pytorch_model.bin",
                        "tokenizer/vocab.json",
                        "tokenizer/merges.txt",
                        "tokenizer/special_tokens_map.json",
                        "unet/config.json",
                        "unet/diffusion_pytorch_model.bin",
                        "vae/config.json",
                        "vae/diffusion_pytorch_model.bin")
                .containsEntry("vae/diffusion_pytorch_model.bin", "weights (pytorch)")
                .containsEntry("unet/config.json", "config of unet");
        assertThat(bytes(choice)).isLessThan(bytes(repository) / 3);
    }

    @Test
    void aPipelineThatHasAllAsSafetensors_isThose_withWhateverTheLibraryTakesForWeightsElsewhere() throws Exception {
        repository
                .with(
                        335_000_000L,
                        "vae/diffusion_pytorch_model.safetensors",
                        "vae_1_0/diffusion_pytorch_model.safetensors")
                .with(1_200_000_000L, "safety_checker/model.safetensors", "vae/model.onnx", "vae_decoder/model.onnx")
                .with(500, "text_encoder/generation_config.json", "scheduler/notes.txt", "vae_1_0/config.json")
                .withJson(
                        "unet/old/diffusion_pytorch_model.safetensors.index.json",
                        "{'weight_map': {'a': 'missing.safetensors'}}");

        assertThat(paths(choose(DIFFUSERS, repository)))
                .containsExactlyInAnyOrder(
                        "model_index.json",
                        "feature_extractor/preprocessor_config.json",
                        "image_encoder/model.safetensors",
                        "safety_checker/config.json",
                        "safety_checker/model.safetensors",
                        "scheduler/notes.txt",
                        "scheduler/scheduler_config.json",
                        "text_encoder/config.json",
                        "text_encoder/model.safetensors",
                        "tokenizer/vocab.json",
                        "tokenizer/merges.txt",
                        "tokenizer/special_tokens_map.json",
                        "unet/config.json",
                        "unet/diffusion_pytorch_model.safetensors",
                        "unet/old/diffusion_pytorch_model.safetensors.index.json",
                        "vae/config.json",
                        "vae/diffusion_pytorch_model.safetensors",
                        "vae_1_0/diffusion_pytorch_model.safetensors");
    }

    @Test
    void aComponentThatHasOnlyTheOtherFormat_isTakenInThat() throws Exception {
        repository.without("text_encoder/pytorch_model.bin");

        assertThat(paths(choose(DIFFUSERS, repository)))
                .contains(
                        "text_encoder/model.safetensors",
                        "text_encoder/config.json",
                        "unet/diffusion_pytorch_model.bin")
                .doesNotContain("unet/diffusion_pytorch_model.safetensors");
    }

    @Test
    void aVariantOfOldNames_isTaken() throws Exception {
        repository
                .without("unet/diffusion_pytorch_model.fp16.safetensors")
                .without("text_encoder/model.fp16.safetensors")
                .withJson(
                        "unet/diffusion_pytorch_model.safetensors.fp16.index.json",
                        "{'weight_map': {'a': 'diffusion_pytorch_model-00001-of-00001.fp16.safetensors'}}")
                .with(100, "unet/diffusion_pytorch_model-00001-of-00001.fp16.safetensors");

        assertThat(paths(choose(variant(DIFFUSERS, "fp16"), repository)))
                .contains(
                        "unet/diffusion_pytorch_model.safetensors.fp16.index.json",
                        "unet/diffusion_pytorch_model-00001-of-00001.fp16.safetensors",
                        "text_encoder/model.safetensors")
                .doesNotContain("unet/diffusion_pytorch_model.safetensors");
    }

    @Test
    void aVariant_isTakenWhereAComponentHasIt() throws Exception {
        assertThat(paths(choose(variant(DIFFUSERS, "fp16"), repository)))
                .contains(
                        "unet/diffusion_pytorch_model.fp16.safetensors",
                        "text_encoder/model.fp16.safetensors",
                        "vae/diffusion_pytorch_model.bin")
                .doesNotContain("unet/diffusion_pytorch_model.safetensors", "text_encoder/model.safetensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bf16", "safetensors", "bin", "fp1"})
    void aVariantThatNoComponentHas_fails(String variant) {
        assertThatMistake(() -> choose(variant(DIFFUSERS, variant), repository))
                .contains("no component of the repository has weights of the variant '" + variant + "'")
                .endsWith("; set <variant>fp16</variant> (2.0 GB), or leave <variant> out");
    }

    @Test
    void aPipelineOfAVariantAlone_isThatVariant() throws Exception {
        repository
                .withJson("model_index.json", "{'unet': ['diffusers', 'UNet2DConditionModel']}")
                .without("unet/diffusion_pytorch_model.safetensors")
                .without("unet/diffusion_pytorch_model.bin");

        assertThat(paths(choose(variant(DIFFUSERS, "fp16"), repository)))
                .contains("model_index.json", "unet/config.json", "unet/diffusion_pytorch_model.fp16.safetensors");
    }

    @Test
    void shardsOfAComponent_areAsItsIndexNamesThem() throws Exception {
        repository
                .without("unet/diffusion_pytorch_model.fp16.safetensors")
                .withJson(
                        "unet/diffusion_pytorch_model.safetensors.index.fp16.json",
                        "{'weight_map': {'a': 'diffusion_pytorch_model.fp16-00001-of-00002.safetensors',"
                                + "'b': 'diffusion_pytorch_model.fp16-00002-of-00002.safetensors'}}")
                .with(
                        900_000_000,
                        "unet/diffusion_pytorch_model.fp16-00001-of-00002.safetensors",
                        "unet/diffusion_pytorch_model.fp16-00002-of-00002.safetensors");

        assertThat(paths(choose(variant(DIFFUSERS, "fp16"), repository)))
                .contains(
                        "unet/diffusion_pytorch_model.safetensors.index.fp16.json",
                        "unet/diffusion_pytorch_model.fp16-00001-of-00002.safetensors",
                        "unet/diffusion_pytorch_model.fp16-00002-of-00002.safetensors")
                .doesNotContain("unet/diffusion_pytorch_model.safetensors");
    }

    @Test
    void aShardThatIsNotThere_fails() {
        repository
                .without("vae/diffusion_pytorch_model.bin")
                .withJson(
                        "vae/diffusion_pytorch_model.safetensors.index.json",
                        "{'weight_map': {'a': '../unet/diffusion_pytorch_model.bin'}}");

        assertThatMistake(() -> choose(DIFFUSERS, repository))
                .contains(
                        "'vae/diffusion_pytorch_model.safetensors.index.json' names vae/../unet/diffusion_pytorch_model.bin");
    }

    @Test
    void aComponentWithoutWeights_fails() {
        repository.without("vae/diffusion_pytorch_model.bin");

        assertThatMistake(() -> choose(DIFFUSERS, repository))
                .contains("vae/diffusion_pytorch_model.safetensors")
                .contains("vae/diffusion_flax_model.msgpack (335.0 MB)");
    }

    @Test
    void componentsForOnnxRuntime_areGraphs_andOthersHaveSettingsAlone() throws Exception {
        repository
                .withJson(
                        "model_index.json", "{'unet': ['diffusers', 'OnnxRuntimeModel'], 'mel': ['diffusers', 'Mel']}")
                .without("unet/diffusion_pytorch_model.safetensors")
                .without("unet/diffusion_pytorch_model.bin")
                .without("unet/diffusion_pytorch_model.fp16.safetensors")
                .with(100, "unet/model.onnx", "unet/weights.pb", "unet/other.onnx", "mel/mel_config.json");

        assertThat(paths(choose(DIFFUSERS, repository)))
                .contains(
                        "model_index.json",
                        "unet/config.json",
                        "unet/model.onnx",
                        "unet/weights.pb",
                        "mel/mel_config.json")
                .doesNotContain("unet/other.onnx");
    }

    @Test
    void aComponentOfNothingKnown_fails() {
        repository
                .withJson("model_index.json", "{'odd': ['diffusers', 'OddModel']}")
                .with(100, "odd/odd.xyz");

        assertThatMistake(() -> choose(DIFFUSERS, repository)).contains("odd/odd.xyz");
    }

    @Test
    void aComponentWithoutFolder_fails() {
        repository.without("scheduler/scheduler_config.json");

        assertThatMistake(() -> choose(DIFFUSERS, repository))
                .contains("names the component 'scheduler', but the repository has no such folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../..", "/etc", "a/../b"})
    void aComponentElsewhere_fails(String name) {
        repository.withJson("model_index.json", "{'" + name + "': ['diffusers', 'AutoencoderKL']}");

        assertThatMistake(() -> choose(DIFFUSERS, repository))
                .contains("'model_index.json' names the folder '" + name + "', which leads out");
    }

    @Test
    void aPipelineOfItsOwn_needsItsCode() throws Exception {
        repository
                .withJson(
                        "model_index.json",
                        "{'_class_name': ['my_pipeline', 'MyPipeline'], 'unet': ['my_unet', 'MyUNet'], 'vae': ['diffusers', 'AutoencoderKL']}")
                .with(100, "my_pipeline.py", "my_steps.py", "unet/my_unet.py", "unet/blocks.py", "tests/test_it.py");

        assertThatMistake(() -> choose(DIFFUSERS, repository))
                .contains("names 'my_pipeline.py' for the pipeline MyPipeline")
                .contains("<trustRemoteCode>true</trustRemoteCode>");
        assertThat(paths(choose(trusting(DIFFUSERS), repository)))
                .contains("my_pipeline.py", "my_steps.py", "unet/my_unet.py", "unet/blocks.py")
                .doesNotContain("tests/test_it.py");

        repository.without("my_pipeline.py");

        assertThatMistake(() -> choose(trusting(DIFFUSERS), repository))
                .contains("'model_index.json' names my_pipeline.py, which the repository does not have");
    }

    @Test
    void aRepositoryOfTransformers_failsWithThePresetThatFits() {
        repository
                .without("model_index.json")
                .withJson("config.json", "{'model_type': 'bert'}")
                .with(100, "model.safetensors");

        assertThatMistake(() -> choose(DIFFUSERS, repository))
                .contains("preset diffusers expects 'model_index.json'")
                .contains("<preset>transformers</preset>");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void veryManyIgnoredFilesAndFolders_areLookedUpAtOnce() throws Exception {
        String names = IntStream.range(0, 200_000)
                .mapToObj(i -> "'f" + i + "': [null, null]")
                .collect(Collectors.joining(", "));
        String ignored =
                IntStream.range(0, 200_000).mapToObj(i -> "'x/" + i + "'").collect(Collectors.joining(", "));
        repository.withJson(
                "model_index.json",
                "{'unet': ['diffusers', 'UNet2DConditionModel'], '_ignore_files': [" + ignored + "], " + names + "}");
        repository.with(1, "unet/config.json", "unet/diffusion_pytorch_model.safetensors");
        for (int i = 0; i < 200_000; i++) {
            repository.with(1, "y/" + i);
        }

        assertThat(paths(choose(DIFFUSERS, repository))).contains("unet/diffusion_pytorch_model.safetensors");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void pathThatLooksLikeAnIndexAllOver_isReadOnce() throws Exception {
        repository
                .withJson("model_index.json", "{'unet': ['diffusers', 'UNet2DConditionModel']}")
                .with(1, "unet/config.json", "unet/diffusion_pytorch_model.safetensors", ".bin.index.".repeat(300_000));

        assertThat(paths(choose(DIFFUSERS, repository))).contains("unet/diffusion_pytorch_model.safetensors");
    }
}
