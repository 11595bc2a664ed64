package io.github.hfmodels.prefetch;

import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.plan.ModelFailure;
import java.time.Duration;
import java.util.List;

/**
 * What became of a request.
 *
 * @param models the models that are ready
 * @param failures the others
 * @param bytes the length of what had to be downloaded
 * @param time how long everything took
 */
public record PrefetchResult(List<PrefetchedModel> models, List<ModelFailure> failures, long bytes, Duration time) {

    public PrefetchResult {
        models = List.copyOf(models);
        failures = List.copyOf(failures);
    }

    /** The sum of results, one after the other. */
    public static PrefetchResult sum(List<PrefetchResult> results) {
        return new PrefetchResult(
                results.stream().flatMap(result -> result.models().stream()).toList(),
                results.stream().flatMap(result -> result.failures().stream()).toList(),
                ByteCount.sum(results, PrefetchResult::bytes),
                results.stream().map(PrefetchResult::time).reduce(Duration.ZERO, Duration::plus));
    }
}
