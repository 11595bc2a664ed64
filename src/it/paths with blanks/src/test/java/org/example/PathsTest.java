package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PathsTest {

    @Test
    void pathsMayBePartsOfACommandLine() throws IOException {
        assertEquals("the graph", Files.readString(Path.of(System.getProperty("mini.graph"))));
    }

    @Test
    void theUriIsThatOfTheFolder() throws IOException {
        String uri = System.getProperty("mini.uri");

        assertTrue(uri.contains("/the%20cache/"), uri);
        assertEquals(
                Files.readString(Path.of(System.getProperty("mini.tokenizer"))),
                Files.readString(Path.of(URI.create(uri + "/tokenizer.json"))));
    }

    @Test
    void jlamaFindsTheModel() throws IOException {
        Path model = Path.of("jlama models", "acme_chat").toAbsolutePath();

        assertTrue(Files.exists(model.resolve(".finished")));
        assertEquals(model, Path.of(System.getProperty("chat.path")));
        assertEquals("one", Files.readString(Path.of(System.getProperty("chat.weights"))));
    }
}
