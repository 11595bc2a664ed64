package io.github.hfmodels.preset.weights;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.Candidates;
import io.github.hfmodels.preset.repo.ConfigurationFiles;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.PresetMismatch;
import io.github.hfmodels.preset.repo.TokenizerFiles;
import io.github.hfmodels.preset.repo.Weights;
import io.github.hfmodels.selection.ClosestNames;
import io.github.hfmodels.selection.Preset;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The preset {@code safetensors}: weights in safetensors files, with configuration and tokenizer.
 *
 * <p>The weights are the first of these:
 * <ol>
 * <li>at the top, what Transformers would load: {@code model.safetensors}, or the shards that {@code model.safetensors.index.json}
 *     names; with a variant, {@code model.fp16.safetensors}, or the shards that {@code model.safetensors.index.fp16.json} names
 * <li>the only other weights at the top; with a variant, the only ones whose name is the variant or has it as a word
 * <li>{@code consolidated*} at the top, which some owners add as a copy of the same weights
 * <li>the only weights in any folder
 * </ol>
 */
public final class SafetensorsRules {

    /** A file or an index; shards are recognized by their numbers. */
    private static final Pattern WEIGHTS = Pattern.compile(
            "(?<name>.*)(?<!-\\d{5}-of-\\d{5})\\.safetensors(?:\\.index(?<variant>\\.[^./]+)?\\.json)?",
            Pattern.DOTALL);

    private static final Predicate<String> IS_AT_TOP = path -> path.indexOf('/') < 0;
    private static final Predicate<String> IS_COPY =
            path -> path.startsWith("original/") || path.startsWith("consolidated", path.lastIndexOf('/') + 1);

    private SafetensorsRules() {}

    /** Whether a file of that path could be taken: weights in the format, or a configuration or tokenizer, which are JSON or text. */
    public static boolean isPossible(String path) {
        return path.endsWith(".safetensors") || ConfigurationFiles.isPossible(path) || TokenizerFiles.isPossible(path);
    }

    /**
     * Takes weights, configuration and tokenizer.
     *
     * @param variant which weights, without ending; null for the plain ones
     * @throws UserException if no weights or several match, or an index is broken
     * @throws IOException if an index cannot be fetched or read
     */
    public static void take(Folder root, @Nullable String variant) throws IOException {
        String path = weights(root, variant);
        int start = path.lastIndexOf('/') + 1;
        Folder folder = root.child(path.substring(0, start), path);
        new Weights(path.substring(start)).take(folder, path);
        for (Folder one : List.of(folder, root)) {
            ConfigurationFiles.take(one);
            TokenizerFiles.take(one);
        }
        folder.take("params.json", "configuration");
    }

    /** The path of the weights: a file, or the index of shards. */
    private static String weights(Folder root, @Nullable String variant) {
        return Weights.find(root, List.of("model.safetensors"), variant)
                .map(Weights::name)
                .orElseGet(() -> other(variant, root));
    }

    private static String other(@Nullable String variant, Folder root) {
        List<String> all = matching(root.below(), WEIGHTS.asMatchPredicate());
        List<Predicate<String>> places = List.of(
                IS_AT_TOP.and(IS_COPY.negate()),
                IS_AT_TOP,
                IS_AT_TOP.or(IS_COPY).negate(),
                IS_AT_TOP.negate());
        for (Predicate<String> place : places) {
            List<String> there = matching(all, place);
            List<String> matches = variant == null ? there : named(variant, there);
            if (matches.size() > 1) {
                throw new UserException(
                        "preset safetensors: any of "
                                + Candidates.sized(matches, path -> path, path -> new Weights(path).size(root))
                                + " may be meant",
                        Advice.of("set <variant> to its name without .safetensors, or choose with <includes> instead of"
                                + " <preset>"));
            }
            if (matches.size() == 1) {
                return matches.get(0);
            }
        }
        if (all.isEmpty() || variant == null) {
            throw PresetMismatch.of(root, Preset.SAFETENSORS, "a '.safetensors' file, or an index of several");
        }
        throw new UserException(
                "preset safetensors: no weights are a <variant> '" + Printable.of(variant) + "'",
                Advice.of("set it to one of these, the closest first: "
                        + Candidates.names(ClosestNames.ranked(
                                variant,
                                all.stream().map(SafetensorsRules::name).toList()))));
    }

    private static List<String> named(String variant, List<String> paths) {
        List<String> exact = matching(paths, path -> variant.equals(name(path)) || variant.equals(stem(path)));
        Pattern word = Pattern.compile(
                "(?<!\\p{Alnum})" + Pattern.quote(variant) + "(?!\\p{Alnum})", Pattern.CASE_INSENSITIVE);
        return exact.isEmpty()
                ? matching(paths, path -> word.matcher(stem(path)).find())
                : exact;
    }

    /** The path without the endings of the format. */
    private static String name(String path) {
        return WEIGHTS.matcher(path).replaceAll("${name}${variant}");
    }

    /** The name without the folder. */
    private static String stem(String path) {
        String name = name(path);
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static List<String> matching(List<String> paths, Predicate<String> condition) {
        return paths.stream().filter(condition).toList();
    }
}
