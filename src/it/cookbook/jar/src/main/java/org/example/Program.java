package org.example;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import java.util.Map;

public final class Program {

    public static void main(String[] args) throws Exception {
        byte[] graph;
        try (var in = Program.class.getResourceAsStream("/models/minilm/onnx/model_quantized.onnx")) {
            graph = in.readAllBytes();
        }
        var environment = OrtEnvironment.getEnvironment();
        long[][] helloWorld = {{101, 7592, 2088, 102}};
        try (var session = environment.createSession(graph);
                var ids = OnnxTensor.createTensor(environment, helloWorld);
                var mask = OnnxTensor.createTensor(environment, new long[][] {{1, 1, 1, 1}});
                var types = OnnxTensor.createTensor(environment, new long[][] {{0, 0, 0, 0}});
                var result = session.run(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
            float[][] vectors = ((float[][][]) result.get(0).getValue())[0];
            System.out.println(vectors.length + " tokens, vectors of " + vectors[0].length);
        }
    }
}
