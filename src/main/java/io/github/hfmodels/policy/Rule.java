package io.github.hfmodels.policy;

import java.util.Arrays;
import java.util.Optional;

/** The rules that a policy may have, each called as its element in the configuration. */
public enum Rule {
    /** Only some licences may be declared, or some must not be. */
    LICENSES("licenses"),
    /** Models are at a commit, or locked. */
    PINNED("pinned"),
    /** No Python code. */
    REMOTE_CODE("remoteCode"),
    /** No files that may have pickled objects, and none that are not what their names say. */
    UNSAFE_FORMATS("unsafeFormats"),
    /** The source's security scan has found nothing. */
    SCAN("scan"),
    /** Only repositories of some owners. */
    OWNERS("owners");

    private final String word;

    Rule(String word) {
        this.word = word;
    }

    /** The rule's element. */
    public String word() {
        return word;
    }

    /** The rule of an element; {@code deniedLicenses} is the other way to write {@code licenses}. Empty for no such rule. */
    public static Optional<Rule> ofWord(String word) {
        String wanted = word.equals("deniedLicenses") ? LICENSES.word : word;
        return Arrays.stream(values()).filter(rule -> rule.word.equals(wanted)).findFirst();
    }
}
