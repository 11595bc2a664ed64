package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WriterTest {

    @Test
    void goesOnWithTheText() {
        try (var writer = new Writer(System.getProperty("llama.file"))) {
            assertEquals("xyz", writer.goOn("uvw", 16));
        }
    }
}
