package io.github.hfmodels.selection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Which names come closest to one that is not there, for messages. Case does not matter, nor do the wildcards of a pattern. A name
 * that has all words of the wanted one comes before names that are merely spelt much like it, and a file's name is as good as its
 * path.
 */
public final class ClosestNames {

    /** No repository has more files that a person would have a look at; beyond it a message is not worth the time. */
    private static final int MAX_COMPARED = 10_000;

    private static final int MAX_COMPARED_LENGTH = 128;

    private ClosestNames() {}

    /** All names, each once, the closest first. */
    public static List<String> ranked(String wanted, Collection<String> names) {
        String target = comparable(wanted.replaceAll("[*?\\[\\]]", ""));
        List<String> words = words(target);
        var distances = new ArrayList<Distance>();
        for (String name : names.stream().distinct().toList()) {
            distances.add(
                    distances.size() < MAX_COMPARED
                            ? Distance.of(target, words, name)
                            : new Distance(name, false, Integer.MAX_VALUE));
        }
        // The sort keeps the order of names that are equally close.
        distances.sort(Comparator.comparing(Distance::hasWords).reversed().thenComparingInt(Distance::edits));
        return distances.stream().map(Distance::name).toList();
    }

    /**
     * How far a name is from the wanted one.
     *
     * @param hasWords whether it has all words of the wanted one
     * @param edits how many characters have to change
     */
    private record Distance(String name, boolean hasWords, int edits) {

        static Distance of(String target, List<String> words, String name) {
            String path = comparable(name);
            String last = path.substring(path.lastIndexOf('/') + 1);
            return new Distance(
                    name,
                    !words.isEmpty() && words.stream().allMatch(path::contains),
                    Math.min(ClosestNames.edits(target, path), ClosestNames.edits(target, last)));
        }
    }

    private static String comparable(String name) {
        return name.substring(0, Math.min(MAX_COMPARED_LENGTH, name.length())).toLowerCase(Locale.ROOT);
    }

    private static List<String> words(String name) {
        return Arrays.stream(name.split("[^\\p{Alnum}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Levenshtein's distance: the fewest characters to insert, to leave out or to replace. */
    private static int edits(String a, String b) {
        var above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            var row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
