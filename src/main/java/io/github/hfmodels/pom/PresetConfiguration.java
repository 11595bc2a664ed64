package io.github.hfmodels.pom;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.pom.ModelElement.PresetElements;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the elements about the preset into options, and refuses those that the preset does not use. */
final class PresetConfiguration {

    private static final Set<Preset> WITH_VARIANTS = Set.of(
            Preset.TRANSFORMERS,
            Preset.SENTENCE_TRANSFORMERS,
            Preset.DIFFUSERS,
            Preset.SAFETENSORS,
            Preset.ONNX,
            Preset.GGUF);
    private static final Set<Preset> WITH_CLASSES = Set.of(Preset.TRANSFORMERS);
    private static final Set<Preset> WITH_CODE =
            Set.of(Preset.TRANSFORMERS, Preset.SENTENCE_TRANSFORMERS, Preset.DIFFUSERS);

    private PresetConfiguration() {}

    /** @throws UserException when an element is wrong, or contradicts another */
    static PresetOptions options(PresetElements elements) {
        Preset preset = preset(elements.preset());
        boolean trustRemoteCode = ModelRequests.bool("trustRemoteCode", elements.trustRemoteCode());
        refuse("variant", elements.variant(), preset, WITH_VARIANTS);
        refuse("modelClass", elements.modelClass(), preset, WITH_CLASSES);
        refuse("processorClass", elements.processorClass(), preset, WITH_CLASSES);
        refuse("trustRemoteCode", trustRemoteCode ? "true" : null, preset, WITH_CODE);
        return new PresetOptions(
                preset, elements.variant(), elements.modelClass(), elements.processorClass(), trustRemoteCode);
    }

    private static Preset preset(@Nullable String word) {
        return word == null
                ? Preset.SNAPSHOT
                : Preset.ofWord(word)
                        .orElseThrow(() -> new UserException("<preset> is '" + Printable.of(word) + "'; expected "
                                + words(Set.of(Preset.values()))));
    }

    private static void refuse(String element, @Nullable String value, Preset preset, Set<Preset> users) {
        if (value != null && !users.contains(preset)) {
            throw new UserException("<" + element + "> is '" + Printable.of(value) + "', which the preset "
                    + preset.word() + " does not use; expected it with <preset> " + words(users));
        }
    }

    private static String words(Set<Preset> presets) {
        return Arrays.stream(Preset.values())
                .filter(presets::contains)
                .map(Preset::word)
                .collect(Collectors.joining(", "));
    }
}
