package io.github.hfmodels.prefetch;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.CompanionPlanner;
import io.github.hfmodels.plan.ContentJob;
import io.github.hfmodels.plan.MissingContents;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.Planner;
import io.github.hfmodels.plan.SnapshotPlan;
import io.github.hfmodels.policy.Finding;
import io.github.hfmodels.policy.PolicyCheck;
import io.github.hfmodels.preset.DuplicateWeights;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a prefetch would do: what of each model must be downloaded, and why.
 *
 * @param policy the policies that the models must keep; null for none
 * @param requests how many requests planning has made that a prefetch makes as well
 */
public record PlanSummarizer(
        Planner planner,
        MissingContents missing,
        SnapshotCache cache,
        @Nullable PolicyCheck policy,
        IntSupplier requests) {

    /**
     * Plans the models as a prefetch does, and downloads nothing but the files that decide.
     *
     * @throws InterruptedException when the thread is interrupted
     */
    public PrefetchPlan plan(PrefetchRequest request) throws InterruptedException {
        var companions = new CompanionPlanner();
        List<SnapshotPlan> plans = companions.plan(request.models(), planner::preview);
        var findings = new ArrayList<Finding>();
        if (policy != null) {
            findings.addAll(policy.findings(plans));
            findings.addAll(policy.findingsOfContents(plans));
        }
        List<ContentJob> jobs = missing.jobs(plans);
        // A content is downloaded once, for the file that wants it first.
        Map<RepoFile, ContentJob> downloads = new IdentityHashMap<>();
        jobs.stream()
                .filter(missing::isToBeDownloaded)
                .forEach(job -> downloads.put(job.targets().get(0).file(), job));
        List<UserException> violations = request.checks().stream()
                .flatMap(check -> check.violation(plans, missing, 0).stream())
                .toList();
        // A plan tells of one disk; where there are two, of the one on which less will be left.
        List<ContentJob> onOneDisk = missing.byDisk(jobs).stream()
                .min(Comparator.comparingLong(this::spaceLeft))
                .orElse(List.of());
        Optional<RepoId> any = onOneDisk.stream()
                .map(ContentJob::repo)
                .findFirst()
                .or(() -> request.models().stream().map(ModelRequest::repo).findFirst());
        return new PrefetchPlan(
                plans.stream().map(plan -> model(plan, downloads)).toList(),
                companions.failures(),
                violations,
                any.map(cache::folder).orElseGet(cache::folder).toString(),
                any.map(missing::freeSpace).orElse(OptionalLong.empty()),
                missing.bytesOfDisk(onOneDisk),
                requests.getAsInt() + jobs.stream().mapToInt(missing::requests).sum(),
                findings);
    }

    private long spaceLeft(List<ContentJob> onOneDisk) {
        return missing.freeSpace(onOneDisk.get(0).repo()).orElse(Long.MAX_VALUE) - missing.bytesOfDisk(onOneDisk);
    }

    private PrefetchPlan.Model model(SnapshotPlan plan, Map<RepoFile, ContentJob> downloads) {
        List<PrefetchPlan.File> files = plan.selected().stream()
                .map(file -> file(plan, file, downloads.get(file)))
                .sorted(Comparator.comparing(PrefetchPlan.File::path))
                .toList();
        return new PrefetchPlan.Model(
                plan.request(),
                plan.listing().commit(),
                files,
                DuplicateWeights.of(plan.request().repo().type(), plan.request().selection(), plan.selected()));
    }

    private PrefetchPlan.File file(SnapshotPlan plan, RepoFile file, @Nullable ContentJob download) {
        return new PrefetchPlan.File(
                file.path(),
                file.contentSize(),
                download == null,
                download == null ? 0 : missing.bytesToDownload(download),
                plan.reason(file));
    }
}
