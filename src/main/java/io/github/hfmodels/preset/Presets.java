package io.github.hfmodels.preset;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.onnx.OnnxRules;
import io.github.hfmodels.preset.repo.Choice;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.PresetRepository;
import io.github.hfmodels.preset.transformers.DiffusersRules;
import io.github.hfmodels.preset.transformers.RemoteCode;
import io.github.hfmodels.preset.transformers.SentenceTransformersRules;
import io.github.hfmodels.preset.transformers.TransformersRules;
import io.github.hfmodels.preset.weights.GgufRules;
import io.github.hfmodels.preset.weights.SafetensorsRules;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Chooses the files of a repository by the rules of the preset that is asked for. */
public final class Presets {

    private Presets() {}

    /**
     * Chooses the files that are needed.
     *
     * @throws UserException if the model's configuration must change
     * @throws IOException if a file that decides cannot be fetched or read
     */
    public static Choice choose(Part part, PresetRepository repository) throws IOException {
        Folder root = Folder.root(repository, isTrusted(part));
        if (part instanceof Part.Code code) {
            RemoteCode.takeModules(root, code.modules());
        } else if (part instanceof Part.Files files) {
            root.takeAll(files.paths(), "named by another repository", "the configuration of another repository");
        } else if (part instanceof Part.ByPreset chosen) {
            takeOrExplain(root, chosen.options());
        }
        return root.choice();
    }

    /**
     * Whether rules could take a file of that path, judged by its name alone. For a lock, whose repository nobody reads.
     */
    public static boolean couldTake(Part part, String path) {
        if (part instanceof Part.ByPreset chosen) {
            return switch (chosen.options().preset()) {
                case GGUF -> GgufRules.isPossible(path);
                case SAFETENSORS -> SafetensorsRules.isPossible(path);
                case TOKENIZER -> TokenizerRules.isPossible(path);
                default -> isTrusted(part) || !Folder.isCode(path);
            };
        }
        return part instanceof Part.Files files
                ? files.paths().contains(path) && !Folder.isCode(path)
                : path.endsWith(".py");
    }

    /** Whether rules could need this of another repository, whatever the files say. */
    public static boolean couldNeed(Part part, Companion companion) {
        // Only files are needed of a data set, and of nothing else.
        boolean files = companion.part() instanceof Part.Files;
        if (!(part instanceof Part.ByPreset chosen)
                || companion.repo().type() != (files ? RepoType.DATASET : RepoType.MODEL)) {
            return false;
        }
        return switch (chosen.options().preset()) {
            case TRANSFORMERS, SENTENCE_TRANSFORMERS -> {
                boolean trusted = isTrusted(part);
                yield companion.part() instanceof Part.ByPreset other
                        ? other.options().preset() == Preset.TRANSFORMERS
                                && other.options().trustRemoteCode() == trusted
                        : files || trusted;
            }
            default -> false;
        };
    }

    /** A {@link Part.Code} is asked for only by a model whose code is trusted; files of a data set are never code. */
    private static boolean isTrusted(Part part) {
        if (part instanceof Part.Files) {
            return false;
        }
        if (part instanceof Part.ByPreset chosen) {
            return switch (chosen.options().preset()) {
                case SNAPSHOT -> true;
                case TRANSFORMERS, SENTENCE_TRANSFORMERS, DIFFUSERS ->
                    chosen.options().trustRemoteCode();
                case SAFETENSORS, ONNX, GGUF, TOKENIZER -> false;
            };
        }
        return true;
    }

    /** Tells of the warnings also where nothing is chosen: that code is left out may be why. */
    private static void takeOrExplain(Folder root, PresetOptions options) throws IOException {
        try {
            take(root, options);
        } catch (UserException e) {
            List<String> warnings = root.choice().warnings();
            throw warnings.isEmpty()
                    ? e
                    : new UserException(
                            Objects.toString(e.getMessage()),
                            new Advice(e.advice().action(), e.advice().detail() + "; " + String.join("; ", warnings)),
                            e.getCause());
        }
    }

    private static void take(Folder root, PresetOptions options) throws IOException {
        switch (options.preset()) {
            case SNAPSHOT -> root.takeAny(root.below(), "everything");
            case GGUF -> GgufRules.take(root, options.variantWithout(".gguf"));
            case ONNX -> OnnxRules.take(root, options.variantWithout(".onnx"));
            case SAFETENSORS -> SafetensorsRules.take(root, options.variantWithout(".safetensors"));
            case TOKENIZER -> TokenizerRules.take(root);
            case TRANSFORMERS -> TransformersRules.take(root, options);
            case SENTENCE_TRANSFORMERS -> SentenceTransformersRules.take(root, options);
            case DIFFUSERS -> DiffusersRules.take(root, options);
        }
    }
}
