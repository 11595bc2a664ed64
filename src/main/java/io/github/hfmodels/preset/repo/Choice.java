package io.github.hfmodels.preset.repo;

import io.github.hfmodels.selection.Companion;
import java.util.List;

/**
 * What a preset chooses.
 *
 * @param files the files of the repository, each once
 * @param companions what is needed of other repositories
 * @param warnings what users should know of the choice, each in one line
 */
public record Choice(List<ChosenFile> files, List<Companion> companions, List<String> warnings) {

    public Choice {
        files = List.copyOf(files);
        companions = List.copyOf(companions);
        warnings = List.copyOf(warnings);
    }
}
