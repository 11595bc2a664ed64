package io.github.hfmodels.proxy;

import io.github.hfmodels.model.UserException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place where proxies are configured. */
@FunctionalInterface
public interface ProxySource {

    /**
     * The decision for one address.
     *
     * @param proxy the proxy to use; null for none
     * @param foundIn where the decision was found, in words for a log
     */
    record Route(@Nullable Proxy proxy, String foundIn) {}

    /**
     * The decision for this address; empty when nothing is configured for it here.
     *
     * @throws UserException when the configuration is wrong
     */
    Optional<Route> route(URI address);
}
