package org.example;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.config.inject.ConfigProperty;

public class Models {

    @Produces
    @ApplicationScoped
    EmbeddingModel minilm(@ConfigProperty(name = "minilm.path") String folder) {
        return new OnnxEmbeddingModel(folder + "/onnx/model.onnx", folder + "/tokenizer.json", PoolingMode.MEAN);
    }
}
