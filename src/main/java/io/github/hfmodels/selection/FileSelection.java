package io.github.hfmodels.selection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Include and exclude patterns: a file is selected if an include matches its path and no exclude does. */
public final class FileSelection {

    /** Added to a folder's path, it makes a pattern for all files below the folder. */
    private static final String BELOW = "/*";

    private final List<FilePattern> includes;
    private final List<FilePattern> excludes;

    private FileSelection(List<FilePattern> includes, List<FilePattern> excludes) {
        this.includes = includes;
        this.excludes = excludes;
    }

    /**
     * @param includes a file must match one of these patterns; if there are none, every file does
     * @param excludes a file must match none of these patterns
     */
    public static FileSelection of(List<String> includes, List<String> excludes) {
        return new FileSelection(
                includes.stream().map(FilePattern::of).toList(),
                excludes.stream().map(FilePattern::of).toList());
    }

    /**
     * Exactly the file of that path, or all files below the folder of that path.
     *
     * @param path a path within the repository; no character in it is special
     */
    public static FileSelection ofPath(String path) {
        String literal = literal(path);
        return of(List.of(literal, literal + BELOW), List.of());
    }

    /** The pattern for a text in which no character is special. */
    public static String literal(String text) {
        return text.replaceAll("[*?\\[]", "[$0]");
    }

    /** The include patterns as written; empty when every file is included. */
    public List<String> includes() {
        return texts(includes);
    }

    /** The exclude patterns as written. */
    public List<String> excludes() {
        return texts(excludes);
    }

    /** Whether every file is selected. */
    public boolean isEverything() {
        return includes.isEmpty() && excludes.isEmpty();
    }

    /** The includes that are whole paths, without anything that stands for something else. */
    public List<String> paths() {
        return includes().stream()
                .filter(FileSelection::isPath)
                .map(text -> text.replace('\\', '/'))
                .toList();
    }

    /** Whether the includes name files alone, so that the names of others are not needed. */
    public boolean isByPaths() {
        List<String> texts = includes();
        return !texts.isEmpty()
                && texts.stream()
                        .allMatch(text -> isPath(text)
                                // As ofPath has it.
                                || (text.endsWith(BELOW)
                                        && texts.contains(text.substring(0, text.length() - BELOW.length()))));
    }

    private static boolean isPath(String text) {
        return !text.matches("(?s).*[*?\\[].*|.*[/\\\\]");
    }

    /** Whether an include matches the path; false when there are no includes. */
    public boolean includes(String path) {
        return includes.stream().anyMatch(pattern -> pattern.matches(path));
    }

    /** Whether an exclude matches the path. */
    public boolean excludes(String path) {
        return excludes.stream().anyMatch(pattern -> pattern.matches(path));
    }

    /**
     * The includes that match none of the paths. {@link #ofPath} makes two patterns, one for a file and one for a folder: if one of
     * them matches, neither is returned.
     */
    public List<String> unmatchedIncludes(List<String> paths) {
        Set<String> matching = includes.stream()
                .filter(pattern -> paths.stream().anyMatch(pattern::matches))
                .map(FilePattern::text)
                .collect(Collectors.toSet());
        return includes().stream()
                .filter(text -> !matching.contains(text)
                        && !matching.contains(text + BELOW)
                        && !(text.endsWith(BELOW)
                                && matching.contains(text.substring(0, text.length() - BELOW.length()))))
                .toList();
    }

    /**
     * Those of the patterns that do not have files at the top of a folder although they are written as if they had, as they are written,
     * and the patterns that have them.
     */
    public Map<String, List<String>> missingTheTop() {
        var missing = new LinkedHashMap<String, List<String>>();
        Stream.concat(includes.stream(), excludes.stream())
                .filter(pattern -> !pattern.meant().isEmpty())
                .forEach(pattern -> missing.put(pattern.text(), pattern.meant()));
        return missing;
    }

    /** The items whose path is selected, in their order. */
    public <T> List<T> of(List<T> items, Function<T, String> path) {
        return items.stream().filter(item -> selects(path.apply(item))).toList();
    }

    /** Why a file is selected: the first pattern that includes it, or {@code everything}. */
    public String reason(String path) {
        return includes.stream()
                .filter(pattern -> pattern.matches(path))
                .findFirst()
                .map(pattern -> "include " + pattern.text())
                .orElse("everything");
    }

    /** Whether the patterns select a file of that path. */
    public boolean selects(String path) {
        return (includes.isEmpty() || includes(path)) && !excludes(path);
    }

    /** A text that equal selections share and no others. */
    public String key() {
        return "+" + String.join("\n+", includes()) + "\n-" + String.join("\n-", excludes());
    }

    /** Selections are equal when they are written with the same patterns. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileSelection selection
                && includes().equals(selection.includes())
                && excludes().equals(selection.excludes());
    }

    @Override
    public int hashCode() {
        return Objects.hash(includes(), excludes());
    }

    /** As a message shows it. */
    @Override
    public String toString() {
        if (isEverything()) {
            return "all files";
        }
        String wanted = includes.isEmpty() ? "all files" : "includes " + texts(includes);
        return excludes.isEmpty() ? wanted : wanted + ", excludes " + texts(excludes);
    }

    private static List<String> texts(List<FilePattern> patterns) {
        return patterns.stream().map(FilePattern::text).toList();
    }
}
