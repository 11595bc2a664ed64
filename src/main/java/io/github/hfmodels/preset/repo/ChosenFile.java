package io.github.hfmodels.preset.repo;

import io.github.hfmodels.model.RepoFile;

/**
 * A file that is needed.
 *
 * @param file the file, as in the listing
 * @param rule why it is needed, for people, such as {@code weights (safetensors)} or {@code tokenizer}
 */
public record ChosenFile(RepoFile file, String rule) {}
