package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.preset.repo.PresetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which classes that code of a repository defines take part in loading a model, and whether Transformers can do without. */
final class CustomClasses {

    private final Configs configs;
    private final List<CodeReference> all;

    CustomClasses(Configs configs) {
        this.configs = configs;
        this.all = configs.references();
    }

    /** The names of the classes, each with the Auto class that loads it. */
    Map<String, String> defined() {
        var defined = new HashMap<String, String>();
        all.forEach(reference -> defined.putIfAbsent(reference.className(), reference.auto()));
        return defined;
    }

    /** Those that are used when their code is trusted. */
    List<CodeReference> used(ModelClass model, InputClass input) {
        var used = new ArrayList<>(usedForModel(model));
        all.stream()
                .filter(reference -> reference.auto().equals("AutoConfig") || input.uses(reference.auto()))
                .forEach(used::add);
        return used;
    }

    /**
     * Checks that the model loads without any of them.
     *
     * @param inputName the class of the input as configured; null when none is
     * @throws PresetException when it does not; says what to add
     */
    void checkDispensable(ModelClass model, InputClass input, @Nullable String inputName) throws PresetException {
        List<CodeReference> models = usedForModel(model);
        Optional<CodeReference> needed = !models.isEmpty() && models.stream().allMatch(this::isNeeded)
                ? Optional.of(models.get(0))
                : all.stream()
                        .filter(reference -> reference.auto().equals("AutoConfig")
                                || (input.uses(reference.auto())
                                        && !(reference.auto().equals(input.autoClass())
                                                && inputName != null
                                                && KnownTypes.hasInputClass(inputName))))
                        .filter(this::isNeeded)
                        .findFirst();
        if (needed.isPresent()) {
            CodeReference reference = needed.get();
            throw new PresetException("the model does not load without Python code: '"
                    + Printable.of(reference.namedBy())
                    + "' names " + Printable.of(reference.reference()) + " for " + Printable.of(reference.auto())
                    + "; read that code, and add <trustRemoteCode>true</trustRemoteCode> if you trust it");
        }
    }

    private List<CodeReference> usedForModel(ModelClass model) {
        List<CodeReference> models = all.stream()
                .filter(reference -> reference.auto().startsWith("AutoModel"))
                .toList();
        String name = model.name() == null ? "AutoModel" : model.name();
        List<CodeReference> named = models.stream()
                .filter(reference ->
                        reference.auto().equals(name) || reference.className().equals(name))
                .toList();
        if (!named.isEmpty()) {
            return named;
        }
        // Where the configuration leaves the class open, it is one of those that the repository's owner made the code
        // for.
        return model.name() == null ? models : List.of();
    }

    private boolean isNeeded(CodeReference reference) {
        return switch (reference.auto()) {
            case "AutoConfig" -> !KnownTypes.knows(configs.modelType());
            case "AutoTokenizer" ->
                !loads(reference)
                        && configs.inputClass("tokenizer_class")
                                .filter(KnownTypes::hasInputClass)
                                .isEmpty();
            case "AutoProcessor" -> isNeeded(reference, "processor_class");
            case "AutoImageProcessor" -> isNeeded(reference, "image_processor_type");
            case "AutoFeatureExtractor" -> isNeeded(reference, "feature_extractor_type");
            case "AutoVideoProcessor" -> isNeeded(reference, "video_processor_type");
            default -> !loads(reference);
        };
    }

    /** Where a configuration names the class, the type of the model is not asked any more. */
    private boolean isNeeded(CodeReference reference, String key) {
        return configs.inputClass(key)
                .map(name -> !KnownTypes.hasInputClass(name))
                .orElseGet(() -> !loads(reference));
    }

    private boolean loads(CodeReference reference) {
        return KnownTypes.loads(configs.modelType(), reference.auto());
    }
}
