package io.github.hfmodels.prefetch;

import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.policy.Finding;
import io.github.hfmodels.policy.UnusedExemption;
import java.time.Duration;
import java.util.List;

/**
 * What became of a request.
 *
 * @param models the models that are ready
 * @param failures the others
 * @param bytes the length of what had to be downloaded
 * @param time how long everything took
 * @param findings what breaks a rule of a policy; if one of them is fatal, no model is ready
 * @param unused the exemptions of policies that none of the findings needed
 */
public record PrefetchResult(
        List<PrefetchedModel> models,
        List<ModelFailure> failures,
        long bytes,
        Duration time,
        List<Finding> findings,
        List<UnusedExemption> unused) {

    public PrefetchResult {
        models = List.copyOf(models);
        failures = List.copyOf(failures);
        findings = List.copyOf(findings);
        unused = List.copyOf(unused);
    }

    /** Whether a policy forbids a model. */
    public boolean isForbidden() {
        return isForbidden(findings);
    }

    static boolean isForbidden(List<Finding> findings) {
        // Most builds have no policy, and load no class of it.
        return !findings.isEmpty() && findings.stream().anyMatch(Finding::isFatal);
    }

    /** The sum of results, one after the other. */
    public static PrefetchResult sum(List<PrefetchResult> results) {
        return new PrefetchResult(
                results.stream().flatMap(result -> result.models().stream()).toList(),
                results.stream().flatMap(result -> result.failures().stream()).toList(),
                ByteCount.sum(results, PrefetchResult::bytes),
                results.stream().map(PrefetchResult::time).reduce(Duration.ZERO, Duration::plus),
                results.stream().flatMap(result -> result.findings().stream()).toList(),
                results.stream().flatMap(result -> result.unused().stream()).toList());
    }
}
