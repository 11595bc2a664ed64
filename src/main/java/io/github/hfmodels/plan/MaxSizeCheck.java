package io.github.hfmodels.plan;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.UserException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A run must not download more than this.
 *
 * @param maxBytes how many bytes are allowed
 * @param before how many of them were downloaded before, for other requests
 */
public record MaxSizeCheck(long maxBytes, long before) implements PlanCheck {

    /** @param maxBytes how many bytes are allowed */
    public MaxSizeCheck(long maxBytes) {
        this(maxBytes, 0);
    }

    @Override
    public Optional<UserException> violation(List<SnapshotPlan> plans, MissingContents missing, long downloaded) {
        // A content that several plans want counts for the first of them. By identity, since a plan's hash is that of
        // all its files.
        var bytes = new IdentityHashMap<SnapshotPlan, Long>();
        long all = ByteCount.plus(before, downloaded);
        for (ContentJob job : missing.jobs(plans)) {
            long ofJob = missing.bytesToDownload(job);
            bytes.merge(job.plans().get(0), ofJob, ByteCount::plus);
            all = ByteCount.plus(all, ofJob);
        }
        if (all <= maxBytes) {
            return Optional.empty();
        }
        String models = plans.stream()
                .filter(plan -> bytes.getOrDefault(plan, 0L) > 0)
                .map(plan -> plan.request() + " " + ByteCount.format(bytes.getOrDefault(plan, 0L)))
                .collect(Collectors.joining(", "));
        return Optional.of(new UserException(excess(all) + ": " + models, Advice.to(Advice.Action.ALLOW_MORE_BYTES)));
    }

    /** Such as {@code 4.1 GB would be downloaded, more than the 2.0 GB that are allowed}. */
    private String excess(long bytes) {
        String needed = ByteCount.format(bytes);
        String allowed = ByteCount.format(maxBytes);
        boolean isClose = needed.equals(allowed);
        return (isClose ? bytes + " B" : needed) + " would be downloaded, more than the "
                + (isClose ? maxBytes + " B" : allowed) + " that are allowed";
    }
}
