package io.github.hfmodels.selection;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The part of a listing that a model wants: what any include matches and no exclude matches. */
public final class FileSelection {

    /** What makes of a folder's path a pattern of all that is below it. */
    private static final String BELOW = "/*";

    private final List<FilePattern> includes;
    private final List<FilePattern> excludes;

    private FileSelection(List<FilePattern> includes, List<FilePattern> excludes) {
        this.includes = includes;
        this.excludes = excludes;
    }

    /**
     * @param includes patterns of which a file must match one; none means that every file is wanted
     * @param excludes patterns of which a file must match none
     */
    public static FileSelection of(List<String> includes, List<String> excludes) {
        return new FileSelection(
                includes.stream().map(FilePattern::of).toList(),
                excludes.stream().map(FilePattern::of).toList());
    }

    /**
     * Exactly the file of that path, or all files below the folder of that path.
     *
     * @param path a path within the repository; none of its characters is special
     */
    public static FileSelection ofPath(String path) {
        String literal = path.replaceAll("[*?\\[]", "[$0]");
        return of(List.of(literal, literal + BELOW), List.of());
    }

    /** The patterns of which a file must match one, as written; none when every file is wanted. */
    public List<String> includes() {
        return texts(includes);
    }

    /** The patterns of which a file must match none, as written. */
    public List<String> excludes() {
        return texts(excludes);
    }

    /** Whether every file is wanted. */
    public boolean isEverything() {
        return includes.isEmpty() && excludes.isEmpty();
    }

    /** Whether an include matches the path; not when there is none. */
    public boolean includes(String path) {
        return includes.stream().anyMatch(pattern -> pattern.matches(path));
    }

    /** Whether an exclude matches the path. */
    public boolean excludes(String path) {
        return excludes.stream().anyMatch(pattern -> pattern.matches(path));
    }

    /**
     * The includes that match none of the paths. Of a pattern for a file and the one for what is below a folder of that name, as a
     * path has them both, one is enough.
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

    /** The items whose path is wanted, in their order. */
    public <T> List<T> of(List<T> items, Function<T, String> path) {
        return items.stream().filter(item -> wants(path.apply(item))).toList();
    }

    /** Why a file that is wanted is wanted: the first pattern that includes it, or that everything is. */
    public String reason(String path) {
        return includes.stream()
                .filter(pattern -> pattern.matches(path))
                .findFirst()
                .map(pattern -> "include " + pattern.text())
                .orElse("everything");
    }

    private boolean wants(String path) {
        return (includes.isEmpty() || includes(path)) && !excludes(path);
    }

    /** What tells it from others: the patterns, none of which can pass for two. */
    public String key() {
        return "+" + String.join("\n+", includes()) + "\n-" + String.join("\n-", excludes());
    }

    /** Two selections are the same when they are written with the same patterns. */
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

    /** As a user would recognise it in a message. */
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
