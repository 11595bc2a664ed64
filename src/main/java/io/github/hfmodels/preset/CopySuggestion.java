package io.github.hfmodels.preset;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.preset.repo.Weights;
import io.github.hfmodels.selection.FileSelection;
import io.github.hfmodels.selection.Preset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How to have one copy of weights: a preset, or else exclude patterns to add. With neither, users must name the files.
 *
 * @param preset the preset that takes one copy of the weights; null where patterns do
 * @param variant the preset's variant; null for none. The Hub's word, not fit for a log as it is
 * @param excludes the patterns; likewise
 */
public record CopySuggestion(
        @Nullable Preset preset, @Nullable String variant, List<String> excludes) {

    /** More patterns than users would write. */
    private static final int MAX_EXCLUDES = 8;

    private static final int MAX_LENGTH = 200;

    public CopySuggestion {
        excludes = List.copyOf(excludes);
    }

    /** Patterns that match these of some files and no others; none where that takes too many or too long ones. */
    static CopySuggestion excluding(Set<String> dropped, List<RepoFile> files) {
        var left = new ArrayList<String>();
        var kept = new ArrayList<String>();
        files.forEach(file -> (dropped.contains(file.path()) ? left : kept).add(file.path()));
        var excludes = new ArrayList<String>();
        while (!left.isEmpty()) {
            String path = left.get(0);
            Optional<FileSelection> fitting = candidates(path)
                    .filter(pattern -> pattern.length() <= MAX_LENGTH)
                    .map(pattern -> FileSelection.of(List.of(pattern), List.of()))
                    .filter(pattern -> pattern.selects(path) && kept.stream().noneMatch(pattern::selects))
                    .findFirst();
            if (fitting.isEmpty() || excludes.size() == MAX_EXCLUDES) {
                return new CopySuggestion(null, null, List.of());
            }
            excludes.addAll(fitting.get().includes());
            left.removeIf(fitting.get()::selects);
        }
        return new CopySuggestion(null, null, excludes);
    }

    /** Patterns for a file, the more general first. */
    private static Stream<String> candidates(String path) {
        int slash = path.lastIndexOf('/') + 1;
        int dot = path.lastIndexOf('.');
        if (dot <= slash) {
            return Stream.of(FileSelection.literal(path));
        }
        String folder = FileSelection.literal(path.substring(0, slash));
        String ending = FileSelection.literal(path.substring(dot));
        int firstDot = path.indexOf('.', slash);
        String stem = Weights.withoutShardNumber(path.substring(slash));
        return Stream.of(
                "*" + ending,
                folder + "*" + ending,
                "*" + FileSelection.literal(path.substring(firstDot)),
                folder + FileSelection.literal(stem.substring(0, stem.indexOf('.'))) + "*" + ending,
                FileSelection.literal(path));
    }

    /** What users write, in one line that is fit for a message. */
    @Override
    public String toString() {
        if (preset != null) {
            return element("preset", preset.word()) + (variant == null ? "" : " with " + element("variant", variant));
        }
        return excludes.isEmpty()
                ? "<includes> with the files of one of them"
                : excludes.stream().map(exclude -> element("exclude", exclude)).collect(Collectors.joining(", "));
    }

    private static String element(String name, String value) {
        String text = Printable.of(value).replace("&", "&amp;").replace("<", "&lt;");
        return "<" + name + ">" + text + "</" + name + ">";
    }
}
