package io.github.hfmodels.mojo;

import io.github.hfmodels.lock.LockFile.Contents;
import io.github.hfmodels.locking.LockOutcome;
import io.github.hfmodels.locking.Locker;
import io.github.hfmodels.model.ModelCoordinates;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Moves the lock file to where the models' revisions are today, and shows what that changes: of each model the old and the new commit,
 * and the files that were added, removed and changed, with sizes. Models of the POM that are not locked yet are locked, too.
 *
 * <p><code>-Dhf.models</code> names the models to be moved, as <code>owner/name</code> or <code>owner/name@revision</code>; the others
 * stay. <code>-Dhf.dryRun</code> only shows, and with <code>-Dhf.failOnChange</code> the exit status tells whether there is anything
 * to be moved.
 */
@Mojo(name = "update", threadSafe = true, requiresProject = false)
public final class UpdateMojo extends AbstractLockMojo {

    @Override
    Collection<ModelRequest> wanted(Collection<ModelRequest> models, LockRuns runs) {
        List<String> names = names();
        if (names.isEmpty()) {
            return models;
        }
        var wanted = new ArrayList<ModelRequest>();
        for (ModelRequest model : models) {
            List<String> naming =
                    names.stream().filter(name -> isNamed(model, name)).toList();
            naming.forEach(runs::found);
            if (!naming.isEmpty()) {
                wanted.add(model);
            }
        }
        return wanted;
    }

    private List<String> names() {
        String names = modelCoordinates();
        return names == null
                ? List.of()
                : Arrays.stream(names.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }

    private boolean isNamed(ModelRequest model, String name) {
        ModelCoordinates named = ModelCoordinates.parse(name, endpointAddress());
        return named.repo().id().equals(model.repo().id())
                && (named.revision() == null || named.revision().equals(model.revision()));
    }

    @Override
    LockOutcome change(Locker locker, Contents before, List<ModelRequest> wanted, Path file, LockRuns runs)
            throws PlanException, InterruptedException {
        LockOutcome outcome = locker.update(before, wanted, model -> runs.isLookedUp(file, model));
        wanted.forEach(model -> runs.lookedUp(file, model));
        return outcome;
    }

    @Override
    void checkAllFound(LockRuns runs) throws MojoFailureException {
        for (String name : names()) {
            if (!runs.isFound(name)) {
                throw new MojoFailureException("hf.models names " + Printable.of(name)
                        + ", which no module has among its models; check the id, or add it to <models>");
            }
        }
    }
}
