package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.CommonAdvice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which classes that a repository's code defines are needed for a model, and whether Transformers can load it without them. */
final class CustomClasses {

    private final Configs configs;
    private final List<CodeReference> all;
    /** By their keys, since each reference asks for one, and the configurations may be long. */
    private final Map<String, Optional<String>> inputClasses = new HashMap<>();

    CustomClasses(Configs configs) {
        this.configs = configs;
        this.all = configs.references();
    }

    /** The names of all classes, each with the Auto class that loads it. */
    Map<String, String> defined() {
        var defined = new HashMap<String, String>();
        all.forEach(reference -> defined.putIfAbsent(reference.className(), reference.auto()));
        return defined;
    }

    /** The classes that are used if their code is trusted. */
    List<CodeReference> used(ModelClass model, InputClass input) {
        var used = new ArrayList<>(usedForModel(model));
        all.stream()
                .filter(reference -> reference.auto().equals("AutoConfig") || input.uses(reference.auto()))
                .forEach(used::add);
        return used;
    }

    /**
     * Checks that the model loads without these classes.
     *
     * @param inputName the processor class as configured; null if none is
     * @throws UserException if it does not
     */
    void checkDispensable(ModelClass model, InputClass input, @Nullable String inputName) {
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
            throw new UserException(
                    "the model does not load without Python code: '" + Printable.of(reference.namedBy()) + "' names "
                            + Printable.of(reference.reference()) + " for " + Printable.of(reference.auto()),
                    CommonAdvice.TRUST_CODE);
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
        // Without a configured class, the program uses one of the classes that the code is for.
        return model.name() == null ? models : List.of();
    }

    private boolean isNeeded(CodeReference reference) {
        return switch (reference.auto()) {
            case "AutoConfig" -> !KnownTypes.knows(configs.modelType());
            case "AutoTokenizer" ->
                !loads(reference)
                        && inputClass("tokenizer_class")
                                .filter(KnownTypes::hasInputClass)
                                .isEmpty();
            case "AutoProcessor" -> isNeeded(reference, "processor_class");
            case "AutoImageProcessor" -> isNeeded(reference, "image_processor_type");
            case "AutoFeatureExtractor" -> isNeeded(reference, "feature_extractor_type");
            case "AutoVideoProcessor" -> isNeeded(reference, "video_processor_type");
            default -> !loads(reference);
        };
    }

    /** If a configuration names the class, Transformers does not look at the model's type. */
    private boolean isNeeded(CodeReference reference, String key) {
        return inputClass(key).map(name -> !KnownTypes.hasInputClass(name)).orElseGet(() -> !loads(reference));
    }

    private Optional<String> inputClass(String key) {
        return inputClasses.computeIfAbsent(key, configs::inputClass);
    }

    private boolean loads(CodeReference reference) {
        return KnownTypes.loads(configs.modelType(), reference.auto());
    }
}
