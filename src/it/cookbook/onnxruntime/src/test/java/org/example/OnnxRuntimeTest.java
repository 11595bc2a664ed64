package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnnxRuntimeTest {

    @Test
    void makesAVectorOfEachToken() throws OrtException {
        var environment = OrtEnvironment.getEnvironment();
        long[][] helloWorld = {{101, 7592, 2088, 102}};
        try (var session = environment.createSession(System.getProperty("minilm.graph"));
                var ids = OnnxTensor.createTensor(environment, helloWorld);
                var mask = OnnxTensor.createTensor(environment, new long[][] {{1, 1, 1, 1}});
                var types = OnnxTensor.createTensor(environment, new long[][] {{0, 0, 0, 0}});
                var result = session.run(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
            float[][] vectors = ((float[][][]) result.get(0).getValue())[0];
            assertEquals(4, vectors.length);
            assertEquals(384, vectors[0].length);
            assertEquals(0.176, vectors[0][0], 0.001);
        }
    }
}
