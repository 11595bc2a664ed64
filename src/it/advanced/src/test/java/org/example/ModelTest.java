package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModelTest {

    private static final Path MODEL = Path.of(System.getProperty("model"));

    @Test
    void findsExactlyTheSelectedFiles() throws IOException {
        try (Stream<Path> paths = Files.walk(MODEL)) {
            List<String> files = paths.filter(Files::isRegularFile)
                    .map(file -> MODEL.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
            assertEquals(List.of("onnx/model.onnx", "tokenizer.json"), files);
        }
    }

    @Test
    void knowsTheCommit() throws IOException {
        var properties = new Properties();
        try (InputStream resource = ModelTest.class.getResourceAsStream("/model.properties")) {
            properties.load(resource);
        }
        assertEquals(MODEL.getFileName().toString(), properties.getProperty("commit"));
    }
}
