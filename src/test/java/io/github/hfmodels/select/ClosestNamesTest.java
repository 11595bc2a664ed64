package io.github.hfmodels.select;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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
    void nearest_findsWhatIsMistyped() {
        assertThat(ClosestNames.nearest("onnx/model_int8.onx", FILES))
                .startsWith("onnx/model_int8.onnx", "onnx/model_uint8.onnx", "onnx/model.onnx");
        assertThat(ClosestNames.nearest("Tokeniser.json", FILES)).startsWith("tokenizer.json");
    }

    @Test
    void nearest_takesTheFilesNameForItsPath() {
        assertThat(ClosestNames.nearest("model_int8.onnx", FILES)).startsWith("onnx/model_int8.onnx");
        assertThat(ClosestNames.nearest("modell.onnx", FILES)).startsWith("onnx/model.onnx");
    }

    @Test
    void nearest_prefersNamesThatHaveAllWords() {
        List<String> variants = List.of("Q2_K", "Q3_K_M", "Q4_0", "Q4_K_M", "Q4_K_S", "Q5_K", "Q8_0");

        assertThat(ClosestNames.nearest("Q4_K", variants)).startsWith("Q4_K_M", "Q4_K_S");
        assertThat(ClosestNames.nearest("q4_k_l", variants)).startsWith("Q4_K_M", "Q4_K_S");
    }

    @Test
    void nearest_overlooksWildcards() {
        assertThat(ClosestNames.nearest("*config.jso[n]", FILES)).startsWith("config.json");
        assertThat(ClosestNames.nearest("**/*.bin", FILES)).startsWith("openvino/openvino_model.bin");
    }

    @Test
    void nearest_areFiveAtMost() {
        assertThat(ClosestNames.nearest("x", FILES)).hasSize(5);
        assertThat(ClosestNames.nearest("x", List.of("a", "b", "a"))).containsExactly("a", "b");
        assertThat(ClosestNames.nearest("x", List.of())).isEmpty();
        assertThat(ClosestNames.nearest("", List.of("long", "a"))).containsExactly("a", "long");
        assertThat(ClosestNames.nearest("***", List.of("long", "a"))).containsExactly("a", "long");
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
}
