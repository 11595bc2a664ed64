package io.github.hfmodels.relock;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.CompanionPlanner;
import io.github.hfmodels.plan.FileSelector;
import io.github.hfmodels.plan.Listings;
import io.github.hfmodels.plan.LockedSelection;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.SelectedFiles;
import io.github.hfmodels.plan.SnapshotPlan;
import io.github.hfmodels.relock.RelockRequest.Mode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;

/** Changes a lock to what a build wants: looks up models, selects their files and learns the hashes. Used for one change. */
public final class LockUpdater {

    private final RelockRequest request;
    private final ActiveLock before;
    private final SnapshotCache cache;
    private final Listings listings;
    private final FileSelector selector;
    private final ContentHashes hashes;
    private final boolean offline;
    private final CompanionPlanner companions = new CompanionPlanner(this::failure);
    /** By key, since a companion of several models is locked once. It is locked even if a model that needs it fails. */
    private final Map<String, SnapshotPlan> lookedUp = new LinkedHashMap<>();

    private final Set<String> planned = new HashSet<>();
    /** Repositories and revisions whose other selections are known. */
    private final Set<String> withOthers = new HashSet<>();

    private final Queue<ModelRequest> otherSelections = new ArrayDeque<>();
    /** By repository and revision, since several selections of a revision share a listing. */
    private final Map<String, Listing> found = new HashMap<>();

