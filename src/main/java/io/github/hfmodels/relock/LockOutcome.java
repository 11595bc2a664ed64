package io.github.hfmodels.relock;

import io.github.hfmodels.lockfile.LockFile.Contents;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What became of the wish to change a lock.
 *
 * @param lock what it should say
 * @param changes how that differs from what it said
 * @param failures the models that could not be looked up; the lock says of them what it said
 */
public record LockOutcome(ModelLock lock, List<ModelChange> changes, List<ModelFailure> failures) {

    public LockOutcome {
        changes = List.copyOf(changes);
        failures = List.copyOf(failures);
    }

    /**
     * The same without the models that nobody wants, neither for themselves nor as companions.
     *
     * @param wanted all that is wanted
     * @param isKept tells of others that are to stay
     */
    public LockOutcome dropping(List<ModelRequest> wanted, Predicate<LockedModel> isKept) {
        Set<String> keys = wanted.stream().map(ModelRequest::key).collect(Collectors.toSet());
        Set<LockedModel> needed = lock.withCompanions(model -> keys.contains(model.key()) || isKept.test(model));
        List<LockedModel> unwanted =
                lock.models().stream().filter(model -> !needed.contains(model)).toList();
        var all = new ArrayList<>(changes);
        unwanted.forEach(model -> all.add(new ModelChange(model, null)));
        return new LockOutcome(lock.without(unwanted::contains), all, failures);
    }

    /** What comes of models that were looked up. */
    static LockOutcome of(Contents before, List<LockedModel> locked, List<ModelFailure> failures) {
        holdBack(before.lock(), locked);
        var damaged = new ModelLock(before.damaged());
        var changes = new ArrayList<ModelChange>();
        for (LockedModel after : locked) {
            LockedModel old =
                    find(before.lock(), after).or(() -> find(damaged, after)).orElse(null);
            if (!after.equals(old)) {
                changes.add(new ModelChange(old, after));
            }
        }
        return new LockOutcome(before.lock().with(locked), changes, failures);
    }

    /**
     * Leaves models where they were of whose revision another selection stays where it was, since it failed: a lock has a revision at
     * one commit.
     */
    private static void holdBack(ModelLock before, List<LockedModel> locked) {
        boolean isStable = false;
        while (!isStable) {
            Set<String> moved = locked.stream().map(LockedModel::key).collect(Collectors.toSet());
            List<LockedModel> staying = before.models().stream()
                    .filter(model -> !moved.contains(model.key()))
                    .toList();
            isStable = !locked.removeIf(model -> staying.stream()
                    .anyMatch(other -> other.toString().equals(model.toString())
                            && !other.commit().equals(model.commit())));
        }
    }

    private static Optional<LockedModel> find(ModelLock lock, LockedModel model) {
        return lock.find(model.repo(), model.revision(), model.selection());
    }
}
