package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AssistantTest {

    @Test
    void answersWithTheModelThatIsThere() {
        var assistant = new Assistant(Path.of(System.getProperty("models")));

        assertEquals("xyz", assistant.answer("uvw"));
    }
}
