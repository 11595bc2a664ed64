package io.github.hfmodels.plan;

import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.source.SourceException;
import java.io.IOException;

/** A way to find out what a model needs. */
public interface Planner {

    /**
     * @throws PlanException when the user must change something
     * @throws SourceException when the source does not answer as it should, and the cache cannot do without
     * @throws IOException when the cache cannot be read
     * @throws InvalidValueException when there are names or hashes that are none
     */
    SnapshotPlan plan(ModelRequest model) throws PlanException, IOException;

    /** As {@link #plan}, but what an offline build lacks is missing in the plan, instead of a failure. */
    SnapshotPlan preview(ModelRequest model) throws PlanException, IOException;

    /** Plans with what the source says now, whatever listing the cache has. */
    SnapshotPlan refresh(ModelRequest model) throws PlanException, IOException;
}
