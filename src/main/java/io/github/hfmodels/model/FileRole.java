package io.github.hfmodels.model;

import java.util.Locale;

/** What a program that loads a model asks for by a file's path. */
public enum FileRole {
    /** An ONNX graph. */
    GRAPH,
    /** Weights, or the first part of them. */
    WEIGHTS,
    /** The tokenizer, or its vocabulary. */
    TOKENIZER,
    /** The model's configuration. */
    CONFIG;

    /** The role as users write it, such as {@code graph}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
