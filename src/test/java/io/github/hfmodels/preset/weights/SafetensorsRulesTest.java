package io.github.hfmodels.preset.weights;

import static io.github.hfmodels.preset.PresetFixture.assertThatMistake;
import static io.github.hfmodels.preset.PresetFixture.bytes;
import static io.github.hfmodels.preset.PresetFixture.options;
import static io.github.hfmodels.preset.PresetFixture.paths;
import static io.github.hfmodels.preset.PresetFixture.variant;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.preset.PresetFixture;
import io.github.hfmodels.preset.repo.Choice;
import io.github.hfmodels.selection.Preset;
import org.assertj.core.api.AbstractStringAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsRulesTest {

    private static final long GB = 1_000_000_000;
    private static final String INDEX = "model.safetensors.index.json";

    @RegisterExtension
    final PresetFixture repository = new PresetFixture("org/model");

    @Test
    void shardsOf7B_asTheIndexNamesThem_withoutTheirCopies() throws Exception {
        repository
                .with(1_000, ".gitattributes", "README.md", "params.json")
                .with(600, "config.json", "generation_config.json", "special_tokens_map.json")
                .with(500_000, "tokenizer.model", "tokenizer.json")
                .withJson("tokenizer_config.json", "{}")
                .withJson(
                        INDEX,
                        "{'metadata': {'total_size': 14483464192}, 'weight_map': {"
                                + "'a': 'model-00001-of-00003.safetensors', 'b': 'model-00001-of-00003.safetensors',"
                                + "'c': 'model-00002-of-00003.safetensors', 'd': 'model-00003-of-00003.safetensors'}}")
                .with(14_500_000_000L, "consolidated.safetensors", "original/consolidated.00.pth")
                .with(
                        4_900_000_000L,
                        "model-00001-of-00003.safetensors",
                        "model-00002-of-00003.safetensors",
                        "model-00003-of-00003.safetensors",
                        "pytorch_model-00001-of-00002.bin");

        Choice choice = choose(null);

        assertThat(choice.files())
                .extracting(chosen -> chosen.file().path() + ": " + chosen.rule())
                .containsExactlyInAnyOrder(
                        "model.safetensors.index.json: weights, index (safetensors)",
                        "model-00001-of-00003.safetensors: weights, shard of " + INDEX,
                        "model-00002-of-00003.safetensors: weights, shard of " + INDEX,
                        "model-00003-of-00003.safetensors: weights, shard of " + INDEX,
                        "config.json: configuration",
                        "generation_config.json: configuration",
                        "params.json: configuration",
                        "tokenizer_config.json: tokenizer",
                        "special_tokens_map.json: tokenizer",
                        "tokenizer.json: tokenizer",
                        "tokenizer.model: tokenizer");
        assertThat(bytes(choice)).isBetween(14_700_000_000L, 14_702_000_000L);
    }

    @Test
    void singleFile_isPreferredToAnIndex() throws Exception {
        repository.with(GB, "model.safetensors", "model.fp16.safetensors", "other.safetensors", INDEX);

        assertThat(paths(choose(null))).containsExactly("model.safetensors");
        assertThat(paths(choose("fp16"))).containsExactly("model.fp16.safetensors");
        assertThat(paths(choose("other"))).containsExactly("other.safetensors");
    }

    @Test
    void indexOfAVariant() throws Exception {
        String shard = "model.bf16-00001-of-00001.safetensors";
        repository
                .with(GB, "model.safetensors", shard, "model.q-00001-of-00001.safetensors")
                .withJson("model.safetensors.index.bf16.json", "{'weight_map': {'a': '" + shard + "'}}")
                .withJson(
                        "model.q.safetensors.index.json",
                        "{'weight_map': {'a': 'model.q-00001-of-00001.safetensors'}}");

        assertThat(paths(choose("bf16"))).containsExactly("model.safetensors.index.bf16.json", shard);
        assertThat(paths(choose("q"))).hasSize(2);
    }

    @Test
    void onlyOtherAtTheTop_isTaken() throws Exception {
        repository.with(GB, "unusual.safetensors", "consolidated.safetensors", "sub/model.safetensors");

        assertThat(paths(choose(null))).containsExactly("unusual.safetensors");
    }

    @Test
    void copies_areTakenWhereThereIsNothingElse() throws Exception {
        repository.with(GB, "consolidated.safetensors").with(10, "params.json", "tekken.json");

        assertThat(paths(choose(null))).containsExactly("consolidated.safetensors", "tekken.json", "params.json");
    }

    @Test
    void onlyOneInAnyFolder_comesWithItsConfiguration() throws Exception {
        repository.with(GB, "sub/model.safetensors").with(10, "sub/config.json", "tokenizer.json", "other/config.json");

        assertThat(paths(choose(null))).containsExactly("sub/model.safetensors", "sub/config.json", "tokenizer.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"model.safetensors", "model.fp16.safetensors", "model.FP16.Safetensors", "fp16.safetensors"})
    void wholeNameOfAFile_isThatFile(String variant) throws Exception {
        repository.with(GB, "model.safetensors", "model.fp16.safetensors");

        assertThat(paths(choose(variant)))
                .containsExactly(variant.contains("16") ? "model.fp16.safetensors" : "model.safetensors");
    }

    @Test
    void severalAtTheTop_areListedWithTheirSizes() throws Exception {
        repository.with(GB, "xl_base.safetensors").with(2 * GB, "xl_base_fp16.safetensors", "xl_vae.safetensors");

        assertThatChoosing(null)
                .contains("any of xl_base.safetensors (1.0 GB), xl_base_fp16.safetensors (2.0 GB), xl_vae.safe")
                .contains("set <variant>");
        assertThat(paths(choose("fp16"))).containsExactly("xl_base_fp16.safetensors");
        assertThat(paths(choose("xl_base"))).containsExactly("xl_base.safetensors");
        assertThat(paths(choose("xl_base.safetensors"))).containsExactly("xl_base.safetensors");
        assertThatChoosing("a\nb").contains("no weights are a <variant> 'a\\nb'");
        assertThatChoosing("fp8")
                .contains("no weights are a <variant> 'fp8'; set it to one of these, the closest first: xl_");
    }

    @Test
    void indexThatNamesWhatIsNotThere_isRefused() {
        repository.withJson(INDEX, "{'weight_map': {'a': '../../secret', 'b': 'model-00001-of-00002.safetensors'}}");

        assertThatChoosing(null)
                .contains("'model.safetensors.index.json' names ../../secret, model-00001-of-00002.safetensors");
    }

    @Test
    void indexThatNamesAnotherFormat_isRefused() {
        repository.with(GB, "pytorch_model.bin").withJson(INDEX, "{'weight_map': {'a': 'pytorch_model.bin'}}");

        assertThatChoosing(null)
                .contains("'model.safetensors.index.json' names 'pytorch_model.bin', which is not in that format");
    }

    @Test
    void indexInAFolder_namesWhatIsBesideIt() throws Exception {
        repository
                .withJson("sub/" + INDEX, "{'weight_map': {'a': 'model-00001-of-00001.safetensors'}}")
                .with(GB, "sub/model-00001-of-00001.safetensors");

        assertThat(paths(choose(null))).containsExactly("sub/" + INDEX, "sub/model-00001-of-00001.safetensors");

        repository.without("sub/model-00001-of-00001.safetensors");

        assertThatChoosing(null)
                .contains("'sub/model.safetensors.index.json' names sub/model-00001-of-00001.safetensors, which");
    }

    @Test
    void indexOfNothing_isRefused() {
        repository.withJson(INDEX, "{'weight_map': [1, 2]}");

        assertThatChoosing(null).contains("'model.safetensors.index.json' names no shards");
    }

    @Test
    void noSafetensors_failsWithWhatThereIs() {
        repository.with(GB, "pytorch_model.bin", "model-00001-of-00002.safetensors");

        assertThatChoosing(null)
                .contains(
                        "preset safetensors expects a '.safetensors' file, or an index of several, but the repository has pyto");
        assertThatChoosing("x").contains("preset safetensors expects a");
    }

    @Test
    void hostileNames_breakNothing() {
        repository.with(1, "../../x.safetensors", "a\nb.safetensors", ".safetensors", "/x.safetensors.index.json");

        assertThatChoosing("(").doesNotContain("\n").contains("a\\nb");
        assertThatChoosing("../../x").contains("leads out of the repository");
    }

    private Choice choose(@Nullable String variant) throws Exception {
        return PresetFixture.choose(variant(options(Preset.SAFETENSORS), variant), repository);
    }

    private AbstractStringAssert<?> assertThatChoosing(@Nullable String variant) {
        return assertThatMistake(() -> choose(variant));
    }
}
