package io.github.hfmodels.describe;

import io.github.hfmodels.plan.ModelFailure;
import java.util.List;

/**
 * What is known of the models of a request.
 *
 * @param models the models, each followed by its companions, in the order of the request
 * @param failures the models that could not be planned
 */
public record Descriptions(List<DescribedModel> models, List<ModelFailure> failures) {

    public Descriptions {
        models = List.copyOf(models);
        failures = List.copyOf(failures);
    }
}
