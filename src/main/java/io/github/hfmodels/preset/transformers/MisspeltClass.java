package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.preset.repo.Folder;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds classes that look like misspelt names of classes that a repository names. A name with another capital letter, digit or word
 * is another class: {@code XGLMModel} beside {@code XLMModel}, {@code Qwen3Model} beside {@code Qwen2Model}.
 */
final class MisspeltClass {

    /** More than any repository names, so that a hostile one does not make a build take long. */
    private static final int MAX_COMPARED = 1_000;

    private static final int MAX_LENGTH = 128;

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
        known.stream()
                .limit(MAX_COMPARED)
                .filter(name -> name.length() <= MAX_LENGTH && isMisspelt(asked, name))
                .findFirst()
                .ifPresent(name -> folder.warn(
                        element,
                        "<" + element + "> '" + Printable.of(asked)
                                + "' looks misspelt; the closest class that the repository or the library names is "
                                + Printable.of(name)));
    }

    /** Whether only the case differs, a small letter is missing, added or another, or two are exchanged. */
    private static boolean isMisspelt(String asked, String name) {
        int shorter = Math.min(asked.length(), name.length());
        int start = 0;
        while (start < shorter && asked.charAt(start) == name.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < shorter - start
                && asked.charAt(asked.length() - 1 - end) == name.charAt(name.length() - 1 - end)) {
            end++;
        }
        String wrong = asked.substring(start, asked.length() - end);
        String right = name.substring(start, name.length() - end);
        // In the first word, another letter makes another name: Mixtral beside Mistral, Bart beside Bert.
        boolean inFirstWord = name.chars().limit(start).skip(1).noneMatch(Character::isUpperCase);
        return asked.equalsIgnoreCase(name)
                || ((wrong + right).chars().allMatch(Character::isLowerCase)
                        && (wrong.length() + right.length() == 1
                                || (wrong.length() == 1 && right.length() == 1 && !inFirstWord)
                                || (wrong.length() == 2
                                        && new StringBuilder(wrong)
                                                .reverse()
                                                .toString()
                                                .equals(right))));
    }
}
