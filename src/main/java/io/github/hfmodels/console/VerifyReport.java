package io.github.hfmodels.console;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.verify.Finding;
import io.github.hfmodels.verify.VerifyResult;
import io.github.hfmodels.verify.VerifyResult.Contents;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reports what verifying has found.
 *
 * @param advice gives the words of what can be done
 * @param cache the cache's folder
 * @param isRepaired whether it is what is left after a repair
 */
public record VerifyReport(VerifyResult result, AdviceText advice, String cache, boolean isRepaired) {

    private static final Log LOG = Log.of(VerifyReport.class);
    private static final double NANOS_PER_SECOND = 1e9;

    /** Of more findings, nobody reads the lines. */
    private static final int LINES = 1_000;

    /** Logs a summary and all findings but the one that fails the build alone, which {@link #failure} has. */
    public void log() {
        log(count() > 1);
    }

    /** Logs a summary and all findings, where the build fails for something else. */
    public void logAll() {
        log(count() > 0);
    }

    private void log(boolean withFatal) {
        LOG.info("{}", summary());
        if (result.unverifiable() > 0) {
            LOG.info(
                    "{} cannot be verified, since nothing names a hash of {}",
                    ResultReport.count(result.unverifiable(), "file"),
                    result.unverifiable() == 1 ? "it" : "them");
        }
        result.findings().stream()
                .filter(Finding::isOptional)
                .forEach(finding ->
                        LOG.warn("Of an optional model: {}", advice.of(finding.toString(), () -> adviceOn(finding))));
        List<Finding> fatal = fatal();
        if (withFatal) {
            fatal.stream()
                    .limit(LINES)
                    .forEach(finding -> LOG.error("{}", advice.of(finding.toString(), () -> adviceOn(finding))));
            if (count() > LINES) {
                LOG.error("and {} more", count() - Math.min(LINES, fatal.size()));
            }
        }
    }

    /** What fails the build; empty when there is nothing. */
    public Optional<AdvisedIOException> failure() {
        List<Finding> fatal = fatal();
        if (count() == 0) {
            return Optional.empty();
        }
        if (count() == 1 && !fatal.isEmpty()) {
            return Optional.of(new AdvisedIOException(fatal.get(0).toString(), adviceOn(fatal.get(0))));
        }
        if (isRepaired) {
            return Optional.of(new AdvisedIOException(
                    count() + " things are still not as they should be in " + cache,
                    Advice.of("see above what was not repaired")));
        }
        boolean isToBeFetched =
                !fatal.isEmpty() && fatal.stream().allMatch(finding -> finding.kind() == Finding.Kind.NOT_CACHED);
        return Optional.of(new AdvisedIOException(
                count() + " things are not as they should be in " + cache,
                Advice.to(isToBeFetched ? Advice.Action.PREFETCH : Advice.Action.REPAIR)));
    }

    private Advice adviceOn(Finding finding) {
        return isRepaired ? finding.adviceAfterRepair() : finding.advice();
    }

    private List<Finding> fatal() {
        return result.findings().stream()
                .filter(finding -> !finding.isOptional())
                .toList();
    }

    /** How many fail the build. Of more findings than are kept, those of optional models are dropped first. */
    private long count() {
        int fatal = fatal().size();
        return fatal == result.findings().size() ? fatal + result.more() : fatal;
    }

    /** Such as {@code 3 files verified, 20.1 GB in 12.3 s; 2 files unchanged since they were verified, 1.0 GB (hf.force hashes them)}. */
    private String summary() {
        Contents hashed = result.hashed();
        Contents skipped = result.skipped();
        double seconds = result.time().toNanos() / NANOS_PER_SECOND;
        String unchanged = size(skipped, "unchanged since verified") + " (hf.force hashes again)";
        String verified = size(hashed, "verified") + String.format(Locale.ROOT, " in %.1f s", seconds);
        if (skipped.files() == 0) {
            return verified;
        }
        return hashed.files() == 0 ? unchanged : verified + "; " + unchanged;
    }

    /** Such as {@code 3 files verified, 20.1 GB}. */
    private static String size(Contents contents, String done) {
        return ResultReport.count(contents.files(), "file") + " " + done + ", " + ByteCount.format(contents.bytes());
    }
}
