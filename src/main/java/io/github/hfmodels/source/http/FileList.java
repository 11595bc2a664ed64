package io.github.hfmodels.source.http;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.source.SourceException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a list, each path once. */
public final class FileList {

    private final String name;
    private final Map<String, RepoFile> files = new LinkedHashMap<>();

    /** @param name what messages call the list */
    public FileList(String name) {
        this.name = name;
    }

    /**
     * Adds a file. Paging may repeat one, but with the same size and hash.
     *
     * @throws SourceException when the list has another file of that path
     */
    public void add(RepoFile file) throws SourceException {
        RepoFile other = files.putIfAbsent(file.path(), file);
        if (other != null && !other.equals(file)) {
            throw ServerJson.malformed(name + " names '" + Printable.of(file.path()) + "' twice", null);
        }
    }

    /** Adds files, or replaces those of which more is known now. */
    public void describe(Collection<RepoFile> described) {
        described.forEach(file -> files.put(file.path(), file));
    }

    public List<RepoFile> all() {
        return List.copyOf(files.values());
    }

    public boolean isEmpty() {
        return files.isEmpty();
    }

    public int size() {
        return files.size();
    }

    public boolean has(String path) {
        return files.containsKey(path);
    }
}
