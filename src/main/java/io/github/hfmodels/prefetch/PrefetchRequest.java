package io.github.hfmodels.prefetch;

import io.github.hfmodels.output.LaidOutFiles;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a build wants.
 *
 * @param models the models; where something is laid out, each alias once
 * @param lock the lock that says what the models are; null where sources say it
 * @param checks the rules that plans must keep
 * @param laidOut what earlier builds have laid out in output directories; null where nobody notes it
 */
public record PrefetchRequest(
        List<ModelRequest> models,
        @Nullable ActiveLock lock,
        List<PlanCheck> checks,
        @Nullable LaidOutFiles laidOut) {

    public PrefetchRequest {
        models = List.copyOf(models);
        checks = List.copyOf(checks);
    }

    /** A request in a place where nobody notes what is laid out. */
    public PrefetchRequest(List<ModelRequest> models, @Nullable ActiveLock lock, List<PlanCheck> checks) {
        this(models, lock, checks, null);
    }
}
