package io.github.hfmodels.relock;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.download.Downloader;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.plan.MissingContents;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.PlanCheck;
import io.github.hfmodels.plan.SelectedFiles;
import io.github.hfmodels.plan.SnapshotPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Learns hashes from contents, and downloads those that the cache does not have. They are small: large files are in LFS, and listings
 * have the SHA-256 of those.
 */
public final class DownloadedHashes implements ContentHashes {

    private final SnapshotCache cache;
    private final MissingContents missing;
    private final Downloader downloader;
    private final List<PlanCheck> checks;

    /** @param checks the rules that what is downloaded must keep */
    public DownloadedHashes(
            SnapshotCache cache, MissingContents missing, Downloader downloader, List<PlanCheck> checks) {
        this.cache = cache;
        this.missing = missing;
        this.downloader = downloader;
        this.checks = checks;
    }

    @Override
    public List<LockedModel> of(List<ResolvedModel> selected, ModelLock lock, List<ModelFailure> failures)
            throws InterruptedException {
        var known = new KnownHashes(lock);
        var plans = new ArrayList<SnapshotPlan>();
        for (ResolvedModel each : selected) {
            List<RepoFile> unknown =
                    each.files().stream().filter(file -> !known.knows(file)).toList();
            if (!unknown.isEmpty()) {
                plans.add(plan(each, unknown));
            }
        }
        PlanCheck.checkAll(checks, plans, missing, downloader.bytes());
        List<ModelFailure> lacking = downloader.fetch(plans);
        failures.addAll(lacking);
        var locked = new ArrayList<LockedModel>();
        for (ResolvedModel each : selected) {
            if (lacking.stream().noneMatch(failure -> failure.request() == each.request())) {
                try {
                    locked.add(each.locked(complete(each, known)));
                } catch (IOException e) {
                    failures.add(new ModelFailure(each.request(), e));
                }
            }
        }
        return locked;
    }

    private SnapshotPlan plan(ResolvedModel model, List<RepoFile> files) {
        return new SnapshotPlan(
                model.request(),
                model.listing(),
                false,
                false,
                null,
                SelectedFiles.ofPatterns(files),
                missing.of(model.request().repo(), model.listing().commit(), files));
    }

    private List<RepoFile> complete(ResolvedModel selected, KnownHashes known) throws IOException {
        CachedRepository repository = cache.repository(selected.request().repo());
        var complete = new ArrayList<RepoFile>();
        for (RepoFile file : selected.files()) {
            if (!known.knows(file)) {
                Path content = repository.file(selected.listing().commit(), file);
                known.add(file.withSha256(sha256(content, file)));
            }
            complete.add(known.complete(file));
        }
        return complete;
    }

    /** Another program may have put the content there, and not every one checks. */
    private static String sha256(Path content, RepoFile file) throws IOException {
        if (!file.digest().matches(content)) {
            throw new AdvisedIOException(
                    "the cache's " + Printable.of(file.path()) + " is not what the source lists",
                    Advice.to(Advice.Action.FORCE_DOWNLOAD));
        }
        return Digest.of(Digest.Algorithm.SHA256, content).hex();
    }
}
