package io.github.hfmodels.relock;

import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanCheck;
import java.util.List;

/**
 * A lock that is to be changed.
 *
 * @param mode which models are looked up
 * @param before the lock so far
 * @param wanted the models to lock, or to move
 * @param checks the rules that downloads must keep
 * @param dryRun whether nothing may be written, the cache included; hashes that would have to be computed stay unknown then
 */
public record RelockRequest(
        Mode mode, ModelLock before, List<ModelRequest> wanted, List<PlanCheck> checks, boolean dryRun) {

    /** Which models are looked up. */
    public enum Mode {
        /** Those that are not locked yet. A revision that is locked with another selection stays at its commit. */
        LOCK,
        /**
         * Also those whose revision can move, and all other selections of these revisions: in a lock, a revision is at one commit.
         */
        UPDATE
    }

    public RelockRequest {
        wanted = List.copyOf(wanted);
        checks = List.copyOf(checks);
    }
}
