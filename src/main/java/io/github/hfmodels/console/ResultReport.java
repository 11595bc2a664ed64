package io.github.hfmodels.console;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.prefetch.PrefetchResult;
import io.github.hfmodels.prefetch.PrefetchedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reports what a prefetch did. */
public final class ResultReport {

    private static final Log LOG = Log.of(ResultReport.class);
    private static final double NANOS_PER_SECOND = 1e9;

    /** Of more models, the folders would hide the summary. */
    private static final int FOLDERS_SHOWN = 3;

    private ResultReport() {}

    /**
     * Logs a summary, and where the models are: each, or the cache where they are many.
     *
     * @param requests how many requests were made; null where none was allowed
     * @param lock the lock that was followed; null for none
     * @param cache the cache's folder
     * @param places where each model is
     */
    public static void log(
            PrefetchResult result,
            @Nullable Integer requests,
            @Nullable ActiveLock lock,
            String cache,
            List<String> places) {
        for (PrefetchedModel model : result.models()) {
            LOG.debug("{} is ready at commit {}", model.request(), model.commit());
        }
        if (result.models().isEmpty()) {
            return;
        }
        LOG.info("{}", summary(result, requests, lock));
        if (result.models().size() > FOLDERS_SHOWN) {
            LOG.info("The cache is {}", cache);
            return;
        }
        places.forEach(place -> LOG.info("{}", place));
    }

    /**
     * Logs a summary, and how the mirror folder that has the models is used.
     *
     * @param requests how many requests were made; null where none was allowed
     * @param lock the lock that was followed; null for none
     */
    public static void logMirror(
            PrefetchResult result, @Nullable Integer requests, @Nullable ActiveLock lock, Path folder) {
        for (PrefetchedModel model : result.models()) {
            LOG.debug("{} is mirrored at commit {}", model.request(), model.commit());
        }
        if (result.models().isEmpty()) {
            return;
        }
        LOG.info("{}", summary(result, requests, lock));
        // Commas separate endpoints.
        String endpoint = folder.toUri().toString().replace(",", "%2C");
        String options = result.models().stream()
                .map(model -> model.request().repo().source())
                .distinct()
                .sorted()
                .map(source -> " -D" + AdviceText.endpoint(source) + "=" + endpoint)
                .collect(Collectors.joining());
        LOG.info("The mirror folder is {}; builds use it with{}", folder, options);
        if (options.contains(AdviceText.endpoint(SourceId.MODELSCOPE))) {
            LOG.info("For models of ModelScope it is used as a folder only, not through a web server");
        }
    }

    /**
     * Where a model is, such as {@code org/tiny@main is in /folder (hf.tiny.path)}.
     *
     * @param module the name of the module whose property it is, before the model; empty for the one that runs
     */
    public static String place(String module, PrefetchedModel model) {
        return module + model.request() + " is in " + model.path() + " (hf."
                + model.request().alias() + ".path)";
    }

    /**
     * Such as {@code 3 models ready: 2 cached, 1 downloaded, 90.4 MB in 1.2 s, 6 requests}, or {@code 1 model ready: all cached, offline}.
     */
    private static String summary(PrefetchResult result, @Nullable Integer requests, @Nullable ActiveLock lock) {
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
        return summary.append(", ")
                .append(requests == null ? "offline" : count(requests, "request"))
                .append(lock == null ? "" : ", as locked in " + lock.name())
                .toString();
    }

    /** Such as {@code 1 file} or {@code 2 files}. */
    public static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
