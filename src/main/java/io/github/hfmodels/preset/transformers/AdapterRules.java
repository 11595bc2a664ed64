package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.CommonAdvice;
import io.github.hfmodels.preset.repo.ConfigFile;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import java.io.IOException;

/** PEFT's adapters: small weights that are added to those of a base model in another repository. */
final class AdapterRules {

    static final String CONFIG = "adapter_config.json";

    private static final String SAFETENSORS = "adapter_model.safetensors";
    private static final String PYTORCH = "adapter_model.bin";

    private AdapterRules() {}

    static boolean isIn(Folder folder) {
        return folder.has(CONFIG);
    }

    /** Takes the adapter of a folder, and its base model as a companion. */
    static void take(Folder folder, PresetOptions options) throws IOException {
        folder.take(CONFIG, "adapter config");
        if (!folder.take(SAFETENSORS, "adapter weights (safetensors)")
                && !folder.take(PYTORCH, "adapter weights (pytorch)")) {
            throw new UserException(
                    "the repository has '" + name(folder, CONFIG) + "' but neither " + name(folder, SAFETENSORS)
                            + " nor " + name(folder, PYTORCH),
                    CommonAdvice.CHOOSE_REVISION);
        }
        ConfigFile config = folder.config(CONFIG);
        String base = config.text("base_model_name_or_path").orElse("");
        RepoId id = NamedRepositories.repository(folder.id(), RepoType.MODEL, base)
                .orElseThrow(
                        () -> new UserException(
                                "'" + name(folder, CONFIG) + "' names the base model '" + Printable.of(base)
                                        + "', which is not a repository",
                                Advice.of(
                                        "name the adapter's files with <includes>, and its base model as a <model> of its own")));
        // PEFT's classes load the adapter; the classes after which they are named load the base model.
        String modelClass = options.modelClass() == null
                ? null
                : options.modelClass().replaceFirst("^(?:Auto)?Peft(?=Model)", "Auto");
        var baseOptions = new PresetOptions(
                Preset.TRANSFORMERS,
                options.variant(),
                modelClass,
                options.processorClass(),
                options.trustRemoteCode());
        folder.need(new Companion(
                id, revision(folder, config), new Part.ByPreset(baseOptions), "base model of the adapter"));
    }

    private static String name(Folder folder, String file) {
        return Printable.of(folder.path(file));
    }

    private static Revision revision(Folder folder, ConfigFile config) {
        // The Hub's default branch is in configurations that were copied from there, too.
        String name = config.text("revision")
                .filter(text -> !text.equals(Revision.MAIN.name()))
                .orElse(folder.id().source().defaultRevision().name());
        try {
            return new Revision(name);
        } catch (InvalidValueException e) {
            throw new UserException(
                    "'" + name(folder, CONFIG) + "' names the base model's revision '" + Printable.of(name)
                            + "', which is not a revision",
                    Advice.of("choose another revision of the adapter"));
        }
    }
}
