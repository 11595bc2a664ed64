package io.github.hfmodels.prefetch;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Layout;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.output.LaidOutFiles;
import io.github.hfmodels.output.OutputDirectory;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.NamedCompanions;
import io.github.hfmodels.plan.SnapshotPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a complete snapshot available: writes the ref in the cache and fills the output directory. The ref is written last in the cache,
 * so that no ref names an incomplete snapshot.
 *
 * @param laidOut what earlier builds have laid out in output directories; null where nobody notes it
 */
public record Publisher(
        SnapshotCache cache, LinkMode link, @Nullable LaidOutFiles laidOut) implements Publication {

    private static final Log LOG = Log.of(Publisher.class);

    /**
     * Makes a model available whose files are there.
     *
     * @return the folder with the files: the output directory if there is one, else the snapshot in the cache
     * @throws UserException when a lock has something that the model does not need
     */
    @Override
    public Path publish(SnapshotPlan plan) throws IOException {
        checkPresent(plan);
        if (plan.lock() != null && !plan.wanted().companions().isEmpty()) {
            NamedCompanions.check(cache.repository(plan.request().repo()), plan.lock(), plan);
        }
        Path snapshot =
                cache.repository(plan.request().repo()).snapshot(plan.listing().commit());
        if (plan.selected().isEmpty() && !Files.isDirectory(snapshot)) {
            // Of an empty repository nothing is downloaded, which otherwise creates it.
            cache.writer(plan.request().repo()).prepare(plan.listing().commit());
        }
        writeRef(plan);
        publishRevision(plan);
        Path directory = plan.request().directory();
        if (directory == null) {
            return snapshot;
        }
        layOut(plan, snapshot, directory);
        return directory;
    }

    private void layOut(SnapshotPlan plan, Path snapshot, Path directory) throws IOException {
        Layout layout = plan.request().layout();
        var output = new OutputDirectory(directory, layout, link);
        String alias = plan.request().alias();
        List<RepoFile> files = layout.place(plan.selected());
        if (laidOut != null) {
            // Before, since what was a file may be a folder now.
            output.remove(laidOut.begin(alias, directory, files));
        }
        output.update(snapshot, plan.selected());
        if (laidOut != null) {
            laidOut.complete(alias, directory, files);
        }
    }

    /** Another program may change the cache meanwhile, and nothing may be promised that is not there. */
    private void checkPresent(SnapshotPlan plan) throws IOException {
        CachedRepository repository = cache.repository(plan.request().repo());
        for (RepoFile file : plan.missing()) {
            if (!repository.has(plan.listing().commit(), file)) {
                throw new IOException("the cache does not have " + Printable.of(file.path())
                        + " although it was just downloaded; check what else changes "
                        + cache.folder(plan.request().repo()));
            }
        }
    }

    /** A model is ready without its ref; only programs that ask the cache by the revision's name miss it. */
    private void writeRef(SnapshotPlan plan) {
        ActiveLock lock = plan.lock();
        ModelRequest model = plan.request();
        CommitHash commit = plan.listing().commit();
        CachedRepository repository = cache.repository(model.repo());
        if (lock == null
                && !plan.isLookedUp()
                && repository.commitOf(model.revision()).isPresent()
                && (repository.refNames(model.revision(), commit) || !repository.isOfSdk(model.revision()))) {
            return;
        }
        boolean isToBeWritten = lock == null || lock.movesRefs().test(model.repo())
                ? !repository.refNames(model.revision(), commit)
                : repository.commitOf(model.revision()).isEmpty() && !isLeftToOthers(plan);
        if (isToBeWritten) {
            // A lock, or what ModelScope's SDK has, says where a revision was, and not that it is still there.
            writeRef(plan, plan.isLookedUp() ? Instant.now() : Instant.EPOCH);
        } else if (lock == null) {
            touchRef(model);
        }
    }

    /** What ModelScope's SDK finds by the revision's name, as long as the revision is at the commit. */
    private void publishRevision(SnapshotPlan plan) {
        ModelRequest model = plan.request();
        CommitHash commit = plan.listing().commit();
        CachedRepository repository = cache.repository(model.repo());
        try {
            if (repository.refNames(model.revision(), commit)
                    && !repository.isPublished(model.revision(), commit, plan.isLookedUp())
                    && !isLeftToOthers(plan)) {
                cache.writer(model.repo()).publish(model.revision(), commit, plan.isLookedUp());
            }
        } catch (InvalidValueException e) {
            LOG.warn("{}: ModelScope's SDK cannot find it by its revision: {}", model, e.getMessage());
        } catch (IOException e) {
            LOG.warn("{}: ModelScope's SDK cannot find all of it by its revision: {}", model, DiskFailure.sentence(e));
        }
        repository
                .hidingFolder()
                .filter(folder -> cache.isFirst("hiding " + folder))
                .ifPresent(folder -> LOG.warn(
                        "{}: ModelScope's SDK does not see what is in the cache, but {}, which an older SDK has made;"
                                + " delete that folder if nobody needs it",
                        model,
                        folder));
    }

    /** Whether a lock may not say where the revision is, as ModelScope's SDK has found it elsewhere, or a user has changed a file. */
    private boolean isLeftToOthers(SnapshotPlan plan) {
        ModelRequest model = plan.request();
        ActiveLock lock = plan.lock();
        try {
            return lock != null
                    && !lock.movesRefs().test(model.repo())
                    && cache.repository(model.repo())
                            .hasOthers(model.revision(), plan.listing().commit());
        } catch (InvalidValueException e) {
            // There is no such folder.
            return false;
        } catch (IOException e) {
            LOG.debug("{}: what others have of the revision cannot be read", model, e);
            return true;
        }
    }

    private void touchRef(ModelRequest model) {
        try {
            cache.writer(model.repo()).touchRef(model.revision(), Instant.now());
        } catch (IOException e) {
            LOG.debug("{}: the cache cannot note that it was looked up, so the next build looks it up too", model, e);
        }
    }

    private void writeRef(SnapshotPlan plan, Instant lookedUp) {
        ModelRequest model = plan.request();
        CommitHash commit = plan.listing().commit();
        try {
            cache.writer(model.repo()).writeRef(model.revision(), commit, lookedUp);
        } catch (IOException e) {
            String message = "{}: the cache cannot note that the revision is at commit {}: {}";
            if (plan.missing().isEmpty()) {
                LOG.debug(message, model, commit, DiskFailure.sentence(e));
            } else {
                LOG.warn(message, model, commit, DiskFailure.sentence(e));
            }
        }
    }
}
