package io.github.hfmodels.relock;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.lockfile.LockFile.Contents;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.plan.FileSelector;
import io.github.hfmodels.plan.FilesInCache;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanException;
import io.github.hfmodels.plan.PrefetchRequest;
import io.github.hfmodels.plan.SelectedFiles;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a lock up to what a build wants, by looking up what must be. */
public final class LockUpdater {

    private static final Logger LOG = LoggerFactory.getLogger(LockUpdater.class);

    private final SnapshotCache cache;
    private final SourceRegistry sources;
    private final FileSelector wantedFiles;
    private final FilesInCache filesInCache;
    private final ContentHashes hashes;
    private final PrefetchRequest request;

    /**
     * @param cache may have listings, which are not asked for then
     * @param sources gives the source of models; asked only when something must be looked up
     * @param hashes gives what no listing says of files
     * @param request how to go about it; its models are not looked at
     */
    public LockUpdater(
            SnapshotCache cache,
            SourceRegistry sources,
            FileSelector wantedFiles,
            FilesInCache filesInCache,
            ContentHashes hashes,
            PrefetchRequest request) {
        this.cache = cache;
        this.sources = sources;
        this.wantedFiles = wantedFiles;
        this.filesInCache = filesInCache;
        this.hashes = hashes;
        this.request = request;
    }

    /**
     * Something to be looked up.
     *
     * @param model what a lock is to say it of
     * @param revision where: the model's revision, or the commit that this is locked at
     * @param isSure whether that is as it was written; the commit in lines that were changed by hand may be none
     * @param isWanted whether the build wants the model; others are looked up since their lines were changed by hand
     */
    private record Question(ModelRequest model, Revision revision, boolean isSure, boolean isWanted) {}

    /**
     * Locks what is not locked yet. A revision that is locked with another selection, or in lines that were changed by hand, stays at
     * its commit. Such lines are mended also of models that are not wanted here, since another module may want them.
     *
     * @throws PlanException when more would have to be downloaded than is allowed
     * @throws InterruptedException when the thread is interrupted
     */
    public LockOutcome lock(Contents before, List<ModelRequest> wanted) throws PlanException, InterruptedException {
        return answer(
                before,
                wanted,
                UnaryOperator.identity(),
                model -> find(before.lock(), model).isPresent()
                        ? Optional.empty()
                        : Optional.of(atItsCommit(before, model, true)));
    }

    /**
     * Moves what is wanted to where its revision is now, and with it whatever else is locked of that revision, since a lock has a
     * revision at one commit. Mends lines as {@link #lock} does.
     *
     * @throws PlanException when more would have to be downloaded than is allowed
     * @throws InterruptedException when the thread is interrupted
     */
    public LockOutcome update(Contents before, List<ModelRequest> wanted) throws PlanException, InterruptedException {
        return answer(before, wanted, models -> withAllSelections(before, models), model -> {
            if (!model.revision().isCommit()) {
                return Optional.of(new Question(model, model.revision(), true, true));
            }
            return find(before.lock(), model).isPresent()
                    ? Optional.empty()
                    : Optional.of(atItsCommit(before, model, true));
        });
    }

    private static List<ModelRequest> withAllSelections(Contents before, List<ModelRequest> wanted) {
        var models = new ArrayList<ModelRequest>(wanted);
        for (ModelRequest model : wanted) {
            Stream.concat(before.lock().models().stream(), before.damaged().stream())
                    .filter(locked -> locked.repo().equals(model.repo()))
                    .filter(locked -> locked.revision().equals(model.revision()))
                    .map(LockUpdater::request)
                    .forEach(models::add);
        }
        return models;
    }

    /** Where the revision is locked, if it is; else where it is now. */
    private static Question atItsCommit(Contents before, ModelRequest model, boolean isWanted) {
        Optional<CommitHash> sure = before.lock().commitOf(model.repo(), model.revision());
        return sure.or(() -> new ModelLock(before.damaged()).commitOf(model.repo(), model.revision()))
                .map(commit -> new Question(model, new Revision(commit.hex()), sure.isPresent(), isWanted))
                .orElseGet(() -> new Question(model, model.revision(), true, isWanted));
    }

    /** What a lock says of a model, asked for again. */
    public static ModelRequest request(LockedModel locked) {
        return new ModelRequest(
                locked.repo(),
                locked.revision(),
                locked.selection(),
                locked.repo().name(),
                null,
                false);
    }

    private static Optional<LockedModel> find(ModelLock lock, ModelRequest model) {
        return lock.find(model.repo(), model.revision(), model.selection());
    }

