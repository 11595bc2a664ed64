package org.example.embed;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Turns sentences into vectors that point the same way when the sentences mean the same. */
public final class SentenceEmbedder implements AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final HuggingFaceTokenizer tokenizer;
    private final OrtSession session;

    /**
     * @param model the folder of a sentence-transformers model with an ONNX version
     * @param graph the version, such as {@code onnx/model.onnx}
     */
    public SentenceEmbedder(Path model, String graph) throws IOException, OrtException {
        tokenizer = HuggingFaceTokenizer.newInstance(model.resolve("tokenizer.json"));
        session = environment.createSession(model.resolve(graph).toString());
    }

    /** A vector of length one. */
    public float[] embed(String sentence) throws OrtException {
        Encoding tokens = tokenizer.encode(sentence);
        try (OnnxTensor ids = tensor(tokens.getIds());
                OnnxTensor mask = tensor(tokens.getAttentionMask());
                OnnxTensor types = tensor(tokens.getTypeIds());
                OrtSession.Result result =
                        session.run(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
            float[][][] vectors = (float[][][]) result.get(0).getValue();
            return normalized(mean(vectors[0], tokens.getAttentionMask()));
        }
    }

    /** From -1 for the opposite to 1 for the same. */
    public static double similarity(float[] one, float[] other) {
        double product = 0;
        for (int i = 0; i < one.length; i++) {
            product += one[i] * other[i];
        }
        return product;
    }

    @Override
    public void close() throws OrtException {
        session.close();
        tokenizer.close();
    }

    private OnnxTensor tensor(long[] values) throws OrtException {
        return OnnxTensor.createTensor(environment, new long[][] {values});
    }

    private static float[] mean(float[][] vectors, long[] mask) {
        float[] mean = new float[vectors[0].length];
        int count = 0;
        for (int token = 0; token < vectors.length; token++) {
            if (mask[token] == 0) {
                continue;
            }
            count++;
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vectors[token][i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= count;
        }
        return mean;
    }

    private static float[] normalized(float[] vector) {
        double length = Math.sqrt(similarity(vector, vector));
        float[] normalized = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            normalized[i] = (float) (vector[i] / length);
        }
        return normalized;
    }
}
