package io.github.hfmodels.preset.weights;

import static io.github.hfmodels.preset.PresetFixture.assertThatMistake;
import static io.github.hfmodels.preset.PresetFixture.bytes;
import static io.github.hfmodels.preset.PresetFixture.options;
import static io.github.hfmodels.preset.PresetFixture.paths;
import static io.github.hfmodels.preset.PresetFixture.variant;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.preset.PresetFixture;
import io.github.hfmodels.preset.repo.Choice;
import io.github.hfmodels.preset.repo.ChosenFile;
import io.github.hfmodels.selection.Preset;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GgufRulesTest {

    private static final long GB = 1_000_000_000;

    /** The quantizations of an 8B model in a typical repository, with sizes in units of 10 MB. */
    private static final List<String> QUANTIZATIONS = List.of(
            "IQ2_M 295",
            "IQ2_S 276",
            "IQ2_XS 261",
            "IQ3_M 378",
            "IQ3_XS 352",
            "IQ3_XXS 327",
            "IQ4_NL 468",
            "IQ4_XS 445",
            "Q2_K 318",
            "Q2_K_L 369",
            "Q3_K_L 432",
            "Q3_K_M 402",
            "Q3_K_S 366",
            "Q3_K_XL 478",
            "Q4_0 466",
            "Q4_K_L 531",
            "Q4_K_M 492",
            "Q4_K_S 469",
            "Q5_K_L 606",
            "Q5_K_M 573",
            "Q5_K_S 560",
            "Q6_K 660",
            "Q6_K_L 685",
            "Q8_0 854",
            "f32 3213");

    @RegisterExtension
    final PresetFixture repository = new PresetFixture("org/model-GGUF");

    @ParameterizedTest
    @CsvSource({"Q4_K_M, 4.92", "q4_k_m, 4.92", "IQ4_XS, 4.45", "Q6_K, 6.6", "Q6_K_L, 6.85", "Q4_0, 4.66", "F32, 32.13"
    })
    void oneOf25Quantizations(String variant, double gigabytes) throws Exception {
        listQuantizations();

        Choice choice = choose(variant);

        assertThat(choice.files()).hasSize(1);
        assertThat(bytes(choice)).isEqualTo((long) (gigabytes * GB));
        assertThat(bytes(repository)).isGreaterThan(140 * GB);
        assertThat(choice.files().get(0).rule()).isEqualToIgnoringCase("weights (" + variant + ")");
        assertThat(repository.read()).isEmpty();
    }

    @Test
    void severalQuantizationsAndNoVariant_areListedWithTheirSizes() {
        listQuantizations();

        assertThatChoosing(null)
                .startsWith("preset gguf: the repository has 25 models; set <variant> to one of ")
                .contains("Model-8B-IQ2_M.gguf (3.0 GB), ")
                .contains("Model-8B-Q4_K_M.gguf (4.9 GB), ")
                .contains("Model-8B-f32.gguf (32.1 GB)")
                .doesNotContain("imatrix")
                .doesNotContain("README");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Q4_K", "Q4", "Q4_XS", "K_M", "Q4_K_", "Q", "-", "4"})
    void partOfAQuantizationsName_isNotAVariant(String variant) {
        listQuantizations();

        assertThatChoosing(variant).contains("no model is a <variant> '" + variant + "'");
    }

    @Test
    void unknownVariant_failsWithTheOthers_theClosestFirst() {
        listQuantizations();

        assertThatChoosing("Q4_K").contains("the closest first: Q4_K_L, Q4_K_M, Q4_K_S, ");
        assertThatChoosing("Q5_KM").contains("the closest first: Q5_K_M, ");
    }

    @Test
    void wholeQuantization_isPreferredToOnesThatBeginLikeIt() throws Exception {
        repository.with(GB, "ggml-model-Q4_K.gguf", "ggml-model-Q4_K_M.gguf", "ggml-model-Q4_K_S.gguf");

        assertThat(paths(choose("q4_k"))).containsExactly("ggml-model-Q4_K.gguf");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.q4_k_m.gguf",
                "Model-Q4_K_M.gguf",
                "model_Q4_K_M.gguf",
                "Q4_K_M.gguf",
                "Model.i1-Q4_K_M.GGUF",
                "Model-Q4_K_M-imat.gguf",
                "Model-Q4_K_M_v2.gguf",
                "Model-F16-merged.Q4_K_M.gguf",
                "Model-imatrix-Q4_K_M.gguf",
                "deep/er/Model Q4_K_M.gguf"
            })
    void quantization_isFoundHoweverNamesAreBuilt(String path) throws Exception {
        repository.with(GB, path, "other-Q4_0.gguf", "other-Q4_K_S.gguf", "other-IQ4_K_M.gguf");

        assertThat(paths(choose("Q4_K_M"))).containsExactly(path);
    }

    @Test
    void onlyModel_needsNoVariant() throws Exception {
        repository.with(
                GB, "Model-Q8_0.gguf", "README.md", "config.json", "model.imatrix", "imatrix.gguf", "imatrix.dat");

        assertThat(paths(choose(null))).containsExactly("Model-Q8_0.gguf");
    }

    @Test
    void onlyModel_ofNoQuantization() throws Exception {
        repository.with(GB, "whisper.gguf");

        assertThat(choose(null).files()).extracting(ChosenFile::rule).containsExactly("weights (GGUF)");
    }

    @Test
    void splitModel_comesWithAllItsParts() throws Exception {
        repository.with(
                GB,
                "Model-Q8_0-00002-of-00003.gguf",
                "Model-Q8_0-00001-of-00003.gguf",
                "Model-Q8_0-00003-of-00003.gguf",
                "Model-Q4_0.gguf");

        Choice choice = choose("Q8_0");

        assertThat(choice.files())
                .extracting(chosen -> chosen.file().path() + ": " + chosen.rule())
                .containsExactly(
                        "Model-Q8_0-00001-of-00003.gguf: weights (Q8_0), part 1 of 3",
                        "Model-Q8_0-00002-of-00003.gguf: weights (Q8_0), part 2 of 3",
                        "Model-Q8_0-00003-of-00003.gguf: weights (Q8_0), part 3 of 3");
    }

    @Test
    void splitModel_inAFolderThatNamesTheQuantization() throws Exception {
        repository.with(
                GB,
                "BF16/Model-00001-of-00002.gguf",
                "BF16/Model-00002-of-00002.gguf",
                "Q8_0/Model-Q8_0-00001-of-00002.gguf",
                "Q8_0/Model-Q8_0-00002-of-00002.gguf");

        assertThat(paths(choose("bf16")))
                .containsExactly("BF16/Model-00001-of-00002.gguf", "BF16/Model-00002-of-00002.gguf");
        assertThat(paths(choose("Q8_0"))).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "Model-Q6_K.gguf.part1of2, Model-Q6_K.gguf.part2of2",
        "model.Q6_K.gguf-split-a, model.Q6_K.gguf-split-b",
        "model.Q6_K.gguf-part-a, model.Q6_K.gguf-part-b"
    })
    void modelThatWasCut_comesWithAllItsParts(String first, String second) throws Exception {
        repository.with(GB, second, first, "Model-Q4_K_M.gguf");

        assertThat(paths(choose("Q6_K"))).containsExactly(first, second);
    }

    @ParameterizedTest
    @CsvSource({
        "Model-Q8_0-00002-of-00003.gguf, part 1 of the 3 of ", "q/Model-00001-of-00002.gguf, part 2 of the 2 of ",
        "Model-Q6_K.gguf.part1of11, part 2 of the 11 of ", "model.Q6_K.gguf-split-b, part 1 of the 2 of "
    })
    void missingPart_isNamed(String path, String missing) {
        repository.with(GB, path);

        assertThatChoosing(null).contains("the repository lacks " + missing);
    }

    @Test
    void missingPartOfAnother_doesNotMatter() throws Exception {
        repository.with(GB, "Model-Q8_0-00002-of-00003.gguf", "Model-Q4_0.gguf");

        assertThat(paths(choose("Q4_0"))).containsExactly("Model-Q4_0.gguf");
    }

    @Test
    void severalMatches_areListedWithTheirSizes() throws Exception {
        repository.with(GB, "Model-7B-Q4_0.gguf", "Model-7B-Q8_0.gguf").with(2 * GB, "Model-13B-Q4_0.gguf");

        assertThatChoosing("Q4_0")
                .contains("matches Model-7B-Q4_0.gguf (1.0 GB), Model-13B-Q4_0.gguf (2.0 GB); set it to");
        assertThat(paths(choose("model-13b-q4_0"))).containsExactly("Model-13B-Q4_0.gguf");
        assertThat(paths(choose("Model-7B-Q4_0.gguf"))).containsExactly("Model-7B-Q4_0.gguf");
        assertThat(paths(choose("13B"))).containsExactly("Model-13B-Q4_0.gguf");
    }

    @Test
    void variantWithAPrefix_tellsTwoOfOneQuantizationApart() throws Exception {
        repository.with(GB, "Model-Q4_K_XL.gguf", "Model-UD-Q4_K_XL.gguf");

        assertThat(paths(choose("UD-Q4_K_XL"))).containsExactly("Model-UD-Q4_K_XL.gguf");
        assertThatChoosing("Q4_K_XL").contains("matches Model-Q4_K_XL.gguf (1.0 GB), Model-UD-");
    }

    @Test
    void projector_comesAlong() throws Exception {
        repository.with(GB, "gemma-Q4_0.gguf", "gemma-Q8_0.gguf", "mmproj-model-f16.gguf");

        Choice choice = choose("Q4_0");

        assertThat(paths(choice)).containsExactly("gemma-Q4_0.gguf", "mmproj-model-f16.gguf");
        assertThat(choice.files().get(1).rule()).isEqualTo("projector of the model's input");
    }

    @Test
    void projectorOfSeveralPrecisions_isF16() throws Exception {
        repository.with(GB, "Model-F16.gguf", "mmproj-BF16.gguf", "mmproj-F16.gguf", "mmproj-F32.gguf");

        assertThat(paths(choose("F16"))).containsExactly("Model-F16.gguf", "mmproj-F16.gguf");
    }

    @Test
    void projectorBesideTheModel_isTaken_elseOneOfAFolderAbove() throws Exception {
        repository.with(GB, "a/Q8_0/A-Q8_0.gguf", "a/mmproj-f16.gguf", "b/B-Q4_0.gguf", "b/mmproj-f16.gguf");

        assertThat(paths(choose("Q8_0"))).containsExactly("a/Q8_0/A-Q8_0.gguf", "a/mmproj-f16.gguf");
        assertThat(paths(choose("Q4_0"))).containsExactly("b/B-Q4_0.gguf", "b/mmproj-f16.gguf");
    }

    @Test
    void projectorsThatNothingTellsApart_areListed() {
        repository.with(GB, "Model-Q4_0.gguf", "mmproj-a-f16.gguf", "mmproj-b-f16.gguf");

        assertThatChoosing(null)
                .contains("any of mmproj-a-f16.gguf (1.0 GB), mmproj-b-f16.gguf (1.0 GB) may be the projector");
    }

    @Test
    void noGguf_failsWithWhatThereIs() {
        repository.with(GB, "model.safetensors").with(100, "config.json");

        assertThatChoosing("Q4_0")
                .contains("preset gguf expects a '.gguf' file, but the repository has model.safetensors (1.0 GB)");
    }

    @Test
    void hostileNames_breakNothing() throws Exception {
        repository.with(
                1,
                "-00001-of-00000.gguf",
                "x-00000-of-00000.gguf",
                "x-99999-of-99999.gguf",
                "../../x-Q4_0.gguf",
                "/abs.gguf",
                "a\nb.gguf",
                ".gguf",
                "x.gguf.part99999of99999",
                "x.gguf.part999999of999999",
                "Q".repeat(3_000) + ".gguf",
                "Q4" + "_0".repeat(1_500) + ".gguf",
                "-00001-of-00001".repeat(200) + ".gguf");

        assertThatChoosing("Q4_1").contains("no model is");
        assertThatChoosing(null).doesNotContain("\n").contains("a\\nb.gguf");
        assertThatChoosing("(").contains("no model is");
        assertThatChoosing("\\E").contains("no model is");
    }

    private void listQuantizations() {
        repository.with(5_000, "README.md", ".gitattributes").with(5_000_000, "Model-8B.imatrix", "imatrix.gguf");
        for (String line : QUANTIZATIONS) {
            String[] parts = line.split(" ");
            repository.with(Long.parseLong(parts[1]) * 10_000_000, "Model-8B-" + parts[0] + ".gguf");
        }
    }

    private Choice choose(@Nullable String variant) throws Exception {
        return PresetFixture.choose(variant(options(Preset.GGUF), variant), repository);
    }

    private AbstractStringAssert<?> assertThatChoosing(@Nullable String variant) {
        return assertThatMistake(() -> choose(variant));
    }
}
