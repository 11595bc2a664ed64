package io.github.hfmodels.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The types of repository at the Hub, with the words for them in its addresses and its cache. */
public enum RepoType {
    MODEL,
    DATASET,
    SPACE;

    /** The type as users write it: {@code model}, {@code dataset}, {@code space}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type as API addresses and cache folders write it: {@code models}, {@code datasets}, {@code spaces}. */
    public String plural() {
        return word() + "s";
    }

    /** What comes before the repository's id in the address of a file: nothing for models, else the plural and a slash. */
    public String addressPrefix() {
        return this == MODEL ? "" : plural() + "/";
    }

    /** The type with this singular word; empty when there is none. */
    public static Optional<RepoType> ofWord(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }

    /** The type with this plural word; empty when there is none. */
    public static Optional<RepoType> ofPlural(String plural) {
        return Arrays.stream(values())
                .filter(type -> type.plural().equals(plural))
                .findFirst();
    }
}
