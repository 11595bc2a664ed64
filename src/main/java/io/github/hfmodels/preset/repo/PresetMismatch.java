package io.github.hfmodels.preset.repo;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.selection.Preset;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Tells users that a preset does not fit a repository, and which one does. */
public final class PresetMismatch {

    private PresetMismatch() {}

    /**
     * The repository does not have what a preset needs.
     *
     * @param expected what the preset needs, such as {@code 'config.json'}
     */
    public static UserException of(Folder root, Preset preset, String expected) {
        String advice = fitting(root)
                .filter(fitting -> fitting != preset)
                .map(fitting -> "use <preset>" + fitting.word() + "</preset>")
                .orElse("name the files with <includes>");
        return new UserException(
                "preset " + preset.word() + " expects " + expected + ", but the repository has " + root.summary(),
                Advice.of(advice));
    }

    /** The preset that fits the repository; empty if that is not clear. */
    private static Optional<Preset> fitting(Folder root) {
        List<String> paths = root.below();
        if (root.has("model_index.json")) {
            return Optional.of(Preset.DIFFUSERS);
        }
        if (root.has("modules.json")) {
            return Optional.of(Preset.SENTENCE_TRANSFORMERS);
        }
        boolean hasConfig = root.has("config.json");
        boolean hasWeights = any(paths, path -> path.endsWith(".safetensors") || path.endsWith(".bin"));
        if (root.has("adapter_config.json") || (hasConfig && hasWeights)) {
            return Optional.of(Preset.TRANSFORMERS);
        }
        if (any(paths, path -> path.endsWith(".gguf"))) {
            return Optional.of(Preset.GGUF);
        }
        if (any(paths, path -> path.endsWith(".onnx"))) {
            return Optional.of(Preset.ONNX);
        }
        if (any(paths, path -> path.endsWith(".safetensors"))) {
            return Optional.of(Preset.SAFETENSORS);
        }
        return TokenizerFiles.isIn(root) ? Optional.of(Preset.TOKENIZER) : Optional.empty();
    }

    private static boolean any(List<String> paths, Predicate<String> condition) {
        return paths.stream().anyMatch(condition);
    }
}
