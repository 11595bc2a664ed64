package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.preset.repo.PresetException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What prepares the input of a model. */
enum InputClass {
    TOKENIZER("AutoTokenizer", "Tokenizer", "TokenizerFast"),
    IMAGE_PROCESSOR("AutoImageProcessor", "ImageProcessor", "ImageProcessorFast", "ImageProcessorPil"),
    VIDEO_PROCESSOR("AutoVideoProcessor", "VideoProcessor", "VideoProcessorFast"),
    FEATURE_EXTRACTOR("AutoFeatureExtractor", "FeatureExtractor"),
    /** All of them; last, for its ending is theirs too. */
    PROCESSOR("AutoProcessor", "Processor");

    private final String autoClass;
    private final String[] endings;

    InputClass(String autoClass, String... endings) {
        this.autoClass = autoClass;
        this.endings = endings;
    }

    String autoClass() {
        return autoClass;
    }

    /**
     * What a class is for.
     *
     * @param name such as {@code AutoTokenizer} or {@code CLIPProcessor}; null for whatever there is
     * @param defined the classes that code of the repository defines, each with the Auto class that it is loaded by
     * @throws PresetException when there is no such class
     */
    static InputClass of(@Nullable String name, Map<String, String> defined) throws PresetException {
        if (name == null) {
            return PROCESSOR;
        }
        Optional<InputClass> found = Stream.of(values())
                .filter(each -> name.equals(each.autoClass)
                        || each.autoClass.equals(defined.get(name))
                        || (!name.startsWith("Auto") && Stream.of(each.endings).anyMatch(name::endsWith)))
                .findFirst();
        return found.orElseThrow(
                () -> new PresetException(
                        "<processorClass> '" + Printable.of(name)
                                + "' is not a known class; known are "
                                + String.join(
                                        ", ",
                                        Stream.of(values())
                                                .map(InputClass::autoClass)
                                                .toList())
                                + ", and classes whose names end so without Auto, such as CLIPProcessor or BertTokenizerFast; correct it"));
    }

    boolean needsTokenizer() {
        return this == TOKENIZER || this == PROCESSOR;
    }

    boolean needsPreprocessors() {
        return this != TOKENIZER;
    }

    /** Whether one of these Auto classes may be used on the way. */
    boolean uses(String auto) {
        return auto.equals(autoClass)
                || (this == PROCESSOR
                        && Stream.of(values()).anyMatch(each -> each.autoClass().equals(auto)));
    }
}
