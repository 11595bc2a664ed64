package io.github.hfmodels.model;

import java.net.URI;
import java.util.List;

/** The base addresses of the sources in use. A source's are asked for only when they matter, since they may be wrong where nobody uses it. */
@FunctionalInterface
public interface SourceEndpoints {

    /**
     * The base addresses of a source, in the order in which they are asked; may be empty.
     *
     * @throws UserException when they are configured wrongly
     */
    List<URI> of(SourceId source);
}
