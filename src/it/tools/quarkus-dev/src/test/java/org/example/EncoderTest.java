package org.example;

import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class EncoderTest {

    @Test
    void knowsWhereTheModelIs() {
        System.out.println("The test's model is at "
                + ResourceBundle.getBundle("application").getString("encoder.path"));
        System.out.flush();
        // The goal would wait for changes.
        Runtime.getRuntime().halt(0);
    }
}
