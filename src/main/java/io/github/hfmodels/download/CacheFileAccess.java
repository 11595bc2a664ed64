package io.github.hfmodels.download;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.plan.FileAccess;
import io.github.hfmodels.plan.FileSelector;
import io.github.hfmodels.plan.MissingContents;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanCheck;
import io.github.hfmodels.plan.SelectedFiles;
import io.github.hfmodels.plan.SnapshotPlan;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;

/** Reads files in the cache, and downloads them into it: they are needed there afterwards, too. */
public final class CacheFileAccess implements FileAccess {

    private final SnapshotCache cache;
    private final MissingContents missing;
    private final Downloader downloader;
    private final List<PlanCheck> checks;
    private final boolean offline;

    /** @param checks the rules that what is downloaded must keep */
    public CacheFileAccess(
            SnapshotCache cache,
            MissingContents missing,
            Downloader downloader,
            List<PlanCheck> checks,
            boolean offline) {
        this.cache = cache;
        this.missing = missing;
        this.downloader = downloader;
        this.checks = checks;
        this.offline = offline;
    }

    @Override
    public void fetch(ModelRequest model, Listing listing, List<RepoFile> wanted) throws IOException {
        List<RepoFile> lacking = missing.of(model.repo(), listing.commit(), wanted);
        if (lacking.isEmpty()) {
            return;
        }
        if (offline) {
            throw FileSelector.notCached(lacking);
        }
        var plan = new SnapshotPlan(model, listing, false, false, null, SelectedFiles.ofPatterns(wanted), lacking);
        PlanCheck.checkAll(checks, List.of(plan), missing, downloader.bytes());
        List<ModelFailure> failures;
        try {
            failures = downloader.fetch(List.of(plan));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while fetching files of " + model);
        }
        if (!failures.isEmpty()) {
            Exception cause = failures.get(0).cause();
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw cause instanceof IOException io ? io : new IOException(cause);
        }
    }

    @Override
    public Path file(ModelRequest model, Listing listing, RepoFile file) {
        return cache.repository(model.repo()).file(listing.commit(), file);
    }
}
