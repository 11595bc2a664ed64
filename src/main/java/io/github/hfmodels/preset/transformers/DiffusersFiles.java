package io.github.hfmodels.preset.transformers;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of a pipeline that Diffusers downloads. Offline, it expects all of them in the cache before it loads any, even those that
 * it does not load. So this follows Diffusers' own rule: all components have the same format, and weights with the usual names are
 * taken from any folder.
 *
 * @param wanted the paths of the files
 * @param variants the wanted paths that are weights of the variant
 */
record DiffusersFiles(Set<String> wanted, Set<String> variants) {

    private static final String NAMES = "(?:diffusion_pytorch_model|model|weights|pytorch_model)";
    private static final String ENDINGS = "(?:bin|safetensors|onnx|pb)";
    private static final String SHARD = "\\d{5}-of-\\d{5}";
    private static final Pattern WEIGHTS = Pattern.compile(NAMES + "(?:-" + SHARD + ")?\\." + ENDINGS);
    private static final Pattern INDEX = Pattern.compile(NAMES + "\\." + ENDINGS + "\\.index\\.json.*");

    /** A folder with such a file has weights; of its other files only the configuration is taken. */
    private static final List<String> MODEL_ENDINGS = List.of("bin", "safetensors", "onnx", "pb", "flashpack");

    private static final List<String> AT_THE_TOP = List.of(
            "model_index.json",
            "config.json",
            "scheduler_config.json",
            "chat_template.jinja",
            "generation_config.json",
            "processor_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            // Code that runs only if the program names it, but is always downloaded.
            "pipeline.py");

    /** The format of the weights, with the formats that it excludes. */
    private enum Format {
        SAFETENSORS("bin", "msgpack"),
        PYTORCH("safetensors", "msgpack");

        private final List<String> others;

        Format(String... others) {
            this.others = List.of(others);
        }

        private boolean excludes(String path, boolean graphs) {
            return others.stream().anyMatch(each -> isOf(path, each))
                    || (!graphs && (isOf(path, "onnx") || isOf(path, "pb")));
        }

        private static boolean isOf(String path, String ending) {
            return path.endsWith("." + ending) || isIndex(path, "." + ending + ".index.");
        }

        /** Such as {@code model.safetensors.index.fp16.json}. */
        private static boolean isIndex(String path, String infix) {
            int place = path.indexOf(infix);
            return place >= 0 && path.substring(place + infix.length()).endsWith("json");
        }
    }

    /**
     * Chooses the files that Diffusers would download.
     *
     * @param components the folders that {@code model_index.json} names
     * @param graphs whether the pipeline is for ONNX Runtime
     */
    static DiffusersFiles of(
            Collection<String> paths, Collection<String> components, @Nullable String variant, boolean graphs) {
        Format format = isAllSafetensors(paths, components, variant) ? Format.SAFETENSORS : Format.PYTORCH;
        DiffusersFiles files = of(paths, components, variant, graphs, format);
        // Diffusers finds nothing here; but it can load these weights from a folder.
        return variant != null && files.variants.isEmpty() && format == Format.PYTORCH
                ? of(paths, components, variant, graphs, Format.SAFETENSORS)
                : files;
    }

