package org.example;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;

public final class Writer implements AutoCloseable {
    private final LlamaModel model;

    public Writer(String file) {
        model = new LlamaModel(new ModelParameters().setModel(file));
    }

    public String goOn(String text, int tokens) {
        return model.complete(new InferenceParameters(text).setNPredict(tokens).setTemperature(0));
    }

    @Override
    public void close() {
        model.close();
    }
}
