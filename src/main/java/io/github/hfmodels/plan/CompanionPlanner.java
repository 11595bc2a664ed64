package io.github.hfmodels.plan;

import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.selection.Companion;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.BiFunction;

/** Plans models, each with the companions that it turns out to need, and collects the failures. */
public final class CompanionPlanner {

    private final BiFunction<ModelRequest, Exception, ModelFailure> toFailure;
    private final List<ModelFailure> failures = new ArrayList<>();

    public CompanionPlanner() {
        this(ModelFailure::new);
    }

    /** @param toFailure says why a model has no plan */
    public CompanionPlanner(BiFunction<ModelRequest, Exception, ModelFailure> toFailure) {
        this.toFailure = toFailure;
    }

    /** One of the ways in which a {@link Planner} plans. */
    @FunctionalInterface
    public interface Planning {
        SnapshotPlan of(ModelRequest model) throws IOException;
    }

    /**
     * Plans models. If a model or one of its companions fails, none of them gets a plan.
     *
     * @throws InterruptedException when the thread is interrupted
     */
    public List<SnapshotPlan> plan(List<ModelRequest> models, Planning planning) throws InterruptedException {
        var plans = new ArrayList<SnapshotPlan>();
        for (ModelRequest model : models) {
            plans.addAll(plan(model, planning));
        }
        return plans;
    }

    /** Why models have no plan, so far; failures that come later may be added. */
    public List<ModelFailure> failures() {
        return failures;
    }

    /** Whether the wanted model and its companions have not failed so far. */
    public boolean isPlanned(ModelRequest model) {
        return failures.stream().noneMatch(failure -> failure.model() == model.wanted());
    }

    private List<SnapshotPlan> plan(ModelRequest wanted, Planning planning) throws InterruptedException {
        var plans = new ArrayList<SnapshotPlan>();
        var seen = new HashSet<String>();
        var pending = new ArrayDeque<>(List.of(wanted));
        while (!pending.isEmpty()) {
            ModelRequest model = pending.remove();
            try {
                SnapshotPlan plan = planning.of(model);
                plans.add(plan);
                for (Companion companion : plan.wanted().companions()) {
                    ModelRequest needed = model.companion(companion);
                    if (seen.add(needed.key())) {
                        pending.add(needed);
                    }
                }
            } catch (UserException | IOException | InvalidValueException e) {
                failures.add(toFailure.apply(model, e));
                plans.clear();
                pending.clear();
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while planning " + model);
            }
        }
        return plans;
    }
}
