package io.github.hfmodels.http;

import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.proxy.Proxy;
import java.net.URI;
import java.util.Locale;

/**
 * Scheme, host and port: a credential is sent to one of them only.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host, lowercase
 * @param port the port, also where the address leaves it out
 */
public record Origin(String scheme, String host, int port) {

    /** @throws InvalidValueException when the address is not an HTTP address with a host */
    public static Origin of(URI address) {
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new InvalidValueException("'" + Addresses.printable(address) + "' is not an http or https address");
        }
        if (address.getHost() == null) {
            throw new InvalidValueException("'" + Addresses.printable(address) + "' does not have a host");
        }
        return new Origin(
                scheme,
                address.getHost().toLowerCase(Locale.ROOT),
                address.getPort() < 0 ? Proxy.defaultPort(scheme) : address.getPort());
    }

    static Origin of(Proxy proxy) {
        return new Origin(proxy.scheme(), proxy.host().toLowerCase(Locale.ROOT), proxy.port());
    }

    boolean isEncrypted() {
        return scheme.equals("https");
    }

    /** Whether requests to this origin stay on this machine. */
    boolean isLoopback() {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
