package io.github.hfmodels.relock;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.PlanException;
import java.util.List;

/** A way to learn the SHA-256 of regular files, of which listings tell the git object id alone. */
public interface ContentHashes {

    /** Asks nobody: what a lock does not know stays unknown. For those who want to see what has changed, and write no lock. */
    ContentHashes KNOWN = (selected, lock, failures) -> {
        var known = new KnownHashes(lock);
        return selected.stream()
                .map(each ->
                        each.locked(each.files().stream().map(known::complete).toList()))
                .toList();
    };

    /**
     * Learns the hashes.
     *
     * @param lock a lock that may know some of them
     * @param failures is told of the models of which some cannot be had
     * @return what a lock says of the others
     * @throws PlanException when more would have to be downloaded than is allowed
     * @throws InterruptedException when the thread is interrupted
     */
    List<LockedModel> of(List<ResolvedModel> selected, ModelLock lock, List<ModelFailure> failures)
            throws PlanException, InterruptedException;
}
