package io.github.hfmodels.preset.weights;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.Candidate;
import io.github.hfmodels.preset.repo.CommonAdvice;
import io.github.hfmodels.preset.repo.ConfigurationFiles;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.PresetMismatch;
import io.github.hfmodels.preset.repo.TokenizerFiles;
import io.github.hfmodels.selection.ClosestNames;
import io.github.hfmodels.selection.Preset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The preset {@code safetensors}: weights in safetensors files, with configuration and tokenizer.
 *
 * <p>The weights are the first of these:
 * <ol>
 * <li>at the top, what Transformers would load: {@code model.safetensors}, or the shards that {@code model.safetensors.index.json}
 *     names; with a variant, {@code model.fp16.safetensors}, or the shards that {@code model.safetensors.index.fp16.json} or
 *     {@code model.fp16.safetensors.index.json} names
 * <li>the only other weights at the top; with a variant, the only ones whose name is the variant or has it as a word
 * <li>{@code consolidated*} at the top, which some owners add as a copy of the same weights
 * <li>the only weights in any folder
 * </ol>
 */
public final class SafetensorsRules {

    private static final String ENDING = ".safetensors";
    private static final Pattern SHARD = Pattern.compile("(.+)-\\d{5}-of-\\d{5}\\.safetensors", Pattern.DOTALL);
    private static final Pattern INDEX =
            Pattern.compile("(.+)\\.safetensors\\.index(\\.[^./]+)?\\.json", Pattern.DOTALL);

    private SafetensorsRules() {}

    /** Whether a file of that path could be taken: weights in the format, or a configuration or tokenizer, which are JSON or text. */
    public static boolean isPossible(String path) {
        return path.endsWith(ENDING) || ConfigurationFiles.isPossible(path) || TokenizerFiles.isPossible(path);
    }

    /**
     * Takes weights, configuration and tokenizer.
     *
     * @param variant which weights, without ending; null for the plain ones
     * @throws UserException if no weights or several match, or an index is broken
     * @throws IOException if an index cannot be fetched or read
     */
    public static void take(Folder root, @Nullable String variant) throws IOException {
        Weights weights = forTransformers(variant, root);
        if (weights == null) {
            weights = other(variant, all(root.files()), root);
        }
        Folder folder = root.child(weights.folder(), weights.name());
        take(weights, root, folder);
        for (Folder one : List.of(folder, root)) {
            ConfigurationFiles.take(one);
            TokenizerFiles.take(one);
        }
        folder.take("params.json", "configuration");
    }

    /**
     * Weights in one file, or in shards that an index names.
     *
     * @param path the file, or the index
     * @param name the path without the endings of the format
     * @param size the bytes of all files that can be recognized by name
     */
    private record Weights(String path, String name, boolean isIndex, long size) {

        String folder() {
            return path.substring(0, path.lastIndexOf('/') + 1);
        }

        /** The name without the folder. */
        String stem() {
            return name.substring(folder().length());
        }

        boolean isAtTop() {
            return folder().isEmpty();
        }

        boolean isCopy() {
            return stem().startsWith("consolidated") || folder().startsWith("original/");
        }

        Candidate candidate() {
            return new Candidate(path, size);
        }
    }

    /** The weights that Transformers would load; null if there are none. */
    private static @Nullable Weights forTransformers(@Nullable String variant, Folder root) {
        String infix = variant == null ? "" : "." + variant;
        String file = "model" + infix + ENDING;
        if (root.has(file)) {
            return new Weights(file, "model" + infix, false, 0);
        }
        for (String index : List.of("model.safetensors.index" + infix + ".json", file + ".index.json")) {
            if (root.has(index)) {
                return new Weights(index, "model" + infix, true, 0);
            }
        }
        return null;
    }

    private static Weights other(@Nullable String variant, List<Weights> all, Folder root) {
        List<Predicate<Weights>> places = List.of(
                weights -> weights.isAtTop() && !weights.isCopy(),
                Weights::isAtTop,
                weights -> !weights.isAtTop() && !weights.isCopy(),
                weights -> !weights.isAtTop());
        for (Predicate<Weights> place : places) {
            List<Weights> there = all.stream().filter(place).toList();
            List<Weights> matches = variant == null ? there : named(variant, there);
            if (matches.size() > 1) {
                throw new UserException(
                        "preset safetensors: any of "
                                + Candidate.sized(
                                        matches.stream().map(Weights::candidate).toList())
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
        List<String> names = all.stream().map(Weights::name).toList();
        throw new UserException(
                "preset safetensors: no weights are a <variant> '" + Printable.of(variant) + "'",
                Advice.of("set it to one of these, the closest first: "
                        + Candidate.names(ClosestNames.ranked(variant, names))));
    }

    private static List<Weights> named(String variant, List<Weights> weights) {
        List<Weights> exact = weights.stream()
                .filter(one -> variant.equals(one.stem()) || variant.equals(one.name()))
                .toList();
        Pattern word = Pattern.compile(
                "(?<!\\p{Alnum})" + Pattern.quote(variant) + "(?!\\p{Alnum})", Pattern.CASE_INSENSITIVE);
        return exact.isEmpty()
                ? weights.stream()
                        .filter(one -> word.matcher(one.stem()).find())
                        .toList()
                : exact;
    }

    /** All weights. Shards are not among them: their index is, and shards are recognized by its name with a number. */
    private static List<Weights> all(List<RepoFile> files) {
        Map<String, Long> shards = new HashMap<>();
        for (RepoFile file : files) {
            Matcher shard = SHARD.matcher(file.path());
            if (shard.matches()) {
                shards.merge(shard.group(1), file.contentSize(), ByteCount::plus);
            }
        }
        var all = new ArrayList<Weights>();
        for (RepoFile file : files) {
            String path = file.path();
            Matcher index = INDEX.matcher(path);
            if (index.matches()) {
                String name = index.group(1) + Objects.requireNonNullElse(index.group(2), "");
                all.add(new Weights(path, name, true, shards.getOrDefault(index.group(1), file.contentSize())));
            } else if (path.endsWith(ENDING) && !SHARD.matcher(path).matches()) {
                all.add(new Weights(
                        path, path.substring(0, path.length() - ENDING.length()), false, file.contentSize()));
            }
        }
        return all;
    }

    private static void take(Weights weights, Folder root, Folder folder) throws IOException {
        if (!weights.isIndex()) {
            root.take(weights.path(), "weights (safetensors)");
            return;
        }
        String index = weights.path().substring(weights.folder().length());
        root.take(weights.path(), "index of the weights");
        List<String> shards = folder.config(index).shards();
        if (shards.isEmpty()) {
            throw new UserException(
                    "preset safetensors: '" + Printable.of(weights.path()) + "' names no weights",
                    CommonAdvice.CHOOSE_REVISION);
        }
        root.takeAll(
                shards.stream().map(folder::path).toList(),
                "weights (safetensors), named by " + Printable.of(index),
                weights.path());
        shards.stream().filter(shard -> !shard.endsWith(ENDING)).findFirst().ifPresent(other -> {
            throw new UserException(
                    "preset safetensors: '" + Printable.of(weights.path()) + "' names '" + Printable.of(other)
                            + "', which is not in that format",
                    CommonAdvice.CHOOSE_REVISION);
        });
    }
}
