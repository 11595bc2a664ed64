package io.github.hfmodels.proxy;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Authority;
import io.github.hfmodels.model.UserException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Decides for each server whether requests to it use a proxy. Thread-safe. */
@FunctionalInterface
public interface ProxyRoutes {

    /** Never a proxy. */
    ProxyRoutes DIRECT = address -> Optional.empty();

    /**
     * The proxy for requests to this address; empty for none.
     *
     * @throws UserException when the configuration is wrong
     */
    Optional<Proxy> proxyFor(URI address);

    /** Asks the sources in turn, once for each server; the first one with a decision counts. */
    static ProxyRoutes firstOf(List<ProxySource> sources) {
        Log log = Log.of(ProxyRoutes.class);
        Map<String, Optional<Proxy>> known = new ConcurrentHashMap<>();
        return address -> known.computeIfAbsent(address.getScheme() + "://" + address.getAuthority(), server -> {
            Optional<ProxySource.Route> route = sources.stream()
                    .flatMap(source -> source.route(address).stream())
                    .findFirst();
            Optional<Proxy> proxy = route.flatMap(found -> Optional.ofNullable(found.proxy()));
            log.debug(
                    "{} is reached {}",
                    Authority.hostOf(address),
                    proxy.map(found -> "by the proxy " + found)
                            .orElseGet(() -> route.map(found -> "without a proxy, as " + found.foundIn() + " says")
                                    .orElse("directly, since no proxy is configured")));
            return proxy;
        });
    }
}
