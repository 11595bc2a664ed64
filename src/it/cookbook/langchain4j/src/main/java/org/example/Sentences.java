package org.example;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import dev.langchain4j.store.embedding.CosineSimilarity;
import java.nio.file.Path;

public final class Sentences {
    private final EmbeddingModel model;

    public Sentences(Path folder) {
        model = new OnnxEmbeddingModel(
                folder.resolve("onnx/model.onnx"), folder.resolve("tokenizer.json"), PoolingMode.MEAN);
    }

    public double similarity(String one, String other) {
        return CosineSimilarity.between(
                model.embed(one).content(), model.embed(other).content());
    }
}
