package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.CommonAdvice;
import io.github.hfmodels.preset.repo.ConfigFile;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.PresetMismatch;
import io.github.hfmodels.preset.repo.Weights;
import io.github.hfmodels.selection.PresetOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The preset {@code diffusers}: the components of a pipeline that {@code model_index.json} names, each from its folder. */
public final class DiffusersRules {

    private static final String INDEX = "model_index.json";
    private static final List<String> WEIGHTS = List.of(
            "diffusion_pytorch_model.safetensors",
            "diffusion_pytorch_model.bin",
            "model.safetensors",
            "pytorch_model.bin");
    private static final Pattern WEIGHTS_FILE = Pattern.compile("[^/]+\\.(?:bin|safetensors|onnx|pb)");

    /** Optimum's names for a graph's external data. */
    private static final List<String> GRAPH_DATA = List.of("model.onnx_data", "model.onnx.data");

    /** Ten times as many as the largest pipelines have, so that a hostile index does not make a plan take long. */
    private static final int MAX_COMPONENTS = 100;

    private DiffusersRules() {}

    /** A component of a pipeline: its folder, and the library and the class that load it. */
    private record Component(String name, Folder folder, String library, String className) {

        boolean isModel() {
            return Stream.of(
                            "Scheduler", "Tokenizer", "TokenizerFast", "Processor", "ProcessorFast", "FeatureExtractor")
                    .noneMatch(className::endsWith);
        }
    }

    /**
     * Takes a pipeline.
     *
     * @throws UserException if the repository is not a pipeline, or the options do not fit it
     */
    public static void take(Folder root, PresetOptions options) throws IOException {
        if (!root.has(INDEX)) {
            throw PresetMismatch.of(root, options.preset(), "'model_index.json'");
        }
        ConfigFile index = root.config(INDEX);
        List<Component> components = components(root, index);
        if (components.isEmpty() || components.size() > MAX_COMPONENTS) {
            throw new UserException(
                    "'model_index.json' names " + components.size() + " components, which is not a pipeline",
                    CommonAdvice.CHOOSE_REVISION);
        }
        String variant = options.variant();
        Set<String> ignored = Set.copyOf(index.texts("_ignore_files"));
        var files = new DiffusersFiles(
                root.below().stream().filter(path -> !ignored.contains(path)).toList(), folders(index), variant);
        Set<String> wanted = files.wanted(isForGraphs(index));
        root.fetch(wanted.stream().filter(Weights::isIndex).toList());
        root.take(INDEX, "config, components");
        takeCode(root, index, components, options);
        for (Component component : components) {
            takeComponent(component, wanted, variant);
        }
        root.takeAny(wanted, "what the library downloads besides");
        if (variant != null && !files.hasVariant(wanted)) {
            throw missing(components.stream().map(Component::folder).toList(), variant);
        }
    }

    /** The folders that Diffusers looks into: those of all components, also of optional ones that this pipeline does not have. */
    private static Set<String> folders(ConfigFile index) {
        return index.values().entrySet().stream()
                .filter(member ->
                        member.getValue() instanceof List<?> && !member.getKey().equals("_class_name"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean isForGraphs(ConfigFile index) {
        return index.text("_class_name").filter(name -> name.startsWith("Onnx")).isPresent()
                || index.values().keySet().stream()
                        .anyMatch(member -> index.texts(member).contains("OnnxRuntimeModel"));
    }

    private static List<Component> components(Folder root, ConfigFile index) {
        var components = new ArrayList<Component>();
        for (String name : index.values().keySet()) {
            List<String> words = index.texts(name);
            // [null, null] is an optional component that the pipeline does not have.
            if (!name.startsWith("_")
                    && index.values().get(name) instanceof List<?> list
                    && list.size() == 2
                    && words.size() == 2) {
                components.add(new Component(name, root.child(name, INDEX), words.get(0), words.get(1)));
            }
        }
        return components;
    }

    private static void takeComponent(Component component, Set<String> wanted, @Nullable String variant)
            throws IOException {
        Folder folder = component.folder;
        String name = component.name;
        List<String> below = folder.below();
        if (below.isEmpty()) {
            throw new UserException(
                    "'model_index.json' names the component '" + Printable.of(name)
                            + "', but the repository has no such folder",
                    CommonAdvice.CHOOSE_REVISION);
        }
        boolean weighted = false;
        for (String file : below) {
            if (wanted.contains(folder.path(file))) {
                // Diffusers downloads files in deeper folders, but does not load them as weights.
                if (WEIGHTS_FILE.matcher(file).matches() || (file.indexOf('/') < 0 && Weights.isIndex(file))) {
                    new Weights(file).take(folder, INDEX);
                    weighted = true;
                } else {
                    folder.take(file, "config of " + name);
                }
            }
        }
        if (wanted.contains(folder.path("model.onnx"))) {
            folder.takeAny(GRAPH_DATA, "weights (onnx)");
        }
        if (!weighted && component.isModel()) {
            takeOtherWeights(folder, variant);
        }
    }

    /** Takes weights of another format than the other components have: Diffusers loads them from a folder, but not from the Hub. */
    private static void takeOtherWeights(Folder folder, @Nullable String variant) throws IOException {
        Optional<Weights> weights =
                Weights.find(folder, WEIGHTS, variant).or(() -> Weights.find(folder, WEIGHTS, null));
        if (weights.isPresent()) {
            folder.take(TransformersRules.CONFIG, "config");
            weights.get().take(folder, INDEX);
        } else if (folder.has(TransformersRules.CONFIG)
                || folder.names().stream().noneMatch(file -> file.endsWith("_config.json"))) {
            // Otherwise it has only a configuration, as a spectrogram has.
            throw Weights.missing(folder, WEIGHTS, variant);
        }
    }

    private static UserException missing(List<Folder> folders, String variant) {
        Set<String> variants = folders.stream()
                .flatMap(folder -> Weights.variants(folder, WEIGHTS).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return new UserException(
                "no component of the repository has weights of the variant '" + Printable.of(variant)
                        + "', such as diffusion_pytorch_model." + Printable.of(variant) + ".safetensors",
                Advice.of((variants.isEmpty() ? "" : "set " + Weights.element(variants, folders, WEIGHTS) + ", or ")
                        + "leave <variant> out"));
    }

    /** Takes the repository's code, if the index names some: for the pipeline, or for a component, in whose folder it is. */
    private static void takeCode(Folder root, ConfigFile index, List<Component> components, PresetOptions options) {
        var needed = new LinkedHashMap<String, String>();
        List<String> pipeline = index.texts("_class_name");
        if (pipeline.size() == 2) {
            needed.put(pipeline.get(0) + ".py", "the pipeline " + pipeline.get(1));
        }
        for (Component component : components) {
            if (component.folder.has(component.library + ".py")) {
                needed.put(component.folder.path(component.library + ".py"), "the component '" + component.name + "'");
            }
        }
        needed.forEach((file, what) -> {
            if (!options.trustRemoteCode()) {
                throw new UserException(
                        "the pipeline does not load without Python code: 'model_index.json' names '"
                                + Printable.of(file) + "' for " + Printable.of(what),
                        CommonAdvice.TRUST_CODE);
            }
        });
        if (!needed.isEmpty()) {
            root.takeAll(needed.keySet(), "code named by model_index.json", INDEX);
            RemoteCode.takeAll(root);
        }
    }
}
