package io.github.hfmodels.plan;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.preset.Presets;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.FileSelection;
import io.github.hfmodels.selection.Selection;
import java.util.Optional;

/**
 * Checks that a lock has nothing for a model that the model's selection could not choose, as far as names tell that: a lock may come
 * from a stranger, and what it adds would get into the build unseen.
 */
public final class LockedSelection {

    private LockedSelection() {}

    /** What the lock has too much, such as {@code the file 'x.class', which …}; empty when there is nothing. */
    public static Optional<String> excess(LockedModel model) {
        Selection selection = model.selection();
        return model.files().stream()
                .map(file -> file.path())
                .filter(path -> !couldChoose(selection, path))
                .findFirst()
                .map(path -> "the file '" + Printable.of(path) + "', which " + selection + " cannot select")
                .or(() -> model.companions().stream()
                        .filter(companion -> !Presets.couldNeed(selection.part(), companion))
                        .findFirst()
                        .map(companion -> name(companion) + ", which " + selection + " cannot need"));
    }

    private static boolean couldChoose(Selection selection, String path) {
        FileSelection patterns = selection.patterns();
        return selection.isByPatterns()
                ? patterns.selects(path)
                : !patterns.excludes(path) && (patterns.includes(path) || Presets.couldTake(selection.part(), path));
    }

    private static String name(Companion companion) {
        return "the companion " + companion.repo() + "@" + companion.revision() + " ("
                + companion.part().description() + ")";
    }
}
