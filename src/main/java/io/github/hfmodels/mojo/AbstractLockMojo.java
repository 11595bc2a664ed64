package io.github.hfmodels.mojo;

import io.github.hfmodels.console.LockChanges;
import io.github.hfmodels.engine.ModelEngine;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.policy.LockCheck;
import io.github.hfmodels.policy.Policy;
import io.github.hfmodels.pom.Declarations;
import io.github.hfmodels.pom.DeclaredExecution;
import io.github.hfmodels.pom.LockLocation;
import io.github.hfmodels.pom.Module;
import io.github.hfmodels.relock.LockOutcome;
import io.github.hfmodels.relock.RelockRequest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * The goals that write lock files. From the command line they run once for all modules, and write each lock file once or not at all.
 * Bound to a phase, they run in each module and merge its models into its lock file.
 */
abstract class AbstractLockMojo extends AbstractModelsMojo {

    private static final Log LOG = Log.of(AbstractLockMojo.class);

    /**
     * Whether to only show what would change. Neither the lock file nor the cache is then written.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * Whether the build fails if something changes, or would change with <code>dryRun</code>. It fails after everything is shown.
     * This is for programs that check the exit status.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.failOnChange", defaultValue = "false")
    private boolean failOnChange;

    /**
     * Whether models that no module of this build uses are dropped from the lock file. Each of them is shown. Without it they stay,
     * and the goal names them. Models of modules that are not part of the build, for example with <code>-pl</code>, and of profiles
     * that are not active count as unused. It does not have an effect if <code>hf.models</code> is set, or if the goal is bound to a
     * phase, since it then sees only one module.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.dropUnused", defaultValue = "false")
    private boolean dropUnused;

    private final Requesters requesters = new Requesters();
    private final List<Governed> governed = new ArrayList<>();

    /** The models that the command line names for a module in place of its own. */
    List<ModelRequest> ofCommandLine(Module module) {
        return List.of();
    }

    /** Whether the models are those of the POMs. */
    boolean isOfPom() {
        return true;
    }

    /**
     * The models that the goal is about.
     *
     * @param models the models of the modules that have one lock file, as each of them has them
     * @param before the lock so far
     * @param aliases those of the models of all lock files
     */
    List<ModelRequest> wanted(List<ModelRequest> models, ModelLock before, Set<String> aliases) {
        return models;
    }

    /** Checks the models that the goal is about, those of all lock files, before anything is looked up. */
    void check(List<ModelRequest> wanted, Set<String> aliases) {}

    /** Which of them the goal looks up. */
    abstract RelockRequest.Mode mode();

    /**
     * A lock file to change.
     *
     * @param before the lock so far
     * @param models the models of the modules that have the file
     * @param wanted the models that the goal is about
     */
    private record Task(Path file, ModelLock before, List<ModelRequest> models, List<ModelRequest> wanted) {}

    /**
     * Models and the policies that they must keep.
     *
     * @param file the lock file that has them
     */
    private record Governed(Path file, Module module, List<ModelRequest> models, List<Policy> policies) {}

    @Override
    @SuppressWarnings("try") // The files are only held.
    final void run() throws MojoFailureException, MojoExecutionException, IOException, InterruptedException {
        Declarations declarations = declarations();
        SortedMap<Path, List<ModelRequest>> models = models(declarations);
        if (models.values().stream().allMatch(List::isEmpty)
                && models.keySet().stream().noneMatch(Files::exists)) {
            LOG.warn("No models are configured, and nothing is locked: {}", declarations.whereModelsAre());
            return;
        }
        // Update may be told names of models that only the lock has.
        Set<SourceId> sources = isOfPom() && modelCoordinates() != null
                ? Set.of(SourceId.values())
                : ExecutionRequest.sources(models.values().stream().flatMap(List::stream));
        try (ModelEngine engine = engine(options(sources));
                Closeable held = engine.holdLockFiles(dryRun ? Set.of() : models.keySet())) {
            Set<String> aliases = models.values().stream()
                    .flatMap(List::stream)
                    .map(ModelRequest::alias)
                    .collect(Collectors.toSet());
            List<Task> tasks = tasks(models, aliases);
            check(tasks.stream().flatMap(task -> task.wanted().stream()).toList(), aliases);
            save(tasks, outcomes(engine, tasks));
        }
    }

    /** The models of the modules by lock file; a module without models has one, too. */
    private SortedMap<Path, List<ModelRequest>> models(Declarations declarations) {
        var models = new TreeMap<Path, List<ModelRequest>>();
        for (Module module : declarations.modules()) {
            Path lockFile = lockLocation(module).toWrite();
            models.computeIfAbsent(lockFile, file -> new ArrayList<>());
            add(
                    models,
                    lockFile,
                    module,
                    ofCommandLine(module),
                    isOfPom() ? List::of : () -> policies().of(module.ofCommandLine()));
        }
        for (DeclaredExecution each : isOfPom() ? declarations.all() : List.<DeclaredExecution>of()) {
            LockLocation location = isAboutAllModules() ? lockLocation(each) : lockLocation(each.module());
            add(
                    models,
                    location.toWrite(),
                    each.module(),
                    models(each, null),
                    () -> policies().of(each));
        }
        return models;
    }

