package io.github.hfmodels.prefetch;

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
}
