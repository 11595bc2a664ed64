package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModelTest {

    @Test
    void theModelIsThere() throws Exception {
        Path model = Path.of(System.getProperty("model"));

        assertTrue(Files.readString(model.resolve("adapter_config.json")).contains("acme/base"));
        assertEquals("the adapter", Files.readString(model.resolve("adapter_model.safetensors")));
    }

    @Test
    void theDatasetIsThere() throws Exception {
        assertEquals("PAR1", Files.readString(Path.of(System.getProperty("questions"), "0.parquet")));
    }
}
