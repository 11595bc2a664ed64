package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.Candidate;
import io.github.hfmodels.preset.repo.CommonAdvice;
import io.github.hfmodels.preset.repo.ConfigFile;
import io.github.hfmodels.preset.repo.Folder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Weights in a folder: a file, or an index that names shards.
 *
 * @param name the file or the index
 * @param format the format, for people
 */
record Weights(String name, String format) {

    private static final String SAFETENSORS = "safetensors";
    private static final String PYTORCH = "pytorch";
    private static final String INDEX = ".index";
    private static final Pattern SHARD_NUMBER = Pattern.compile("-\\d{5}-of-\\d{5}$");

    /** A library's names for weights, without the ending. */
    enum Names {
        TRANSFORMERS("model", "pytorch_model"),
        DIFFUSERS("diffusion_pytorch_model", "diffusion_pytorch_model");

        private final String safetensors;
        private final String pytorch;

        Names(String safetensors, String pytorch) {
            this.safetensors = safetensors;
            this.pytorch = pytorch;
        }

        private List<Weights> candidates(@Nullable String variant) {
            String infix = variant == null ? "" : "." + variant;
            return List.of(
                    new Weights(safetensors + infix + ".safetensors", SAFETENSORS),
                    new Weights(safetensors + ".safetensors.index" + infix + ".json", SAFETENSORS),
                    new Weights(pytorch + infix + ".bin", PYTORCH),
                    new Weights(pytorch + ".bin.index" + infix + ".json", PYTORCH));
        }
    }

    /** The weights that a library loads: safetensors are preferred to PyTorch's pickles, and a single file to shards. */
    static Optional<Weights> find(Folder folder, Names names, @Nullable String variant) {
        return names.candidates(variant).stream()
                .filter(candidate -> folder.has(candidate.name))
                .findFirst();
    }

    /** The weights that a configuration names, or else those that Transformers finds. */
    static Optional<Weights> find(Folder folder, ConfigFile config, @Nullable String variant) {
        return config.text("transformers_weights")
                .map(name -> new Weights(name, SAFETENSORS))
                .or(() -> find(folder, Names.TRANSFORMERS, variant));
    }

    /** Takes the file, or the index and its shards. */
    void take(Folder folder, String namedBy) throws IOException {
        if (!isIndex()) {
            folder.takeAll(List.of(name), "weights (" + format + ")", namedBy);
            return;
        }
        folder.takeAll(List.of(name), "weights, index (" + format + ")", namedBy);
        List<String> shards = folder.config(name).shards();
        if (shards.isEmpty()) {
            throw new UserException(
                    "'" + Printable.of(folder.path(name)) + "' names no shards in its weight_map",
                    CommonAdvice.CHOOSE_REVISION);
        }
        folder.takeAll(shards, "weights, shard of " + name, folder.path(name));
    }

    /** Whether a file has one of the names that Transformers looks for, or that of a shard. */
    static boolean isUsual(String file) {
        String plain = file.replaceFirst("-\\d{5}-of-\\d{5}(?=\\.)", "");
        return Names.TRANSFORMERS.candidates(null).stream().anyMatch(candidate -> candidate.name.equals(plain));
    }

    boolean isIndex() {
        return isIndex(name);
    }

    /** Whether a file of that name is an index of shards. */
    static boolean isIndex(String name) {
        return name.contains(INDEX) && name.endsWith(".json");
    }

    /** Weights in a file of that name. */
    static Weights of(String name) {
        boolean graph = name.endsWith(".onnx") || name.endsWith(".pb");
        return new Weights(name, name.contains(".safetensors") ? SAFETENSORS : graph ? "onnx" : PYTORCH);
    }

    /**
     * There are no weights with these names; the message says which weights there are instead.
     *
     * @param names the names that were looked for
     */
    static UserException missing(Folder folder, List<Names> names, @Nullable String variant) {
        List<String> expected = names.stream()
                .flatMap(each -> Stream.of(
                        each.candidates(variant).get(0),
                        each.candidates(variant).get(2)))
                .map(candidate -> folder.path(candidate.name))
                .toList();
        String sought = Candidate.names(expected) + " or the index of their shards";
        Map<String, Long> variants = variants(folder, names);
        var choices = new ArrayList<String>();
        if (!variants.isEmpty()) {
            choices.add("set " + element(variants));
        }
        if (variant != null
                && names.stream().anyMatch(each -> find(folder, each, null).isPresent())) {
            choices.add("leave <variant> out for the plain weights");
        }
        if (choices.isEmpty()) {
            return new UserException(
                    "the repository has no weights for PyTorch, " + sought + "; it has " + folder.summary(),
                    Advice.of("choose another revision or name the files with <includes>"));
        }
        String what = variant == null ? "plain weights, " : "weights of the variant '" + Printable.of(variant) + "', ";
        return new UserException("the repository has no " + what + sought, Advice.of(String.join(", or ", choices)));
    }

    /** The variants of a folder's weights, each with the bytes that a library loads for it. */
    static Map<String, Long> variants(Folder folder, List<Names> names) {
        var variants = new TreeMap<String, Long>();
        for (Names each : names) {
            for (Weights plain : each.candidates(null)) {
                for (String file : folder.names()) {
                    String variant = plain.variantIn(file);
                    if (variant != null && !variants.containsKey(variant)) {
                        find(folder, each, variant).ifPresent(weights -> variants.put(variant, weights.size(folder)));
                    }
                }
            }
        }
        return variants;
    }

    /** The {@code <variant>} to set for one of these variants, for a message. */
    static String element(Map<String, Long> variants) {
        List<Candidate> candidates = variants.entrySet().stream()
                .map(variant -> new Candidate(variant.getKey(), variant.getValue()))
                .toList();
        if (candidates.size() > 1) {
            return "<variant> to one of " + Candidate.sized(candidates);
        }
        Candidate only = candidates.get(0);
        return "<variant>" + Printable.of(only.name()) + "</variant> (" + ByteCount.format(only.size()) + ")";
    }

    /** The variant in the name of a file that otherwise has these weights' name; null if it has another name, or is a shard. */
    private @Nullable String variantIn(String file) {
        int dot = name.lastIndexOf('.');
        String start = name.substring(0, dot + 1);
        String ending = name.substring(dot);
        if (!file.startsWith(start) || !file.endsWith(ending) || file.length() <= name.length() + 1) {
            return null;
        }
        String variant = file.substring(start.length(), file.length() - ending.length());
        return SHARD_NUMBER.matcher(variant).find() ? null : variant;
    }

    /** The bytes of the file; of an index, those of its shards, which are recognized by their names. */
    private long size(Folder folder) {
        if (!isIndex()) {
            return folder.size(name);
        }
        // model.safetensors.index.fp16.json has shards such as model.fp16-00001-of-00002.safetensors.
        String[] words = name.substring(0, name.lastIndexOf('.')).split("\\.", 4);
        String start = words[0] + (words.length > 3 ? "." + words[3] : "") + "-";
        List<String> shards = folder.names().stream()
                .filter(file -> file.startsWith(start) && file.endsWith("." + words[1]))
                .toList();
        return ByteCount.sum(shards, folder::size);
    }
}
