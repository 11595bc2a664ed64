package io.github.hfmodels.preset;

import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.Candidate;
import io.github.hfmodels.preset.repo.CommonAdvice;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.PresetMismatch;
import io.github.hfmodels.preset.repo.TokenizerFiles;
import io.github.hfmodels.selection.Preset;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The preset {@code tokenizer}: a tokenizer, and the model's configuration, which tells some libraries the tokenizer's class. The
 * tokenizer is the one at the top of the repository, or else the only one in any folder. Folders with a {@code tokenizer.json} or a
 * tokenizer's configuration are preferred to folders with a vocabulary alone.
 */
final class TokenizerRules {

    private static final String CONFIG = "config.json";

    private TokenizerRules() {}

    static void take(Folder root) throws IOException {
        Folder folder = folder(root);
        folder.fetch(List.of(TokenizerFiles.CONFIG));
        if (!TokenizerFiles.take(folder)) {
            throw PresetMismatch.of(root, Preset.TOKENIZER, "a 'tokenizer.json' or a vocabulary");
        }
        folder.take(CONFIG, "configuration of the model");
    }

    private static Folder folder(Folder root) {
        if (TokenizerFiles.isIn(root)) {
            return root;
        }
        // The later in this list, the more often a file of that name is something else.
        List<Predicate<Folder>> signs =
                List.of(TokenizerFiles::isCertainlyIn, TokenizerFiles::isIn, TokenizerFiles::mayBeIn);
        List<Folder> folders = folders(root);
        for (Predicate<Folder> sign : signs) {
            List<Folder> matches = folders.stream().filter(sign).toList();
            if (matches.contains(root) || matches.size() == 1) {
                return matches.get(0);
            }
            if (!matches.isEmpty()) {
                List<String> paths =
                        matches.stream().map(folder -> folder.path("")).toList();
                throw new UserException(
                        "preset tokenizer: the repository has tokenizers in " + Candidate.names(paths),
                        CommonAdvice.INCLUDE_FILES);
            }
        }
        return root;
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
}
