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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final int MOST_COMPONENTS = 100;

    private DiffusersRules() {}

    /** A component of a pipeline: the library and the class that load it. */
    private record Component(String library, String className) {

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
        Map<String, Component> components = components(index);
        if (components.isEmpty() || components.size() > MOST_COMPONENTS) {
            throw new PresetException("'model_index.json' names " + components.size()
                    + " components, which is no pipeline; choose another revision");
        }
        var folders = new LinkedHashMap<String, Folder>();
        for (String name : components.keySet()) {
            folders.put(name, root.child(name, INDEX));
        }
        bring(root, folders, options.variant());
        root.take(INDEX, "config, components");
        takePipelineCode(root, index, options);
        boolean variant = options.variant() == null;
        for (Map.Entry<String, Component> component : components.entrySet()) {
            variant |=
                    takeComponent(folders.get(component.getKey()), component.getKey(), component.getValue(), options);
        }
        if (!variant) {
            throw new PresetException("no component of the repository has weights of the variant '"
                    + Printable.of(options.variant())
                    + "', such as diffusion_pytorch_model." + Printable.of(options.variant())
                    + ".safetensors; leave <variant> out, or choose another");
        }
    }

    private static Map<String, Component> components(ConfigFile index) {
        var components = new LinkedHashMap<String, Component>();
        index.values().forEach((name, value) -> {
            List<String> words = ConfigFile.strings(value);
            // A component that a pipeline can do without is named as [null, null].
            if (!name.startsWith("_") && value instanceof List<?> list && list.size() == 2 && words.size() == 2) {
                components.put(name, new Component(words.get(0), words.get(1)));
            }
        });
        return components;
    }

    private static void bring(Folder root, Map<String, Folder> folders, @Nullable String variant) throws IOException {
        var names = new ArrayList<String>();
        folders.forEach((name, folder) -> {
            names.add(name + "/" + TokenizerFiles.CONFIG);
            weights(folder, variant)
                    .filter(Weights::isIndex)
                    .ifPresent(weights -> names.add(name + "/" + weights.name()));
        });
        root.bring(names);
    }

    /** Takes a component; tells whether its weights are of the variant. */
    private static boolean takeComponent(Folder folder, String name, Component component, PresetOptions options)
            throws PresetException, IOException {
        if (folder.below().isEmpty()) {
            throw new PresetException("'model_index.json' names the component '" + Printable.of(name)
                    + "', but the repository has no such folder; choose another revision");
        }
        takeCode(folder, name, component, options);
        folder.takeAny(CONFIGS, "config of " + name);
        folder.takeAny(
                folder.names().stream()
                        .filter(file -> file.endsWith("_config.json"))
                        .toList(),
                "config of " + name);
        if (!component.isModel()) {
            TokenizerFiles.take(folder);
            return false;
        }
        Optional<Weights> weights = weights(folder, options.variant());
        if (weights.isEmpty() && !folder.has(Configs.MODEL)) {
            return false;
        }
        if (weights.isEmpty()) {
            throw Weights.missing(folder, WEIGHTS, options.variant());
        }
        weights.get().take(folder, INDEX);
        return options.variant() != null && weights.get().name().contains("." + options.variant());
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

    private static void takeCode(Folder folder, String name, Component component, PresetOptions options)
            throws PresetException, IOException {
        if (folder.has(component.library() + ".py")) {
            takeModule(folder, component.library(), "the component '" + name + "'", options);
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
