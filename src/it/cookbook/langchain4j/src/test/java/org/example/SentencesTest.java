package org.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SentencesTest {

    @Test
    void relatedSentencesAreCloserThanUnrelatedOnes() {
        var sentences = new Sentences(Path.of(System.getProperty("minilm.path")));

        double related = sentences.similarity("A man is eating pasta.", "Someone is having a meal.");
        double unrelated = sentences.similarity("A man is eating pasta.", "Continuous integration is broken.");

        assertTrue(related > unrelated + 0.3, related + " is not much more than " + unrelated);
    }
}
