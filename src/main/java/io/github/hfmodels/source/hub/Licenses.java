package io.github.hfmodels.source.hub;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a repository's licence from the card, as the Hub passes it on. A value that is not valid counts as missing. */
final class Licenses {

    private static final String TAG = "license:";

    private Licenses() {}

    /**
     * The declared licence: the card's, with the name in brackets if the Hub does not know the licence; else the one among the
     * Hub's tags.
     *
     * @param licenses what the card of the repository's README has as licence
     * @param names what it has as the licence's name
     * @param tags the Hub's tags
     * @return null when none is declared
     */
    static @Nullable String declared(List<String> licenses, List<String> names, List<String> tags) {
        String license = joined(licenses);
        if (license.isEmpty()) {
            return tags.stream()
                    .filter(tag -> tag.startsWith(TAG))
                    .map(tag -> tag.substring(TAG.length()).strip())
                    .filter(word -> !word.isEmpty() && word.length() <= CardData.MAX_LENGTH)
                    .findFirst()
                    .orElse(null);
        }
        String name = joined(names);
        return license.equals("other") && !name.isEmpty() ? "other (" + name + ")" : license;
    }

    private static String joined(List<String> texts) {
        return String.join(", ", texts).strip();
    }
}
