package io.github.hfmodels.model;

/** Text from outside, made fit for one line of a log: no control characters, no endless names. */
public final class Printable {

    private static final int LONGEST = 120;

    private Printable() {}

    /** The text with control characters replaced by {@code ?} and its middle left out beyond 120 characters. */
    public static String of(String text) {
        String clean = text.codePoints()
                .limit(LONGEST * 100L)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        if (clean.length() <= LONGEST) {
            return clean;
        }
        int half = LONGEST / 2;
        return clean.substring(0, half) + "…" + clean.substring(clean.length() - half);
    }
}
