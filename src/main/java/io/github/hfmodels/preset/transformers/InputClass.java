package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kinds of classes that prepare a model's input. */
enum InputClass {
    TOKENIZER("AutoTokenizer", "Tokenizer", "TokenizerFast"),
    IMAGE_PROCESSOR("AutoImageProcessor", "ImageProcessor", "ImageProcessorFast", "ImageProcessorPil"),
    VIDEO_PROCESSOR("AutoVideoProcessor", "VideoProcessor", "VideoProcessorFast"),
    FEATURE_EXTRACTOR("AutoFeatureExtractor", "FeatureExtractor"),
    /** Uses all of the others. It is the last, since their names end as its name does. */
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
     * The kind of a class.
     *
     * @param name such as {@code AutoTokenizer} or {@code CLIPProcessor}; null for all that the repository has
     * @param defined the classes that code of the repository defines, each with the Auto class that loads it
     * @throws UserException if there is no such class
     */
    static InputClass of(@Nullable String name, Map<String, String> defined) {
        if (name == null) {
            return PROCESSOR;
        }
        Optional<InputClass> found = Stream.of(values())
                .filter(each -> name.equals(each.autoClass)
                        || each.autoClass.equals(defined.get(name))
                        || (!name.startsWith("Auto") && Stream.of(each.endings).anyMatch(name::endsWith)))
                .findFirst();
        return found.orElseThrow(() -> new UserException(
                "<processorClass> '" + Printable.of(name)
                        + "' is not a known class; known are "
                        + String.join(
                                ", ",
                                Stream.of(values()).map(InputClass::autoClass).toList())
                        + ", and classes whose names end like these without Auto, such as CLIPProcessor or"
                        + " BertTokenizerFast",
                Advice.of("correct it")));
    }

    boolean needsTokenizer() {
        return this == TOKENIZER || this == PROCESSOR;
    }

    boolean needsPreprocessors() {
        return this != TOKENIZER;
    }

    /** Whether the class may load one of this Auto class. */
    boolean uses(String auto) {
        return auto.equals(autoClass)
                || (this == PROCESSOR
                        && Stream.of(values()).anyMatch(each -> each.autoClass().equals(auto)));
    }
}
