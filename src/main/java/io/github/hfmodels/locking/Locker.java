package io.github.hfmodels.locking;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.hub.ModelSource;
import io.github.hfmodels.lock.LockFile.Contents;
import io.github.hfmodels.lock.LockedModel;
import io.github.hfmodels.lock.ModelLock;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanException;
import io.github.hfmodels.plan.PrefetchRequest;
import io.github.hfmodels.plan.WantedFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a lock up to what a build wants, by looking up what must be. */
public final class Locker {

    private static final Logger LOG = LoggerFactory.getLogger(Locker.class);

    private final SnapshotCache cache;
    private final Supplier<ModelSource> source;
    private final WantedFiles wantedFiles;
    private final ContentHashes hashes;
    private final PrefetchRequest request;

    /**
     * @param cache may have listings, which are not asked for then
     * @param source gives the source of models; called only when something must be looked up
     * @param hashes gives what no listing says of files
     * @param request how to go about it; its models are not looked at
     */
    public Locker(
            SnapshotCache cache,
            Supplier<ModelSource> source,
            WantedFiles wantedFiles,
            ContentHashes hashes,
            PrefetchRequest request) {
        this.cache = cache;
        this.source = source;
        this.wantedFiles = wantedFiles;
        this.hashes = hashes;
        this.request = request;
    }

    /** Something to be looked up: a model, and at which revision. */
    private record Question(ModelRequest model, Revision revision) {}

    /**
     * Locks what is not locked yet. A revision that is locked with another selection, or in lines that were changed by hand, stays at
     * its commit.
     *
     * @throws PlanException when more would have to be downloaded than is allowed
     * @throws InterruptedException when the thread is interrupted
     */
    public LockOutcome lock(Contents before, List<ModelRequest> wanted) throws PlanException, InterruptedException {
        List<Question> questions = wanted.stream()
                .filter(model -> find(before.lock(), model).isEmpty())
                .map(model -> new Question(
                        model,
                        commitOf(before, model)
                                .map(commit -> new Revision(commit.hex()))
                                .orElse(model.revision())))
                .toList();
        return answer(before, questions);
    }

    /**
     * Moves what is wanted to where its revision is now, and with it whatever else is locked of that revision, since a lock has a
     * revision at one commit.
     *
     * @param isDone tells what has been looked up in this build
     * @throws PlanException when more would have to be downloaded than is allowed
     * @throws InterruptedException when the thread is interrupted
     */
    public LockOutcome update(Contents before, List<ModelRequest> wanted, Predicate<ModelRequest> isDone)
            throws PlanException, InterruptedException {
        var models = new LinkedHashSet<ModelRequest>();
        for (ModelRequest model : wanted) {
            models.add(model);
            before.lock().of(model.repo()).stream()
                    .filter(locked -> locked.revision().equals(model.revision()))
                    .filter(locked -> !locked.selection().equals(model.selection()))
                    .map(Locker::request)
                    .forEach(models::add);
        }
        List<Question> questions = models.stream()
                .filter(model -> find(before.lock(), model).isEmpty()
                        || (!model.revision().isCommit() && !isDone.test(model)))
                .map(model -> new Question(model, model.revision()))
                .toList();
        return answer(before, questions);
    }

    private static ModelRequest request(LockedModel locked) {
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

    private static Optional<CommitHash> commitOf(Contents before, ModelRequest model) {
        return before.lock()
                .commitOf(model.repo(), model.revision())
                .or(() -> new ModelLock(before.damaged()).commitOf(model.repo(), model.revision()));
    }

    private LockOutcome answer(Contents before, List<Question> questions) throws PlanException, InterruptedException {
        var failures = new ArrayList<ModelFailure>();
        Map<ModelRequest, Listing> listings = look(before.lock(), questions, failures);
        List<LockedModel> locked = hashes.of(select(listings, failures), before.lock(), failures);
        var changes = new ArrayList<ModelChange>();
        for (LockedModel after : locked) {
            LockedModel old = find(before.lock(), request(after))
                    .or(() -> find(new ModelLock(before.damaged()), request(after)))
                    .orElse(null);
            if (!after.equals(old)) {
                changes.add(new ModelChange(old, after));
            }
        }
        return new LockOutcome(before.lock().with(locked), changes, failures);
    }

    /** Asks each question once, however many selections want the answer. */
    private Map<ModelRequest, Listing> look(ModelLock before, List<Question> questions, List<ModelFailure> failures)
            throws InterruptedException {
        var answers = new HashMap<String, Listing>();
        var listings = new LinkedHashMap<ModelRequest, Listing>();
        for (Question question : questions) {
            ModelRequest model = question.model();
            String key = model.repo() + "@" + question.revision();
            try {
                if (!answers.containsKey(key)) {
                    Optional<Listing> known = known(before, question);
                    answers.put(key, known.isPresent() ? known.get() : ask(question));
                }
                listings.put(model, answers.get(key));
            } catch (PlanException | IOException e) {
                failures.add(new ModelFailure(model, e));
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
        LOG.debug("{}: asking the Hub where {} points and what it holds", question.model(), question.revision());
        return source.get().list(question.model().repo(), question.revision());
    }

    private List<Selected> select(Map<ModelRequest, Listing> listings, List<ModelFailure> failures) {
        var selected = new ArrayList<Selected>();
        listings.forEach((model, listing) -> {
            try {
                List<RepoFile> files = wantedFiles.of(model, listing, "");
                // Names and hashes that are none must not get into a lock.
                files.forEach(RepoFile::repoPath);
                files.forEach(RepoFile::digest);
                selected.add(new Selected(model, listing, files));
            } catch (PlanException | IllegalArgumentException e) {
                failures.add(new ModelFailure(model, e));
            }
        });
        return selected;
    }
}
