package io.github.hfmodels.http;

import io.github.hfmodels.model.Authority;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.proxy.Proxy;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * Scheme, host and port: a credential is sent to one of them only.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host, lowercase; an IPv6 address is in brackets
 * @param port the port, also where the address leaves it out
 */
public record Origin(String scheme, String host, int port) {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|\\[::1]|127(\\.\\d{1,3}){3}");

    /** @throws InvalidValueException when the address is not an HTTP address with a host, or its port does not exist */
    public static Origin of(URI address) {
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new InvalidValueException("'" + Addresses.printable(address) + "' is not an http or https address");
        }
        Authority authority = Authority.of(address)
                .orElseThrow(() -> new InvalidValueException(
                        "'" + Addresses.printable(address) + "' does not have a host and a port that exist"));
        return new Origin(
                scheme, authority.host(), authority.port() < 0 ? Authority.defaultPort(scheme) : authority.port());
    }

    static Origin of(Proxy proxy) {
        return new Origin(proxy.scheme(), proxy.host().toLowerCase(Locale.ROOT), proxy.port());
    }

    /** The host, with the port unless it is the usual one of the scheme. */
    public String authority() {
        return port == Authority.defaultPort(scheme) ? host : host + ":" + port;
    }

    // As in package model, not those of records.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Origin that
                && scheme.equals(that.scheme)
                && host.equals(that.host)
                && port == that.port;
    }

    @Override
    public int hashCode() {
        return host.hashCode();
    }

    /** As the beginning of an address: {@code https://host}, with the port unless it is the usual one of the scheme. */
    @Override
    public String toString() {
        return scheme + "://" + authority();
    }

    boolean isEncrypted() {
        return scheme.equals("https");
    }

    /** Whether requests to this origin stay on this machine. */
    public boolean isLoopback() {
        return LOOPBACK.matcher(host).matches();
    }

    /** For HttpClient, which wants IPv6 addresses without brackets: otherwise it takes them for names of hosts. */
    HttpHost toHttpHost() {
        return new HttpHost(scheme, Authority.bare(host), port);
    }
}
