package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.preset.repo.ConfigFile;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Other repositories that configurations name by members that are known for it. */
final class NamedRepositories {

    static final String AUDIO_TOKENIZER = "audio_tokenizer_config.json";

    private NamedRepositories() {}

    static void take(Folder folder, PresetOptions options) throws IOException {
        takeAudioTokenizer(folder, options);
        takeClasses(folder, folder.config("preprocessor_config.json"));
        takeClasses(folder, folder.config("processor_config.json").object("image_processor"));
    }

    /** Some processors turn sound into tokens with a model in another repository. */
    private static void takeAudioTokenizer(Folder folder, PresetOptions options) throws IOException {
        ConfigFile config = folder.has(AUDIO_TOKENIZER)
                ? folder.config(AUDIO_TOKENIZER)
                : folder.config("processor_config.json").object("audio_tokenizer");
        var part =
                new Part.ByPreset(new PresetOptions(Preset.TRANSFORMERS, null, null, null, options.trustRemoteCode()));
        config.text("audio_tokenizer_name_or_path")
                .flatMap(id -> repository(folder.id(), RepoType.MODEL, id))
                .ifPresent((RepoId id) ->
                        folder.need(Companion.atDefault(id, part, "audio tokenizer of the processor")));
    }

    /** OneFormer's image processor has the names of its classes in a data set. */
    private static void takeClasses(Folder folder, ConfigFile config) {
        Optional<String> file = config.text("class_info_file").filter(NamedRepositories::isPath);
        Optional<RepoId> id = config.text("repo_path").flatMap(name -> repository(folder.id(), RepoType.DATASET, name));
        if (file.isPresent() && id.isPresent()) {
            folder.need(Companion.atDefault(
                    id.get(), new Part.Files(List.of(file.get())), "classes of the image processor"));
        }
    }

    private static boolean isPath(String path) {
        return !Folder.isCode(path)
                && path.indexOf('\\') < 0
                && Arrays.stream(path.split("/", -1))
                        .noneMatch(name -> List.of("", ".", "..").contains(name));
    }

    /** The repository of an id in a configuration; empty if the text is not an id, but for example a folder on the owner's machine. */
    static Optional<RepoId> repository(RepoId namedBy, RepoType type, String id) {
        try {
            return Optional.of(namedBy.inSameSource(type, id));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }
}
