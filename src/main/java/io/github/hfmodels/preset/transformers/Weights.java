package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.preset.ConfigFile;
import io.github.hfmodels.preset.Folder;
import io.github.hfmodels.preset.PresetException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The weights that are loaded out of a folder: a file, or an index that names its shards.
 *
 * @param name the file, or the index
 * @param format how the weights are stored
 */
record Weights(String name, String format) {

    private static final String SAFETENSORS = "safetensors";
    private static final String PYTORCH = "pytorch";
    private static final String INDEX = ".index";
    private static final Pattern VARIANT = Pattern.compile(
            "(?:diffusion_pytorch_model|pytorch_model|model)(?:\\.(?:safetensors|bin)\\.index)?\\.([A-Za-z0-9_-]+)\\.(?:safetensors|bin|json)");

    /** What a library calls its weights, before the ending. */
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

    /** The weights that a library finds first: safetensors before PyTorch's pickles, one file before shards. */
    static Optional<Weights> find(Folder folder, Names names, @Nullable String variant) {
        return names.candidates(variant).stream()
                .filter(candidate -> folder.has(candidate.name))
                .findFirst();
    }

    /** The weights that a configuration names, or else that are found first. */
    static Optional<Weights> find(Folder folder, ConfigFile config, @Nullable String variant) {
        return config.text("transformers_weights")
                .map(name -> new Weights(name, SAFETENSORS))
                .or(() -> find(folder, Names.TRANSFORMERS, variant));
    }

    /** Takes them, with the shards when they are an index. */
    void take(Folder folder, String namedBy) throws PresetException, IOException {
        if (!isIndex()) {
            folder.takeAll(List.of(name), "weights (" + format + ")", namedBy);
            return;
        }
        folder.takeAll(List.of(name), "weights, index (" + format + ")", namedBy);
        ConfigFile map = folder.config(name).object("weight_map");
        Set<String> shards = new LinkedHashSet<>();
        for (Object shard : map.values().values()) {
            shards.addAll(ConfigFile.strings(shard));
        }
        if (shards.isEmpty()) {
            throw new PresetException("'" + Printable.of(folder.path(name))
                    + "' names no shards in its weight_map; choose another revision");
        }
        folder.takeAll(shards, "weights, shard of " + name, folder.path(name));
    }

    /** Whether a file holds weights under a name that is looked for later than this one. */
    boolean isCopy(String file) {
        return !file.equals(name)
                && Names.TRANSFORMERS.candidates(null).stream().anyMatch(candidate -> candidate.name.equals(file));
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
     * That there are none, and what there is instead.
     *
     * @param names the names that were tried
     */
    static PresetException missing(Folder folder, List<Names> names, @Nullable String variant) {
        List<String> expected = names.stream()
                .flatMap(each -> Stream.of(
                        each.candidates(variant).get(0),
                        each.candidates(variant).get(2)))
                .map(candidate -> folder.path(candidate.name))
                .toList();
        String sought = String.join(", ", expected) + " or the index of their shards";
        if (variant != null) {
            Set<String> variants = variants(folder);
            boolean plain =
                    names.stream().anyMatch(each -> find(folder, each, null).isPresent());
            var choices = new ArrayList<String>();
            if (!variants.isEmpty()) {
                choices.add("use <variant> " + Folder.shown(variants));
            }
            if (plain) {
                choices.add("leave <variant> out for the plain weights");
            }
            if (!choices.isEmpty()) {
                return new PresetException("the repository has no weights of the variant '" + Printable.of(variant)
                        + "', " + sought + "; " + String.join(", or ", choices));
            }
        }
        return new PresetException("the repository has no weights for PyTorch, " + sought + "; it has "
                + folder.summary() + "; choose another revision or name the files with <includes>");
    }

    private static Set<String> variants(Folder folder) {
        var variants = new TreeSet<String>();
        for (String name : folder.names()) {
            Matcher match = VARIANT.matcher(name);
            if (match.matches() && !match.group(1).equals("index")) {
                variants.add(match.group(1));
            }
        }
        return variants;
    }
}
