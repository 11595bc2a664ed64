package io.github.hfmodels.plan;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.plan.SnapshotPlan.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/** What the cache has of files that are wanted, and whether they can be there together. */
public final class FilesInCache {

    private final SnapshotCache cache;
    private final PrefetchRequest request;
    private final SharedWork shared;

    public FilesInCache(SnapshotCache cache, PrefetchRequest request, SharedWork shared) {
        this.cache = cache;
        this.request = request;
        this.shared = shared;
    }

    /** @throws PlanException when files cannot be together where they are to be */
    public void check(ModelRequest model, List<RepoFile> selected) throws PlanException {
        rejectCollisions(selected);
        if (model.directory() != null && cache.contains(model.directory())) {
            throw new PlanException(
                    "the directory " + model.directory() + " lies within the cache; choose one outside", null);
        }
    }

    /** A plan to bring some files of a listing, no matter what else the model wants. */
    public SnapshotPlan plan(ModelRequest model, Listing listing, List<RepoFile> files) {
        boolean isStored = cache.repository(model.repo())
                .listing(listing.commit())
                .filter(listing::hasSameContents)
                .isPresent();
        return new SnapshotPlan(
                model,
                listing,
                isStored ? Origin.SOURCE_AND_CACHE : Origin.SOURCE,
                false,
                SelectedFiles.ofPatterns(files),
                missing(model, listing.commit(), files));
    }

    /**
     * Those of the files that the snapshot in the cache does not show, or that are to be downloaded again.
     *
     * @throws InvalidValueException when one of them has a name or a hash that is none
     */
    List<RepoFile> missing(ModelRequest model, CommitHash commit, List<RepoFile> selected) {
        CachedRepository repository = cache.repository(model.repo());
        List<RepoFile> missing = request.force()
                ? selected.stream()
                        .filter(file -> isForced(model, file) || !repository.has(commit, file))
                        .toList()
                : repository.missing(commit, selected);
        // A hash that is none must be found before anything is written.
        missing.forEach(RepoFile::digest);
        return missing;
    }

    private boolean isForced(ModelRequest model, RepoFile file) {
        return !shared.hasDownloaded(model.repo(), file.digest());
    }

    private void rejectCollisions(List<RepoFile> files) throws PlanException {
        var seen = new HashMap<String, String>();
        for (RepoFile file : files) {
            String other = seen.put(file.path().toLowerCase(Locale.ROOT), file.path());
            if (other != null && cache.ignoresCase()) {
                throw new PlanException(
                        "'" + Printable.of(other) + "' and '" + Printable.of(file.path())
                                + "' are one file on the cache's file system, which ignores case; leave one out with"
                                + " <excludes>",
                        null);
            }
        }
    }
}
