package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.CommonAdvice;
import io.github.hfmodels.preset.repo.ConfigFile;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.PresetMismatch;
import io.github.hfmodels.selection.PresetOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The preset {@code diffusers}: the components of a pipeline that {@code model_index.json} names, each from its folder. */
public final class DiffusersRules {

    private static final String INDEX = "model_index.json";
    private static final List<Weights.Names> WEIGHTS = List.of(Weights.Names.DIFFUSERS, Weights.Names.TRANSFORMERS);

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
        DiffusersFiles files = DiffusersFiles.of(available(root, index), folders(index), variant, isForGraphs(index));
        root.fetch(files.wanted().stream().filter(Weights::isIndex).toList());
        root.take(INDEX, "config, components");
        takePipelineCode(root, index, options);
        boolean found = !files.variants().isEmpty();
        for (Component component : components) {
            takeComponent(component, files, variant);
            takeCode(component, options);
        }
        root.takeAny(files.wanted(), "what the library downloads besides");
        if (variant != null && !found) {
            var variants = new TreeMap<String, Long>();
            components.forEach(component -> Weights.variants(component.folder, WEIGHTS)
                    .forEach((name, size) -> variants.merge(name, size, ByteCount::plus)));
            throw new UserException(
                    "no component of the repository has weights of the variant '" + Printable.of(variant)
                            + "', such as diffusion_pytorch_model." + Printable.of(variant) + ".safetensors",
                    Advice.of((variants.isEmpty() ? "" : "set " + Weights.element(variants) + ", or ")
                            + "leave <variant> out"));
        }
    }

    /** The files of the repository, without those that the index ignores. */
    private static List<String> available(Folder root, ConfigFile index) {
        Set<String> ignored = new HashSet<>(index.texts("_ignore_files"));
        return root.below().stream().filter(path -> !ignored.contains(path)).toList();
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
                || index.values().values().stream()
                        .anyMatch(value -> ConfigFile.strings(value).contains("OnnxRuntimeModel"));
    }

    private static List<Component> components(Folder root, ConfigFile index) {
        var components = new ArrayList<Component>();
        for (Map.Entry<String, @Nullable Object> member : index.values().entrySet()) {
            String name = member.getKey();
            List<String> words = ConfigFile.strings(member.getValue());
            // [null, null] is an optional component that the pipeline does not have.
            if (!name.startsWith("_")
                    && member.getValue() instanceof List<?> list
                    && list.size() == 2
                    && words.size() == 2) {
                components.add(new Component(name, root.child(name, INDEX), words.get(0), words.get(1)));
            }
        }
        return components;
    }

    private static void takeComponent(Component component, DiffusersFiles files, @Nullable String variant)
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
            if (files.wanted().contains(folder.path(file))) {
                // Diffusers downloads files in deeper folders, but does not load them as weights.
                if (file.indexOf('/') < 0 && DiffusersFiles.isWeights(file)) {
                    Weights.of(file).take(folder, INDEX);
                    weighted = true;
                } else {
                    folder.take(file, "config of " + name);
                }
            }
        }
        if (folder.has("model.onnx") && files.wanted().contains(folder.path("model.onnx"))) {
            folder.takeAny(GRAPH_DATA, "weights (onnx)");
        }
        if (!weighted && component.isModel()) {
            takeOtherWeights(folder, variant);
        }
    }

    /** Takes weights of another format than the other components have: Diffusers loads them from a folder, but not from the Hub. */
    private static void takeOtherWeights(Folder folder, @Nullable String variant) throws IOException {
        Optional<Weights> weights = weights(folder, variant);
        if (weights.isPresent()) {
            folder.take(TransformersRules.CONFIG, "config");
            weights.get().take(folder, INDEX);
        } else if (folder.has(TransformersRules.CONFIG)
                || folder.names().stream().noneMatch(file -> file.endsWith("_config.json"))) {
            // Otherwise it has only a configuration, as a spectrogram has.
            throw Weights.missing(folder, WEIGHTS, variant);
        }
    }

    /** The weights of a component: those of the variant, or else the plain ones. */
    private static Optional<Weights> weights(Folder folder, @Nullable String variant) {
        Optional<Weights> found = WEIGHTS.stream()
                .flatMap(names -> Weights.find(folder, names, variant).stream())
                .findFirst();
        return found.isPresent() || variant == null ? found : weights(folder, null);
    }

    private static void takePipelineCode(Folder root, ConfigFile index, PresetOptions options) throws IOException {
        if (index.values().get("_class_name") instanceof List<?> list && list.size() == 2) {
            List<String> words = ConfigFile.strings(list);
            if (words.size() == 2) {
                takeModule(root, words.get(0), "the pipeline " + words.get(1), options);
            }
        }
    }

    private static void takeCode(Component component, PresetOptions options) throws IOException {
        if (component.folder.has(component.library + ".py")) {
            takeModule(component.folder, component.library, "the component '" + component.name + "'", options);
        }
    }

    private static void takeModule(Folder folder, String module, String what, PresetOptions options)
            throws IOException {
        String file = folder.path(module + ".py");
        if (!options.trustRemoteCode()) {
            throw new UserException(
                    "the pipeline does not load without Python code: 'model_index.json' names '" + Printable.of(file)
                            + "' for " + Printable.of(what),
                    CommonAdvice.TRUST_CODE);
        }
        RemoteCode.takeFiles(folder.top(), List.of(file), "code named by model_index.json", INDEX);
    }
}
