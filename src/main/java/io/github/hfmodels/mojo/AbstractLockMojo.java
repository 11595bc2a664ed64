package io.github.hfmodels.mojo;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.lock.LockFile.Contents;
import io.github.hfmodels.lock.LockedModel;
import io.github.hfmodels.lock.ModelLock;
import io.github.hfmodels.locking.ContentHashes;
import io.github.hfmodels.locking.DownloadedHashes;
import io.github.hfmodels.locking.LockOutcome;
import io.github.hfmodels.locking.Locker;
import io.github.hfmodels.locking.ModelChange;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.plan.FileAccess;
import io.github.hfmodels.plan.FilesInCache;
import io.github.hfmodels.plan.LockInUse;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanException;
import io.github.hfmodels.plan.PrefetchRequest;
import io.github.hfmodels.plan.WantedFiles;
import io.github.hfmodels.pom.ModelElement;
import io.github.hfmodels.pom.ModelRequests;
import io.github.hfmodels.pom.ModelsReader;
import io.github.hfmodels.pom.Module;
import io.github.hfmodels.report.LockChanges;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the goals that write lock files have in common. Each module's run merges the module's models into its lock file. */
abstract class AbstractLockMojo extends AbstractModelsMojo {

    private static final Logger LOG = LoggerFactory.getLogger(AbstractLockMojo.class);

    /**
     * Whether to show only what would change, and to write and download nothing.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * Whether the build fails when something changes, or with <code>dryRun</code> would change; after all of it was shown. For
     * programs that look at the exit status.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.failOnChange", defaultValue = "false")
    private boolean failOnChange;

    /** Each module has its own, which are read when it is its turn. */
    @Override
    final List<List<ModelElement>> elements(ModelsReader reader) {
        return List.of();
    }

    /** What no module wants any more is to be dropped, also when a module wants nothing. */
    @Override
    boolean needsModels() {
        return false;
    }

    /** A lock is written from what the Hub says, not from what it said before. */
    @Override
    final @Nullable LockInUse lock(SnapshotCache cache) {
        return null;
    }

    /** All models of a module. */
    List<List<ModelElement>> models(Module module) throws MojoFailureException {
        return module.models();
    }

    /** Those of a module's models that the goal is about. */
    Collection<ModelRequest> wanted(Collection<ModelRequest> models, LockRuns runs) throws MojoFailureException {
        return models;
    }

    /** What the goal makes of a lock. */
    abstract LockOutcome change(Locker locker, Contents before, List<ModelRequest> wanted, Path file, LockRuns runs)
            throws PlanException, InterruptedException;

    @Override
    final void execute(BuildWork work) throws MojoFailureException, MojoExecutionException, InterruptedException {
        LockRuns runs = lockRuns();
        ReentrantLock mutex = runs.hold();
        try {
            for (Module module : modules()) {
                Path file = lockLocation(module).toWrite();
                Collection<ModelRequest> models = requests(module);
                runs.want(file, models);
                change(work, wanted(models, runs), file, runs);
                if (runs.isLast()) {
                    finish(runs);
                }
            }
        } finally {
            mutex.unlock();
        }
    }

    /** One request of each kind: aliases and folders are no business of a lock. */
    private Collection<ModelRequest> requests(Module module) throws MojoFailureException {
        var reader = new ModelRequests(endpointAddress(), module.folder(), null);
        var requests = new LinkedHashMap<String, ModelRequest>();
        for (List<ModelElement> elements : models(module)) {
            for (ModelRequest model : reader.of(elements)) {
                var plain = new ModelRequest(
                        model.repo(), model.revision(), model.selection(), model.alias(), null, model.optional());
                requests.merge(model.key(), plain, (one, other) -> one.optional() ? other : one);
            }
        }
        return requests.values();
    }

