package io.github.hfmodels.plan;

import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.source.SourceException;
import java.io.IOException;

/** A way to find out what one model needs, its companions aside. */
public interface Planner {

    /**
     * Plans a model that is to be downloaded.
     *
     * @throws UserException when the user must change something
     * @throws SourceException when the source does not answer as it should, and the cache is not enough
     * @throws IOException when the cache cannot be read
     * @throws InvalidValueException when there are names or hashes that are not valid
     */
    SnapshotPlan plan(ModelRequest model) throws IOException;

    /** As {@link #plan}, but what an offline build lacks is missing in the plan, instead of a failure. */
    SnapshotPlan preview(ModelRequest model) throws IOException;

    /** As {@link #plan}, but asks the source even if the cache has a listing. */
    SnapshotPlan refresh(ModelRequest model) throws IOException;
}
