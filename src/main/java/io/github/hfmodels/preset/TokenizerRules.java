package io.github.hfmodels.preset;

import java.io.IOException;
import java.util.List;

/**
 * The preset {@code tokenizer}: a tokenizer and the configuration of its model, of which some libraries learn the tokenizer's class. It
 * is the one at the top of the repository, else that of the only folder with one.
 */
final class TokenizerRules {

    private static final String CONFIG = "config.json";

    private TokenizerRules() {}

    static void take(Folder root) throws PresetException, IOException {
        Folder folder = TokenizerFiles.isIn(root) ? root : onlyFolder(root);
        folder.bring(List.of(TokenizerFiles.CONFIG));
        if (!TokenizerFiles.take(folder)) {
            throw Shape.unfit(root, Preset.TOKENIZER, "a 'tokenizer.json' or a vocabulary");
        }
        folder.take(CONFIG, "configuration of the model");
    }

    /** The only folder with a tokenizer, or the top one when there is none. */
    private static Folder onlyFolder(Folder root) throws PresetException {
        List<String> paths = root.below().stream()
                .map(path -> path.substring(0, path.lastIndexOf('/') + 1))
                .distinct()
                .filter(path -> root.has(path + TokenizerFiles.CONFIG) || root.has(path + "tokenizer.json"))
                .toList();
        if (paths.size() > 1) {
            throw new PresetException("preset tokenizer: the repository has tokenizers in " + Candidate.names(paths)
                    + "; choose files with <includes> instead of <preset>");
        }
        return paths.isEmpty() ? root : root.child(paths.get(0), paths.get(0));
    }
}