    /** @param widening adds to what is wanted, or needed, what goes with it */
    private LockOutcome answer(
            Contents before,
            List<ModelRequest> wanted,
            UnaryOperator<List<ModelRequest>> widening,
            Function<ModelRequest, Optional<Question>> asking)
            throws PlanException, InterruptedException {
        var failures = new ArrayList<ModelFailure>();
        var answers = new HashMap<String, Listing>();
        var selected = new ArrayList<ResolvedModel>();
        var seen = new HashSet<String>();
        var needs = new CompanionGraph();
        List<ModelRequest> pending = wanted;
        // A round for what is wanted, then one for the companions of that, and so on.
        do {
            var questions = new ArrayList<Question>();
            var companions = new ArrayList<ModelRequest>();
            for (ModelRequest model : widening.apply(pending)) {
                if (!seen.add(model.key())) {
                    continue;
                }
                Optional<Question> question = asking.apply(model);
                question.ifPresent(questions::add);
                if (question.isEmpty()) {
                    find(before.lock(), model).ifPresent(locked -> add(model, locked.companions(), companions));
                }
            }
            if (pending == wanted) {
                addDamaged(before, seen, questions);
            }
            List<ResolvedModel> found = select(look(before.lock(), questions, answers, failures), failures);
            found.forEach(each -> add(each.request(), each.wanted().companions(), companions));
            companions.forEach(needs::add);
            selected.addAll(found);
            pending = companions;
        } while (!pending.isEmpty());
        List<LockedModel> locked = new ArrayList<>(hashes.of(selected, before.lock(), failures));
        needs.spread(locked, failures);
        return LockOutcome.of(before, locked, failures);
    }

    private static void add(ModelRequest model, List<Companion> needed, List<ModelRequest> companions) {
        needed.forEach(companion -> companions.add(model.companion(companion)));
    }

    private static void addDamaged(Contents before, Set<String> seen, List<Question> questions) {
        before.damaged().stream()
                .map(LockUpdater::request)
                .filter(model -> find(before.lock(), model).isEmpty())
                .filter(model -> seen.add(model.key()))
                .forEach(model -> questions.add(atItsCommit(before, model, false)));
    }

    /** Asks each question once, however many selections want the answer. */
    private Map<Question, Listing> look(
            ModelLock before, Collection<Question> questions, Map<String, Listing> answers, List<ModelFailure> failures)
            throws InterruptedException {
        var listings = new LinkedHashMap<Question, Listing>();
        for (Question question : questions) {
            String key = question.model().repo() + "@" + question.revision();
            try {
                if (!answers.containsKey(key)) {
                    Optional<Listing> known = known(before, question);
                    answers.put(key, known.isPresent() ? known.get() : ask(question));
                }
                listings.put(question, answers.get(key));
            } catch (PlanException | IOException e) {
                fail(question, e, failures);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while asking for models");
            }
        }
        return listings;
    }

    /** What the cache has of a commit, if the lock knows the licence, which the cache does not. */
    private Optional<Listing> known(ModelLock before, Question question) {
        if (!question.revision().isCommit()) {
            return Optional.empty();
        }
        RepoId repo = question.model().repo();
        var commit = new CommitHash(question.revision().name());
        return before.of(repo).stream()
                .filter(locked -> locked.commit().equals(commit))
                .findFirst()
                .flatMap(locked -> cache.repository(repo)
                        .listing(commit)
                        .map(listing -> new Listing(commit, listing.files(), locked.license())));
    }

    private Listing ask(Question question) throws PlanException, IOException {
        if (request.offline()) {
            throw new PlanException(
                    "it must be looked up, and the build is offline; run once without -o and without HF_HUB_OFFLINE",
                    null);
        }
        ModelRequest model = question.model();
        try {
            return ask(model, question.revision());
        } catch (SourceException e) {
            if (question.isSure() || e.kind() != SourceException.Kind.REVISION_NOT_FOUND) {
                throw e;
            }
            LOG.warn("{}: there is no commit {}; taking the one where the revision is now", model, question.revision());
            return ask(model, model.revision());
        }
    }

    private Listing ask(ModelRequest model, Revision revision) throws IOException {
        LOG.debug("{}: asking the Hub where {} points and what it holds", model, revision);
        return sources.of(model.repo()).list(model.repo(), revision);
    }

    private void fail(Question question, Exception cause, List<ModelFailure> failures) {
        boolean isAtItsRevision = question.revision().equals(question.model().revision());
        var failure = new ModelFailure(question.model(), cause, isAtItsRevision ? null : "the lock file");
        if (!question.isWanted() && failure.isUserError() && !request.offline()) {
            // Nonsense that somebody wrote must not keep the lock from being mended.
            LOG.warn("{}; its lines are dropped", failure.message());
        } else {
            failures.add(failure);
        }
    }

    private List<ResolvedModel> select(Map<Question, Listing> listings, List<ModelFailure> failures) {
        var selected = new ArrayList<ResolvedModel>();
        listings.forEach((question, listing) -> {
            ModelRequest model = question.model();
            try {
                SelectedFiles wanted = wantedFiles.of(model, listing, "");
                filesInCache.check(model, wanted.files());
                // Names and hashes that are none must not get into a lock.
                wanted.files().forEach(RepoFile::repoPath);
                wanted.files().forEach(RepoFile::digest);
                selected.add(new ResolvedModel(model, listing, wanted));
            } catch (PlanException | IOException | InvalidValueException e) {
                fail(question, e, failures);
            }
        });
        return selected;
    }
}
