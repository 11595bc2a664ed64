package org.example.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import org.junit.jupiter.api.Test;

class TokenizerTest {

    @Test
    void tokenizer_isFoundByTheModelsName() {
        try (var tokenizer = HuggingFaceTokenizer.newInstance("sentence-transformers/all-MiniLM-L6-v2")) {
            assertArrayEquals(
                    new long[] {101, 7592, 2088, 102},
                    tokenizer.encode("Hello world").getIds());
        }
    }
}
