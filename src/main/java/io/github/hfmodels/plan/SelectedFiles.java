package io.github.hfmodels.plan;

import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.selection.Companion;
import java.util.List;
import java.util.Map;

/**
 * What a model wants of a listing.
 *
 * @param files the files
 * @param rules why rules chose a file, by its path; none of files that patterns chose
 * @param companions what else is needed, of other repositories
 */
public record SelectedFiles(List<RepoFile> files, Map<String, String> rules, List<Companion> companions) {

    public SelectedFiles {
        files = List.copyOf(files);
        companions = List.copyOf(companions);
    }

    /** Files that patterns chose. */
    static SelectedFiles ofPatterns(List<RepoFile> files) {
        return new SelectedFiles(files, Map.of(), List.of());
    }
}
