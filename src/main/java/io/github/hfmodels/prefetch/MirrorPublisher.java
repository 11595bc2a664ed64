package io.github.hfmodels.prefetch;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.output.MirrorFolder;
import io.github.hfmodels.plan.FileSelector;
import io.github.hfmodels.plan.Listings;
import io.github.hfmodels.plan.SnapshotPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes complete snapshots available in a mirror folder, too. What the folder says of a commit must be all of it, since whoever reads it
 * keeps it: so it is never what a lock has, or a listing of a part.
 *
 * @param publisher makes them available in the cache
 * @param offline whether no source may be asked
 */
public record MirrorPublisher(
        Publisher publisher, MirrorFolder folder, SnapshotCache cache, Listings listings, boolean offline)
        implements Publication {

    private static final Log LOG = Log.of(MirrorPublisher.class);

    @Override
    public Path publish(SnapshotPlan plan) throws IOException {
        List<RepoFile> unverifiable =
                plan.selected().stream().filter(file -> file.etag() != null).toList();
        if (!unverifiable.isEmpty()) {
            throw new UserException(
                    "the server names no hash of " + FileSelector.namesOf(unverifiable) + ", which a mirror needs",
                    Advice.of("mirror from an endpoint that names hashes, such as the public one"));
        }
        publisher.publish(plan);
        RepoId repo = plan.request().repo();
        CommitHash commit = plan.listing().commit();
        folder.addContents(repo, commit, cache.repository(repo).snapshot(commit), plan.selected());
        return folder.contents(repo, commit);
    }

    @Override
    public void announce(SnapshotPlan plan) throws IOException {
        Optional<Listing> listing = listing(plan);
        if (listing.isPresent()) {
            folder.addRevision(plan.request().repo(), plan.request().revision(), listing.get());
        } else {
            LOG.warn(
                    "{}: no list of all that the repository has is to be had{}, so only builds with {} can use it from the mirror folder",
                    plan.request(),
                    offline ? ", since the build is offline" : "",
                    plan.lock() == null ? "a lock file" : plan.lock().name());
        }
    }

    /** All that the commit has, with the licence where that can be had; empty when nobody says it. */
    private Optional<Listing> listing(SnapshotPlan plan) {
        RepoId repo = plan.request().repo();
        CommitHash commit = plan.listing().commit();
        @Nullable Listing known = known(plan);
        if (known != null && known.license() != null) {
            return Optional.of(known);
        }
        Optional<Listing> mirrored = folder.listing(repo, commit)
                .filter(listing -> known == null
                        ? isAbout(listing, plan)
                        : listing.isComplete() && listing.hasSameContents(known));
        if (mirrored.isPresent()) {
            return mirrored;
        }
        // A listing of the cache does not say whether there is a licence.
        boolean isLicenseKnown = plan.lock() != null || !plan.isFromCache();
        if ((known == null || !isLicenseKnown) && !offline) {
            try {
                Listing asked = listings.fetch(plan.request(), new Revision(commit.hex()));
                if (asked.isComplete()) {
                    return Optional.of(asked);
                }
            } catch (IOException e) {
                LOG.debug(
                        "{}: the source does not list {}: {}",
                        repo,
                        commit,
                        DiskFailure.of(e).reason());
            }
        }
        return Optional.ofNullable(known);
    }

    /** What is known without asking. */
    private @Nullable Listing known(SnapshotPlan plan) {
        Listing planned = plan.listing();
        Listing all = plan.lock() == null
                ? planned
                : listings.stored(plan.request().repo(), planned.commit())
                        .map(stored -> new Listing(stored.commit(), stored.files(), planned.license()))
                        .orElse(null);
        return all != null && all.isComplete() ? all : null;
    }

    /** Whether a listing has all that is locked. */
    private static boolean isAbout(Listing listing, SnapshotPlan plan) {
        var files = new HashSet<String>();
        listing.files().forEach(file -> files.add(key(file)));
        return listing.isComplete()
                && plan.selected().stream().map(MirrorPublisher::key).allMatch(files::contains);
    }

    private static String key(RepoFile file) {
        return file.digest() + " " + file.path();
    }
}
