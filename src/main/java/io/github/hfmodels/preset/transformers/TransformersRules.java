package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.ConfigFile;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.PresetMismatch;
import io.github.hfmodels.preset.repo.TokenizerFiles;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The preset {@code transformers}: what {@code from_pretrained} loads, which is a model and what prepares its input.
 *
 * <p>Without a model class, {@code generation_config.json} is taken too, although {@code AutoModel} reads it for few models. It has
 * some hundred bytes, and without it a class that generates would not fail, but behave differently.
 */
public final class TransformersRules {

    private static final String PROCESSOR_RULE = "processor";
    private static final String AUDIO_TOKENIZER = "audio_tokenizer_config.json";
    private static final String GENERATION = "generation_config.json";

    /** A configuration for certain versions of the library. */
    private static final Pattern CONFIG_VERSION = Pattern.compile("config\\.[^/]+\\.json");

    private static final String GENERATE = "custom_generate/generate.py";

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
        return folder.has(Configs.MODEL) || AdapterRules.isIn(folder);
    }

    /** Takes the model, or the adapter, of a folder, and what prepares its input. */
    static void takeModel(Folder folder, PresetOptions options) throws IOException {
        // A class that the repository's code defines is known only after its configurations are read.
        InputClass expected =
                options.trustRemoteCode() ? InputClass.PROCESSOR : InputClass.of(options.processorClass(), Map.of());
        fetchConfigs(folder, options, expected);
        Configs configs = Configs.read(folder, expected);
        CustomClasses custom = new CustomClasses(configs);
        ModelClass model = new ModelClass(options.modelClass());
        model.check(
                configs.model(), options.trustRemoteCode() ? custom.defined().keySet() : Set.of());
        InputClass input =
                options.trustRemoteCode() ? InputClass.of(options.processorClass(), custom.defined()) : expected;
        // First of all: other files may be missing only because the code finds them elsewhere.
        takeCode(folder, custom, model, input, options);
        boolean adapter = AdapterRules.isIn(folder);
        if (adapter) {
            AdapterRules.take(folder, options);
        }
        if (folder.has(Configs.MODEL)) {
            takeOwnModel(folder, configs.model(), model, options, adapter);
        }
        boolean found = takeInputs(folder, configs, input);
        if (!found && options.processorClass() != null && !adapter) {
            throw new UserException(
                    "the repository has nothing that <processorClass> '" + Printable.of(options.processorClass())
                            + "' reads, such as '" + (input.needsTokenizer() ? "tokenizer.json" : Configs.PREPROCESSOR)
                            + "'",
                    Advice.of("leave <processorClass> out, or choose another revision"));
        }
        takeAudioTokenizer(folder, configs, input, options);
    }

    /** Fetches at once all files that are known to be read. */
    private static void fetchConfigs(Folder folder, PresetOptions options, InputClass input) throws IOException {
        var names = new ArrayList<>(Configs.names(input));
        names.add(AdapterRules.CONFIG);
        if (input == InputClass.PROCESSOR) {
            names.add(AUDIO_TOKENIZER);
        }
        Weights.find(folder, Weights.Names.TRANSFORMERS, options.variant())
                .filter(Weights::isIndex)
                .ifPresent(weights -> names.add(weights.name()));
        folder.fetch(names);
    }

    private static void takeOwnModel(
            Folder folder, ConfigFile config, ModelClass model, PresetOptions options, boolean adapter)
            throws IOException {
        folder.take(Configs.MODEL, "config");
        folder.takeAny(
                config.texts("configuration_files").stream()
                        .filter(name -> CONFIG_VERSION.matcher(name).matches())
                        .toList(),
                "config");
        Optional<Weights> weights = Weights.find(folder, config, options.variant());
        if (weights.isPresent()) {
            weights.get().take(folder, folder.path(Configs.MODEL));
        } else if (!adapter) {
            throw missingWeights(folder, options);
        }
        // The voices of Qwen2.5-Omni.
        folder.take("spk_dict.pt", "weights (speakers)");
        boolean generates = model.generates(config);
        if (generates || (options.modelClass() == null && options.preset() == Preset.TRANSFORMERS)) {
            folder.take(GENERATION, "generation config");
        }
        if (generates && options.trustRemoteCode() && folder.top().has(GENERATE)) {
            folder.top().take("custom_generate/requirements.txt", "code that generates");
            RemoteCode.takeFiles(folder.top(), List.of(GENERATE), "code that generates", GENERATE);
        }
    }

    private static UserException missingWeights(Folder folder, PresetOptions options) {
        boolean others = folder.names().stream()
                .anyMatch(name -> name.endsWith(".safetensors") || name.endsWith(".bin") || name.endsWith(".h5"));
        return others
                ? Weights.missing(folder, List.of(Weights.Names.TRANSFORMERS), options.variant())
                : PresetMismatch.of(
                        folder, options.preset(), "'model.safetensors', 'pytorch_model.bin' or the index of shards");
    }

    /** Takes what an input class reads; returns whether there is something. */
    private static boolean takeInputs(Folder folder, Configs configs, InputClass input) throws IOException {
        boolean found = false;
        if (input.needsTokenizer()) {
            found = TokenizerFiles.take(folder);
        }
        if (input.needsPreprocessors()) {
            found |= folder.take(Configs.PROCESSOR, PROCESSOR_RULE);
            found |= folder.take(Configs.PREPROCESSOR, preprocessorRule(configs.preprocessor()));
            // Some models of timm have the image processor's configuration in config.json.
            found |= configs.model().has("pretrained_cfg");
        }
        if (input == InputClass.VIDEO_PROCESSOR || input == InputClass.PROCESSOR) {
            found |= folder.take(Configs.VIDEO_PREPROCESSOR, "video processor");
            folder.takeAny(configs.videoPreprocessor().texts("font"), "video processor, font");
        }
        if (input == InputClass.PROCESSOR) {
            folder.take("chat_template.json", "chat template");
            folder.take(AUDIO_TOKENIZER, PROCESSOR_RULE);
            takeFurtherTokenizers(folder);
            takeProcessorExtras(folder, configs);
        }
        return found;
    }

    private static String preprocessorRule(ConfigFile config) {
        return config.has("feature_extractor_type") && !config.has("image_processor_type")
                ? "feature extractor"
                : "image processor";
    }

    /** Processors with several tokenizers have the others in folders, such as {@code qformer_tokenizer}. */
    private static void takeFurtherTokenizers(Folder folder) throws IOException {
        List<String> names = folder.below().stream()
                .filter(path -> path.indexOf('/') > 0)
                .map(path -> path.substring(0, path.indexOf('/')))
                .filter(name -> name.contains("tokenizer"))
                .distinct()
                .toList();
        for (String name : names) {
            TokenizerFiles.take(folder.child(name, name));
        }
    }

    /** Takes what only certain processors read. */
    private static void takeProcessorExtras(Folder folder, Configs configs) {
        if (folder.take("speaker_embeddings_path.json", "processor, voices")) {
            takeBelow(folder, "speaker_embeddings/", "processor, voices");
        }
        if (configs.name("processor_class", "Wav2Vec2ProcessorWithLM")) {
            folder.take("alphabet.json", "processor, decoder");
            takeBelow(folder, "language_model/", "processor, decoder");
        }
    }

    private static void takeBelow(Folder folder, String prefix, String rule) {
        folder.takeAny(
                folder.below().stream().filter(path -> path.startsWith(prefix)).toList(), rule);
    }

    private static void takeCode(
            Folder folder, CustomClasses custom, ModelClass model, InputClass input, PresetOptions options)
            throws IOException {
        if (!options.trustRemoteCode()) {
            custom.checkDispensable(model, input, options.processorClass());
            return;
        }
        Set<String> files = RemoteCode.takeReferenced(folder.top(), custom.used(model, input));
        if (input.needsTokenizer()) {
            RemoteCode.takeVocabularies(folder.top(), folder, files);
        }
    }

    /** Some processors turn sound into tokens with a model in another repository. */
    private static void takeAudioTokenizer(Folder folder, Configs configs, InputClass input, PresetOptions options)
            throws IOException {
        if (input != InputClass.PROCESSOR) {
            return;
        }
        ConfigFile nested = configs.processor().object("audio_tokenizer");
        ConfigFile config = folder.has(AUDIO_TOKENIZER) ? folder.config(AUDIO_TOKENIZER) : nested;
        config.text("audio_tokenizer_name_or_path")
                .flatMap(id -> RemoteCode.repository(folder.id(), id))
                .ifPresent((RepoId id) -> folder.need(new Companion(
                        id,
                        Revision.MAIN,
                        new Part.ByPreset(
                                new PresetOptions(Preset.TRANSFORMERS, null, null, null, options.trustRemoteCode())),
                        "audio tokenizer of the processor")));
    }
}
