package io.github.hfmodels.proxy;

import io.github.hfmodels.model.UserException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says for each server whether requests to it go by a proxy. Thread-safe. */
@FunctionalInterface
public interface ProxyRoutes {

    /** No proxy for anybody. */
    ProxyRoutes DIRECT = address -> Optional.empty();

    /**
     * The proxy for requests to this address; empty for the direct way.
     *
     * @throws UserException when what is configured makes no sense
     */
    Optional<Proxy> proxyFor(URI address);

    /** Asks the sources in turn, once for each server; the first that has something to say decides. */
    static ProxyRoutes firstOf(List<ProxySource> sources) {
        Logger log = LoggerFactory.getLogger(ProxyRoutes.class);
        Map<String, Optional<Proxy>> known = new ConcurrentHashMap<>();
        return address -> known.computeIfAbsent(address.getScheme() + "://" + address.getAuthority(), server -> {
            Optional<ProxySource.Route> route = sources.stream()
                    .flatMap(source -> source.route(address).stream())
                    .findFirst();
            Optional<Proxy> proxy = route.flatMap(found -> Optional.ofNullable(found.proxy()));
            log.debug(
                    "{} is reached {}",
                    address.getHost(),
                    proxy.map(found -> "by the proxy " + found)
                            .orElseGet(() -> route.map(found -> "without a proxy, as " + found.origin() + " says")
                                    .orElse("directly, since no proxy is configured")));
            return proxy;
        });
    }
}
