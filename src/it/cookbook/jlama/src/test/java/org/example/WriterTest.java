package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WriterTest {

    @Test
    void goesOnWithTheText() {
        var writer = new Writer(Path.of(System.getProperty("llama.path")));

        assertEquals("xyz", writer.goOn("uvw", 16));
    }
}
