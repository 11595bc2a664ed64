package io.github.hfmodels.relock;

import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanCheck;
import java.util.List;

/**
 * A lock that is to be changed.
 *
 * @param before the lock so far
 * @param wanted the models to lock, or to move
 * @param checks the rules that downloads must keep
 * @param dryRun whether nothing may be written, the cache included; hashes that only contents tell stay unknown then
 */
public record RelockRequest(ModelLock before, List<ModelRequest> wanted, List<PlanCheck> checks, boolean dryRun) {

    public RelockRequest {
        wanted = List.copyOf(wanted);
        checks = List.copyOf(checks);
    }
}
