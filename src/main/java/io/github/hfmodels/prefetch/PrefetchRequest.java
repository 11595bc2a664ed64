package io.github.hfmodels.prefetch;

import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a build wants.
 *
 * @param models the models, each alias once
 * @param lock the lock that says what the models are; null where sources say it
 * @param checks the rules that plans must keep
 */
public record PrefetchRequest(
        List<ModelRequest> models, @Nullable ActiveLock lock, List<PlanCheck> checks) {

    public PrefetchRequest {
        models = List.copyOf(models);
        checks = List.copyOf(checks);
    }
}
