package io.github.hfmodels.proxy;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of the JVM: the system properties {@code https.proxyHost}, {@code https.proxyPort}, {@code http.nonProxyHosts}
 * and so on, or the selector that replaces them. A SOCKS proxy is not needed here, since Java's sockets use it themselves.
 */
public final class JvmProxies implements ProxySource {

    @Override
    public Optional<Route> route(URI address) {
        ProxySelector selector = ProxySelector.getDefault();
        if (selector == null) {
            return Optional.empty();
        }
        return selector.select(address).stream()
                .filter(proxy -> proxy.type() == java.net.Proxy.Type.HTTP)
                .map(java.net.Proxy::address)
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .findFirst()
                .map(found -> route(found, address.getScheme()));
    }

    private static Route route(InetSocketAddress found, String scheme) {
        String property = scheme + ".proxyHost";
        String foundIn =
                System.getProperty(property) == null ? "Java's proxy selector" : "the Java property " + property;
        return new Route(new Proxy("http", found.getHostString(), found.getPort(), login(scheme), foundIn), foundIn);
    }

    private static Proxy.@Nullable Login login(String scheme) {
        String user = System.getProperty(scheme + ".proxyUser", "");
        return user.isEmpty() ? null : new Proxy.Login(user, System.getProperty(scheme + ".proxyPassword", ""));
    }
}