    private void change(BuildWork work, Collection<ModelRequest> wanted, Path file, LockRuns runs)
            throws MojoFailureException, MojoExecutionException, InterruptedException {
        Contents before = Locks.readToMend(file);
        before.damaged()
                .forEach(model -> LOG.warn("{}: the model {} was changed by hand; looking it up anew", file, model));
        PrefetchRequest request = work.request();
        var files = new FilesInCache(work.cache(), request, work.shared());
        ContentHashes hashes =
                dryRun ? ContentHashes.KNOWN : new DownloadedHashes(work.cache(), work.prefetcher(), files, request);
        try (FileAccess access = dryRun
                ? work.prefetcher().temporaryAccess(request)
                : work.prefetcher().access(request)) {
            var locker = new Locker(work.cache(), work.source(), new WantedFiles(access), files, hashes, request);
            LockOutcome outcome = change(locker, before, List.copyOf(wanted), file, runs);
            ResultReport.failOn(ResultReport.fatal(outcome.failures(), failsOnMissingToken()), wanted.size(), "locked");
            save(file, before.lock(), outcome.lock(), outcome.changes(), runs);
        } catch (PlanException e) {
            throw new MojoFailureException(e.getMessage(), e);
        }
    }

    private void save(Path file, ModelLock before, ModelLock after, List<ModelChange> changes, LockRuns runs)
            throws MojoExecutionException {
        changes.forEach(change -> LockChanges.lines(change).forEach(LOG::info));
        runs.changed(changes.size());
        if (dryRun || (after.models().isEmpty() && before.models().isEmpty())) {
            return;
        }
        if (Locks.write(file, after)) {
            runs.wrote(file);
            LOG.info("Wrote {}: {}", file, LockChanges.size(after));
        }
    }

    /** What can be said only when all modules have had their say. */
    private void finish(LockRuns runs) throws MojoFailureException, MojoExecutionException {
        if (modelCoordinates() == null) {
            for (Path file : runs.files()) {
                dropUnwanted(file, runs);
            }
        }
        for (Path file : runs.files()) {
            ModelLock lock = Locks.readToMend(file).lock();
            if (!dryRun && !runs.hasWritten(file) && !lock.models().isEmpty()) {
                LOG.info("{} is as it was: {}", file, LockChanges.size(lock));
            }
        }
        checkAllFound(runs);
        if (dryRun) {
            LOG.info("Dry run: nothing was changed (hf.dryRun)");
        }
        if (failOnChange && runs.changes() > 0) {
            throw new MojoFailureException(runs.changes() + (runs.changes() == 1 ? " model " : " models ")
                    + (dryRun ? "would change" : "changed") + " in the lock (hf.failOnChange)");
        }
    }

    private void dropUnwanted(Path file, LockRuns runs) throws MojoFailureException, MojoExecutionException {
        ModelLock lock = Locks.readToMend(file).lock();
        Set<LockedModel> wanted =
                lock.withCompanions(model -> runs.isWanted(file, model) || isInInactiveProfile(model));
        List<LockedModel> unwanted =
                lock.models().stream().filter(model -> !wanted.contains(model)).toList();
        if (unwanted.isEmpty()) {
            return;
        }
        if (!runs.hasAllModulesOf(file)) {
            LOG.debug("{}: {} are wanted by no module of this build, which does not have them all", file, unwanted);
            return;
        }
        save(
                file,
                lock,
                lock.without(unwanted::contains),
                unwanted.stream().map(model -> new ModelChange(model, null)).toList(),
                runs);
    }

    private boolean isInInactiveProfile(LockedModel model) {
        boolean isThere = reactor().stream()
                .anyMatch(module -> module.isInInactiveProfile(model.repo().id()));
        if (isThere) {
            LOG.debug("{} stays locked, since a profile names it that is not active", Printable.of(model.toString()));
        }
        return isThere;
    }

    /** @throws MojoFailureException when the command line names models that no module has */
    void checkAllFound(LockRuns runs) throws MojoFailureException {}
}
