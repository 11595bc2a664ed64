package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.CommonAdvice;
import io.github.hfmodels.preset.repo.ConfigFile;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A reference in a configuration to a class that Python code of a repository defines.
 *
 * @param reference {@code module.Class}, or {@code owner/name--module.Class} for a class in another repository
 * @param namedBy the file with the reference
 */
record CodeReference(String reference, String namedBy) {

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
        // In the old form, which only tokenizers have, the map is the list of their classes.
        List<CodeReference> references = config.withNested()
                .flatMap(one -> Stream.concat(
                        one.texts("auto_map").stream(),
                        one.object("auto_map").values().values().stream()
                                .flatMap(value -> ConfigFile.strings(value).stream())))
                .map(reference -> new CodeReference(reference, config.name()))
                .toList();
        if (references.size() > MAX_REFERENCES) {
            throw new UserException(
                    "'" + Printable.of(config.name()) + "' names " + references.size()
                            + " classes in its auto_map, which no model has",
                    CommonAdvice.CHOOSE_REVISION);
        }
        return references;
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
        String local = reference.substring(mark() < 0 ? 0 : mark() + 2);
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
        if (mark() < 0) {
            return Optional.empty();
        }
        return Optional.of(NamedRepositories.repository(namedBy, RepoType.MODEL, reference.substring(0, mark()))
                .orElseThrow(() -> malformed("expected owner/name--module.Class")));
    }

    /** The end of the repository's id; -1 if there is none. */
    private int mark() {
        return reference.indexOf("--");
    }

    private UserException malformed(String expected) {
        return new UserException(
                "'" + Printable.of(namedBy) + "' names the code '" + Printable.of(reference) + "', " + expected,
                CommonAdvice.CHOOSE_REVISION);
    }
}
