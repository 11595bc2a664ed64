package io.github.hfmodels.source.hub;

import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.source.SourceException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a list, each path once. */
final class FileList {

    private final Map<String, RepoFile> files = new LinkedHashMap<>();

    /**
     * Adds a file. Paging may repeat one, but with the same size and hash.
     *
     * @throws SourceException when the list has another file of that path
     */
    void add(RepoFile file) throws SourceException {
        RepoFile other = files.putIfAbsent(file.path(), file);
        if (other != null && !other.equals(file)) {
            throw HubJson.malformed("the Hub's list names '" + Printable.of(file.path()) + "' twice", null);
        }
    }

    /** Adds files, or replaces those of which more is known now. */
    void describe(Collection<RepoFile> described) {
        described.forEach(file -> files.put(file.path(), file));
    }

    List<RepoFile> all() {
        return List.copyOf(files.values());
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    int size() {
        return files.size();
    }

    boolean has(String path) {
        return files.containsKey(path);
    }

    /** Whether an entry lacks what a file must have. */
    static boolean isIncomplete(RepoEntry entry) {
        return entry.path() == null
                || entry.size() == null
                || entry.oid() == null
                || (entry.lfs() != null && entry.lfs().oid() == null);
    }

    /** @throws SourceException when the entry lacks something, or has something impossible */
    static RepoFile file(RepoEntry entry) throws SourceException {
        if (entry.path() == null || entry.size() == null || entry.oid() == null) {
            throw HubJson.malformed("the Hub's list has a file without a path, a size or a hash", null);
        }
        try {
            RepoFile.Lfs content = entry.lfs() == null ? null : content(entry.lfs(), entry.size());
            String xet = entry.xetHash();
            boolean isXet = xet != null && xet.matches("[0-9a-f]{64}");
            return new RepoFile(entry.path(), entry.size(), entry.oid(), content, isXet ? xet : null);
        } catch (InvalidValueException e) {
            throw HubJson.malformed("the Hub's list is wrong: " + e.getMessage(), e);
        }
    }

    private static RepoFile.Lfs content(RepoEntry.Lfs lfs, long entrySize) throws SourceException {
        if (lfs.oid() == null) {
            throw HubJson.malformed("the Hub's list has a large file without a hash", null);
        }
        return new RepoFile.Lfs(lfs.oid(), lfs.size() == null ? entrySize : lfs.size());
    }
}
