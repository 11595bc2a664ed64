package io.github.hfmodels.mojo;

import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.pom.Module;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Which modules want which models, for messages about work that is done once for all of them. */
final class Requesters {

    private final Map<String, Set<String>> modules = new HashMap<>();

    void add(Module module, ModelRequest model) {
        modules.computeIfAbsent(model.key(), key -> new LinkedHashSet<>()).add(module.prefix());
    }

    /** The modules that want a model, before a message about it; empty where the one that runs is among them. */
    String prefix(ModelRequest model) {
        Set<String> names = modules.getOrDefault(model.key(), Set.of());
        return names.contains("") ? "" : String.join("", names);
    }

    /** The failure with the modules that want its model, unless the one that runs is among them. */
    ModelFailure named(ModelFailure failure) {
        return failure.in(prefix(failure.model()));
    }
}
