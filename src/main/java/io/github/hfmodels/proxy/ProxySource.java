package io.github.hfmodels.proxy;

import io.github.hfmodels.model.UserException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place where proxies are configured. */
@FunctionalInterface
public interface ProxySource {

    /**
     * A way to a server.
     *
     * @param proxy the proxy on it; null for the direct way
     * @param origin who says so, in words for a log
     */
    record Route(@Nullable Proxy proxy, String origin) {}

    /**
     * The way to this address; empty when nothing is configured for it here.
     *
     * @throws UserException when what is configured makes no sense
     */
    Optional<Route> route(URI address);
}
