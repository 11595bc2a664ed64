package org.example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RefusedNetwork.class)
class TokenizerTest {

    private static final long[] HELLO_WORLD = {101, 7592, 2088, 102};

    @Test
    void isFoundByItsPath() throws IOException {
        Path model = Path.of(System.getProperty("minilm.path"));
        try (var tokenizer = HuggingFaceTokenizer.newInstance(model)) {
            assertArrayEquals(HELLO_WORLD, tokenizer.encode("Hello world").getIds());
        }
    }

    @Test
    void isFoundByTheNameOfItsModel() {
        try (var tokenizer = HuggingFaceTokenizer.newInstance("sentence-transformers/all-MiniLM-L6-v2")) {
            assertArrayEquals(HELLO_WORLD, tokenizer.encode("Hello world").getIds());
        }
    }

    @Test
    void isAskedForInSpiteOfOfflineVariables() {
        assertThrows(RuntimeException.class, () -> HuggingFaceTokenizer.newInstance("acme/not-in-the-cache"));
    }
}
