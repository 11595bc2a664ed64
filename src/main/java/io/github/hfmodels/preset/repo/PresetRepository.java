package io.github.hfmodels.preset.repo;

import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

/** A repository at a commit, as far as a preset looks into it. */
public interface PresetRepository {

    RepoId id();

    /** All files of it. */
    Listing listing();

    /**
     * Brings files to where {@link #file} finds them, all at once, so that nobody waits for one after the other.
     *
     * @param paths paths of the listing; others are ignored
     * @throws IOException when one of them cannot be had
     */
    void fetch(Collection<String> paths) throws IOException;

    /**
     * The verified content of a file of the listing, brought if need be.
     *
     * @throws IOException when it cannot be had
     */
    Path file(String path) throws IOException;
}
