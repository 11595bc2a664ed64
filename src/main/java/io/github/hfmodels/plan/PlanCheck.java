package io.github.hfmodels.plan;

import io.github.hfmodels.model.UserException;
import java.util.List;
import java.util.Optional;

/** A rule that plans must keep. It is checked before the first byte of them is downloaded. */
@FunctionalInterface
public interface PlanCheck {

    /**
     * How the plans break the rule; empty when they keep it.
     *
     * @param missing says what must be downloaded for them
     * @param downloaded how many bytes have been downloaded already in this run
     */
    Optional<UserException> violation(List<SnapshotPlan> plans, MissingContents missing, long downloaded);
}
