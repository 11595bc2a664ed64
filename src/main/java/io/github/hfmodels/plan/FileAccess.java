package io.github.hfmodels.plan;

import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where planning looks into files that decide which others are wanted. */
public interface FileAccess extends AutoCloseable {

    /**
     * Fetches files at once to where {@link #file} finds them.
     *
     * @param listing what the source, or the cache, says of the model
     * @throws PlanException when they cannot be had as things are
     * @throws IOException when they cannot be had
     */
    void fetch(ModelRequest model, Listing listing, List<RepoFile> files) throws PlanException, IOException;

    /** The verified content of a file that was fetched. */
    Path file(ModelRequest model, Listing listing, RepoFile file);

    /** Gives up what is of no use afterwards. */
    @Override
    default void close() {}
}
