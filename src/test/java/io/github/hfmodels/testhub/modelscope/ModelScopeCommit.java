package io.github.hfmodels.testhub.modelscope;

import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.Digests;
import io.github.hfmodels.testhub.modelscope.ModelScopeFile.Hash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A commit being filled. It starts with its parent's files. It may be filled while it is served. Thread-safe. */
public final class ModelScopeCommit {

    private final String id;
    private final Map<String, ModelScopeFile> files = new TreeMap<>();
    private final List<ModelScopeFile> rawFiles = new ArrayList<>();
    private final List<String> rawEntries = new ArrayList<>();
    private final Set<String> lost = new HashSet<>();

    ModelScopeCommit(String id, @Nullable ModelScopeCommit parent) {
        this.id = id;
        if (parent != null) {
            synchronized (parent) {
                files.putAll(parent.files);
            }
        }
    }

    /** 40 hexadecimal digits. */
    public String id() {
        return id;
    }

    /** Adds or replaces a file, which is listed with its SHA-256. */
    public ModelScopeCommit file(String path, String text) {
        return file(path, Content.of(text));
    }

    public ModelScopeCommit file(String path, Content content) {
        return put(path, content, Hash.of(content.sha256()));
    }

    /** Adds or replaces a file that is listed without a SHA-256. */
    public ModelScopeCommit withoutHash(String path, Content content) {
        return put(path, content, Hash.ABSENT);
    }

    /** Adds or replaces a file whose SHA-256 is an empty text in the list. */
    public ModelScopeCommit withEmptyHash(String path, Content content) {
        return put(path, content, Hash.EMPTY);
    }

    /** Adds or replaces a file whose SHA-256 is null in the list. */
    public ModelScopeCommit withNullHash(String path, Content content) {
        return put(path, content, Hash.NULL);
    }

    /** Lists a file under any name and with any claims, however false, and serves {@code content} for it. */
    public synchronized ModelScopeCommit raw(String path, long size, String sha256, Content content) {
        rawFiles.add(new ModelScopeFile(path, content, size, Hash.of(sha256), id));
        return this;
    }

    /** Adds an entry to the list exactly as the given JSON says. */
    public synchronized ModelScopeCommit rawEntry(String json) {
        rawEntries.add(json);
        return this;
    }

    /** From now on, lists a file and does not have it. */
    public synchronized ModelScopeCommit lose(String path) {
        lost.add(path);
        return this;
    }

    public synchronized ModelScopeCommit remove(String path) {
        if (files.remove(path) == null) {
            throw new IllegalArgumentException("no such file: " + path);
        }
        return this;
    }

    private synchronized ModelScopeCommit put(String path, Content content, Hash hash) {
        files.put(path, new ModelScopeFile(path, content, content.size(), hash, Digests.sha1(id + " " + path)));
        return this;
    }

    synchronized Collection<ModelScopeFile> files() {
        List<ModelScopeFile> all = new ArrayList<>(files.values());
        all.addAll(rawFiles);
        return all;
    }

    synchronized List<String> rawEntries() {
        return List.copyOf(rawEntries);
    }

    synchronized Optional<ModelScopeFile> find(String path) {
        return files().stream()
                .filter(file -> file.path().equals(path) && !lost.contains(path))
                .findFirst();
    }
}
