package io.github.hfmodels.preset.repo;

import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.Printable;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * One of several things that a user can choose from, for messages.
 *
 * @param name its name
 * @param size the bytes of all its files
 */
public record Candidate(String name, long size) {

    /** More than any repository has of one model, so that only a hostile listing is truncated. */
    private static final int MAX_SHOWN = 60;

    /** All candidates with their sizes, in their order. */
    public static String sized(Collection<Candidate> candidates) {
        return joined(
                candidates.stream()
                        .map(one -> Printable.of(one.name) + " (" + ByteCount.format(one.size) + ")")
                        .toList(),
                MAX_SHOWN);
    }

    /** All names, in their order. */
    public static String names(Collection<String> names) {
        return joined(names.stream().map(Printable::of).toList(), MAX_SHOWN);
    }

    /** The first of some texts that are fit for a message, with the number of the others. */
    static String joined(Collection<String> texts, int most) {
        String some = texts.stream().limit(most).collect(Collectors.joining(", "));
        return texts.size() <= most ? some : some + " and " + (texts.size() - most) + " more";
    }
}
