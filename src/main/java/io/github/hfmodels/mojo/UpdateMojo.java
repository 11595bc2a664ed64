package io.github.hfmodels.mojo;

import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.ModelCoordinates;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.relock.LockUpdater;
import io.github.hfmodels.relock.RelockRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Moves the lock file to where the models' revisions are today, and shows what that changes: for each model the old and the new
 * commit, and the files that were added, removed and changed, with sizes. Models of the POM that are not locked yet are locked, too.
 * What the Hub says of the licence, the card and the security scan is brought up to date for all models, also for those that cannot move.
 *
 * <p><code>-Dhf.models</code> names the models to move, by their alias, or as <code>owner/name</code> or
 * <code>owner/name@revision</code>; the others stay. Models that this build does not use stay in the lock file, too, unless
 * <code>-Dhf.dropUnused</code> is given. <code>-Dhf.dryRun</code> only shows the changes, and with <code>-Dhf.failOnChange</code>
 * the exit status tells whether there are any.
 */
@Mojo(name = "update", threadSafe = true, requiresProject = false)
public final class UpdateMojo extends AbstractLockMojo {

    /** Without names, all models of the modules; with names, these models, also those that only the lock has. */
    @Override
    List<ModelRequest> wanted(List<ModelRequest> models, ModelLock before, Set<String> aliases) {
        List<String> names = names();
        if (names.isEmpty()) {
            return models;
        }
        List<ModelRequest> all = Stream.concat(
                        models.stream(), before.models().stream().map(LockUpdater::request))
                .toList();
        // An alias is the user's own word for a model, so it comes before the names of others.
        return names.stream()
                .flatMap(name -> aliases.contains(name)
                        ? models.stream().filter(model -> model.alias().equals(name))
                        : all.stream().filter(model -> isNamed(model, name)))
                .toList();
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

    /** A name without a type, as models have it, also names the dataset or space with that id; one without a source also what ModelScope has. */
    private boolean isNamed(ModelRequest model, String name) {
        ModelCoordinates named = coordinates(name);
        boolean isOfType = named.repo().type() == RepoType.MODEL
                || named.repo().type() == model.repo().type();
        boolean isOfSource =
                named.isPlain() || named.repo().source() == model.repo().source();
        return isOfType
                && isOfSource
                && named.repo().id().equals(model.repo().id())
                && (named.revision() == null || named.revision().equals(model.revision()));
    }

    private ModelCoordinates coordinates(String name) {
        try {
            return ModelCoordinates.parse(name, endpointAddresses());
        } catch (InvalidValueException e) {
            throw new UserException(
                    "hf.models names " + Printable.of(name) + ", which is no alias in the POM: " + e.getMessage(), e);
        }
    }

    @Override
    boolean hasModelsOfCommandLine() {
        return false;
    }

    @Override
    String agreement(boolean allAreUsed) {
        return super.agreement(allAreUsed) + ", and no revision has moved";
    }

    @Override
    RelockRequest.Mode mode() {
        return RelockRequest.Mode.UPDATE;
    }

    /** Refuses names of nothing. The run of one module cannot do so, since another module may have the model. */
    @Override
    void check(List<ModelRequest> wanted, Set<String> aliases) {
        for (String name : isAboutAllModules() ? names() : List.<String>of()) {
            if (!aliases.contains(name) && wanted.stream().noneMatch(model -> isNamed(model, name))) {
                throw new UserException(
                        "hf.models names " + Printable.of(name)
                                + ", which neither the POM nor the lock file has; check the id or alias, or add it to <models>");
            }
        }
    }
}
