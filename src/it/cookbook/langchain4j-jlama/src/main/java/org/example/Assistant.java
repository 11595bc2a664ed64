package org.example;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.jlama.JlamaChatModel;
import java.nio.file.Path;

public final class Assistant {
    private final ChatModel model;

    public Assistant(Path models) {
        model = JlamaChatModel.builder()
                .modelCachePath(models)
                .modelName("tjake/Llama-3.2-1B-Instruct-JQ4")
                .maxTokens(16)
                .temperature(0f)
                .build();
    }

    public String answer(String question) {
        return model.chat(question);
    }
}
