package io.github.hfmodels.relock;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ModelFailure;
import java.util.List;

/** Learns the SHA-256 of regular files, for which listings have only the git object id. */
public interface ContentHashes {

    /** Uses only the hashes of the old lock; others stay unknown. For a dry run, which does not write a lock. */
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
     * @param lock a lock that may have some of them
     * @param failures one is added for each model with a file whose hash cannot be learned
     * @return the other models as a lock has them
     * @throws UserException when more would have to be downloaded than is allowed
     * @throws InterruptedException when the thread is interrupted
     */
    List<LockedModel> of(List<ResolvedModel> selected, ModelLock lock, List<ModelFailure> failures)
            throws InterruptedException;
}
