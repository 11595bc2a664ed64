package io.github.hfmodels.locking;

import io.github.hfmodels.lock.ModelLock;
import io.github.hfmodels.plan.ModelFailure;
import java.util.List;

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
}
