package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.translator.TextEmbeddingTranslatorFactory;
import ai.djl.repository.zoo.Criteria;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RefusedNetwork.class)
class EmbeddingTest {

    private static final Path MODEL = Path.of(System.getProperty("minilm.path"));

    @Test
    void takesTheFolderAndTheNameOfTheGraph() throws Exception {
        check(Criteria.builder()
                .setTypes(String.class, float[].class)
                .optModelPath(MODEL)
                .optModelName("onnx/model.onnx")
                .optEngine("OnnxRuntime")
                .optTranslatorFactory(new TextEmbeddingTranslatorFactory())
                .optArgument("includeTokenTypes", true)
                .build());
    }

    @Test
    void takesTheGraphAndTheFolderOfTheTokenizer() throws Exception {
        check(Criteria.builder()
                .setTypes(String.class, float[].class)
                .optModelPath(MODEL.resolve("onnx/model.onnx"))
                .optEngine("OnnxRuntime")
                .optTranslatorFactory(new TextEmbeddingTranslatorFactory())
                .optArgument("tokenizerPath", MODEL.toString())
                .optArgument("includeTokenTypes", true)
                .build());
    }

    private static void check(Criteria<String, float[]> criteria) throws Exception {
        try (var model = criteria.loadModel();
                var predictor = model.newPredictor()) {
            float[] pasta = predictor.predict("A man is eating pasta.");
            float[] meal = predictor.predict("Someone is having a meal.");
            float[] build = predictor.predict("The build failed on the server.");
            assertEquals(384, pasta.length);
            assertTrue(similarity(pasta, meal) > similarity(pasta, build) + 0.3);
        }
    }

    private static double similarity(float[] one, float[] other) {
        double product = 0;
        for (int i = 0; i < one.length; i++) {
            product += one[i] * other[i];
        }
        return product;
    }
}
