package io.github.hfmodels.testhub;

import java.util.Arrays;
import java.util.Optional;

/** Kinds of repositories and how URLs name them. */
enum RepoType {
    MODEL("models", ""),
    DATASET("datasets", "datasets/"),
    SPACE("spaces", "spaces/");

    private final String plural;
    private final String filePrefix;

    RepoType(String plural, String filePrefix) {
        this.plural = plural;
        this.filePrefix = filePrefix;
    }

    /** Name in API URLs, which carry the type always. */
    String plural() {
        return plural;
    }

    /** What precedes the id in file URLs: nothing for models. */
    String filePrefix() {
        return filePrefix;
    }

    String singular() {
        return plural.substring(0, plural.length() - 1);
    }

    static Optional<RepoType> ofPlural(String name) {
        return Arrays.stream(values()).filter(type -> type.plural.equals(name)).findFirst();
    }
}
