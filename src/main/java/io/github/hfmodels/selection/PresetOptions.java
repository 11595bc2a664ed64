package io.github.hfmodels.selection;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A preset with its options, as a model is configured.
 *
 * @param preset the preset
 * @param variant which of several weights or graphs, such as {@code fp16}, {@code int8} or {@code Q4_K_M}; null for the plain ones
 * @param modelClass the class that loads the weights, such as {@code AutoModel}; changes no files; null if not told
 * @param processorClass the class that prepares the input, such as {@code AutoTokenizer}; changes no files; null if not told
 * @param trustRemoteCode whether the user trusts Python code of the repository
 */
public record PresetOptions(
        Preset preset,
        @Nullable String variant,
        @Nullable String modelClass,
        @Nullable String processorClass,
        boolean trustRemoteCode) {

    /** The variant without this ending, since users may write a file's whole name; null when no variant is given. */
    @Nullable
    public String variantWithout(String ending) {
        return variant != null && variant.toLowerCase(Locale.ROOT).endsWith(ending)
                ? variant.substring(0, variant.length() - ending.length())
                : variant;
    }
}
