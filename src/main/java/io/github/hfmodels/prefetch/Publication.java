package io.github.hfmodels.prefetch;

import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.SnapshotPlan;
import java.io.IOException;
import java.nio.file.Path;

/** How models whose files are in the cache become available to others. */
public interface Publication {

    /**
     * Makes a model's files available.
     *
     * @return the folder with the files
     * @throws UserException when the user must change something for that
     */
    Path publish(SnapshotPlan plan) throws IOException;

    /**
     * Says that the model is there; called after the files of all models are there, and for a companion before the model that needs it.
     *
     * @throws UserException when the user must change something for that
     */
    default void announce(SnapshotPlan plan) throws IOException {}
}
