package io.github.hfmodels.preset.repo;

import io.github.hfmodels.model.RepoFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of a listing by path and by folder. Rules look into every folder of some listings, and a listing may have as many folders
 * as files, so no question may take a look at all files. What few rules ask for is made when it is first asked for.
 */
final class FileIndex {

    private final Map<String, RepoFile> files = new LinkedHashMap<>();
    private @Nullable Map<String, List<String>> names;
    private @Nullable List<Entry> sorted;

    FileIndex(Collection<RepoFile> listing) {
        for (RepoFile file : listing) {
            files.put(file.path(), file);
        }
    }

    /** A file, and its place in the listing. */
    private record Entry(RepoFile file, int place) {}

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
        if (names == null) {
            names = new HashMap<>();
            for (String path : files.keySet()) {
                int name = path.lastIndexOf('/') + 1;
                names.computeIfAbsent(path.substring(0, name), folder -> new ArrayList<>())
                        .add(path.substring(name));
            }
        }
        return names.getOrDefault(prefix, List.of());
    }

    /**
     * The files in a folder and below it, in the listing's order.
     *
     * @param prefix the folder's path with a slash at the end; empty for the top
     */
    List<RepoFile> below(String prefix) {
        if (prefix.isEmpty()) {
            return List.copyOf(files.values());
        }
        List<Entry> all = sorted();
        var found = new ArrayList<Entry>();
        for (int i = firstFrom(all, prefix);
                i < all.size() && all.get(i).file.path().startsWith(prefix);
                i++) {
            found.add(all.get(i));
        }
        return found.stream()
                .sorted(Comparator.comparingInt(Entry::place))
                .map(Entry::file)
                .toList();
    }

    private List<Entry> sorted() {
        if (sorted == null) {
            var entries = new ArrayList<Entry>(files.size());
            for (RepoFile file : files.values()) {
                entries.add(new Entry(file, entries.size()));
            }
            entries.sort(Comparator.comparing(entry -> entry.file.path()));
            sorted = entries;
        }
        return sorted;
    }

    /** The place of the first path that does not come before the text. */
    private static int firstFrom(List<Entry> sorted, String text) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted.get(middle).file.path().compareTo(text) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
