package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.CommonAdvice;
import io.github.hfmodels.preset.repo.ConfigFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reference in a configuration to a class that Python code of a repository defines.
 *
 * @param auto the Auto class that loads it, such as {@code AutoModel}
 * @param reference {@code module.Class}, or {@code owner/name--module.Class} for a class in another repository
 * @param namedBy the file with the reference
 */
record CodeReference(String auto, String reference, String namedBy) {

    /** Many times as many as any model has. */
    private static final int MAX_REFERENCES = 1_000;

    /** A file that Python can import, with or without a folder, and a class in it. */
    private static final Pattern MODULE_AND_CLASS = Pattern.compile("[\\w/-]+\\.\\w+", Pattern.UNICODE_CHARACTER_CLASS);

    /**
     * The references in the {@code auto_map} of a configuration and of configurations nested in it.
     *
     * @throws UserException if there are more than any model has
     */
    static List<CodeReference> in(ConfigFile config) {
        var references = new ArrayList<CodeReference>();
        addTo(references, config);
        for (String key : config.values().keySet()) {
            addTo(references, config.object(key));
        }
        if (references.size() > MAX_REFERENCES) {
            throw new UserException(
                    "'" + Printable.of(config.name()) + "' names " + references.size()
                            + " classes in its auto_map, which no model has",
                    CommonAdvice.CHOOSE_REVISION);
        }
        return references;
    }

    private static void addTo(List<CodeReference> references, ConfigFile config) {
        Object map = config.values().get("auto_map");
        if (map instanceof List<?>) {
            // The old form, which only tokenizers have.
            add(references, "AutoTokenizer", map, config.name());
        } else if (map instanceof Map<?, ?>) {
            config.object("auto_map").values().forEach((auto, value) -> add(references, auto, value, config.name()));
        }
    }

    private static void add(List<CodeReference> references, String auto, @Nullable Object value, String namedBy) {
        List<String> classes = ConfigFile.strings(value);
        // A tokenizer has two classes, the slow and the fast one; the fast one is used.
        int first = auto.equals("AutoTokenizer") ? Math.max(0, classes.size() - 1) : 0;
        for (String reference : classes.subList(first, classes.size())) {
            references.add(new CodeReference(auto, reference, namedBy));
        }
    }

    /** The name of the class. */
    String className() {
        return reference.substring(reference.lastIndexOf('.') + 1);
    }

    /**
     * The path of the module, without {@code .py}.
     *
     * @throws UserException if the reference is malformed
     */
    String module() {
        String local = reference.substring(endOfRepository());
        if (!MODULE_AND_CLASS.matcher(local).matches()) {
            throw malformed("expected module.Class");
        }
        return local.substring(0, local.indexOf('.'));
    }

    /**
     * The repository of the module; empty if it is the repository of the file with the reference.
     *
     * @throws UserException if the reference is malformed
     */
    Optional<RepoId> repository(RepoId namedBy) {
        int end = endOfRepository();
        if (end == 0) {
            return Optional.empty();
        }
        Optional<RepoId> repository = RemoteCode.repository(namedBy, reference.substring(0, end - 2));
        if (repository.isEmpty()) {
            throw malformed("expected owner/name--module.Class");
        }
        return repository;
    }

    private int endOfRepository() {
        int mark = reference.indexOf("--");
        return mark < 0 ? 0 : mark + 2;
    }

    private UserException malformed(String expected) {
        return new UserException(
                "'" + Printable.of(namedBy) + "' names the code '" + Printable.of(reference) + "', " + expected,
                CommonAdvice.CHOOSE_REVISION);
    }
}
