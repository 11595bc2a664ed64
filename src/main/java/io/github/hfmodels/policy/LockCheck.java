package io.github.hfmodels.policy;

import io.github.hfmodels.describe.DescribedModel;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.policy.PolicyRules.Basis;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Checks models as a lock has them, which is all that is needed before the lock is written. */
public final class LockCheck {

    private LockCheck() {}

    /**
     * Everything by which the models, and the companions that the lock has of them, break a rule. Models that it does not have are left out.
     *
     * @param lookedUp the models that the lock has because their sources were asked just now
     */
    public static List<Finding> findings(
            List<Policy> policies, List<ModelRequest> models, ModelLock lock, Predicate<ModelRequest> lookedUp) {
        var findings = new ArrayList<Finding>();
        for (ModelRequest model : models) {
            Basis basis = lookedUp.test(model) ? Basis.SOURCE : Basis.LOCK;
            var pending = new ArrayDeque<>(List.of(model));
            var seen = new HashSet<String>();
            while (!pending.isEmpty()) {
                ModelRequest next = pending.remove();
                Optional<LockedModel> locked = seen.add(next.key())
                        ? lock.find(next.repo(), next.revision(), next.selection())
                        : Optional.empty();
                locked.ifPresent(known -> {
                    findings.addAll(PolicyRules.findings(
                            policies, new DescribedModel(next, known, true, known.isKnown()), basis, null));
                    known.companions().forEach(companion -> pending.add(next.companion(companion)));
                });
            }
        }
        return findings;
    }
}
