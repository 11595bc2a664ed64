package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.preset.ConfigFile;
import io.github.hfmodels.preset.Folder;
import io.github.hfmodels.preset.PresetException;
import io.github.hfmodels.preset.PresetOptions;
import io.github.hfmodels.preset.Shape;
import io.github.hfmodels.preset.TokenizerFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a pipeline of Diffusers loads: the components that {@code model_index.json} names, each out of its folder. */
public final class DiffusersRules {

    private static final String INDEX = "model_index.json";
    private static final List<Weights.Names> WEIGHTS = List.of(Weights.Names.DIFFUSERS, Weights.Names.TRANSFORMERS);
    private static final List<String> CONFIGS = List.of(
            Configs.MODEL,
            "generation_config.json",
            Configs.PREPROCESSOR,
            Configs.VIDEO_PREPROCESSOR,
            Configs.PROCESSOR,
            "chat_template.json");

    /** What components of pipelines for ONNX Runtime are in. */
    private static final String GRAPH = "model.onnx";

    private static final List<String> GRAPH_DATA = List.of("weights.pb", "model.onnx_data", "model.onnx.data");

    /** Ten times what the largest pipelines have, so that no index makes a plan long. */
    private static final int MOST_COMPONENTS = 100;

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
     * Takes what a repository has for Diffusers.
     *
     * @throws PresetException when it has no pipeline, or the options do not fit it
     */
    public static void take(Folder root, PresetOptions options) throws PresetException, IOException {
        if (!root.has(INDEX)) {
            throw Shape.unfit(root, options.preset(), "'model_index.json'");
        }
        ConfigFile index = root.config(INDEX);
        List<Component> components = components(root, index);
        if (components.isEmpty() || components.size() > MOST_COMPONENTS) {
            throw new PresetException("'model_index.json' names " + components.size()
                    + " components, which is no pipeline; choose another revision");
        }
        String variant = options.variant();
        bring(root, components, variant);
        root.take(INDEX, "config, components");
        takePipelineCode(root, index, options);
        boolean found = false;
        for (Component component : components) {
            found |= takeComponent(component, options);
        }
        if (variant != null && !found) {
            var variants = new TreeMap<String, Long>();
            components.forEach(component -> Weights.variants(component.folder, WEIGHTS)
                    .forEach((name, size) -> variants.merge(name, size, Long::sum)));
            throw new PresetException("no component of the repository has weights of the variant '"
                    + Printable.of(variant) + "', such as diffusion_pytorch_model." + Printable.of(variant)
                    + ".safetensors; " + (variants.isEmpty() ? "" : "set " + Weights.element(variants) + ", or ")
                    + "leave <variant> out");
        }
    }

    private static List<Component> components(Folder root, ConfigFile index) throws PresetException {
        var components = new ArrayList<Component>();
        for (Map.Entry<String, @Nullable Object> member : index.values().entrySet()) {
            String name = member.getKey();
            List<String> words = ConfigFile.strings(member.getValue());
            // A component that a pipeline can do without is named as [null, null].
            if (!name.startsWith("_")
                    && member.getValue() instanceof List<?> list
                    && list.size() == 2
                    && words.size() == 2) {
                components.add(new Component(name, root.child(name, INDEX), words.get(0), words.get(1)));
            }
        }
        return components;
    }

    private static void bring(Folder root, List<Component> components, @Nullable String variant) throws IOException {
        var names = new ArrayList<String>();
        for (Component component : components) {
            names.add(component.folder.path(TokenizerFiles.CONFIG));
            weights(component.folder, variant)
                    .filter(Weights::isIndex)
                    .ifPresent(weights -> names.add(component.folder.path(weights.name())));
        }
        root.bring(names);
    }

    /** Takes a component; tells whether its weights are of the variant. */
    private static boolean takeComponent(Component component, PresetOptions options)
            throws PresetException, IOException {
        Folder folder = component.folder;
        String name = component.name;
        if (folder.below().isEmpty()) {
            throw new PresetException("'model_index.json' names the component '" + Printable.of(name)
                    + "', but the repository has no such folder; choose another revision");
        }
        takeCode(component, options);
        folder.takeAny(CONFIGS, "config of " + name);
        boolean configured = folder.takeAny(
                folder.names().stream()
                        .filter(file -> file.endsWith("_config.json"))
                        .toList(),
                "config of " + name);
        if (!component.isModel()) {
            TokenizerFiles.take(folder);
            return false;
        }
        Optional<Weights> weights = weights(folder, options.variant());
        if (weights.isEmpty() && folder.take(GRAPH, "weights (onnx)")) {
            folder.takeAny(GRAPH_DATA, "weights (onnx)");
            return false;
        }
        if (weights.isEmpty() && configured && !folder.has(Configs.MODEL)) {
            // What has settings alone, such as a spectrogram.
            return false;
        }
        if (weights.isEmpty()) {
            throw Weights.missing(folder, WEIGHTS, options.variant());
        }
        weights.get().take(folder, INDEX);
        return !weights.equals(weights(folder, null));
    }

    /** The weights of a component: of the variant where it has them, else the plain ones. */
    private static Optional<Weights> weights(Folder folder, @Nullable String variant) {
        Optional<Weights> found = WEIGHTS.stream()
                .flatMap(names -> Weights.find(folder, names, variant).stream())
                .findFirst();
        return found.isPresent() || variant == null ? found : weights(folder, null);
    }

    private static void takePipelineCode(Folder root, ConfigFile index, PresetOptions options)
            throws PresetException, IOException {
        if (index.values().get("_class_name") instanceof List<?> list && list.size() == 2) {
            List<String> words = ConfigFile.strings(list);
            if (words.size() == 2) {
                takeModule(root, words.get(0), "the pipeline " + words.get(1), options);
            }
        }
    }

    private static void takeCode(Component component, PresetOptions options) throws PresetException, IOException {
        if (component.folder.has(component.library + ".py")) {
            takeModule(component.folder, component.library, "the component '" + component.name + "'", options);
        }
    }

    private static void takeModule(Folder folder, String module, String what, PresetOptions options)
            throws PresetException, IOException {
        String file = folder.path(module + ".py");
        if (!options.trustRemoteCode()) {
            throw new PresetException("the pipeline does not load without Python code: 'model_index.json' names '"
                    + Printable.of(file) + "' for " + Printable.of(what)
                    + "; read that code, and add <trustRemoteCode>true</trustRemoteCode> if you trust it");
        }
        RemoteCode.takeFiles(folder.top(), List.of(file), "code named by model_index.json", INDEX);
    }
}
