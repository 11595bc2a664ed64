package org.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.CosineSimilarity;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ModelsTest {

    @Inject
    EmbeddingModel model;

    @Test
    void relatedSentencesAreCloserThanUnrelatedOnes() {
        double related = similarity("A man is eating pasta.", "Someone is having a meal.");
        double unrelated = similarity("A man is eating pasta.", "Continuous integration is broken.");

        assertTrue(related > unrelated + 0.3, related + " is not much more than " + unrelated);
    }

    private double similarity(String one, String other) {
        return CosineSimilarity.between(
                model.embed(one).content(), model.embed(other).content());
    }
}
