package io.github.hfmodels.verify;

import io.github.hfmodels.plan.ModelFailure;
import java.util.List;

/**
 * What became of findings. Those that are in neither list cannot be repaired, since nothing says what should be there.
 *
 * @param repaired what is as it should be now
 * @param failures why other things are not
 * @param bytes the length of what had to be downloaded
 */
public record RepairResult(List<Repaired> repaired, List<ModelFailure> failures, long bytes) {

    public RepairResult {
        repaired = List.copyOf(repaired);
        failures = List.copyOf(failures);
    }

    /**
     * A finding that was repaired.
     *
     * @param how what was done, from where, in words that are safe to log
     */
    public record Repaired(Finding finding, String how) {

        /** What was wrong and what was done, in one line. */
        @Override
        public String toString() {
            return finding + "; " + how;
        }
    }
}
