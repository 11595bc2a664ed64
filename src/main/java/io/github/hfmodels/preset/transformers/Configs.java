package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.preset.repo.ConfigFile;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.TokenizerFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The configurations in a folder of a model and of what prepares its input; those without a file are empty. */
record Configs(
        ConfigFile model,
        ConfigFile tokenizer,
        ConfigFile processor,
        ConfigFile preprocessor,
        ConfigFile videoPreprocessor) {

    static final String MODEL = "config.json";
    static final String PROCESSOR = "processor_config.json";
    static final String PREPROCESSOR = "preprocessor_config.json";
    static final String VIDEO_PREPROCESSOR = "video_preprocessor_config.json";

    /** The configurations that are read for a model and this input. */
    static List<String> names(InputClass input) {
        var names = new ArrayList<>(List.of(MODEL));
        if (input.needsTokenizer()) {
            names.add(TokenizerFiles.CONFIG);
        }
        if (input.needsPreprocessors()) {
            names.addAll(List.of(PROCESSOR, PREPROCESSOR, VIDEO_PREPROCESSOR));
        }
        return names;
    }

    static Configs read(Folder folder, InputClass input) throws IOException {
        List<String> names = names(input);
        return new Configs(
                folder.config(MODEL),
                readIf(folder, TokenizerFiles.CONFIG, names),
                readIf(folder, PROCESSOR, names),
                readIf(folder, PREPROCESSOR, names),
                readIf(folder, VIDEO_PREPROCESSOR, names));
    }

    private static ConfigFile readIf(Folder folder, String name, List<String> names) throws IOException {
        return names.contains(name) ? folder.config(name) : new ConfigFile(name, Map.of());
    }

    String modelType() {
        return model.text("model_type").orElse("");
    }

    /** The references in the {@code auto_map}s of all configurations. */
    List<CodeReference> references() {
        return all().flatMap(config -> CodeReference.in(config).stream()).toList();
    }

    /** The class under this key in the first configuration that has one, directly or in a nested configuration. */
    Optional<String> inputClass(String key) {
        return Stream.of(processor, preprocessor, videoPreprocessor, tokenizer, model)
                .flatMap(config -> Stream.concat(
                        config.text(key).stream(),
                        config.values().keySet().stream().flatMap(member -> config.object(member).text(key).stream())))
                .findFirst();
    }

    /** Whether a configuration has this class under this key. */
    boolean name(String key, String className) {
        return all().anyMatch(config -> config.texts(key).contains(className));
    }

    private Stream<ConfigFile> all() {
        return Stream.of(model, tokenizer, processor, preprocessor, videoPreprocessor);
    }
}
