package io.github.hfmodels.plan;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.preset.Presets;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.FileSelection;
import io.github.hfmodels.selection.Selection;
import java.util.List;
import java.util.Optional;

/**
 * Checks that a lock has for a model what the model's selection could have chosen, as far as names tell that: a lock may come from a
 * stranger, and what it adds or leaves out would not be seen.
 */
public final class LockedSelection {

    private LockedSelection() {}

    /** What the lock cannot have by the selection, such as {@code the file 'x.class', which …}; empty when there is nothing. */
    public static Optional<String> contradiction(LockedModel model) {
        Selection selection = model.selection();
        List<String> paths = model.files().stream().map(RepoFile::path).toList();
        return paths.stream()
                .filter(path -> !couldChoose(selection, path))
                .findFirst()
                .map(path -> "the file '" + Printable.of(path) + "', which " + selection + " cannot select")
                .or(() -> model.companions().stream()
                        .filter(companion -> !Presets.couldNeed(selection.part(), companion))
                        .findFirst()
                        .map(companion -> name(companion) + ", which " + selection + " cannot need"))
                .or(() -> omission(selection, paths));
    }

    /**
     * A selection that chooses nothing fails, unless it would take all, as does an include that matches nothing; a file that it matches may
     * be excluded.
     */
    private static Optional<String> omission(Selection selection, List<String> paths) {
        FileSelection patterns = selection.patterns();
        if (paths.isEmpty() && !selection.isEverything()) {
            return Optional.of("no file of it");
        }
        return patterns.excludes().isEmpty()
                ? patterns.unmatchedIncludes(paths).stream()
                        .findFirst()
                        .map(include -> "no file for the include " + Printable.of(include))
                : Optional.empty();
    }

    private static boolean couldChoose(Selection selection, String path) {
        FileSelection patterns = selection.patterns();
        return selection.isByPatterns()
                ? patterns.selects(path)
                : !patterns.excludes(path) && (patterns.includes(path) || Presets.couldTake(selection.part(), path));
    }

    private static String name(Companion companion) {
        return "the companion " + companion.repo() + "@"
                + Printable.of(companion.revision() + " (" + companion.part().description() + ")");
    }
}
