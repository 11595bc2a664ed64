package org.example.embed;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SentenceEmbedderTest {

    private static final Path MODEL = Path.of(System.getProperty("minilm.path"));
    private static final Path QUANTIZED = Path.of(System.getProperty("minilm-int8.path"));
    private static final double CLEAR_MARGIN = 0.25;

    private static final List<Pair> RELATED = List.of(
            new Pair("A man is eating pasta.", "Someone is having a meal."),
            new Pair("The build failed on the server.", "Continuous integration is broken."),
            new Pair("How do I reset my password?", "I forgot my login and need a new one."));
    private static final List<Pair> UNRELATED = List.of(
            new Pair("A man is eating pasta.", "Continuous integration is broken."),
            new Pair("The build failed on the server.", "The cat sleeps on the sofa."),
            new Pair("How do I reset my password?", "It will rain in Lisbon tomorrow."));

    private record Pair(String one, String other) {}

    @Test
    void relatedSentencesAreCloserThanUnrelatedOnes() throws IOException, OrtException {
        System.out.println("with onnx/model.onnx");
        check(MODEL, "onnx/model.onnx");
    }

    @Test
    void quantizedWeightsTellTheSame() throws IOException, OrtException {
        System.out.println("with onnx/model_quantized.onnx");
        check(QUANTIZED, "onnx/model_quantized.onnx");
    }

    private static void check(Path model, String graph) throws IOException, OrtException {
        try (var embedder = new SentenceEmbedder(model, graph)) {
            double leastRelated = Collections.min(similarities(embedder, RELATED));
            double mostUnrelated = Collections.max(similarities(embedder, UNRELATED));
            assertTrue(
                    leastRelated > mostUnrelated + CLEAR_MARGIN,
                    "related from " + leastRelated + ", unrelated up to " + mostUnrelated);
        }
    }

    private static List<Double> similarities(SentenceEmbedder embedder, List<Pair> pairs) throws OrtException {
        var similarities = new ArrayList<Double>();
        for (Pair pair : pairs) {
            double similarity = SentenceEmbedder.similarity(embedder.embed(pair.one()), embedder.embed(pair.other()));
            System.out.printf(Locale.ROOT, "%5.2f  %-31s  ~  %s%n", similarity, pair.one(), pair.other());
            similarities.add(similarity);
        }
        return similarities;
    }
}
