package io.github.hfmodels.mojo;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.cache.mutex.FileMutex;
import io.github.hfmodels.console.LockChanges;
import io.github.hfmodels.lockfile.LockFile.Contents;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.FileAccess;
import io.github.hfmodels.plan.FileSelector;
import io.github.hfmodels.plan.FilesInCache;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanException;
import io.github.hfmodels.plan.PrefetchRequest;
import io.github.hfmodels.pom.ModelElement;
import io.github.hfmodels.pom.ModelRequests;
import io.github.hfmodels.pom.ModelsReader;
import io.github.hfmodels.pom.Module;
import io.github.hfmodels.relock.ContentHashes;
import io.github.hfmodels.relock.DownloadedHashes;
import io.github.hfmodels.relock.LockOutcome;
import io.github.hfmodels.relock.LockUpdater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the goals that write lock files have in common. Run from the command line they are about all modules at once, and write each
 * lock file once or not at all; bound to a phase, each module's run merges the module's models into its lock file.
 */
abstract class AbstractLockMojo extends AbstractModelsMojo {

    private static final Logger LOG = LoggerFactory.getLogger(AbstractLockMojo.class);

    /**
     * Whether to show only what would change, and to write nothing.
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

    /** Each module has its own, and this run may be about several. */
    @Override
    final List<List<ModelElement>> elements(ModelsReader reader) {
        return List.of();
    }

    /** What no module wants any more is to be dropped, also when no module wants anything. */
    @Override
    final boolean needsModels() {
        return false;
    }

    /** A lock is written from what the Hub says, not from what it said before. */
    @Override
    final @Nullable ActiveLock lock(SnapshotCache cache) {
        return null;
    }

    /** All models of a module. */
    List<List<ModelElement>> models(Module module) throws MojoFailureException {
        return module.models();
    }

    /**
     * Those of the models that the goal is about.
     *
     * @param models what the modules want
     * @param before what the lock says
     */
    List<ModelRequest> wanted(List<ModelRequest> models, ModelLock before) {
        return models;
    }

    /** What the goal makes of a lock. */
    abstract LockOutcome change(LockUpdater locker, Contents before, List<ModelRequest> wanted)
            throws PlanException, InterruptedException;

    /** @throws MojoFailureException when the command line names what is nowhere */
    void checkNames() throws MojoFailureException {}

    @Override
    final void execute(BuildWork work) throws MojoFailureException, MojoExecutionException, InterruptedException {
        SortedMap<Path, List<ModelRequest>> models = models();
        if (models.values().stream().allMatch(List::isEmpty)
                && models.keySet().stream().noneMatch(Files::exists)) {
            LOG.info("No models are configured (<models> or hf.models), and nothing is locked");
            return;
        }
        // Modules of this build first, then other builds.
        ReentrantLock mutex = mutex();
        mutex.lockInterruptibly();
        var held = new ArrayList<FileMutex>();
        try {
            for (Path file : dryRun ? List.<Path>of() : models.keySet()) {
                held.add(work.cache().acquireMutex(file));
            }
            change(work, models);
        } catch (IOException e) {
            throw new MojoExecutionException("the cache " + work.cache() + " cannot be locked: " + e, e);
        } finally {
            release(held);
            mutex.unlock();
        }
    }

    private static void release(List<FileMutex> held) {
        for (FileMutex each : held) {
            try {
                each.close();
            } catch (IOException e) {
                LOG.debug("{} cannot be released, and will be with the process", each, e);
            }
        }
    }

    /** What the modules want, by the lock file of each; of each kind one request, since aliases and folders are no business of a lock. */
    private SortedMap<Path, List<ModelRequest>> models() throws MojoFailureException {
        var models = new TreeMap<Path, Map<String, ModelRequest>>();
        for (Module module : modules()) {
            var reader = new ModelRequests(endpointAddress(), module.folder(), null);
            Map<String, ModelRequest> wanted =
                    models.computeIfAbsent(lockLocation(module).toWrite(), file -> new LinkedHashMap<>());
            for (List<ModelElement> elements : models(module)) {
                for (ModelRequest model : reader.of(elements)) {
                    var plain = new ModelRequest(
                            model.repo(), model.revision(), model.selection(), model.alias(), null, model.optional());
                    wanted.merge(model.key(), plain, (one, other) -> one.optional() ? other : one);
                }
            }
        }
        var lists = new TreeMap<Path, List<ModelRequest>>();
        models.forEach((file, wanted) -> lists.put(file, List.copyOf(wanted.values())));
        return lists;
    }

