package io.github.hfmodels.relock;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The result of changing a lock.
 *
 * @param lock the new lock
 * @param changes how it differs from the old one
 * @param failures the models that could not be looked up; they are in the new lock as in the old one
 */
public record LockOutcome(ModelLock lock, List<ModelChange> changes, List<ModelFailure> failures) {

    public LockOutcome {
        changes = List.copyOf(changes);
        failures = List.copyOf(failures);
    }

    /** The models of the lock that are not wanted and are not companions of wanted ones. */
    public List<LockedModel> unused(List<ModelRequest> wanted) {
        Set<String> keys = wanted.stream().map(ModelRequest::key).collect(Collectors.toSet());
        Set<LockedModel> needed = lock.withCompanions(model -> keys.contains(model.key()));
        return lock.models().stream().filter(model -> !needed.contains(model)).toList();
    }

    /** The same outcome, with some models dropped from the lock. */
    public LockOutcome without(List<LockedModel> dropped) {
        var all = new ArrayList<>(changes);
        dropped.forEach(model -> all.add(new ModelChange(model, null)));
        Set<String> keys = dropped.stream().map(LockedModel::key).collect(Collectors.toSet());
        return new LockOutcome(lock.without(model -> keys.contains(model.key())), all, failures);
    }

    /** @param locked the models that were looked up */
    static LockOutcome of(ModelLock before, List<LockedModel> locked, List<ModelFailure> failures) {
        holdBack(before, locked);
        var changes = new ArrayList<ModelChange>();
        for (LockedModel after : locked) {
            LockedModel old = before.find(after.repo(), after.revision(), after.selection())
                    .orElse(null);
            if (!after.equals(old)) {
                changes.add(new ModelChange(old, after));
            }
        }
        return new LockOutcome(before.with(locked), changes, failures);
    }

    /**
     * Drops changes of models whose revision stays at its old commit with another selection, which failed: in a lock, a revision is at
     * one commit.
     */
    private static void holdBack(ModelLock before, List<LockedModel> locked) {
        boolean isStable = false;
        while (!isStable) {
            Set<String> moved = locked.stream().map(LockedModel::key).collect(Collectors.toSet());
            var staying = new HashMap<String, CommitHash>();
            for (LockedModel model : before.models()) {
                if (!moved.contains(model.key())) {
                    staying.put(model.toString(), model.commit());
                }
            }
            isStable = !locked.removeIf(model ->
                    !staying.getOrDefault(model.toString(), model.commit()).equals(model.commit()));
        }
    }
}
