package io.github.hfmodels.plan;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.selection.Companion;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.BiFunction;

/** Plans models, each with the companions that it turns out to need, and collects the failures. */
public final class CompanionPlanner {

    /** Several times as many as any model needs: code, a base model with code of its own, an audio tokenizer. */
    private static final int MAX_COMPANIONS = 32;

    private static final int MAX_DEPTH = 8;

    private final BiFunction<ModelRequest, Exception, ModelFailure> toFailure;
    private final List<ModelFailure> failures = new ArrayList<>();
    /** The wanted models among them. */
    private final Set<ModelRequest> failed = Collections.newSetFromMap(new IdentityHashMap<>());

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

    /** Why models have failed, so far. */
    public List<ModelFailure> failures() {
        return new ArrayList<>(failures);
    }

    /** Adds a failure that came after planning. */
    public void add(ModelFailure failure) {
        failures.add(failure);
        failed.add(failure.model());
    }

    /** Whether the wanted model and its companions have not failed so far. */
    public boolean isPlanned(ModelRequest model) {
        return !failed.contains(model.wanted());
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
                        check(needed, seen.size());
                        pending.add(needed);
                    }
                }
            } catch (UserException | IOException | InvalidValueException e) {
                fail(model, e, plans, pending);
            } catch (OutOfMemoryError | StackOverflowError e) {
                fail(model, AdvisedIOException.exhausted(e), plans, pending);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while planning " + model);
            }
        }
        return plans;
    }

    private void fail(ModelRequest model, Exception cause, List<SnapshotPlan> plans, Queue<ModelRequest> pending) {
        add(toFailure.apply(model, cause));
        plans.clear();
        pending.clear();
    }

    /** Repositories may name each other without end, at ever new revisions. */
    private static void check(ModelRequest companion, int count) {
        if (count > MAX_COMPANIONS) {
            throw endless("more than " + MAX_COMPANIONS + " other models");
        }
        if (companion.depth() > MAX_DEPTH) {
            throw endless("a model that needs another, and so on, more than " + MAX_DEPTH + " times");
        }
    }

    private static UserException endless(String what) {
        return new UserException(
                "with what it names, " + what + " would be needed, which no honest model does",
                Advice.of("choose another revision, or name the files with <includes> instead of <preset>"));
    }
}
