package io.github.hfmodels.download;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.plan.FileAccess;
import io.github.hfmodels.plan.FileSelector;
import io.github.hfmodels.plan.FilesInCache;
import io.github.hfmodels.plan.MissingContents;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanException;
import io.github.hfmodels.plan.PrefetchRequest;
import io.github.hfmodels.plan.SnapshotPlan;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;

/** Contents in the cache, where the files that are looked into are of use afterwards, too. */
public final class CacheFileAccess implements FileAccess {

    private final SnapshotCache cache;
    private final FilesInCache files;
    private final MissingContents lacking;
    private final Downloader downloads;
    private final PrefetchRequest request;

    public CacheFileAccess(
            SnapshotCache cache,
            FilesInCache files,
            MissingContents lacking,
            Downloader downloads,
            PrefetchRequest request) {
        this.cache = cache;
        this.files = files;
        this.lacking = lacking;
        this.downloads = downloads;
        this.request = request;
    }

    @Override
    public void fetch(ModelRequest model, Listing listing, List<RepoFile> wanted) throws PlanException, IOException {
        SnapshotPlan plan = files.plan(model, listing, wanted);
        if (plan.missing().isEmpty()) {
            return;
        }
        if (request.offline()) {
            throw new PlanException(
                    "the cache lacks " + FileSelector.namesOf(plan.missing())
                            + ", and the build is offline; run once without -o and without HF_HUB_OFFLINE to fetch it",
                    null);
        }
        lacking.refuseMoreThan(request.maxBytes(), downloads.bytes(), List.of(plan));
        List<ModelFailure> failures;
        try {
            failures = downloads.fetch(List.of(plan));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while fetching files of " + model);
        }
        if (!failures.isEmpty()) {
            throwCause(failures.get(0).cause());
        }
    }

    private static void throwCause(Exception cause) throws PlanException, IOException {
        if (cause instanceof PlanException plan) {
            throw plan;
        }
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        throw cause instanceof IOException io ? io : new IOException(cause);
    }

    @Override
    public Path file(ModelRequest model, Listing listing, RepoFile file) {
        return cache.repository(model.repo()).file(listing.commit(), file);
    }
}
