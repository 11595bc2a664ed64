package io.github.hfmodels.preset.transformers;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a pipeline that Diffusers downloads. Offline, it expects all of them in the cache before it loads any, even those that
 * it does not load. So this follows Diffusers' own rule: all components have the same format, and weights with the usual names are
 * taken from any folder.
 */
final class DiffusersFiles {

    private static final String NAMES = "(?:diffusion_pytorch_model|model|weights|pytorch_model)";
    private static final String ENDINGS = "\\.(?:bin|safetensors|onnx|pb)";
    private static final String SHARD = "-\\d{5}-of-\\d{5}";
    private static final Predicate<String> PLAIN =
            name(NAMES + "(?:" + SHARD + ")?" + ENDINGS + "|" + NAMES + ENDINGS + "\\.index\\.json.*");

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

    private final List<String> paths;
    private final Set<String> components;

    /** Files of the variant, and with their index; none for no variant. */
    private final Predicate<String> variantFile;

    private final Predicate<String> variantOrIndex;

    /** The same with names of the old form. */
    private final Predicate<String> oldVariantFile;

    private final Predicate<String> oldVariantOrIndex;

    /** @param components the folders that {@code model_index.json} names */
    DiffusersFiles(List<String> paths, Set<String> components, @Nullable String variant) {
        this.paths = paths;
        this.components = components;
        String infix = variant == null ? "(?!)" : "\\." + Pattern.quote(variant);
        variantFile = name(NAMES + infix + "(?:" + SHARD + ")?" + ENDINGS);
        variantOrIndex = variantFile.or(name(NAMES + ENDINGS + "\\.index" + infix + "\\.json"));
        oldVariantFile = name(".*" + SHARD + infix + "\\.[a-z]+");
        oldVariantOrIndex = oldVariantFile.or(name(NAMES + ENDINGS + infix + "\\.index\\.json"));
    }

    /**
     * The files that Diffusers would download.
     *
     * @param graphs whether the pipeline is for ONNX Runtime
     */
    Set<String> wanted(boolean graphs) {
        if (isAllSafetensors()) {
            return wanted(graphs, "bin");
        }
        Set<String> wanted = wanted(graphs, "safetensors");
        Set<String> others = wanted(graphs, "bin");
        // Where Diffusers finds nothing of a variant, it can load that of the other format from a folder.
        return !hasVariant(wanted) && hasVariant(others) ? others : wanted;
    }

    /** Whether there are files of the variant among these. */
    boolean hasVariant(Collection<String> files) {
        return files.stream().anyMatch(variantFile.or(oldVariantFile));
    }

    private Set<String> wanted(boolean graphs, String excluded) {
        List<String> formats = Stream.concat(
                        Stream.of(excluded, "msgpack"), graphs ? Stream.of() : Stream.of("onnx", "pb"))
                .toList();
        List<String> allowed = paths.stream()
                .filter(path -> formats.stream().noneMatch(format -> isOf(path, format)))
                .toList();
        var wanted = new LinkedHashSet<String>();
        byFolder(allowed).forEach(files -> wanted.addAll(weights(files)));
        Set<String> models = paths.stream()
                .filter(DiffusersFiles::isModel)
                .map(path -> path.substring(0, Math.max(0, path.lastIndexOf('/'))))
                .collect(Collectors.toSet());
        for (String path : paths) {
            String component = path.substring(0, Math.max(0, path.indexOf('/')));
            boolean settings = models.contains(component)
                    ? path.equals(component + "/" + TransformersRules.CONFIG)
                    : formats.stream().noneMatch(format -> isOf(path, format));
            if ((components.contains(component) && settings) || AT_THE_TOP.contains(path)) {
                wanted.add(path);
            }
        }
        return wanted;
    }

    private boolean isAllSafetensors() {
        List<String> models = paths.stream()
                .filter(path -> isModel(path) && components.contains(folder(path)))
                .toList();
        return (models.isEmpty()
                        ? Stream.of(matching(paths, PLAIN))
                        : byFolder(models)
                                .map(files ->
                                        matching(files, files.stream().anyMatch(variantFile) ? variantFile : PLAIN)))
                .allMatch(weights -> weights.stream().anyMatch(path -> path.endsWith(".safetensors")));
    }

    /** The weights among the files of a folder: those of the variant with their index, or else the plain ones. */
    private List<String> weights(List<String> files) {
        if (files.stream().anyMatch(variantFile)) {
            return matching(files, variantOrIndex);
        }
        return matching(files, files.stream().anyMatch(oldVariantFile) ? oldVariantOrIndex : PLAIN);
    }

    private static boolean isModel(String path) {
        return MODEL_ENDINGS.stream().anyMatch(path::endsWith);
    }

    /** Whether a file is of a format, or an index such as {@code model.safetensors.index.fp16.json}. */
    private static boolean isOf(String path, String format) {
        return path.endsWith("." + format) || (path.endsWith("json") && path.contains("." + format + ".index."));
    }

    private static Stream<List<String>> byFolder(List<String> paths) {
        return paths.stream()
                .collect(Collectors.groupingBy(DiffusersFiles::folder, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream();
    }

    /** The folder of a file that is just below the top; for all other files, which Diffusers does not tell apart, an empty text. */
    private static String folder(String path) {
        int slash = path.indexOf('/');
        return slash >= 0 && slash == path.lastIndexOf('/') ? path.substring(0, slash) : "";
    }

    private static List<String> matching(List<String> paths, Predicate<String> condition) {
        return paths.stream().filter(condition).toList();
    }

    /** Whether the last part of a path is such a name. */
    private static Predicate<String> name(String regex) {
        Predicate<String> matches = Pattern.compile(regex).asMatchPredicate();
        return path -> matches.test(path.substring(path.lastIndexOf('/') + 1));
    }
}
