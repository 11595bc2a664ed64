package org.example;

import com.github.tjake.jlama.model.AbstractModel;
import com.github.tjake.jlama.model.ModelSupport;
import com.github.tjake.jlama.safetensors.DType;
import com.github.tjake.jlama.safetensors.prompt.PromptContext;
import java.nio.file.Path;
import java.util.UUID;

public final class Writer {
    private final AbstractModel model;

    public Writer(Path folder) {
        model = ModelSupport.loadModel(folder.toFile(), DType.F32, DType.I8);
    }

    public String goOn(String text, int tokens) {
        return model.generate(UUID.randomUUID(), PromptContext.of(text), 0, tokens, (token, millis) -> {}).responseText;
    }
}
