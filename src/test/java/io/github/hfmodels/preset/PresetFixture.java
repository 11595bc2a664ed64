package io.github.hfmodels.preset;

import io.github.hfmodels.preset.repo.Choice;
import io.github.hfmodels.preset.repo.Choice.Chosen;
import io.github.hfmodels.preset.repo.PresetException;
import io.github.hfmodels.preset.repo.PresetRepository;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Options as a test writes them, and what was chosen as a test compares it. */
public final class PresetFixture {

    private PresetFixture() {}

    public static PresetOptions options(Preset preset) {
        return new PresetOptions(preset, null, null, null, false);
    }

    public static PresetOptions trusting(PresetOptions options) {
        return new PresetOptions(
                options.preset(), options.variant(), options.modelClass(), options.processorClass(), true);
    }

    public static PresetOptions variant(PresetOptions options, String variant) {
        return new PresetOptions(
                options.preset(), variant, options.modelClass(), options.processorClass(), options.trustRemoteCode());
    }

    public static PresetOptions classes(
            PresetOptions options, @Nullable String modelClass, @Nullable String processorClass) {
        return new PresetOptions(
                options.preset(), options.variant(), modelClass, processorClass, options.trustRemoteCode());
    }

    public static Choice choose(PresetOptions options, PresetRepository repository)
            throws PresetException, IOException {
        return Presets.choose(new Part.Chosen(options), repository);
    }

    public static List<String> paths(Choice choice) {
        return choice.files().stream().map(chosen -> chosen.file().path()).toList();
    }

    /** The chosen files' rules by their paths. */
    public static Map<String, String> rules(Choice choice) {
        return choice.files().stream()
                .collect(Collectors.toMap(chosen -> chosen.file().path(), Chosen::rule));
    }

    public static long bytes(Choice choice) {
        return choice.files().stream()
                .mapToLong(chosen -> chosen.file().contentSize())
                .sum();
    }

    public static long bytes(PresetRepository repository) {
        return repository.listing().files().stream()
                .mapToLong(file -> file.contentSize())
                .sum();
    }
}
