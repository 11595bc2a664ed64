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
import io.github.hfmodels.plan.LockInUse;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanException;
import io.github.hfmodels.plan.WantedFiles;
import io.github.hfmodels.pom.ModelElement;
import io.github.hfmodels.pom.ModelsReader;
import io.github.hfmodels.pom.PluginConfigurations.ExecutionModels;
import io.github.hfmodels.report.LockChanges;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** The models of all executions, since the command line runs the goal with the plugin's own configuration alone. */
    @Override
    List<List<ModelElement>> elements(ModelsReader reader) throws MojoFailureException {
        var elements = new ArrayList<List<ModelElement>>();
        elements.add(configured(reader));
        for (ExecutionModels each : pluginConfigurations().models()) {
            elements.add(reader.read(each.models(), null));
        }
        return elements;
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

    /** The models that the goal is about. */
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
            Path file = lockLocation().toWrite();
            Collection<ModelRequest> models = distinct(work.request().models());
            runs.want(file, models);
            change(work, wanted(models, runs), file, runs);
            if (runs.isLast()) {
                finish(runs);
            }
        } finally {
            mutex.unlock();
        }
    }

    private void change(BuildWork work, Collection<ModelRequest> wanted, Path file, LockRuns runs)
            throws MojoFailureException, MojoExecutionException, InterruptedException {
        Contents before = Locks.readToMend(file);
        before.damaged()
                .forEach(model -> LOG.warn("{}: the model {} was changed by hand; looking it up anew", file, model));
        var wantedFiles = new WantedFiles(work.cache(), work.request(), work.shared());
        ContentHashes hashes = dryRun
                ? ContentHashes.KNOWN
                : new DownloadedHashes(work.cache(), work.prefetcher(), wantedFiles, work.request());
        var locker = new Locker(work.source(), wantedFiles, hashes, work.request());
        try {
            LockOutcome outcome = change(locker, before, List.copyOf(wanted), file, runs);
            ResultReport.failOn(ResultReport.fatal(outcome.failures(), failsOnMissingToken()), wanted.size(), "locked");
            save(file, before.lock(), outcome.lock(), outcome.changes(), runs);
        } catch (PlanException e) {
            throw new MojoFailureException(e.getMessage(), e);
        }
    }

    /** One request of each kind: aliases and folders are no business of a lock. */
    private static Collection<ModelRequest> distinct(List<ModelRequest> models) {
        var distinct = new LinkedHashMap<String, ModelRequest>();
        for (ModelRequest model : models) {
            var plain = new ModelRequest(
                    model.repo(), model.revision(), model.selection(), model.alias(), null, model.optional());
            distinct.merge(model + " " + model.selection(), plain, (one, other) -> one.optional() ? other : one);
        }
        return distinct.values();
    }

    private void save(Path file, ModelLock before, ModelLock after, List<ModelChange> changes, LockRuns runs)
            throws MojoExecutionException {
        changes.forEach(change -> LockChanges.lines(change).forEach(LOG::info));
        runs.changed(changes.size());
        if (dryRun || (after.models().isEmpty() && before.models().isEmpty())) {
            return;
        }
        boolean isWritten = Locks.write(file, after);
        if (isWritten) {
            LOG.info("Wrote {}: {}", file, LockChanges.size(after));
        } else {
            LOG.info("{} is as it was: {}", file, LockChanges.size(after));
        }
    }

    /** What can be said only when all modules have had their say. */
    private void finish(LockRuns runs) throws MojoFailureException, MojoExecutionException {
        if (modelCoordinates() == null) {
            for (Path file : runs.files()) {
                dropUnwanted(file, runs);
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
        List<LockedModel> unwanted = lock.models().stream()
                .filter(model -> !runs.isWanted(file, model))
                .filter(model -> !isInInactiveProfile(model))
                .toList();
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
        boolean isThere =
                pluginConfigurations().isInInactiveProfile(model.repo().id());
        if (isThere) {
            LOG.debug("{} stays locked, since a profile names it that is not active", Printable.of(model.toString()));
        }
        return isThere;
    }

    /** @throws MojoFailureException when the command line names models that no module has */
    void checkAllFound(LockRuns runs) throws MojoFailureException {}
}
