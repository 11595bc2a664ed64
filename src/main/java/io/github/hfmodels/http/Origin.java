package io.github.hfmodels.http;

import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.proxy.Proxy;
import java.net.URI;
import java.util.Locale;

/**
 * Scheme, host and port: what must be the same for a credential to be sent again.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host, lowercase
 * @param port the port, also where the address leaves it out
 */
record Origin(String scheme, String host, int port) {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** @throws InvalidValueException when the address is not an HTTP address with a host */
    static Origin of(URI address) {
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new InvalidValueException("'" + Addresses.printable(address) + "' is not an http or https address");
        }
        if (address.getHost() == null) {
            throw new InvalidValueException("'" + Addresses.printable(address) + "' names no host");
        }
        int implied = scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
        return new Origin(
                scheme,
                address.getHost().toLowerCase(Locale.ROOT),
                address.getPort() < 0 ? implied : address.getPort());
    }

    static Origin of(Proxy proxy) {
        return new Origin(proxy.scheme(), proxy.host().toLowerCase(Locale.ROOT), proxy.port());
    }

    boolean isEncrypted() {
        return scheme.equals("https");
    }

    /** Whether what is sent there stays on this machine. */
    boolean isLoopback() {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
