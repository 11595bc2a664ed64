package io.github.hfmodels.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosestNamesTest {

    private static final List<String> FILES = List.of(
            "README.md",
            "config.json",
            "onnx/model.onnx",
            "onnx/model_int8.onnx",
            "onnx/model_uint8.onnx",
            "openvino/openvino_model.bin",
            "tokenizer.json",
            "tokenizer_config.json");

    @Test
    void ranked_findsWhatIsMistyped() {
        assertThat(ClosestNames.ranked("onnx/model_int8.onx", FILES))
                .startsWith("onnx/model_int8.onnx", "onnx/model_uint8.onnx", "onnx/model.onnx");
        assertThat(ClosestNames.ranked("Tokeniser.json", FILES)).startsWith("tokenizer.json");
    }

    @Test
    void ranked_takesTheFilesNameForItsPath() {
        assertThat(ClosestNames.ranked("model_int8.onnx", FILES)).startsWith("onnx/model_int8.onnx");
        assertThat(ClosestNames.ranked("modell.onnx", FILES)).startsWith("onnx/model.onnx");
    }

    @Test
    void ranked_prefersNamesWithMoreOfTheWords() {
        List<String> variants = List.of("Q2_K", "Q3_K_M", "Q4_0", "Q4_K_M", "Q4_K_S", "Q5_K", "Q8_0");

        assertThat(ClosestNames.ranked("Q4_K", variants)).startsWith("Q4_K_M", "Q4_K_S");
        assertThat(ClosestNames.ranked("q4_k_l", variants)).startsWith("Q4_K_M", "Q4_K_S");
        assertThat(ClosestNames.ranked("q5_k_m", variants)).startsWith("Q5_K", "Q3_K_M", "Q4_K_M");
    }

    @Test
    void ranked_overlooksSeparators() {
        assertThat(ClosestNames.ranked("Q5_KM", List.of("Q5_K_L", "Q5_K_M", "Q5_K_S")))
                .startsWith("Q5_K_M");
    }

    @Test
    void ranked_overlooksWildcards() {
        assertThat(ClosestNames.ranked("*config.jso[n]", FILES)).startsWith("config.json");
        assertThat(ClosestNames.ranked("**/*.bin", FILES)).startsWith("openvino/openvino_model.bin");
    }

    @Test
    void ranked_areEachNameOnce() {
        assertThat(ClosestNames.ranked("x", FILES)).containsExactlyInAnyOrderElementsOf(FILES);
        assertThat(ClosestNames.ranked("x", List.of("a", "b", "a"))).containsExactly("a", "b");
        assertThat(ClosestNames.ranked("x", List.of())).isEmpty();
        assertThat(ClosestNames.ranked("", List.of("long", "a"))).containsExactly("a", "long");
        assertThat(ClosestNames.ranked("***", List.of("long", "a"))).containsExactly("a", "long");
    }

    @Test
    void ranked_areAllNames() {
        assertThat(ClosestNames.ranked("fp61", List.of("int8", "q4", "fp16", "bnb4", "O1", "O2", "O3")))
                .startsWith("fp16")
                .hasSize(7);
    }

    @Test
    void ranked_ofManyLongNames_keepsThemAll() {
        List<String> many = IntStream.range(0, 20_000)
                .mapToObj(i -> "folder/".repeat(400) + i)
                .toList();

        assertThat(ClosestNames.ranked("folder/".repeat(400), many)).hasSize(20_000);
    }

    @ParameterizedTest
    @CsvSource({
        "aliass, alias",
        "Id, id",
        "revison, revision",
        "vairant, variant",
        "exclude, excludes",
        "model-class, modelClass",
        "repo, ",
        "repository, ",
        "x, "
    })
    void closest_isEmptyWhenNoneIsMeant(String wanted, @Nullable String closest) {
        assertThat(ClosestNames.closest(
                        wanted, List.of("id", "revision", "excludes", "variant", "modelClass", "alias", "directory")))
                .isEqualTo(Optional.ofNullable(closest));
    }

    @ParameterizedTest
    @CsvSource({"cacheDir, cacheDirectory", "maxSise, maxSize", "offline, ", "token, ", "verbose, "})
    void closest_isNotALongNameThatHasAWordOfIt(String wanted, @Nullable String closest) {
        assertThat(ClosestNames.closest(
                        wanted, List.of("cacheDirectory", "failOnMissingToken", "lineLength", "maxSize", "serverId")))
                .isEqualTo(Optional.ofNullable(closest));
    }
}
