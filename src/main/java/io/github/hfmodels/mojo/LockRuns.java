package io.github.hfmodels.mojo;

import io.github.hfmodels.lock.LockedModel;
import io.github.hfmodels.plan.ModelRequest;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/**
 * What the modules of one build tell each other while they write locks together. One module does so at a time; the last one knows
 * what all of them want.
 */
final class LockRuns {

    private static final String SEPARATOR = "\n";

    private final BuildData build;
    private final MavenSession session;
    private final String goal;

    LockRuns(BuildData build, MavenSession session, String goal) {
        this.build = build;
        this.session = session;
        this.goal = goal;
    }

    /**
     * Waits until no other module writes a lock.
     *
     * @return to be unlocked
     * @throws InterruptedException when the thread is interrupted
     */
    ReentrantLock hold() throws InterruptedException {
        ReentrantLock mutex =
                build.<ReentrantLock>map("lock-mutex").computeIfAbsent("mutex", any -> new ReentrantLock(true));
        mutex.lockInterruptibly();
        return mutex;
    }

    /** Notes what a module wants of a lock file. */
    void want(Path file, Collection<ModelRequest> models) {
        notes("lock-files").put(file.toString(), "");
        models.forEach(model -> notes("lock-wanted").put(key(file, key(model)), ""));
    }

    /** Whether a module wants what is locked. */
    boolean isWanted(Path file, LockedModel model) {
        return notes("lock-wanted").containsKey(key(file, model + " " + model.selection()));
    }

    /** The lock files of all modules that have run so far. */
    List<Path> files() {
        return notes("lock-files").keySet().stream().sorted().map(Path::of).toList();
    }

    /** Notes that a lock file was written. */
    void wrote(Path file) {
        notes("lock-written").put(key(file, ""), "");
    }

    boolean hasWritten(Path file) {
        return notes("lock-written").containsKey(key(file, ""));
    }

    /** Notes that a revision was looked up, and need not be again. */
    void lookedUp(Path file, ModelRequest model) {
        notes("lock-looked-up").put(key(file, model.toString()), "");
    }

    boolean isLookedUp(Path file, ModelRequest model) {
        return notes("lock-looked-up").containsKey(key(file, model.toString()));
    }

    /** Notes that a name of the command line was found. */
    void found(String name) {
        notes("lock-found").put(key(name), "");
    }

    boolean isFound(String name) {
        return notes("lock-found").containsKey(key(name));
    }

    /** Notes models that change. */
    void changed(int number) {
        build.<Integer>map("lock-changes").merge(goal, number, Integer::sum);
    }

    /** How many models have changed so far. */
    int changes() {
        return build.<Integer>map("lock-changes").getOrDefault(goal, 0);
    }

    /** Counts the module as done; true for the last one of the build. */
    boolean isLast() {
        int done = build.<Integer>map("lock-runs").merge(goal, 1, Integer::sum);
        return done == session.getProjects().size();
    }

    /** Whether all modules that can have this lock file are in the build, so that what none of them wants is wanted by nobody. */
    boolean hasAllModulesOf(Path file) {
        return session.getProjects().size() == session.getAllProjects().size()
                && session.getProjects().stream()
                        .map(MavenProject::getBasedir)
                        .anyMatch(folder -> folder == null
                                || file.startsWith(
                                        folder.toPath().toAbsolutePath().normalize()));
    }

    private ConcurrentMap<String, String> notes(String kind) {
        return build.map(kind);
    }

    private static String key(ModelRequest model) {
        return model.key();
    }

    private String key(Path file, String rest) {
        return key(file + SEPARATOR + rest);
    }

    private String key(String rest) {
        return goal + SEPARATOR + rest;
    }
}
