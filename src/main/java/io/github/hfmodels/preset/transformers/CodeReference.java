package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.preset.repo.ConfigFile;
import io.github.hfmodels.preset.repo.PresetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A class that code of a repository defines.
 *
 * @param auto the Auto class that loads it, such as {@code AutoModel}
 * @param reference the module and the class, {@code module.Class}, perhaps after a repository and {@code --}
 * @param namedBy the file that names it
 */
record CodeReference(String auto, String reference, String namedBy) {

    /** Names of files that Python can import, perhaps in a folder, so that a list of them can be told from a name. */
    private static final Pattern MODULE_AND_CLASS = Pattern.compile("[\\w/-]+\\.\\w+", Pattern.UNICODE_CHARACTER_CLASS);

    /** All that the {@code auto_map} of a configuration names, and of the configurations within it. */
    static List<CodeReference> in(ConfigFile config) {
        var references = new ArrayList<CodeReference>();
        addTo(references, config);
        for (String key : config.values().keySet()) {
            addTo(references, config.object(key));
        }
        return references;
    }

    private static void addTo(List<CodeReference> references, ConfigFile config) {
        Object map = config.values().get("auto_map");
        if (map instanceof List<?>) {
            // How tokenizers were once described.
            add(references, "AutoTokenizer", map, config.name());
        } else if (map instanceof Map<?, ?>) {
            config.object("auto_map").values().forEach((auto, value) -> add(references, auto, value, config.name()));
        }
    }

    private static void add(List<CodeReference> references, String auto, @Nullable Object value, String namedBy) {
        List<String> classes = ConfigFile.strings(value);
        // Of a tokenizer's two classes, the slow and the fast one, the fast one is used.
        int first = auto.equals("AutoTokenizer") ? Math.max(0, classes.size() - 1) : 0;
        for (String reference : classes.subList(first, classes.size())) {
            references.add(new CodeReference(auto, reference, namedBy));
        }
    }

    /** The class alone. */
    String className() {
        return reference.substring(reference.lastIndexOf('.') + 1);
    }

    /**
     * The path of the module, without {@code .py}.
     *
     * @throws PresetException when the reference is none
     */
    String module() throws PresetException {
        String local = reference.substring(endOfRepository());
        if (!MODULE_AND_CLASS.matcher(local).matches()) {
            throw malformed("expected module.Class");
        }
        return local.substring(0, local.indexOf('.'));
    }

    /**
     * The repository of the module; empty when it is that of the file.
     *
     * @throws PresetException when it cannot be one
     */
    Optional<RepoId> repository() throws PresetException {
        int end = endOfRepository();
        if (end == 0) {
            return Optional.empty();
        }
        Optional<RepoId> repository = RemoteCode.repository(reference.substring(0, end - 2));
        if (repository.isEmpty()) {
            throw malformed("expected owner/name--module.Class");
        }
        return repository;
    }

    private int endOfRepository() {
        int mark = reference.indexOf("--");
        return mark < 0 ? 0 : mark + 2;
    }

    private PresetException malformed(String expected) {
        return new PresetException("'" + Printable.of(namedBy) + "' names the code '" + Printable.of(reference) + "', "
                + expected + "; choose another revision");
    }
}
