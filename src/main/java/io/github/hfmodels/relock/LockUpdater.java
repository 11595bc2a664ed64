package io.github.hfmodels.relock;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.FilePlacement;
import io.github.hfmodels.plan.FileSelector;
import io.github.hfmodels.plan.Listings;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.SelectedFiles;
import io.github.hfmodels.selection.Companion;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes a lock to what a build wants: looks up models, selects their files and learns the hashes. */
public final class LockUpdater {

    private final Listings listings;
    private final FileSelector selector;
    private final FilePlacement placement;
    private final ContentHashes hashes;
    private final boolean offline;

    /**
     * @param listings listings that the cache has are not requested
     * @param hashes gives the hashes that listings do not have
     */
    public LockUpdater(
            Listings listings, FileSelector selector, FilePlacement placement, ContentHashes hashes, boolean offline) {
        this.listings = listings;
        this.selector = selector;
        this.placement = placement;
        this.hashes = hashes;
        this.offline = offline;
    }

    /**
     * A model to look up.
     *
     * @param at the model's revision, or the commit at which that is locked already
     */
    private record Lookup(ModelRequest model, Revision at) {}

    /** Which models are looked up. */
    private enum Mode {
        /** Those that are not locked. */
        LOCK,
        /** Also those whose revision can move. */
        UPDATE
    }

    /**
     * Locks what is not locked yet. A revision that is locked with another selection stays at its commit.
     *
     * @throws UserException when more would have to be downloaded than is allowed
     * @throws InterruptedException when the thread is interrupted
     */
    public LockOutcome lock(ModelLock before, List<ModelRequest> wanted) throws InterruptedException {
        return change(before, wanted, Mode.LOCK);
    }

    /**
     * Moves the wanted models, and all other selections of their revisions, to where the revisions are now: in a lock a revision is at
     * one commit. Locks what is not locked yet.
     *
     * @throws UserException when more would have to be downloaded than is allowed
     * @throws InterruptedException when the thread is interrupted
     */
    public LockOutcome update(ModelLock before, List<ModelRequest> wanted) throws InterruptedException {
        return change(before, wanted, Mode.UPDATE);
    }

    /** The request for a model that is locked. */
    public static ModelRequest request(LockedModel locked) {
        return new ModelRequest(
                locked.repo(),
                locked.revision(),
                locked.selection(),
                locked.repo().name(),
                null,
                false);
    }

    private LockOutcome change(ModelLock before, List<ModelRequest> wanted, Mode mode) throws InterruptedException {
        var failures = new ArrayList<ModelFailure>();
        var found = new HashMap<String, Listing>();
        var resolved = new ArrayList<ResolvedModel>();
        var needs = new CompanionGraph();
        var seen = new HashSet<String>();
        var pending = new ArrayDeque<ModelRequest>(wanted);
        while (!pending.isEmpty()) {
            ModelRequest model = pending.remove();
            if (!seen.add(model.key())) {
                continue;
            }
            if (mode == Mode.UPDATE) {
                pending.addAll(otherSelections(before, model));
            }
            Optional<LockedModel> locked = before.find(model.repo(), model.revision(), model.selection());
            List<Companion> companions;
            if (locked.isPresent() && (mode == Mode.LOCK || model.revision().isCommit())) {
                companions = locked.get().companions();
            } else {
                Optional<ResolvedModel> result = resolve(lookup(before, model, mode), before, found, failures);
                result.ifPresent(resolved::add);
                companions = result.map(each -> each.wanted().companions()).orElse(List.of());
            }
            for (Companion companion : companions) {
                ModelRequest needed = model.companion(companion);
                needs.add(needed);
                pending.add(needed);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while looking up models");
            }
        }
        List<LockedModel> locked = new ArrayList<>(hashes.of(resolved, before, failures));
        needs.spread(locked, failures);
        return LockOutcome.of(before, locked, failures);
    }

    private static List<ModelRequest> otherSelections(ModelLock before, ModelRequest model) {
        return before.of(model.repo()).stream()
                .filter(locked -> locked.revision().equals(model.revision()))
                .map(LockUpdater::request)
                .toList();
    }

    private static Lookup lookup(ModelLock before, ModelRequest model, Mode mode) {
        Optional<CommitHash> commit =
                mode == Mode.LOCK ? before.commitOf(model.repo(), model.revision()) : Optional.empty();
        return new Lookup(model, commit.map(each -> new Revision(each.hex())).orElse(model.revision()));
    }

    private Optional<ResolvedModel> resolve(
            Lookup lookup, ModelLock before, Map<String, Listing> found, List<ModelFailure> failures) {
        ModelRequest model = lookup.model();
        try {
            // Several selections of a revision share a listing.
            String key = model.repo() + "@" + lookup.at();
            Listing listing = found.get(key);
            if (listing == null) {
                listing = list(lookup, before);
                found.put(key, listing);
            }
            ResolvedModel resolved = select(model, listing);
            listings.store(model.repo(), listing);
            return Optional.of(resolved);
        } catch (UserException | IOException | InvalidValueException e) {
            boolean isLocked = !lookup.at().equals(model.revision());
            failures.add(new ModelFailure(model, e, isLocked ? "the lock file" : null));
            return Optional.empty();
        }
    }

    private ResolvedModel select(ModelRequest model, Listing listing) throws IOException {
        SelectedFiles files = selector.select(model, listing, false);
        placement.check(model, files.files());
        // Invalid paths and hashes must not get into a lock.
        files.files().forEach(RepoFile::repoPath);
        files.files().forEach(RepoFile::digest);
        return new ResolvedModel(model, listing, files);
    }

    private Listing list(Lookup lookup, ModelLock before) throws IOException {
        Optional<Listing> cached = lookup.at().isCommit() ? cached(lookup, before) : Optional.empty();
        if (cached.isPresent()) {
            return cached.get();
        }
        if (offline) {
            throw new UserException(
                    "it must be looked up, and the build is offline", Advice.to(Advice.Action.GO_ONLINE));
        }
        return listings.fetch(lookup.model().repo(), lookup.at());
    }

    /** The cache's listing of a commit. It does not have the licence, so the lock must know that. */
    private Optional<Listing> cached(Lookup lookup, ModelLock before) {
        RepoId repo = lookup.model().repo();
        var commit = new CommitHash(lookup.at().name());
        return before.of(repo).stream()
                .filter(locked -> locked.commit().equals(commit))
                .findFirst()
                .flatMap(locked -> listings.stored(repo, commit)
                        .map(listing -> new Listing(commit, listing.files(), locked.license())));
    }
}
