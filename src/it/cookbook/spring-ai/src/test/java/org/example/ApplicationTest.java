package org.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest
class ApplicationTest {

    @Autowired
    Application.Sentences sentences;

    @Test
    void relatedSentencesAreCloserThanUnrelatedOnes() {
        double related = sentences.similarity("A man is eating pasta.", "Someone is having a meal.");
        double unrelated = sentences.similarity("A man is eating pasta.", "Continuous integration is broken.");

        assertTrue(related > unrelated + 0.3, related + " is not much more than " + unrelated);
    }
}
