package io.github.hfmodels.http;

import java.io.IOException;
import java.net.URI;

/** Is told where redirects lead, and may refuse to follow them. Implementations are thread-safe. */
public interface Redirects {

    /**
     * A request is about to follow a redirect.
     *
     * @throws IOException when it must not
     */
    default void follow(HttpRequest request, URI target) throws IOException {}

    /** A request is answered with a success by this address, after redirects if it is not the request's own. */
    default void arrived(HttpRequest request, URI address) {}
}
