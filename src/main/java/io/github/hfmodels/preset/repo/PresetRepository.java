package io.github.hfmodels.preset.repo;

import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

/** A repository at a commit, as presets see it: the listing, and the content of the few files that decide what is needed. */
public interface PresetRepository {

    RepoId id();

    /** All files of the repository. */
    Listing listing();

    /**
     * Fetches files at once to where {@link #file} finds them, which is faster than one after the other.
     *
     * @param paths paths of the listing; others are ignored
     * @throws IOException if one of them cannot be fetched
     */
    void fetch(Collection<String> paths) throws IOException;

    /**
     * The verified content of a file of the listing, which is fetched if necessary.
     *
     * @throws IOException if it cannot be fetched
     */
    Path file(String path) throws IOException;
}
