package io.github.hfmodels.console;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.prefetch.PrefetchResult;
import io.github.hfmodels.prefetch.PrefetchedModel;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reports what a prefetch did. */
public final class ResultReport {

    private static final Log LOG = Log.of(ResultReport.class);
    private static final double NANOS_PER_SECOND = 1e9;

    private ResultReport() {}

    /**
     * Logs a summary, and where each model is as a debug message.
     *
     * @param requests how many requests were made
     * @param offline whether none was allowed; then there are no more than debug messages
     * @param lock the lock that was followed; null for none
     */
    public static void log(PrefetchResult result, int requests, boolean offline, @Nullable ActiveLock lock) {
        for (PrefetchedModel model : result.models()) {
            LOG.debug(
                    "{} is ready at commit {}: hf.{}.path={}",
                    model.request(),
                    model.commit(),
                    model.request().alias(),
                    model.path());
        }
        String asLocked = lock == null ? "" : ", as locked in " + lock.name();
        if (offline) {
            LOG.debug("{}", LOG.isDebugEnabled() ? summary(result, requests) + asLocked : "");
        } else if (!result.models().isEmpty()) {
            LOG.info("{}{}", summary(result, requests), asLocked);
        }
    }

    /** Such as {@code 3 models ready: 2 cached, 1 downloaded, 90.4 MB in 1.2 s, 6 requests}. */
    private static String summary(PrefetchResult result, int requests) {
        int ready = result.models().size();
        long cached =
                result.models().stream().filter(PrefetchedModel::wasCached).count();
        var summary = new StringBuilder().append(count(ready, "model")).append(" ready: ");
        if (cached == ready) {
            summary.append("all cached");
        } else {
            String downloaded = ByteCount.format(result.bytes());
            double seconds = result.time().toNanos() / NANOS_PER_SECOND;
            summary.append(cached == 0 ? "" : cached + " cached, ")
                    .append(ready - cached)
                    .append(String.format(Locale.ROOT, " downloaded, %s in %.1f s", downloaded, seconds));
        }
        return summary.append(", ").append(count(requests, "request")).toString();
    }

    /** Such as {@code 1 file} or {@code 2 files}. */
    public static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
