package io.github.hfmodels.preset;

import static java.util.stream.Collectors.groupingBy;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.Candidates;
import io.github.hfmodels.preset.repo.CommonAdvice;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.TokenizerFiles;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The preset {@code tokenizer}: the tokenizers of a model, and its configuration, which tells some libraries the tokenizer's class.
 *
 * <p>They are the one at the top, with others in folders that are called so, such as {@code qformer_tokenizer}; or else those in
 * folders that are called so; or else the only one in any folder. Folders with a {@code tokenizer.json} or a tokenizer's configuration
 * are preferred to folders with a vocabulary alone.
 */
final class TokenizerRules {

    private static final String CONFIG = "config.json";
    private static final String WORD = "tokenizer";

    /** Vocabularies with names that nobody knows are mostly smaller, and what is smaller does no harm. */
    private static final long SMALL = 1_000_000;

    private TokenizerRules() {}

    /**
     * Takes the tokenizers.
     *
     * @throws UserException if the repository has none, or several of which one must be chosen
     */
    static void take(Folder root) throws IOException {
        List<Folder> folders = tokenizers(root);
        if (folders.isEmpty()) {
            folders = List.of(root);
            checkNeedsNoVocabulary(root);
        }
        root.fetch(folders.stream()
                .map(folder -> folder.path(TokenizerFiles.CONFIG))
                .toList());
        for (Folder folder : folders) {
            TokenizerFiles.take(folder);
            folder.take(CONFIG, "configuration of the model");
            if (!folder.has(TokenizerFiles.FAST)) {
                takeSmallFiles(folder);
            }
        }
        root.take(CONFIG, "configuration of the model");
    }

    /** Whether rules could take a file of that path, judged by its name alone. */
    static boolean isPossible(String path) {
        return TokenizerFiles.isPossible(path) || isText(path);
    }

    /** A tokenizer without {@code tokenizer.json} may have its vocabulary under any name. */
    private static void takeSmallFiles(Folder folder) {
        folder.takeAny(
                folder.names().stream()
                        .filter(name -> isText(name) && !name.contains(".index.") && folder.size(name) < SMALL)
                        .toList(),
                "beside the tokenizer");
    }

    private static boolean isText(String path) {
        return path.endsWith(".json") || path.endsWith(".txt");
    }

    /** Some tokenizers, such as those of bytes and characters, have no vocabulary; their class may be named by the model alone. */
    private static void checkNeedsNoVocabulary(Folder root) throws IOException {
        root.fetch(List.of(CONFIG));
        if (!TokenizerFiles.hasSettings(root)
                && root.config(CONFIG).text("tokenizer_class").isEmpty()) {
            throw new UserException(
                    "preset tokenizer expects a 'tokenizer.json', a vocabulary or a tokenizer's configuration, but the"
                            + " repository has " + root.summary(),
                    Advice.of("fetch the tokenizer from the repository that has it, mostly that of the base model"
                            + (root.has(CONFIG)
                                    ? "; if the tokenizer needs no files, choose config.json with <includes>"
                                    : "")));
        }
    }

    /** The folders of the tokenizers; empty if no folder has one. */
    private static List<Folder> tokenizers(Folder root) {
        List<Folder> folders = folders(root);
        List<Folder> further = furtherTokenizers(folders);
        if (TokenizerFiles.isIn(root)) {
            return Stream.concat(
                            Stream.of(root),
                            further.stream().filter(folder -> parent(folder).isEmpty()))
                    .toList();
        }
        if (!further.isEmpty()) {
            return further;
        }
        // The later in this list, the more often a file of that name is something else.
        List<Predicate<Folder>> signs =
                List.of(TokenizerFiles::isCertainlyIn, TokenizerFiles::isIn, TokenizerFiles::mayBeIn);
        for (Predicate<Folder> sign : signs) {
            List<Folder> matches = folders.stream().filter(sign).toList();
            if (matches.contains(root) || matches.size() == 1) {
                return List.of(matches.get(0));
            }
            if (!matches.isEmpty()) {
                List<String> paths =
                        matches.stream().map(folder -> folder.path("")).toList();
                throw new UserException(
                        "preset tokenizer: the repository has tokenizers in " + Candidates.names(paths),
                        CommonAdvice.INCLUDE_FILES);
            }
        }
        return List.of();
    }

    /** The folders that may have a tokenizer, the top first. */
    private static List<Folder> folders(Folder root) {
        Stream<Folder> below = root.below().stream()
                .filter(path ->
                        path.indexOf('/') > 0 && TokenizerFiles.isName(path.substring(path.lastIndexOf('/') + 1)))
                .map(path -> path.substring(0, path.lastIndexOf('/') + 1))
                .distinct()
                .map(path -> root.child(path, path));
        return Stream.concat(Stream.of(root), below).toList();
    }

    /**
     * Models with several tokenizers have them side by side in folders with that word in their names, which is how Transformers and
     * Diffusers save them. Empty if there are none, or several such sets, as in checkpoints.
     */
    private static List<Folder> furtherTokenizers(List<Folder> folders) {
        Map<String, List<Folder>> sets = folders.stream()
                .filter(folder ->
                        folder.path("").substring(parent(folder).length()).contains(WORD))
                .collect(groupingBy(TokenizerRules::parent));
        return sets.size() == 1 ? sets.values().iterator().next() : sets.getOrDefault("", List.of());
    }

    /** The path of the folder above. */
    private static String parent(Folder folder) {
        String path = folder.path("");
        return path.substring(0, path.lastIndexOf('/', path.length() - 2) + 1);
    }
}
