package io.github.hfmodels.selection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a repository: what a part of it consists of, and what patterns add and take away; or what patterns choose out of
 * everything.
 */
public final class Selection {

    private static final PresetOptions EVERYTHING = new PresetOptions(Preset.SNAPSHOT, null, null, null, false);

    private final Part part;
    private final FileSelection patterns;

    private Selection(Part part, FileSelection patterns) {
        this.part = part;
        this.patterns = patterns;
    }

    /**
     * @param includes patterns of which a file must match one; none means that every file is wanted
     * @param excludes patterns of which a file must match none
     */
    public static Selection of(List<String> includes, List<String> excludes) {
        return new Selection(new Part.Chosen(EVERYTHING), FileSelection.of(includes, excludes));
    }

    /** Exactly the file of that path, or all files below the folder of that path. */
    public static Selection ofPath(String path) {
        return new Selection(new Part.Chosen(EVERYTHING), FileSelection.ofPath(path));
    }

    /** What a part consists of. */
    public static Selection of(Part part) {
        return of(part, List.of(), List.of());
    }

    /**
     * @param includes patterns of files to be added to the part; for everything, as {@link #of(List, List)}
     * @param excludes patterns of files to be taken away
     */
    public static Selection of(Part part, List<String> includes, List<String> excludes) {
        return new Selection(part, FileSelection.of(includes, excludes));
    }

    /** What rules choose. */
    public Part part() {
        return part;
    }

    /** What patterns choose; out of everything, or in addition to the part. */
    public FileSelection patterns() {
        return patterns;
    }

    /** Whether the patterns alone choose, out of everything. */
    public boolean isByPatterns() {
        return part instanceof Part.Chosen chosen && chosen.options().preset() == Preset.SNAPSHOT;
    }

    /** Whether every file is wanted. */
    public boolean isEverything() {
        return isByPatterns() && patterns.isEverything();
    }

    /** What tells it from others. */
    public String key() {
        return (isByPatterns() ? "" : part.description()) + "\n" + patterns.key();
    }

    /** Two selections are the same when they are written alike. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Selection selection && key().equals(selection.key());
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }

    /** As a user would recognise it in a message. */
    @Override
    public String toString() {
        if (isByPatterns()) {
            return patterns.toString();
        }
        String rest = patterns.isEverything() ? "" : ", " + patterns.toString().replaceFirst("^all files, ", "");
        return part.description() + rest;
    }
}
