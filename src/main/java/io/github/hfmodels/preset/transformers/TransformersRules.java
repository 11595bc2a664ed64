package io.github.hfmodels.preset.transformers;

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
import java.util.List;
import java.util.Optional;

/**
 * The preset {@code transformers}, by one rule for every architecture and every version of the library: the weights that
 * {@code from_pretrained} loads, all files that are not bulk, and the repository's Python code if it is trusted. The classes that load
 * a model do not change which files are taken.
 */
public final class TransformersRules {

    static final String CONFIG = "config.json";

    /** The weights that Transformers looks for: safetensors are preferred to PyTorch's pickles, and a single file to shards. */
    static final List<String> WEIGHTS = List.of("model.safetensors", "pytorch_model.bin");

    /** The configurations that name classes, code or other repositories. */
    private static final List<String> CONFIGS = List.of(
            CONFIG,
            "tokenizer_config.json",
            "processor_config.json",
            "preprocessor_config.json",
            "video_preprocessor_config.json");

    /** The members that name classes. */
    private static final List<String> CLASSES = List.of(
            "architectures",
            "tokenizer_class",
            "processor_class",
            "image_processor_type",
            "feature_extractor_type",
            "video_processor_type");

    private TransformersRules() {}

    /**
     * Takes a model or an adapter.
     *
     * @throws UserException if the repository does not have one, or the options do not fit it
     */
    public static void take(Folder root, PresetOptions options) throws IOException {
        if (!isIn(root)) {
            throw PresetMismatch.of(root, options.preset(), "'config.json' or 'adapter_config.json'");
        }
        takeModel(root, options);
    }

    /** Whether the folder has a model or an adapter. */
    static boolean isIn(Folder folder) {
        return folder.has(CONFIG) || AdapterRules.isIn(folder);
    }

    /** Takes the model, or the adapter, of a folder, and what is beside it. */
    static void takeModel(Folder folder, PresetOptions options) throws IOException {
        fetchConfigs(folder, options);
        takeCode(folder, options);
        boolean adapter = AdapterRules.isIn(folder);
        if (adapter) {
            AdapterRules.take(folder, options);
        }
        if (folder.has(CONFIG)) {
            takeWeights(folder, options, adapter);
        }
        Bulk.takeOthers(folder);
        NamedRepositories.take(folder, options);
        List<String> named = namedClasses(folder);
        MisspeltClass.warn(folder, "modelClass", options.modelClass(), named);
        MisspeltClass.warn(folder, "processorClass", options.processorClass(), named);
    }

    /** Fetches at once all files that are known to be read. */
    private static void fetchConfigs(Folder folder, PresetOptions options) throws IOException {
        var names = new ArrayList<>(CONFIGS);
        names.add(AdapterRules.CONFIG);
        names.add(NamedRepositories.AUDIO_TOKENIZER);
        Weights.find(folder, WEIGHTS, options.variant())
                .map(Weights::name)
                .filter(Weights::isIndex)
                .ifPresent(names::add);
        folder.fetch(names);
    }

    /** Takes the code if it is trusted, or else tells of it: whether it is needed depends on the library's version. */
    private static void takeCode(Folder folder, PresetOptions options) throws IOException {
        var references = new ArrayList<CodeReference>();
        for (String name : CONFIGS) {
            references.addAll(CodeReference.in(folder.config(name)));
        }
        if (options.trustRemoteCode()) {
            RemoteCode.takeReferenced(folder.top(), references);
        } else if (!references.isEmpty()) {
            CodeReference first = references.get(0);
            folder.warn(
                    "code",
                    "the repository has Python code of its own, such as " + Printable.of(first.reference())
                            + " named by '" + Printable.of(first.namedBy())
                            + "', which is left out; if your library's version does not know the type, "
                            + CommonAdvice.TRUST_CODE.detail());
        }
    }

    private static void takeWeights(Folder folder, PresetOptions options, boolean adapter) throws IOException {
        folder.take(CONFIG, "config");
        Optional<Weights> weights = folder.config(CONFIG)
                .text("transformers_weights")
                .map(Weights::new)
                .or(() -> Weights.find(folder, WEIGHTS, options.variant()));
        if (weights.isPresent()) {
            weights.get().take(folder, folder.path(CONFIG));
        } else if (!adapter) {
            throw missingWeights(folder, options);
        }
    }

    private static UserException missingWeights(Folder folder, PresetOptions options) {
        boolean others = folder.names().stream()
                .anyMatch(name -> name.endsWith(".safetensors") || name.endsWith(".bin") || name.endsWith(".h5"));
        return others
                ? Weights.missing(folder, WEIGHTS, options.variant())
                : PresetMismatch.of(
                        folder, options.preset(), "'model.safetensors', 'pytorch_model.bin' or the index of shards");
    }

    /** The classes that the configurations name, directly, in a nested configuration or in an {@code auto_map}. */
    private static List<String> namedClasses(Folder folder) throws IOException {
        var classes = new ArrayList<String>();
        for (String name : CONFIGS) {
            ConfigFile config = folder.config(name);
            config.withNested().forEach(one -> CLASSES.forEach(key -> classes.addAll(one.texts(key))));
            CodeReference.in(config).forEach(reference -> classes.add(reference.className()));
            classes.addAll(config.object("auto_map").values().keySet());
        }
        return classes;
    }
}