    private void change(BuildWork work, SortedMap<Path, List<ModelRequest>> models)
            throws MojoFailureException, MojoExecutionException, InterruptedException {
        var before = new LinkedHashMap<Path, ModelLock>();
        var outcomes = new LinkedHashMap<Path, LockOutcome>();
        var failures = new ArrayList<ModelFailure>();
        try (FileAccess access = dryRun
                ? work.prefetcher().temporaryAccess(work.request())
                : work.prefetcher().access(work.request())) {
            LockUpdater locker = locker(work, access);
            for (Map.Entry<Path, List<ModelRequest>> each : models.entrySet()) {
                Path file = each.getKey();
                Contents contents = Locks.readToMend(file);
                contents.damaged()
                        .forEach(model ->
                                LOG.warn("{}: the model {} was changed by hand; looking it up anew", file, model));
                LockOutcome outcome = change(locker, contents, wanted(each.getValue(), contents.lock()));
                before.put(file, contents.lock());
                outcomes.put(
                        file, mayDrop(file) ? outcome.dropping(each.getValue(), this::isInInactiveProfile) : outcome);
                failures.addAll(outcome.failures());
            }
        } catch (PlanException e) {
            throw new MojoFailureException(e.getMessage(), e);
        }
        checkNames();
        List<ModelFailure> fatal = ResultReport.fatal(failures, failsOnMissingToken());
        failures.stream()
                .filter(failure -> !fatal.contains(failure))
                .forEach(failure -> LOG.warn("{} is not locked, so that builds go on without it", failure.model()));
        ResultReport.failOn(fatal, models.values().stream().mapToInt(List::size).sum(), "locked");
        for (Map.Entry<Path, LockOutcome> each : outcomes.entrySet()) {
            save(each.getKey(), before.get(each.getKey()), each.getValue());
        }
        failOnChange(outcomes.values().stream()
                .mapToInt(outcome -> outcome.changes().size())
                .sum());
    }

    private LockUpdater locker(BuildWork work, FileAccess access) {
        PrefetchRequest request = work.request();
        var files = new FilesInCache(work.cache(), request, work.shared());
        ContentHashes hashes =
                dryRun ? ContentHashes.KNOWN : new DownloadedHashes(work.cache(), work.prefetcher(), files, request);
        return new LockUpdater(work.cache(), work.source(), new FileSelector(access), files, hashes, request);
    }

    /** Only who knows all modules that can have the lock file knows what none of them wants. */
    private boolean mayDrop(Path file) {
        return modelCoordinates() == null && isAboutAllModules() && reactor().isAllOf(file);
    }

    private boolean isInInactiveProfile(LockedModel model) {
        return reactor().modules().stream()
                .anyMatch(module -> module.isInInactiveProfile(model.repo().id()));
    }

    private void save(Path file, @Nullable ModelLock before, LockOutcome outcome) throws MojoExecutionException {
        outcome.changes().forEach(change -> LockChanges.lines(change).forEach(LOG::info));
        ModelLock after = outcome.lock();
        if (dryRun
                || (after.models().isEmpty()
                        && (before == null || before.models().isEmpty())
                        && !Files.exists(file))) {
            return;
        }
        String message = Locks.write(file, after) ? "Wrote {}: {}" : "{} is as it was: {}";
        LOG.info(message, file, LockChanges.size(after));
    }

    private void failOnChange(int changes) throws MojoFailureException {
        if (dryRun) {
            LOG.info("Dry run: nothing was changed (hf.dryRun)");
        }
        if (failOnChange && changes > 0) {
            throw new MojoFailureException(changes + (changes == 1 ? " model " : " models ")
                    + (dryRun ? "would change" : "changed") + " in the lock (hf.failOnChange)");
        }
    }
}
