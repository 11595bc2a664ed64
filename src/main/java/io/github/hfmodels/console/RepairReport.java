package io.github.hfmodels.console;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.verify.RepairResult;

/**
 * Reports what was repaired and what could not be.
 *
 * @param advice gives the words of what can be done
 */
public record RepairReport(RepairResult result, AdviceText advice) {

    private static final Log LOG = Log.of(RepairReport.class);

    /** Of more, nobody reads the lines. */
    private static final int LINES = 1_000;

    /** Logs each thing, and how many bytes were downloaded. */
    public void log() {
        result.repaired().stream().limit(LINES).forEach(each -> LOG.info("Repaired {}", each));
        result.failures().stream().limit(LINES).forEach(each -> LOG.warn("Not repaired: {}", advice.of(each)));
        LOG.info(
                "{} repaired, {} downloaded",
                ResultReport.count(result.repaired().size(), "thing"),
                ByteCount.format(result.bytes()));
    }
}
