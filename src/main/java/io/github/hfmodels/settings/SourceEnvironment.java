package io.github.hfmodels.settings;

import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.model.SourceId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What the environment says about a source, where parameters and settings.xml say nothing, and what messages call it. */
public interface SourceEnvironment {

    /** The source; its word is also the id of its server and its mirror in settings.xml. */
    SourceId source();

    /** The source within a sentence. */
    String name();

    /** The addresses of the public server; the first is the default endpoint. */
    List<String> publicEndpoints();

    /** The endpoints that the environment names, separated by commas, else the default one. */
    String endpoint();

    /** An endpoint's address from what is configured as one. */
    default String address(String configured) {
        return configured;
    }

    /** Where endpoints are configured, in words for a message. */
    String endpointNames();

    /** The variable that a token may be put into. */
    String tokenVariable();

    /**
     * The token to send to an endpoint when no other is configured; empty when there is none.
     *
     * @throws io.github.hfmodels.model.UserException when it cannot be used
     */
    Optional<Authorization> token(Endpoint endpoint);

    /**
     * The cache that the source's own tools use.
     *
     * @throws io.github.hfmodels.model.UserException when the environment names neither it nor a home folder
     */
    Path cacheDirectory();

    /** The seconds without a byte after which a download has failed; empty where nothing is said. */
    OptionalInt downloadTimeout();

    /** The seconds without a byte after which an API call has failed; empty where nothing is said. */
    OptionalInt apiTimeout();
}
