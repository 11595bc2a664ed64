package io.github.hfmodels.mojo;

import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.pom.Module;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import org.apache.maven.project.MavenProject;

/**
 * Which execution of a module uses which aliases, so that none silently overwrites the properties of another. Two may use an alias for the
 * same model.
 *
 * @param aliases by module and alias: the execution, and the model as it was written. Lists of strings, since other types may come
 *     from another class loader
 */
record AliasReservations(ConcurrentMap<String, List<String>> aliases) {

    /** @throws UserException when another execution has used an alias for something else */
    void reserve(Module module, String execution, List<ModelRequest> models) {
        MavenProject project = module.project();
        for (ModelRequest model : models) {
            String description =
                    model + ", " + model.selection() + (model.directory() == null ? "" : ", in " + model.directory());
            String key = project.getId() + "\n" + project.getBasedir() + "\n" + model.alias();
            List<String> mine = List.of(execution, description);
            List<String> other = aliases.putIfAbsent(key, mine);
            if (other == null || other.get(1).equals(description)) {
                continue;
            }
            if (!other.get(0).equals(execution)) {
                throw new UserException(module.prefix() + "the executions '" + other.get(0) + "' and '" + execution
                        + "' have one alias, '" + model.alias() + "', for " + other.get(1) + " and for " + description
                        + "; give one of them another with <alias>");
            }
            aliases.put(key, mine);
        }
    }
}
