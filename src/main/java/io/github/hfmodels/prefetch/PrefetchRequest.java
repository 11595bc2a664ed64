package io.github.hfmodels.prefetch;

import io.github.hfmodels.output.LaidOutFiles;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanCheck;
import io.github.hfmodels.policy.Policy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a build wants.
 *
 * @param models the models; where something is laid out, each alias once
 * @param lock the lock that says what the models are; null where sources say it
 * @param checks the rules that plans must keep
 * @param laidOut what earlier builds have laid out in output directories; null where nobody notes it
 * @param policies the policies that the models must keep
 */
public record PrefetchRequest(
        List<ModelRequest> models,
        @Nullable ActiveLock lock,
        List<PlanCheck> checks,
        @Nullable LaidOutFiles laidOut,
        List<Policy> policies) {

    public PrefetchRequest {
        models = List.copyOf(models);
        checks = List.copyOf(checks);
        policies = List.copyOf(policies);
    }

    /** The same request, with these checks. */
    public PrefetchRequest withChecks(List<PlanCheck> others) {
        return new PrefetchRequest(models, lock, others, laidOut, policies);
    }

    /** A request without policies. */
    public PrefetchRequest(
            List<ModelRequest> models,
            @Nullable ActiveLock lock,
            List<PlanCheck> checks,
            @Nullable LaidOutFiles laidOut) {
        this(models, lock, checks, laidOut, List.of());
    }

    /** A request without policies, in a place where nobody notes what is laid out. */
    public PrefetchRequest(List<ModelRequest> models, @Nullable ActiveLock lock, List<PlanCheck> checks) {
        this(models, lock, checks, null);
    }
}
