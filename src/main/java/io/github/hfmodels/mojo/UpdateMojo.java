package io.github.hfmodels.mojo;

import io.github.hfmodels.lockfile.LockFile.Contents;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.ModelCoordinates;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanException;
import io.github.hfmodels.relock.LockOutcome;
import io.github.hfmodels.relock.LockUpdater;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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

    private final Set<String> found = new HashSet<>();

    /** Without names, all that modules want; with names, these models, also where the lock alone has them. */
    @Override
    List<ModelRequest> wanted(List<ModelRequest> models, ModelLock before) {
        List<String> names = names();
        if (names.isEmpty()) {
            return models;
        }
        var named = new LinkedHashMap<String, ModelRequest>();
        Stream.concat(models.stream(), before.models().stream().map(LockUpdater::request))
                .filter(model -> isNamed(model, names))
                .forEach(model -> named.putIfAbsent(model.key(), model));
        return List.copyOf(named.values());
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

    private boolean isNamed(ModelRequest model, List<String> names) {
        List<String> naming =
                names.stream().filter(name -> isNamed(model, name)).toList();
        found.addAll(naming);
        return !naming.isEmpty();
    }

    /** A name without a type, as models have it, is good enough for whatever has that id. */
    private boolean isNamed(ModelRequest model, String name) {
        ModelCoordinates named = ModelCoordinates.parse(name, endpointAddress());
        boolean isOfType = named.repo().type() == RepoType.MODEL
                || named.repo().type() == model.repo().type();
        return isOfType
                && named.repo().id().equals(model.repo().id())
                && (named.revision() == null || named.revision().equals(model.revision()));
    }

    @Override
    LockOutcome change(LockUpdater locker, Contents before, List<ModelRequest> wanted)
            throws PlanException, InterruptedException {
        return locker.update(before, wanted);
    }

    @Override
    void checkNames() throws MojoFailureException {
        for (String name : names()) {
            if (!found.contains(name) && isAboutAllModules()) {
                throw new MojoFailureException("hf.models names " + Printable.of(name)
                        + ", which no module has among its models; check the id, or add it to <models>");
            }
        }
    }
}
