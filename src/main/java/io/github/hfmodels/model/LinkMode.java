package io.github.hfmodels.model;

/** How a file gets from the cache into an output directory. */
public enum LinkMode {
    /** An independent copy. */
    COPY,
    /** A second name for the cache's file: no space, no time, and changing it changes the cache. */
    HARD,
    /** A link to the cache's file. */
    SYMBOLIC;

    /** @throws InvalidValueException when the text is none of {@code copy, hard, symbolic} */
    public static LinkMode of(String text) {
        return switch (text) {
            case "copy" -> COPY;
            case "hard" -> HARD;
            case "symbolic" -> SYMBOLIC;
            default -> throw new InvalidValueException("'" + Printable.of(text) + "'; expected copy, hard or symbolic");
        };
    }
}
