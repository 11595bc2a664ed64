package io.github.hfmodels.report;

import java.util.Comparator;

/**
 * Where a build uses a model.
 *
 * @param module the module's artifact id; empty outside a project
 * @param execution the id of the execution
 * @param alias the name by which the build refers to the model
 */
public record Use(String module, String execution, String alias) implements Comparable<Use> {

    private static final Comparator<Use> ORDER =
            Comparator.comparing(Use::module).thenComparing(Use::execution).thenComparing(Use::alias);

    @Override
    public int compareTo(Use other) {
        return ORDER.compare(this, other);
    }
}
