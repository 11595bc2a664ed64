package io.github.hfmodels.console;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.prefetch.PrefetchPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Reports what a prefetch would do.
 *
 * @param plan what it would do
 * @param advice gives the words of what can be done about failures
 */
public record PlanReport(PrefetchPlan plan, AdviceText advice) {

    private static final Log LOG = Log.of(PlanReport.class);

    /** @param offline whether no request was allowed */
    public void log(boolean offline) {
        PlanText.lines(plan).forEach(LOG::info);
        if (offline && plan.downloads() > 0) {
            LOG.warn("The build is offline, so prefetch would fail");
        }
        plan.violations().forEach(violation -> LOG.warn("Prefetch would fail: {}", advice.of(violation)));
        if (plan.lacksSpace()) {
            LOG.warn("{} has too little room, so prefetch would fail", plan.cache());
        }
    }

    /**
     * Writes the plan as JSON.
     *
     * @param file the file, absolute; its folder is created
     * @param maxBytes how many bytes may be downloaded; {@link Long#MAX_VALUE} for any number
     * @throws IOException when it cannot be written; the message says where
     */
    public void write(Path file, long maxBytes) throws IOException {
        try {
            Path folder = Objects.requireNonNull(file.getParent());
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, PlanJson.of(plan, maxBytes, advice));
        } catch (IOException e) {
            throw new IOException(
                    "the plan cannot be written to " + file + " (hf.planFile): " + DiskFailure.sentence(e, file), e);
        }
    }
}
