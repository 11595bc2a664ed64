package io.github.hfmodels.selection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Sorts names by how close they are to a name that does not exist, for messages. Names that have more words of the wanted name come
 * first, then those that have a longer part of it in one piece, then shorter ones. Case does not count, nor do wildcards.
 */
public final class ClosestNames {

    /** A message must not take long, even for a hostile listing. */
    private static final int MAX_COMPARED = 10_000;

    private static final int MAX_COMPARED_LENGTH = 128;
    private static final String SEPARATORS = "[^\\p{Alnum}]+";

    private ClosestNames() {}

    /** All names, each once, the closest first. */
    public static List<String> ranked(String wanted, Collection<String> names) {
        String target = comparable(wanted.replaceAll("[*?\\[\\]]", ""));
        List<String> words = Arrays.stream(target.split(SEPARATORS))
                .filter(word -> !word.isEmpty())
                .toList();
        List<String> distinct = names.stream().distinct().toList();
        List<String> compared = distinct.subList(0, Math.min(MAX_COMPARED, distinct.size()));
        var ranked = new ArrayList<>(compared.stream()
                .map(name -> Closeness.of(name, target, words))
                // The sort keeps the order of names that are equally close.
                .sorted(Closeness.CLOSEST_FIRST)
                .map(Closeness::name)
                .toList());
        ranked.addAll(distinct.subList(compared.size(), distinct.size()));
        return ranked;
    }

    /** The closest of the names, if both have a fair part in common; empty when none of them is likely to be meant. */
    public static Optional<String> closest(String wanted, Collection<String> names) {
        String target = letters(wanted);
        return ranked(wanted, names).stream()
                .filter(name -> isClose(target, letters(name)))
                .findFirst();
    }

    /** With one letter wrong, two fifths of the longer name stay in one piece. */
    private static boolean isClose(String target, String text) {
        int common = longestPart(target, text);
        return text.equals(target) || (common > 2 && 5 * common > 2 * Math.max(target.length(), text.length()));
    }

    /** Separators are often forgotten. */
    private static String letters(String name) {
        return comparable(name).replaceAll(SEPARATORS, "");
    }

    private static int longestPart(String target, String text) {
        int longest = 0;
        for (int start = 0; start + longest < target.length(); start++) {
            while (start + longest < target.length() && text.contains(target.substring(start, start + longest + 1))) {
                longest++;
            }
        }
        return longest;
    }

    private static String comparable(String name) {
        return name.substring(0, Math.min(MAX_COMPARED_LENGTH, name.length())).toLowerCase(Locale.ROOT);
    }

    /**
     * How close a name is to the wanted one.
     *
     * @param words how many words of the wanted one it has
     * @param common the length of the longest part that both have
     */
    private record Closeness(String name, long words, int common) {

        private static final Comparator<Closeness> CLOSEST_FIRST = Comparator.comparingLong(Closeness::words)
                .thenComparingInt(Closeness::common)
                .reversed()
                .thenComparingInt(closeness -> closeness.name.length());

        private static Closeness of(String name, String target, List<String> words) {
            String text = comparable(name);
            return new Closeness(
                    name, words.stream().filter(text::contains).count(), longestPart(letters(target), letters(name)));
        }
    }
}
