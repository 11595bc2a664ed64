package io.github.hfmodels.proxy;

import io.github.hfmodels.model.Authority;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The hosts in {@code NO_PROXY}, by the rules of Python's httpx: {@code *} means all hosts, {@code example.org} the domain and
 * its subdomains, {@code .example.org} its subdomains, {@code https://example.org} that host for that scheme; IP addresses
 * and {@code localhost} match exactly, and each entry may have a port. Like curl and Go it also accepts {@code *.example.org}
 * and networks such as {@code 10.0.0.0/8}. Names are not looked up.
 */
final class NoProxyList {

    private static final Pattern ENTRY = Pattern.compile(
            "(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(\\[[^\\]]+]|[^:/\\[\\]]+|[^/\\[\\]]*:[^/\\[\\]]*:[^/\\[\\]]*)"
                    + "(?::(\\d{1,5}))?(?:/(\\d{1,3}))?/?");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private final List<String> entries;

    NoProxyList(String list) {
        this.entries = Stream.of(list.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    boolean exempts(URI address) {
        return entries.stream().anyMatch(entry -> entry.equals("*") || matches(entry, address));
    }

    private static boolean matches(String entry, URI address) {
        Matcher parts = ENTRY.matcher(entry.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return false;
        }
        String scheme = parts.group(1);
        String port = parts.group(3);
        Optional<Authority> server = Authority.of(address);
        return server.isPresent()
                && (scheme == null || scheme.equals("all") || scheme.equalsIgnoreCase(address.getScheme()))
                && (port == null || Integer.parseInt(port) == port(server.get(), address))
                && matchesHost(
                        Authority.bare(parts.group(2)),
                        parts.group(4),
                        scheme != null,
                        server.get().bareHost());
    }

    private static boolean matchesHost(String pattern, @Nullable String prefix, boolean exactly, String host) {
        Optional<byte[]> network = numeric(pattern);
        if (network.isPresent()) {
            int bits = prefix == null ? Integer.MAX_VALUE : Integer.parseInt(prefix);
            return numeric(host)
                    .filter(number -> isWithin(number, network.get(), bits))
                    .isPresent();
        }
        if (exactly || pattern.equals("localhost")) {
            return host.equals(pattern);
        }
        String domain = pattern.startsWith("*.") ? pattern.substring(1) : pattern;
        return domain.startsWith(".") ? host.endsWith(domain) : host.equals(domain) || host.endsWith("." + domain);
    }

    private static boolean isWithin(byte[] number, byte[] network, int bits) {
        if (number.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < Math.min(bits, network.length * 8); bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((number[bit / 8] & mask) != (network[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of a numeric address; empty for a name. */
    private static Optional<byte[]> numeric(String host) {
        if (!IPV4.matcher(host).matches() && host.indexOf(':') < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static int port(Authority server, URI address) {
        return server.port() < 0 ? Authority.defaultPort(address.getScheme()) : server.port();
    }
}
