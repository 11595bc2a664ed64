package io.github.hfmodels.preset;

import io.github.hfmodels.preset.repo.Candidate;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.PresetException;
import io.github.hfmodels.preset.repo.Shape;
import io.github.hfmodels.preset.repo.TokenizerFiles;
import io.github.hfmodels.selection.Preset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The preset {@code tokenizer}: a tokenizer and the configuration of its model, of which some libraries learn the tokenizer's class. It
 * is the one at the top of the repository, else that of the only folder with one; a folder with a {@code tokenizer.json} or a
 * configuration goes before those with a vocabulary alone.
 */
final class TokenizerRules {

    private static final String CONFIG = "config.json";

    private TokenizerRules() {}

    static void take(Folder root) throws PresetException, IOException {
        Folder folder = folder(root);
        folder.fetch(List.of(TokenizerFiles.CONFIG));
        if (!TokenizerFiles.take(folder)) {
            throw Shape.unfit(root, Preset.TOKENIZER, "a 'tokenizer.json' or a vocabulary");
        }
        folder.take(CONFIG, "configuration of the model");
    }

    private static Folder folder(Folder root) throws PresetException {
        if (TokenizerFiles.isIn(root)) {
            return root;
        }
        // Vocabularies have common names, the more common the later in this list.
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
                throw new PresetException("preset tokenizer: the repository has tokenizers in " + Candidate.names(paths)
                        + "; choose files with <includes> instead of <preset>");
            }
        }
        return root;
    }

    /** The folders that may have a tokenizer, the top one first. */
    private static List<Folder> folders(Folder root) throws PresetException {
        var folders = new ArrayList<Folder>();
        folders.add(root);
        List<String> paths = root.below().stream()
                .filter(path ->
                        path.indexOf('/') > 0 && TokenizerFiles.isName(path.substring(path.lastIndexOf('/') + 1)))
                .map(path -> path.substring(0, path.lastIndexOf('/') + 1))
                .distinct()
                .toList();
        for (String path : paths) {
            folders.add(root.child(path, path));
        }
        return folders;
    }
}
