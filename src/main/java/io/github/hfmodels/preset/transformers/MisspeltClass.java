package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.preset.repo.Folder;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds classes that look like misspelt names of classes that a repository names. Names are compared word by word, since a name with
 * another word is another class: {@code CLIPVisionModel} beside {@code CLIPModel}, {@code Qwen3} beside {@code Qwen2}.
 */
final class MisspeltClass {

    /** More than any repository names, so that a hostile one does not make a build take long. */
    private static final int MAX_COMPARED = 1_000;

    private static final int MAX_LENGTH = 128;

    /** In a shorter word, as in T5 beside MT5, one other letter makes another name. */
    private static final int LONG_WORD = 4;

    /** In a word that is not as long, another letter in the place of one makes another name, as in Mixtral beside Mistral. */
    private static final int VERY_LONG_WORD = 8;

    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    /** The classes that choose others by a repository's configuration. */
    private static final List<String> AUTO_CLASSES = List.of(
            "AutoModel",
            "AutoTokenizer",
            "AutoProcessor",
            "AutoImageProcessor",
            "AutoFeatureExtractor",
            "AutoVideoProcessor");

    private MisspeltClass() {}

    /**
     * Warns if a class looks misspelt.
     *
     * @param element the element that names it, for the message
     * @param asked the class; null for none
     * @param named the classes that the repository names
     */
    static void warn(Folder folder, String element, @Nullable String asked, Collection<String> named) {
        if (asked == null || asked.length() > MAX_LENGTH) {
            return;
        }
        Set<String> known = new LinkedHashSet<>(named);
        for (String name : named) {
            int head = name.lastIndexOf("For");
            if (head > 0) {
                known.add("AutoModel" + name.substring(head));
            }
        }
        known.addAll(AUTO_CLASSES);
        if (known.contains(asked)) {
            return;
        }
        Optional<String> meant = known.stream()
                .limit(MAX_COMPARED)
                .filter(name -> name.length() <= MAX_LENGTH && isMisspelt(asked, name))
                .findFirst();
        meant.ifPresent(name -> folder.warn("<" + element + "> '" + Printable.of(asked)
                + "' looks misspelt; the closest class that the repository or the library names is "
                + Printable.of(name)));
    }

    private static boolean isMisspelt(String asked, String name) {
        if (asked.equalsIgnoreCase(name)) {
            return true;
        }
        String[] words = WORD_START.split(asked);
        String[] right = WORD_START.split(name);
        if (words.length != right.length) {
            return false;
        }
        int wrong = 0;
        for (int i = 0; i < words.length; i++) {
            if (!words[i].equals(right[i])) {
                wrong++;
                if (!isAlmost(words[i], right[i])) {
                    return false;
                }
            }
        }
        return wrong == 1;
    }

    /** Whether one letter is missing or added, or in a very long word another, or two are exchanged. */
    private static boolean isAlmost(String word, String right) {
        int shorter = Math.min(word.length(), right.length());
        if (shorter < LONG_WORD || Math.abs(word.length() - right.length()) > 1 || !isLetters(word + right)) {
            return false;
        }
        int start = 0;
        while (start < shorter && word.charAt(start) == right.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < shorter - start
                && word.charAt(word.length() - 1 - end) == right.charAt(right.length() - 1 - end)) {
            end++;
        }
        String before = word.substring(start, word.length() - end);
        String after = right.substring(start, right.length() - end);
        return before.length() + after.length() == 1
                || (before.length() == 1 && after.length() == 1 && shorter >= VERY_LONG_WORD)
                || (before.length() == 2
                        && new StringBuilder(before).reverse().toString().equals(after));
    }

    private static boolean isLetters(String text) {
        return text.chars().allMatch(Character::isLetter);
    }
}
