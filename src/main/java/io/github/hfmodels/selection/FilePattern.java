package io.github.hfmodels.selection;

import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A pattern over whole paths with the rules of huggingface_hub's {@code allow_patterns}, which are those of Python's
 * {@code fnmatchcase}: {@code *} and {@code ?} cross slashes, {@code [a-z]} and {@code [!a-z]} are classes, nothing escapes,
 * a slash at the end means everything below. {@code java.nio}'s globs differ in each of these points.
 *
 * @param text the pattern as written
 */
record FilePattern(String text, Pattern regex) {

    /** More than the longest path; Java's own patterns need more stack the longer they are. */
    private static final int MAX_LENGTH = 4_096;

    /** Enough for a message. */
    private static final int MAX_MEANT = 4;

    /** Two stars for a folder, before more of a path. */
    private static final Pattern ANY_FOLDER = Pattern.compile("(^|/)(?:\\*\\*+/)+(?=.)");

    /** @throws InvalidValueException when the pattern is longer than any path */
    static FilePattern of(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new InvalidValueException("the pattern '" + Printable.of(text) + "' has " + text.length()
                    + " characters; expected " + MAX_LENGTH + " at most");
        }
        String pattern = text.replace('\\', '/');
        if (pattern.endsWith("/")) {
            pattern += "*";
        }
        return new FilePattern(text, Pattern.compile(toRegex(pattern), Pattern.DOTALL));
    }

    boolean matches(String path) {
        return regex.matcher(path.replace('\\', '/')).matches();
    }

    /**
     * What a pattern with two stars for a folder says where they also stand for no folder, as in Ant and git. Here a star crosses slashes
     * anyway, and the slash after the stars must be there, so that files of the folder itself do not match.
     *
     * @return patterns that together have the files that are meant; empty when the pattern has them already
     */
    List<String> meant() {
        return ANY_FOLDER.matcher(text).find()
                ? withoutFolders(text).distinct().limit(MAX_MEANT).toList()
                : List.of();
    }

    private static Stream<String> withoutFolders(String pattern) {
        Matcher folders = ANY_FOLDER.matcher(pattern);
        if (!folders.find()) {
            return Stream.of(pattern);
        }
        String start = pattern.substring(0, folders.end(1));
        return withoutFolders(pattern.substring(folders.end()))
                // A star that follows crosses slashes, too.
                .flatMap(end ->
                        end.startsWith("*") ? Stream.of(start + end) : Stream.of(start + end, start + "*/" + end));
    }

    private static String toRegex(String pattern) {
        var regex = new StringBuilder();
        int lastStar = -1;
        int i = 0;
        while (i < pattern.length()) {
            int c = pattern.codePointAt(i);
            int close = c == '[' ? endOfClass(pattern, i) : -1;
            if (close > 0) {
                appendClass(regex, pattern.substring(i + 1, close));
                i = close + 1;
                continue;
            }
            switch (c) {
                case '*' -> {
                    if (lastStar >= 0) {
                        // The first match of what follows an earlier star is as good as any later one, and trying
                        // them all would take very long for some paths.
                        regex.replace(lastStar, lastStar + 2, "(?>.*?").append(')');
                    }
                    lastStar = regex.length();
                    regex.append(".*");
                }
                case '?' -> regex.append('.');
                default -> appendLiteral(regex, c);
            }
            i += Character.charCount(c);
        }
        return regex.toString();
    }

    /** The index of the bracket that closes the class opened at {@code open}, or -1 if none does. */
    private static int endOfClass(String pattern, int open) {
        int i = open + 1;
        if (i < pattern.length() && pattern.charAt(i) == '!') {
            i++;
        }
        if (i < pattern.length() && pattern.charAt(i) == ']') {
            i++;
        }
        return pattern.indexOf(']', i);
    }

    private static void appendClass(StringBuilder regex, String content) {
        boolean negated = content.startsWith("!");
        int[] members = content.substring(negated ? 1 : 0).codePoints().toArray();
        var body = new StringBuilder();
        for (int i = 0; i < members.length; i++) {
            if (i + 2 < members.length && members[i + 1] == '-') {
                // A range that runs backwards matches nothing.
                if (members[i] <= members[i + 2]) {
                    appendLiteral(body, members[i]);
                    body.append('-');
                    appendLiteral(body, members[i + 2]);
                }
                i += 2;
            } else {
                appendLiteral(body, members[i]);
            }
        }
        if (body.isEmpty()) {
            regex.append(negated ? "." : "(?!)");
        } else {
            regex.append(negated ? "[^" : "[").append(body).append(']');
        }
    }

    /** As a hexadecimal escape, so that no character is special. */
    private static void appendLiteral(StringBuilder regex, int codePoint) {
        regex.append("\\x{").append(Integer.toHexString(codePoint)).append('}');
    }
}
