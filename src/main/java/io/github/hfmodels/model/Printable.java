package io.github.hfmodels.model;

import java.util.regex.Pattern;

/**
 * Text that may be printed whatever is in it: without secrets, in one line, and as no command to a terminal or to a CI system.
 *
 * <p>Characters that are not visible ones are shown as escapes, such as <code>&#92;n</code> and <code>&#92;u202e</code>: those that
 * control a terminal, end a line or turn the direction of text, and halves of characters. So are the first character of
 * {@code ::name::} at the beginning, which is a command of GitHub's, and the second of {@code ##name[}, which is one of Azure
 * Pipelines', GitHub's and TeamCity's wherever it stands.
 */
public final class Printable {

    private static final int MAX_LENGTH = 120;

    /** What is read at each end of a text that is far too long. */
    private static final int MAX_READ = MAX_LENGTH * 50;

    private static final Pattern ANYWHERE = Pattern.compile("##(?=[A-Za-z]*\\[)");

    private Printable() {}

    /** A text from outside, for a place in a message: as {@link #line}, with its middle left out beyond 120 characters. */
    public static String of(String text) {
        boolean isFarTooLong = text.length() > 2 * MAX_READ;
        String line =
                line(isFarTooLong ? text.substring(0, MAX_READ) + text.substring(text.length() - MAX_READ) : text);
        if (line.length() <= MAX_LENGTH) {
            return line;
        }
        int half = MAX_LENGTH / 2;
        int head = Character.isHighSurrogate(line.charAt(half - 1)) ? half - 1 : half;
        int tail = line.length() - half;
        return line.substring(0, head)
                + "…"
                + line.substring(Character.isLowSurrogate(line.charAt(tail)) ? tail + 1 : tail);
    }

    /** A whole message; what is fit to be printed stays as it is, and so does what this has returned. */
    public static String line(String text) {
        String visible = visible(Secrets.masked(text));
        int start = firstNonBlank(visible);
        if (visible.startsWith("::", start)) {
            visible = visible.substring(0, start) + escape(':') + visible.substring(start + 1);
        }
        return visible.contains("##") ? ANYWHERE.matcher(visible).replaceAll("#\\\\u0023") : visible;
    }

    private static String visible(String text) {
        int clean = 0;
        while (clean < text.length() && text.charAt(clean) >= ' ' && text.charAt(clean) < 0x7f) {
            clean++;
        }
        if (clean == text.length()) {
            return text;
        }
        var visible = new StringBuilder(text.length() + 16).append(text, 0, clean);
        text.substring(clean).codePoints().forEach(c -> {
            if (isVisible(c)) {
                visible.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    visible.append(escape(unit));
                }
            }
        });
        return visible.toString();
    }

    private static int firstNonBlank(String text) {
        int index = 0;
        while (index < text.length() && Character.isSpaceChar(text.charAt(index))) {
            index++;
        }
        return index;
    }

    private static String escape(char unit) {
        return switch (unit) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            // With a leading one, so that zeros are kept.
            default -> "\\u" + Integer.toHexString(0x10000 | unit).substring(1);
        };
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
