package io.github.hfmodels.download;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.plan.FileAccess;
import io.github.hfmodels.plan.FileSelector;
import io.github.hfmodels.plan.MissingContents;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.SnapshotPlan;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;

/** Reads files in the cache, and downloads them into it: they are needed there afterwards, too. */
public record CacheFileAccess(SnapshotCache cache, MissingContents missing, Downloader downloader, boolean offline)
        implements FileAccess {

    @Override
    public void fetch(ModelRequest model, Listing listing, List<RepoFile> wanted) throws IOException {
        SnapshotPlan plan = SnapshotPlan.ofFiles(model, listing, wanted, missing);
        if (plan.missing().isEmpty()) {
            return;
        }
        List<RepoFile> lacking = offline ? missing.toBeDownloaded(plan) : List.of();
        if (!lacking.isEmpty()) {
            throw FileSelector.notCached(lacking);
        }
        downloader.check(List.of(plan));
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
