package io.github.hfmodels.plan;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.plan.SnapshotPlan.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which files of a listing a model wants, and which of them the cache lacks. */
public final class WantedFiles {

    private static final int NAMES_IN_A_MESSAGE = 3;

    private final SnapshotCache cache;
    private final PrefetchRequest request;
    private final SharedWork shared;

    public WantedFiles(SnapshotCache cache, PrefetchRequest request, SharedWork shared) {
        this.cache = cache;
        this.request = request;
        this.shared = shared;
    }

    /**
     * The files that the model wants.
     *
     * @param hint what to add when there are none
     * @throws PlanException when there are none, or they cannot be together where they are to be
     */
    public List<RepoFile> of(ModelRequest model, Listing listing, String hint) throws PlanException {
        List<RepoFile> selected = model.selection().of(listing.files(), RepoFile::path);
        if (selected.isEmpty()) {
            throw new PlanException(
                    "no file matches " + model.selection() + "; the repository holds " + names(listing.files()) + hint,
                    null);
        }
        check(model, selected);
        return selected;
    }

    /** @throws PlanException when files cannot be together where they are to be */
    void check(ModelRequest model, List<RepoFile> selected) throws PlanException {
        rejectCollisions(selected);
        if (model.directory() != null && cache.contains(model.directory())) {
            throw new PlanException(
                    "the directory " + model.directory() + " lies within the cache; choose one outside", null);
        }
    }

    /** A plan to bring some files of a listing that the source has just given. */
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
                files,
                missing(model, listing.commit(), files));
    }

    /**
     * Those of the files that the snapshot in the cache does not show, or that are to be downloaded again.
     *
     * @throws IllegalArgumentException when one of them has a name or a hash that is none
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

    /** The first of the files, for a message. */
    static String names(List<RepoFile> files) {
        String names = files.stream()
                .limit(NAMES_IN_A_MESSAGE)
                .map(file -> Printable.of(file.path()))
                .collect(Collectors.joining(", "));
        int others = files.size() - NAMES_IN_A_MESSAGE;
        return others > 0 ? names + " and " + others + " more" : names.isEmpty() ? "nothing" : names;
    }
}
