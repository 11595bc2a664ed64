package io.github.hfmodels.relock;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.CompanionPlanner;
import io.github.hfmodels.plan.FileSelector;
import io.github.hfmodels.plan.Listings;
import io.github.hfmodels.plan.LockedSelection;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelInfos;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.SelectedFiles;
import io.github.hfmodels.plan.SnapshotPlan;
import io.github.hfmodels.relock.RelockRequest.Mode;
import io.github.hfmodels.source.ModelInfo;
import io.github.hfmodels.source.SourceException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Changes a lock to what a build wants: looks up models, selects their files, learns the hashes, and asks for card and security scan. Used
 * for one change.
 */
public final class LockUpdater {

    private static final Log LOG = Log.of(LockUpdater.class);

    private final RelockRequest request;
    private final ActiveLock before;
    private final SnapshotCache cache;
    private final Listings listings;
    private final FileSelector selector;
    private final ContentHashes hashes;
    private final ModelInfos infos;
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
     * @param infos gives licence, card and scan
     */
    public LockUpdater(
            RelockRequest request,
            SnapshotCache cache,
            Listings listings,
            FileSelector selector,
            ContentHashes hashes,
            ModelInfos infos,
            boolean offline) {
        this.request = request;
        this.cache = cache;
        this.before = new ActiveLock(request.before(), "the lock file", repo -> false);
        this.listings = listings;
        this.selector = selector;
        this.hashes = hashes;
        this.infos = infos;
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
        Map<String, List<SnapshotPlan>> byKey = plans.stream()
                .collect(Collectors.groupingBy(plan -> plan.request().key()));
        if (!request.dryRun()) {
            hashes.compute(lookedUp.values()).forEach(failure -> fail(failure, byKey));
        }
        Map<String, ModelInfo> known = known(byKey);
        removeFailed(plans);
        List<LockedModel> locked = lookedUp.values().stream()
                .map(plan -> locked(
                        plan, Objects.requireNonNull(known.get(plan.request().key()))))
                .collect(Collectors.toCollection(ArrayList::new));
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
    private void fail(ModelFailure failure, Map<String, List<SnapshotPlan>> byKey) {
        String key = failure.request().key();
        lookedUp.remove(key);
        for (SnapshotPlan plan : byKey.getOrDefault(key, List.of())) {
            if (companions.isPlanned(plan.request())) {
                companions.add(plan.failure(failure.cause()));
            }
        }
    }

    /** What is known of the models besides their files, by key. */
    private Map<String, ModelInfo> known(Map<String, List<SnapshotPlan>> byKey) {
        var known = new HashMap<String, ModelInfo>();
        for (SnapshotPlan plan : List.copyOf(lookedUp.values())) {
            try {
                known.put(plan.request().key(), known(plan));
            } catch (SourceException e) {
                fail(failure(plan.request(), e), byKey);
            }
        }
        return known;
    }

    /**
     * What the source says of a model. What it does not say of a commit stays as it is: not every mirror says all that the Hub does. Nor
     * does a file lose what was found in it because it counts as not scanned now.
     */
    private ModelInfo known(SnapshotPlan plan) throws SourceException {
        ModelInfo said = said(plan).orElse(ModelInfo.EMPTY);
        String license = said.license() == null ? plan.listing().license() : said.license();
        ModelRequest model = plan.request();
        ModelInfo before = request.before()
                .find(model.repo(), model.revision(), model.selection())
                .filter(locked -> locked.commit().equals(plan.listing().commit()))
                .map(locked -> new ModelInfo(locked.license(), locked.card(), locked.scans()))
                .orElse(ModelInfo.EMPTY);
        return new ModelInfo(
                license,
                said.card().isEmpty() ? before.card() : said.card(),
                said.scans().isEmpty() ? before.scans() : scans(said.scans(), before.scans()));
    }

    private static Map<String, ScanVerdict> scans(Map<String, ScanVerdict> said, Map<String, ScanVerdict> before) {
        var scans = new HashMap<>(said);
        before.forEach((path, verdict) -> {
            if (verdict.compareTo(ScanVerdict.UNSCANNED) > 0) {
                scans.merge(path, verdict, (now, then) -> now == ScanVerdict.UNSCANNED ? then : now);
            }
        });
        return scans;
    }

    private Optional<ModelInfo> said(SnapshotPlan plan) throws SourceException {
        try {
            return infos.of(plan);
        } catch (SourceException e) {
            switch (e.kind()) {
                // The source may say it the next time.
                case UNREACHABLE, UNAVAILABLE, RATE_LIMITED, PROXY -> throw e;
                // Servers that know files alone answer so.
                case MALFORMED, REVISION_NOT_FOUND ->
                    LOG.debug("{}: the source says neither card nor scan: {}", plan.request(), e.toString());
                default ->
                    LOG.warn(
                            "{}: license, card and security scan cannot be looked up, and the lock keeps what it has of"
                                    + " them: {}",
                            plan.request(),
                            e.getMessage());
            }
            return Optional.empty();
        }
    }

    private LockedModel locked(SnapshotPlan plan, ModelInfo known) {
        ModelRequest model = plan.request();
        return new LockedModel(
                model.repo(),
                model.revision(),
                plan.listing().commit(),
                known.license(),
                model.selection(),
                hashes.known(plan),
                plan.wanted().companions(),
                known.card(),
                known.scans());
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
        if (locked.isEmpty() || (isUpdate && !model.revision().isCommit())) {
            return lookUp(model);
        }
        var plan = SnapshotPlan.ofLocked(model, locked.get(), isUpdate ? null : before, List.of());
        if (isUpdate) {
            // Its files cannot change, but what is known of them.
            lookedUp.putIfAbsent(model.key(), plan);
        }
        return plan;
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
