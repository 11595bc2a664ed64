package io.github.hfmodels.source.hub;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.RepoType;
import java.net.URI;
import java.util.concurrent.ConcurrentMap;

/**
 * Which routes an endpoint lacks, as far as this build has found out. All modules know what one has found. Thread-safe.
 *
 * @param memory is shared with other things that are known about endpoints
 */
record RouteMemory(ConcurrentMap<String, String> memory, URI endpoint) {

    private static final Log LOG = Log.of(RouteMemory.class);

    boolean lacks(RepoType type, Route route) {
        return memory.containsKey(key(type, route));
    }

    /** Notes that another route gave what this one refused. */
    void noteLack(RepoType type, Route route) {
        if (memory.putIfAbsent(key(type, route), "lacking") == null) {
            LOG.debug("{} does not have the Hub's route {} for {}; using others", endpoint, route, type.plural());
        }
    }

    private String key(RepoType type, Route route) {
        return "route " + route + " of " + type.plural() + " at " + endpoint;
    }
}
