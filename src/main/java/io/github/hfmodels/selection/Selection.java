package io.github.hfmodels.selection;

import java.util.List;

/**
 * Which files of a repository are wanted: a part of it, with the files that include patterns add and without those that exclude
 * patterns remove. For the preset {@code snapshot}, which takes every file, the include patterns choose instead.
 *
 * @param part what rules choose
 * @param patterns what patterns choose
 */
public record Selection(Part part, FileSelection patterns) {

    /** Exactly the file of that path, or all files below the folder of that path. */
    public static Selection ofPath(String path) {
        return new Selection(Part.EVERYTHING, FileSelection.ofPath(path));
    }

    /** A part as its rules choose it. */
    public static Selection of(Part part) {
        return of(part, List.of(), List.of());
    }

    /**
     * @param includes patterns of files to add to the part; for {@link Part#EVERYTHING}, a file must match one of them
     * @param excludes patterns of files to remove
     */
    public static Selection of(Part part, List<String> includes, List<String> excludes) {
        return new Selection(part, FileSelection.of(includes, excludes));
    }

    /** Whether the patterns alone choose, from all files. */
    public boolean isByPatterns() {
        return part instanceof Part.ByPreset chosen && chosen.options().preset() == Preset.SNAPSHOT;
    }

    /** Whether every file is wanted. */
    public boolean isEverything() {
        return isByPatterns() && patterns.isEverything();
    }

    /** A text that equal selections share and no others. */
    public String key() {
        return (isByPatterns() ? "" : part.description()) + "\n" + patterns.key();
    }

    /** As a message shows it. */
    @Override
    public String toString() {
        if (isByPatterns()) {
            return patterns.toString();
        }
        String rest = patterns.isEverything() ? "" : ", " + patterns.toString().replaceFirst("^all files, ", "");
        return part.description() + rest;
    }
}
