package io.github.hfmodels.preset.transformers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What Transformers loads without code of a repository, in the version that {@code model-types.txt} is made from. */
final class KnownTypes {

    private static final String INPUT_CLASSES = "-";
    private static final String MODEL_CLASSES = "+";
    private static final String GENERATES = "*";

    private static final Map<String, Set<String>> ROWS = read();

    private KnownTypes() {}

    /** Whether Transformers knows the type of model. */
    static boolean knows(String modelType) {
        return isType(modelType) && ROWS.containsKey(modelType);
    }

    /** Whether an Auto class, such as {@code AutoModelForCausalLM}, loads models of the type. */
    static boolean loads(String modelType, String autoClass) {
        return row(modelType).contains(kind(autoClass)) || row(modelType).contains(kind(autoClass) + GENERATES);
    }

    /** Whether the class that {@code AutoModel} loads for the type generates. */
    static boolean autoModelGenerates(String modelType) {
        return row(modelType).contains("Model" + GENERATES);
    }

    /** Whether Transformers has a model class of that name; the table has those whose names do not show that they are model classes. */
    static boolean hasModelClass(String name) {
        return row(MODEL_CLASSES).contains(name) || modelClassGenerates(name);
    }

    /** Whether the model class of that name generates; the table has those whose names do not show it. */
    static boolean modelClassGenerates(String name) {
        return row(MODEL_CLASSES).contains(name + GENERATES);
    }

    /** Whether Transformers has a tokenizer or another processor of that name. */
    static boolean hasInputClass(String name) {
        String plain = name.endsWith("Fast") ? name.substring(0, name.length() - 4) : name;
        return row(INPUT_CLASSES).contains(plain);
    }

    /** What follows {@code AutoModelFor} in the names of Auto classes. */
    static Set<String> heads() {
        return ROWS.entrySet().stream()
                .filter(row -> isType(row.getKey()))
                .flatMap(row -> row.getValue().stream())
                .filter(kind -> !kind.endsWith(GENERATES)
                        && !kind.endsWith("Processor")
                        && !Set.of("Model", "Backbone", "Tokenizer", "FeatureExtractor")
                                .contains(kind))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isType(String key) {
        return !key.equals(INPUT_CLASSES) && !key.equals(MODEL_CLASSES);
    }

    private static String kind(String autoClass) {
        return autoClass.replaceFirst("^Auto(ModelFor)?", "");
    }

    private static Set<String> row(String modelType) {
        return ROWS.getOrDefault(modelType, Set.of());
    }

    private static Map<String, Set<String>> read() {
        try (InputStream table = Objects.requireNonNull(KnownTypes.class.getResourceAsStream("model-types.txt"))) {
            var rows = new HashMap<String, Set<String>>();
            new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .forEach(words ->
                            rows.put(words[0], Set.copyOf(Arrays.asList(words).subList(1, words.length))));
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
