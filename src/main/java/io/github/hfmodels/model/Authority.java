package io.github.hfmodels.model;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Host and port of an address. {@link URI#getHost} is null for host names with an underscore, which Docker networks and buckets
 * have, so nothing else in this program calls it.
 *
 * @param host the host in lowercase; an IPv6 address is in brackets
 * @param port the port; -1 where the address leaves it out
 */
public record Authority(String host, int port) {

    private static final int MAX_PORT = 65_535;
    private static final Pattern PARTS =
            Pattern.compile("(?:[^@]*@)?(\\[[0-9A-Fa-f:.]+(?:%25[\\w.~-]+)?]|[A-Za-z0-9._~-]+)(?::(\\d{0,9}))?");

    /** Host and port; empty when the address has no host, or a port that does not exist. */
    public static Optional<Authority> of(URI address) {
        String known = address.getHost();
        // Each request asks several times.
        if (known != null && !known.startsWith("[")) {
            return of(known, address.getPort());
        }
        String text = address.getRawAuthority();
        Matcher parts = PARTS.matcher(text == null ? "" : text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return of(parts.group(1), port(parts.group(2)));
    }

    private static Optional<Authority> of(String host, int port) {
        return port == 0 || port > MAX_PORT
                ? Optional.empty()
                : Optional.of(new Authority(host.toLowerCase(Locale.ROOT), port));
    }

    /** The port of an address of this scheme that does not name one. */
    public static int defaultPort(String scheme) {
        return scheme.equalsIgnoreCase("https") ? 443 : 80;
    }

    /** The host of an address for a message. */
    public static String hostOf(URI address) {
        return of(address).map(Authority::host).orElse("no host");
    }

    /** The host without the brackets of an IPv6 address. */
    public String bareHost() {
        return bare(host);
    }

    /** A host without the brackets of an IPv6 address. */
    public static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(@Nullable String digits) {
        return digits == null || digits.isEmpty() ? -1 : Integer.parseInt(digits);
    }
}
