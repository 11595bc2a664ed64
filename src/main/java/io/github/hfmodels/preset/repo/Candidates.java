package io.github.hfmodels.preset.repo;

import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.Printable;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Shows things that a user can choose from, for messages. */
public final class Candidates {

    /** More than any repository has of one model, so that only a hostile listing is truncated. */
    private static final int MAX_SHOWN = 60;

    private Candidates() {}

    /**
     * All things with their sizes, in their order.
     *
     * @param size the bytes of all files of one, which is asked for those alone that are shown
     */
    public static <T> String sized(Collection<T> candidates, Function<T, String> name, ToLongFunction<T> size) {
        return joined(
                candidates,
                MAX_SHOWN,
                one -> Printable.of(name.apply(one)) + " (" + ByteCount.format(size.applyAsLong(one)) + ")");
    }

    /** All names, in their order. */
    public static String names(Collection<String> names) {
        return joined(names, MAX_SHOWN, Printable::of);
    }

    /** The first of some things as they are fit for a message, with the number of the others. */
    static <T> String joined(Collection<T> all, int most, Function<T, String> shown) {
        String some = all.stream().limit(most).map(shown).collect(Collectors.joining(", "));
        return all.size() <= most ? some : some + " and " + (all.size() - most) + " more";
    }
}
