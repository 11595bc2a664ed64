package io.github.hfmodels.selection;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The runtimes whose rules are known. */
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

    /** The preset with this word; empty when there is none. */
    public static Optional<Preset> ofWord(String word) {
        return Arrays.stream(values())
                .filter(preset -> preset.word().equals(word))
                .findFirst();
    }
}
