package io.github.hfmodels.selection;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a model's configuration says of its preset.
 *
 * @param preset the runtime
 * @param variant which of several weights or graphs, such as {@code fp16}, {@code int8}, {@code Q4_K_M}; null for the plain one
 * @param modelClass the class that loads the weights, such as {@code AutoModel}; null when not given
 * @param processorClass the class that prepares the input, such as {@code AutoTokenizer}; null when not given
 * @param trustRemoteCode whether Python code of the repository is wanted
 */
public record PresetOptions(
        Preset preset,
        @Nullable String variant,
        @Nullable String modelClass,
        @Nullable String processorClass,
        boolean trustRemoteCode) {

    /** The variant without this ending, for users who give a file's whole name; null when there is none. */
    @Nullable
    public String variantWithout(String ending) {
        return variant != null && variant.toLowerCase(Locale.ROOT).endsWith(ending)
                ? variant.substring(0, variant.length() - ending.length())
                : variant;
    }
}
