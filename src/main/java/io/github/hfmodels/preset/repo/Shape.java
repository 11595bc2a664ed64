package io.github.hfmodels.preset.repo;

import io.github.hfmodels.selection.Preset;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a repository seems to be made for, to tell users of a preset that does not fit which one does. */
public final class Shape {

    private Shape() {}

    /**
     * That a repository is not what a preset is for.
     *
     * @param expected what the preset looks for, such as {@code 'config.json'}
     */
    public static PresetException unfit(Folder root, Preset preset, String expected) {
        String next = fitting(root)
                .filter(fitting -> fitting != preset)
                .map(fitting -> "use <preset>" + fitting.word() + "</preset>")
                .orElse("name the files with <includes>");
        return new PresetException("preset " + preset.word() + " expects " + expected + ", but the repository has "
                + root.summary() + "; " + next);
    }

    /** The preset that a repository is made for; empty when it is not clear. */
    private static Optional<Preset> fitting(Folder root) {
        List<String> paths = root.below();
        if (root.has("model_index.json")) {
            return Optional.of(Preset.DIFFUSERS);
        }
        if (root.has("modules.json")) {
            return Optional.of(Preset.SENTENCE_TRANSFORMERS);
        }
        boolean configured = root.has("config.json");
        boolean weighted = any(paths, path -> path.endsWith(".safetensors") || path.endsWith(".bin"));
        if (root.has("adapter_config.json") || (configured && weighted)) {
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

    private static boolean any(List<String> paths, Predicate<String> which) {
        return paths.stream().anyMatch(which);
    }
}
