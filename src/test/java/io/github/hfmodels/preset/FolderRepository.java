package io.github.hfmodels.preset;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.preset.repo.PresetRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A repository in a folder: some files have a text, others only a size, as large as a test likes. */
public final class FolderRepository implements PresetRepository {

    private final RepoId id;
    private final Path folder;
    private final Map<String, RepoFile> files = new LinkedHashMap<>();
    private final List<String> read = new ArrayList<>();

    public FolderRepository(Path folder, String id) {
        this.id = new RepoId(RepoType.MODEL, id);
        this.folder = folder;
    }

    /** Adds files of no content that the listing says to have so many bytes. */
    public FolderRepository with(long size, String... paths) {
        for (String path : paths) {
            list(path, size);
        }
        return this;
    }

    /** Adds a file with this text. */
    public FolderRepository withText(String path, String text) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            list(path, Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Adds a file with this JSON, written with {@code '} for {@code "}. */
    public FolderRepository withJson(String path, String json) {
        return withText(path, json.replace('\'', '"'));
    }

    /** Takes a file away again. */
    public FolderRepository without(String path) {
        files.remove(path);
        return this;
    }

    /** The files that were looked into, in this order. */
    public List<String> read() {
        return List.copyOf(read);
    }

    @Override
    public RepoId id() {
        return id;
    }

    @Override
    public Listing listing() {
        return new Listing(new CommitHash("c".repeat(40)), List.copyOf(files.values()));
    }

    @Override
    public void fetch(Collection<String> paths) {
        // All of them are here.
    }

    @Override
    public Path file(String path) throws IOException {
        read.add(path);
        Path file = folder.resolve(path);
        if (!files.containsKey(path) || !Files.isRegularFile(file)) {
            throw new NoSuchFileException(path);
        }
        return file;
    }

    private void list(String path, long size) {
        files.put(path, new RepoFile(path, size, "b".repeat(40), null, null));
    }
}
