package io.github.hfmodels.preset.repo;

import io.github.hfmodels.model.RepoFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of a listing by path and by folder. Rules look into every folder of some listings, and a listing may have as many folders
 * as files, so the names in a folder are found without a look at all files.
 */
final class FileIndex {

    private final Map<String, RepoFile> files = new LinkedHashMap<>();
    private final Map<String, List<String>> names = new HashMap<>();

    FileIndex(Collection<RepoFile> listing) {
        for (RepoFile file : listing) {
            files.put(file.path(), file);
            int name = file.path().lastIndexOf('/') + 1;
            names.computeIfAbsent(file.path().substring(0, name), folder -> new ArrayList<>())
                    .add(file.path().substring(name));
        }
    }

    /** The file of that path; null if there is none. */
    @Nullable
    RepoFile file(String path) {
        return files.get(path);
    }

    /**
     * The names of the files in a folder, not below it, in the listing's order.
     *
     * @param prefix the folder's path with a slash at the end; empty for the top
     */
    List<String> names(String prefix) {
        return names.getOrDefault(prefix, List.of());
    }

    /**
     * The files in a folder and below it, in the listing's order. This takes a look at all files: rules ask for few folders.
     *
     * @param prefix the folder's path with a slash at the end; empty for the top
     */
    List<RepoFile> below(String prefix) {
        return files.values().stream()
                .filter(file -> file.path().startsWith(prefix))
                .toList();
    }
}
