package io.github.hfmodels.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a model's files are laid out in its directory. */
public enum Layout {
    /** As in the repository. */
    TREE,
    /** All in the directory itself. */
    FLAT,
    /**
     * As Jlama keeps the models that it downloads itself: as in the repository, in a folder {@code OWNER_NAME} of the directory, with an
     * empty file that says that the model is complete.
     */
    JLAMA;

    private static final String JLAMA_MARKER = ".finished";

    /** The hash that git gives to no bytes. */
    private static final String EMPTY = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";

    /** The layout as users write it, such as {@code flat}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The layout that users write as this word; empty if there is none. */
    public static Optional<Layout> ofWord(String word) {
        return Arrays.stream(values())
                .filter(layout -> layout.word().equals(word))
                .findFirst();
    }

    /** The folder for a repository's files, given the directory that the user names. */
    public Path folder(Path directory, RepoId repo) {
        // Jlama's word for a repository without an owner.
        return this == JLAMA
                ? directory.resolve(repo.id().contains("/") ? repo.id().replace('/', '_') : "na_" + repo.id())
                : directory;
    }

    /** The path below the folder of the file that has this path in the repository. */
    public String place(String path) {
        return this == FLAT ? path.substring(path.lastIndexOf('/') + 1) : path;
    }

    /** The file with its path below the folder. */
    public RepoFile place(RepoFile file) {
        return file.at(place(file.path()));
    }

    /** All that is laid out for files of a repository, with the paths below the folder. */
    public List<RepoFile> place(List<RepoFile> files) {
        if (this == TREE) {
            return files;
        }
        var placed = new ArrayList<RepoFile>();
        files.forEach(file -> placed.add(place(file)));
        if (marker() != null) {
            placed.add(new RepoFile(JLAMA_MARKER, 0, EMPTY, null, null));
        }
        return placed;
    }

    /** The name of the empty file that is there while the folder is complete; null if there is none. */
    public @Nullable String marker() {
        return this == JLAMA ? JLAMA_MARKER : null;
    }
}
