package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ExportsTest {

    private static final Path ENCODER = Path.of(System.getProperty("encoder.file"));

    @Test
    void theOneFileIsNamed() throws IOException {
        assertEquals("the weights", Files.readString(ENCODER));
    }

    @Test
    void severalFilesAreInTheirFolder() {
        Path tokenizer = Path.of(System.getProperty("tokenizer.path"));

        assertTrue(Files.exists(tokenizer.resolve("tokenizer.json")));
        assertTrue(Files.exists(tokenizer.resolve("tokenizer_config.json")));
    }

    @Test
    void resourcesKnowTheCommit() throws IOException {
        var properties = new Properties();
        try (InputStream resource = ExportsTest.class.getResourceAsStream("/encoder.properties")) {
            properties.load(resource);
        }

        assertTrue(ENCODER.toString().contains(properties.getProperty("commit")));
        assertEquals("true", properties.getProperty("available"));
    }

    @Test
    void whatNeedsAModelThatIsNotThereIsSkipped() {
        assumeTrue(Boolean.getBoolean("judge.available"), "there is no judge");

        throw new AssertionError("there is one");
    }
}
