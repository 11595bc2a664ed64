package io.github.hfmodels.relock;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Which models need which companions. A companion that several models need is looked up for the first of them. */
final class CompanionGraph {

    private final Map<String, List<ModelRequest>> byCompanion = new HashMap<>();

    /** @param companion the request for a companion, with the model that needs it */
    void add(ModelRequest companion) {
        byCompanion.computeIfAbsent(companion.key(), key -> new ArrayList<>()).add(companion);
    }

    /**
     * Removes the models that need a failed one, so that a lock never has a model without its companions.
     *
     * @param locked the models that were looked up
     * @param failures one is added for each other model that needs a failed companion
     */
    void spread(List<LockedModel> locked, List<ModelFailure> failures) {
        var seen = new HashSet<String>();
        var pending = new ArrayDeque<>(List.copyOf(failures));
        while (!pending.isEmpty()) {
            ModelFailure failure = pending.remove();
            String failed = failure.request().key();
            if (!seen.add(failed)) {
                continue;
            }
            locked.removeIf(model -> failed.equals(model.key()));
            for (ModelRequest companion : byCompanion.getOrDefault(failed, List.of())) {
                if (failures.stream().noneMatch(each -> each.model().equals(companion.wanted()))) {
                    failures.add(new ModelFailure(companion, failure.cause(), failure.lock()));
                }
                ModelRequest needer = companion.neededBy();
                if (needer != null) {
                    pending.add(new ModelFailure(needer, failure.cause(), failure.lock()));
                }
            }
        }
    }
}
