package io.github.hfmodels.prefetch;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.plan.ContentJob;
import io.github.hfmodels.plan.MissingContents;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.PrefetchRequest;
import io.github.hfmodels.plan.SnapshotPlan;
import java.io.IOException;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells users of plans: what of each must be downloaded, and why. */
final class PlanSummarizer {

    private static final Logger LOG = LoggerFactory.getLogger(PlanSummarizer.class);

    private final SnapshotCache cache;
    private final MissingContents lacking;

    PlanSummarizer(SnapshotCache cache, MissingContents lacking) {
        this.cache = cache;
        this.lacking = lacking;
    }

    PrefetchPlan of(List<SnapshotPlan> plans, List<ModelFailure> failures, PrefetchRequest request, int read) {
        List<ContentJob> jobs = lacking.of(plans);
        // A content is downloaded once, for the file that wants it first.
        Map<RepoFile, ContentJob> downloads = new IdentityHashMap<>();
        jobs.stream()
                .filter(lacking::isToBeDownloaded)
                .forEach(job -> downloads.put(job.targets().get(0).file(), job));
        return new PrefetchPlan(
                plans.stream().map(plan -> model(plan, downloads)).toList(),
                failures,
                cache.toString(),
                room(),
                jobs.stream().mapToLong(lacking::bytesOfDisk).sum(),
                request.maxBytes(),
                read);
    }

    private PrefetchPlan.Model model(SnapshotPlan plan, Map<RepoFile, ContentJob> downloads) {
        List<PrefetchPlan.File> files = plan.selected().stream()
                .map(file -> file(plan, file, downloads.get(file)))
                .sorted(Comparator.comparing(PrefetchPlan.File::path))
                .toList();
        return new PrefetchPlan.Model(plan.request(), plan.listing().commit(), files);
    }

    private PrefetchPlan.File file(SnapshotPlan plan, RepoFile file, @Nullable ContentJob download) {
        return new PrefetchPlan.File(
                file.path(),
                file.contentSize(),
                download == null,
                download == null ? 0 : lacking.bytesToDownload(download),
                plan.reason(file));
    }

    private OptionalLong room() {
        try {
            return OptionalLong.of(cache.usableSpace());
        } catch (IOException e) {
            LOG.debug("It cannot be told how much room the cache has", e);
            return OptionalLong.empty();
        }
    }
}