    /**
     * @param listings listings that the cache has are not requested
     * @param hashes gives the hashes that listings do not have
     */
    public LockUpdater(
            RelockRequest request,
            SnapshotCache cache,
            Listings listings,
            FileSelector selector,
            ContentHashes hashes,
            boolean offline) {
        this.request = request;
        this.cache = cache;
        this.before = new ActiveLock(request.before(), "the lock file", repo -> false);
        this.listings = listings;
        this.selector = selector;
        this.hashes = hashes;
        this.offline = offline;
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

    /**
     * Changes the lock.
     *
     * @throws UserException when more would have to be downloaded than is allowed
     * @throws InterruptedException when the thread is interrupted
     */
    public LockOutcome update() throws InterruptedException {
        List<SnapshotPlan> plans = companions.plan(request.wanted(), this::plan);
        while (!otherSelections.isEmpty()) {
            ModelRequest model = otherSelections.remove();
            if (!planned.contains(model.key())) {
                plans.addAll(companions.plan(List.of(model), this::plan));
            }
        }
        if (!request.dryRun()) {
            Map<String, List<SnapshotPlan>> byKey = plans.stream()
                    .collect(Collectors.groupingBy(plan -> plan.request().key()));
            for (ModelFailure failure : hashes.compute(lookedUp.values())) {
                String key = failure.request().key();
                lookedUp.remove(key);
                fail(failure, byKey.getOrDefault(key, List.of()));
            }
        }
        removeFailed(plans);
        List<LockedModel> locked =
                lookedUp.values().stream().map(this::locked).collect(Collectors.toCollection(ArrayList::new));
        return LockOutcome.of(request.before(), locked, companions.failures());
    }

    /** Removes what failed and what needs it, unless it was found for another model. */
    private void removeFailed(List<SnapshotPlan> plans) {
        Set<String> ready = plans.stream()
                .map(SnapshotPlan::request)
                .filter(companions::isPlanned)
                .map(ModelRequest::key)
                .collect(Collectors.toSet());
        for (ModelFailure failure : companions.failures()) {
            for (ModelRequest model = failure.request(); model != null; model = model.neededBy()) {
                if (!ready.contains(model.key())) {
                    lookedUp.remove(model.key());
                }
            }
        }
    }

    /** Fails all models that need the one that failed, so that a lock never has a model without its companions. */
    private void fail(ModelFailure failure, List<SnapshotPlan> plansOfIt) {
        for (SnapshotPlan plan : plansOfIt) {
            if (companions.isPlanned(plan.request())) {
                companions.add(plan.failure(failure.cause()));
            }
        }
    }

    private LockedModel locked(SnapshotPlan plan) {
        ModelRequest model = plan.request();
        return new LockedModel(
                model.repo(),
                model.revision(),
                plan.listing().commit(),
                plan.listing().license(),
                model.selection(),
                hashes.known(plan),
                plan.wanted().companions());
    }

    private SnapshotPlan plan(ModelRequest model) throws IOException {
        planned.add(model.key());
        if (!request.dryRun()) {
            cache.useUntilBuildEnds(model.repo());
        }
        boolean isUpdate = request.mode() == Mode.UPDATE;
        if (isUpdate && withOthers.add(model.toString())) {
            request.before().of(model.repo(), model.revision()).stream()
                    .map(LockUpdater::request)
                    .forEach(otherSelections::add);
        }
        Optional<LockedModel> locked = request.before()
                .find(model.repo(), model.revision(), model.selection())
                // Builds refuse it, and say that this goal corrects it.
                .filter(known -> LockedSelection.contradiction(known).isEmpty());
        return locked.isPresent() && (!isUpdate || model.revision().isCommit())
                ? SnapshotPlan.ofLocked(model, locked.get(), before, List.of())
                : lookUp(model);
    }

    private SnapshotPlan lookUp(ModelRequest model) throws IOException {
        Revision revision = revision(model);
        String key = model.repo() + "@" + revision;
        Listing listing = found.get(key);
        if (listing == null) {
            listing = list(model, revision);
            if (!listing.partial()) {
                found.put(key, listing);
            }
        }
        SelectedFiles files;
        try {
            files = selector.select(model, listing, false);
        } catch (UserException e) {
            if (offline) {
                throw e;
            }
            listing = listings.fetchRest(model.repo(), listing).orElseThrow(() -> e);
            found.put(key, listing);
            files = selector.select(model, listing, false);
        }
        if (listing.doubtful() && !FileSelector.isByPaths(model)) {
            throw new UserException(
                    "the server's list of " + listing.files().size() + " files may be cut, and a lock needs all",
                    Advice.of(
                            "lock by an endpoint that lists all files, such as the public one, or name each file by its"
                                    + " whole path in <includes>"));
        }
        refuseUnverifiable(files);
        // Invalid paths and hashes must not get into a lock.
        files.files().forEach(RepoFile::repoPath);
        files.files().forEach(RepoFile::digest);
        listings.store(model.repo(), listing);
        var plan = new SnapshotPlan(model, listing, false, false, null, files, List.of());
        lookedUp.putIfAbsent(model.key(), plan);
        return plan;
    }

    /** What a lock says is believed for good, so it must not be what a server happened to send. */
    private static void refuseUnverifiable(SelectedFiles selected) {
        List<RepoFile> unverifiable =
                selected.files().stream().filter(file -> file.etag() != null).toList();
        if (!unverifiable.isEmpty()) {
            throw new UserException(
                    "the server names no hash of " + FileSelector.namesOf(unverifiable) + ", which a lock needs",
                    Advice.of(
                            "lock by an endpoint that names hashes, such as the public one; builds that follow the lock"
                                    + " can use this one"));
        }
    }

    /** The model's revision, or the commit at which that is locked already. */
    private Revision revision(ModelRequest model) {
        Optional<CommitHash> commit = request.mode() == Mode.LOCK
                ? request.before().commitOf(model.repo(), model.revision())
                : Optional.empty();
        return commit.map(each -> new Revision(each.hex())).orElse(model.revision());
    }

    private ModelFailure failure(ModelRequest model, Exception cause) {
        boolean isLocked = !revision(model).equals(model.revision());
        return new ModelFailure(model, cause, isLocked ? before.name() : null);
    }

    private Listing list(ModelRequest model, Revision revision) throws IOException {
        RepoId repo = model.repo();
        Optional<Listing> cached =
                revision.isCommit() ? cached(repo, new CommitHash(revision.name())) : Optional.empty();
        if (cached.isPresent()) {
            return cached.get();
        }
        if (offline) {
            throw new UserException(
                    "it must be looked up, and the build is offline", Advice.to(Advice.Action.GO_ONLINE));
        }
        return listings.fetch(model, revision);
    }

    /** The cache's listing of a commit. It does not have the licence, so the lock must know that. */
    private Optional<Listing> cached(RepoId repo, CommitHash commit) {
        return request.before().of(repo).stream()
                .filter(locked -> locked.commit().equals(commit))
                .findFirst()
                .flatMap(locked -> listings.stored(repo, commit)
                        .map(listing -> new Listing(commit, listing.files(), locked.license())));
    }
}
