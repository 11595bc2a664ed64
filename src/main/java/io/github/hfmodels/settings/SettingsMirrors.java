package io.github.hfmodels.settings;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.maven.settings.Mirror;

/**
 * The {@code <mirrors>} of settings.xml that stand in for a source of models. Only those count that name it: patterns such as
 * {@code *} mean repositories of Maven.
 */
record SettingsMirrors(List<Mirror> mirrors) {

    private static final Log LOG = Log.of(SettingsMirrors.class);

    /**
     * The endpoints with the mirror in place of the source's public one; each place once.
     *
     * @param environment that of the source, whose word is the id by which {@code <mirrorOf>} names it
     * @return empty when the public endpoint was the only one, and is blocked
     * @throws io.github.hfmodels.model.UserException when the mirror's address is wrong
     */
    List<Endpoint> apply(SourceEnvironment environment, List<Endpoint> configured) {
        var result = new ArrayList<Endpoint>();
        for (Endpoint endpoint : configured) {
            Optional<Mirror> mirror = endpoint.isPublic(environment)
                    ? mirrorOf(environment.source().word())
                    : Optional.empty();
            if (mirror.isEmpty()) {
                add(result, endpoint);
            } else if (isBlocked(mirror.get())) {
                LOG.debug(
                        "{} is blocked by mirror {} in settings.xml",
                        endpoint.address(),
                        mirror.get().getId());
            } else {
                add(result, endpoint(mirror.get(), environment));
            }
        }
        return result;
    }

    /** Where one place is named twice it stays where it was named first, as that of the mirror. */
    private static void add(List<Endpoint> endpoints, Endpoint endpoint) {
        for (int i = 0; i < endpoints.size(); i++) {
            if (endpoints.get(i).isSamePlaceAs(endpoint)) {
                if (endpoint.mirrorId() != null) {
                    endpoints.set(i, endpoint);
                }
                return;
            }
        }
        endpoints.add(endpoint);
    }

    private Optional<Mirror> mirrorOf(String sourceId) {
        return mirrors.stream()
                .filter(mirror -> mirror.getMirrorOf() != null
                        && Arrays.stream(mirror.getMirrorOf().split(","))
                                .map(String::strip)
                                .anyMatch(sourceId::equals))
                .findFirst();
    }

    private static Endpoint endpoint(Mirror mirror, SourceEnvironment environment) {
        String id = mirror.getId() == null ? "default" : mirror.getId().strip();
        String url = mirror.getUrl() == null ? "" : mirror.getUrl().strip();
        return new Endpoint(
                Endpoint.of(url, "the <url> of mirror '" + Printable.of(id) + "' in settings.xml", "", environment)
                        .address(),
                id);
    }

    private static boolean isBlocked(Mirror mirror) {
        try {
            return mirror.isBlocked();
        } catch (NoSuchMethodError e) {
            // Maven before 3.8.1 does not know the element.
            return false;
        }
    }
}
