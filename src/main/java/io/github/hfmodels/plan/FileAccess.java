package io.github.hfmodels.plan;

import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads the small files that decide which others are wanted, and downloads those that the cache lacks. */
public interface FileAccess extends AutoCloseable {

    /**
     * Fetches files to where {@link #file} finds them, all at once.
     *
     * @param listing what the source, or the cache, says of the model
     * @throws UserException when the user must change something for that
     * @throws IOException when they cannot be fetched
     */
    void fetch(ModelRequest model, Listing listing, List<RepoFile> files) throws IOException;

    /** The verified content of a file that was fetched. */
    Path file(ModelRequest model, Listing listing, RepoFile file);

    /** Deletes what is not needed afterwards. */
    @Override
    default void close() {}
}