    /** Without folders, which a lock does not have. */
    private void add(
            Map<Path, List<ModelRequest>> models,
            Path lockFile,
            Module module,
            List<ModelRequest> added,
            Supplier<List<Policy>> policies) {
        List<ModelRequest> bare =
                added.stream().map(ModelRequest::withoutDirectory).toList();
        bare.forEach(model -> requesters.add(module, model));
        models.computeIfAbsent(lockFile, file -> new ArrayList<>()).addAll(bare);
        if (!bare.isEmpty()) {
            governed.add(new Governed(lockFile, module, bare, policies.get()));
        }
    }

    /** Each model once, whatever its aliases are. */
    private static List<ModelRequest> once(List<ModelRequest> models) {
        var once = new LinkedHashMap<String, ModelRequest>();
        models.forEach(model -> once.merge(model.key(), model, (one, other) -> one.optional() ? other : one));
        return List.copyOf(once.values());
    }

    private List<Task> tasks(SortedMap<Path, List<ModelRequest>> models, Set<String> aliases) throws IOException {
        var tasks = new ArrayList<Task>();
        for (Map.Entry<Path, List<ModelRequest>> each : models.entrySet()) {
            ModelLock before = Locks.readOrEmpty(each.getKey());
            tasks.add(new Task(
                    each.getKey(), before, once(each.getValue()), once(wanted(each.getValue(), before, aliases))));
        }
        return tasks;
    }

    private List<LockOutcome> outcomes(ModelEngine engine, List<Task> tasks)
            throws MojoFailureException, MojoExecutionException, InterruptedException {
        var outcomes = new ArrayList<LockOutcome>();
        PolicyReport policies = policyReport();
        for (Task task : tasks) {
            LockOutcome outcome;
            try {
                outcome = engine.relock(new RelockRequest(mode(), task.before(), task.wanted(), checks(), dryRun));
            } catch (UserException e) {
                // It is another failure, which must not hide these.
                policies.fatal().forEach(line -> LOG.error("{}", line));
                throw e;
            }
            outcomes.add(outcome);
            for (Governed each : governed) {
                if (each.file().equals(task.file()) && !each.policies().isEmpty()) {
                    policies.add(
                            LockCheck.findings(
                                    each.policies(), each.models(), outcome.lock(), model -> isLookedUp(model, task)),
                            model -> each.module().prefix());
                }
            }
        }
        policies.log();
        failures()
                .report(
                        outcomes.stream()
                                .flatMap(outcome -> outcome.failures().stream())
                                .map(requesters::named)
                                .toList(),
                        tasks.stream().mapToInt(task -> task.models().size()).sum(),
                        "locked",
                        policies.fatal());
        return outcomes;
    }

    private boolean isLookedUp(ModelRequest model, Task task) {
        return switch (mode()) {
            case LOCK ->
                task.before()
                        .find(model.repo(), model.revision(), model.selection())
                        .isEmpty();
            case UPDATE -> task.wanted().stream().anyMatch(each -> each.key().equals(model.key()));
        };
    }

    private void save(List<Task> tasks, List<LockOutcome> outcomes) throws IOException {
        int changes = 0;
        int unused = 0;
        for (int i = 0; i < tasks.size(); i++) {
            LockOutcome outcome = withoutUnused(tasks.get(i), outcomes.get(i));
            save(tasks.get(i), outcome);
            changes += outcome.changes().size();
            unused += outcome.unused(tasks.get(i).models()).size();
        }
        failOnChange(changes, unused == 0);
    }

    /** What a dry run has found that has nothing to do, such as {@code the lock and the POM agree}. */
    String agreement(boolean allAreUsed) {
        return modelCoordinates() != null
                ? "the lock has the models that hf.models names"
                : allAreUsed && isAboutAllModules()
                        ? "the lock and the POM agree"
                        : "the lock has all models of the POM";
    }

    /** A run for some models, or for one module, does not know which others are used. */
    private LockOutcome withoutUnused(Task task, LockOutcome outcome) {
        if (modelCoordinates() != null || !isAboutAllModules()) {
            return outcome;
        }
        List<LockedModel> unused = outcome.unused(task.models());
        if (dropUnused || unused.isEmpty()) {
            return outcome.without(unused);
        }
        LOG.info(
                "Not used by this build, and kept in {}: {} (hf.dropUnused drops them)",
                task.file(),
                LockChanges.names(unused));
        return outcome;
    }

    private void save(Task task, LockOutcome outcome) throws IOException {
        outcome.changes().forEach(change -> LockChanges.lines(change).forEach(LOG::info));
        ModelLock after = outcome.lock();
        boolean isNothing = after.models().isEmpty() && task.before().models().isEmpty() && !Files.exists(task.file());
        if (dryRun || isNothing) {
            return;
        }
        String message = Locks.write(task.file(), after) ? "Wrote {}: {}" : "{} is as it was: {}";
        LOG.info(message, task.file(), LockChanges.size(after));
    }

    private void failOnChange(int changes, boolean allAreUsed) {
        if (dryRun && changes > 0) {
            LOG.info("Dry run: nothing was changed (hf.dryRun)");
        } else if (dryRun) {
            LOG.info("Dry run: {}, so nothing would change (hf.dryRun)", agreement(allAreUsed));
        }
        if (failOnChange && changes > 0) {
            throw new UserException(changes + (changes == 1 ? " model " : " models ")
                    + (dryRun ? "would change" : "changed") + " in the lock (hf.failOnChange)");
        }
    }
}
