package io.github.hfmodels.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The types of repository at the Hub, with the words for them in its addresses and its cache. */
public enum RepoType {
    MODEL,
    DATASET,
    SPACE,
    /** Code for accelerators, which huggingface_hub fetches and this plugin does not; so it is found in caches alone. */
    KERNEL;

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

    /** The types that can be fetched. */
    public static List<RepoType> fetched() {
        return List.of(MODEL, DATASET, SPACE);
    }

    /** The type with this singular word, of those that can be fetched; empty when there is none. */
    public static Optional<RepoType> ofWord(String word) {
        return fetched().stream().filter(type -> type.word().equals(word)).findFirst();
    }

    /** The type with this plural word, of those that can be fetched; empty when there is none. */
    public static Optional<RepoType> ofPlural(String plural) {
        return ofCache(plural).filter(fetched()::contains);
    }

    /** The type with this plural word, of all that a cache may have; empty when there is none. */
    public static Optional<RepoType> ofCache(String plural) {
        return Arrays.stream(values())
                .filter(type -> type.plural().equals(plural))
                .findFirst();
    }
}
