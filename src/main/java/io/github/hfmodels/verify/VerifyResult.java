package io.github.hfmodels.verify;

import io.github.hfmodels.plan.ModelFailure;
import java.time.Duration;
import java.util.List;

/**
 * What verifying has found.
 *
 * @param findings what is not as it should be, at most {@link #MAX_FINDINGS}, in the order of models, or of repositories
 * @param more how many findings there are besides
 * @param failures why some models could not be planned, other than that they are not in the cache
 * @param hashed the contents that were hashed
 * @param skipped the contents that have not changed since they were verified
 * @param unverifiable how many contents nothing names a hash of
 * @param time how long it took
 */
public record VerifyResult(
        List<Finding> findings,
        long more,
        List<ModelFailure> failures,
        Contents hashed,
        Contents skipped,
        int unverifiable,
        Duration time) {

    /** A cache in which more is wrong is better fetched anew, and memory is bounded. */
    public static final int MAX_FINDINGS = 10_000;

    /**
     * Some contents.
     *
     * @param files how many
     * @param bytes how long they are together
     */
    public record Contents(int files, long bytes) {}
}
