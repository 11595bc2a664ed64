package io.github.hfmodels.model;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;

/** What a source's security scan says of a file, from the best to the worst. */
public enum ScanVerdict {
    /** Nothing was found. */
    SAFE,
    /** The scan has not ended, or there is none. */
    UNSCANNED,
    /** Something was found that may be harmless. */
    SUSPICIOUS,
    /** Something harmful was found. */
    UNSAFE;

    /** The verdict as locks have it, such as {@code safe}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The verdict of a word; empty for no such word. */
    public static Optional<ScanVerdict> ofWord(String word) {
        return Arrays.stream(values())
                .filter(verdict -> verdict.word().equals(word))
                .findFirst();
    }

    /** The worst of the verdicts; empty for none. */
    public static Optional<ScanVerdict> worst(Collection<ScanVerdict> verdicts) {
        return verdicts.isEmpty() ? Optional.empty() : Optional.of(Collections.max(verdicts));
    }
}
