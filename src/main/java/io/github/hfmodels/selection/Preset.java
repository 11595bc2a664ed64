package io.github.hfmodels.selection;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The presets: each stands for a runtime, or for a file format that several runtimes read. */
public enum Preset {
    /** Every file. */
    SNAPSHOT,
    TRANSFORMERS,
    SENTENCE_TRANSFORMERS,
    DIFFUSERS,
    SAFETENSORS,
    ONNX,
    GGUF,
    TOKENIZER;

    /** The preset as users write it, such as {@code sentence-transformers}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The preset that users write as this word; empty if there is none. */
    public static Optional<Preset> ofWord(String word) {
        return Arrays.stream(values())
                .filter(preset -> preset.word().equals(word))
                .findFirst();
    }
}
