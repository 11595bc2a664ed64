package io.github.hfmodels.verify;

import io.github.hfmodels.plan.PlanCheck;
import io.github.hfmodels.prefetch.PrefetchRequest;
import java.util.List;
import java.util.function.LongFunction;

/**
 * What is to be repaired.
 *
 * @param findings what verifying has found
 * @param wanted the models that were verified, those of each lock together; none where everything in the cache was
 * @param checks the rules that downloads must keep, when so many bytes have been downloaded for the repair before
 */
public record RepairRequest(
        List<Finding> findings, List<PrefetchRequest> wanted, LongFunction<List<PlanCheck>> checks) {

    public RepairRequest {
        findings = List.copyOf(findings);
        wanted = List.copyOf(wanted);
    }
}
