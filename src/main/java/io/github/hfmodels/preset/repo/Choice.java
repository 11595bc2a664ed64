package io.github.hfmodels.preset.repo;

import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.selection.Companion;
import java.util.List;

/**
 * What a preset has chosen.
 *
 * @param files the files of the repository, each once
 * @param companions what is needed of other repositories
 */
public record Choice(List<Chosen> files, List<Companion> companions) {

    public Choice {
        files = List.copyOf(files);
        companions = List.copyOf(companions);
    }

    /**
     * A file that is needed.
     *
     * @param file the file, as the listing has it
     * @param rule why it is needed, for people, such as {@code weights (safetensors)} or {@code tokenizer}
     */
    public record Chosen(RepoFile file, String rule) {}
}
