package io.github.hfmodels.preset;

import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One of several that a user can choose from, for messages.
 *
 * @param name what it is called
 * @param size all its bytes
 */
public record Candidate(String name, long size) {

    /** More than any repository has of one model, so that only a hostile listing is cut short. */
    private static final int MOST_SHOWN = 60;

    public static Candidate of(RepoFile file) {
        return new Candidate(file.path(), file.contentSize());
    }

    /** All of them with their sizes, in their order. */
    public static String sized(Collection<Candidate> candidates) {
        return shown(candidates.stream()
                .map(one -> Printable.of(one.name) + " (" + ByteCount.format(one.size) + ")")
                .toList());
    }

    /** Names in their order. */
    public static String names(Collection<String> names) {
        return shown(names.stream().map(Printable::of).toList());
    }

    private static String shown(List<String> names) {
        String some = names.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "));
        return names.size() <= MOST_SHOWN ? some : some + " and " + (names.size() - MOST_SHOWN) + " more";
    }
}
