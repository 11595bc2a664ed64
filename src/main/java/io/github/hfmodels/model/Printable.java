package io.github.hfmodels.model;

/** Makes text from outside safe for one line of a log: without control characters, and not too long. */
public final class Printable {

    private static final int MAX_LENGTH = 120;

    private Printable() {}

    /** The text with control characters replaced by {@code ?} and its middle left out beyond 120 characters. */
    public static String of(String text) {
        String clean = text.codePoints()
                .limit(MAX_LENGTH * 100L)
                .map(c -> breaksLines(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        if (clean.length() <= MAX_LENGTH) {
            return clean;
        }
        int half = MAX_LENGTH / 2;
        int head = Character.isHighSurrogate(clean.charAt(half - 1)) ? half - 1 : half;
        int tail = clean.length() - half;
        return clean.substring(0, head)
                + "…"
                + clean.substring(Character.isLowSurrogate(clean.charAt(tail)) ? tail + 1 : tail);
    }

    private static boolean breaksLines(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