    private static DiffusersFiles of(
            Collection<String> paths,
            Collection<String> components,
            @Nullable String variant,
            boolean graphs,
            Format format) {
        var byFolder = new LinkedHashMap<String, Set<String>>();
        for (String path : paths) {
            if (!format.excludes(path, graphs)) {
                byFolder.computeIfAbsent(isInFolder(path) ? folder(path) : "", folder -> new LinkedHashSet<>())
                        .add(path);
            }
        }
        var wanted = new LinkedHashSet<String>();
        var variants = new LinkedHashSet<String>();
        byFolder.values().forEach(files -> {
            Set<String> ofVariant = variant == null ? Set.of() : variants(files, variant);
            variants.addAll(ofVariant);
            wanted.addAll(ofVariant.isEmpty() ? named(files, DiffusersFiles::isPlain) : ofVariant);
        });
        Set<String> models = new LinkedHashSet<>();
        paths.stream()
                .filter(path -> MODEL_ENDINGS.stream().anyMatch(path::endsWith))
                .forEach(path -> models.add(folder(path)));
        for (String path : paths) {
            String component = path.substring(0, Math.max(0, path.indexOf('/')));
            boolean settings = components.contains(component)
                    && (models.contains(component)
                            ? path.equals(component + "/" + TransformersRules.CONFIG)
                            : !format.excludes(path, graphs));
            if (settings || AT_THE_TOP.contains(path)) {
                wanted.add(path);
            }
        }
        return new DiffusersFiles(wanted, variants);
    }

    private static boolean isAllSafetensors(
            Collection<String> paths, Collection<String> components, @Nullable String variant) {
        var byFolder = new LinkedHashMap<String, Set<String>>();
        for (String path : paths) {
            if (isInFolder(path)
                    && components.contains(folder(path))
                    && MODEL_ENDINGS.stream().anyMatch(path::endsWith)) {
                byFolder.computeIfAbsent(folder(path), folder -> new LinkedHashSet<>())
                        .add(path);
            }
        }
        if (byFolder.isEmpty()) {
            return named(paths, DiffusersFiles::isPlain).stream().anyMatch(path -> path.endsWith(".safetensors"));
        }
        return byFolder.values().stream().allMatch(files -> {
            Set<String> ofVariant = variant == null ? Set.of() : named(files, variantWeights(variant));
            Set<String> weights = ofVariant.isEmpty() ? named(files, DiffusersFiles::isPlain) : ofVariant;
            return weights.stream().anyMatch(path -> path.endsWith(".safetensors"));
        });
    }

    /** The weights of a variant with their index, or else those with names of the old form. */
    private static Set<String> variants(Collection<String> files, String variant) {
        String quoted = Pattern.quote(variant);
        Predicate<String> weights = variantWeights(variant);
        if (!named(files, weights).isEmpty()) {
            Pattern index = Pattern.compile(NAMES + "\\." + ENDINGS + "\\.index\\." + quoted + "\\.json");
            return named(files, weights.or(index.asMatchPredicate()));
        }
        Predicate<String> old =
                Pattern.compile(".*-" + SHARD + "\\." + quoted + "\\.[a-z]+").asMatchPredicate();
        if (named(files, old).isEmpty()) {
            return Set.of();
        }
        Pattern index = Pattern.compile(NAMES + "\\." + ENDINGS + "\\." + quoted + "\\.index\\.json");
        return named(files, old.or(index.asMatchPredicate()));
    }

    private static Predicate<String> variantWeights(String variant) {
        return Pattern.compile(NAMES + "\\." + Pattern.quote(variant) + "(?:-" + SHARD + ")?\\." + ENDINGS)
                .asMatchPredicate();
    }

    /** Whether a file of that name has weights, or is an index of weights. */
    static boolean isWeights(String name) {
        return Weights.isIndex(name)
                || List.of("bin", "safetensors", "onnx", "pb").stream().anyMatch(ending -> name.endsWith("." + ending));
    }

    /** Whether a file of that name has plain weights, without a variant, or is their index. */
    private static boolean isPlain(String name) {
        return WEIGHTS.matcher(name).matches() || INDEX.matcher(name).matches();
    }

    private static Set<String> named(Collection<String> paths, Predicate<String> which) {
        var found = new LinkedHashSet<String>();
        paths.stream()
                .filter(path -> which.test(path.substring(path.lastIndexOf('/') + 1)))
                .forEach(found::add);
        return found;
    }

    private static boolean isInFolder(String path) {
        return path.indexOf('/') >= 0 && path.indexOf('/') == path.lastIndexOf('/');
    }

    private static String folder(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
}
