package io.github.hfmodels.http;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The cookies of one chain of redirects: some gateways redirect to the same address until they get theirs back. Each goes to the
 * host that set it and to no other, and none outlives the chain.
 */
final class RedirectCookies {

    private static final int MAX_COOKIES = 20;
    private static final Pattern COOKIE =
            Pattern.compile("\\s*([!#$%&'*+.^_`|~\\w-]{1,200})=([\\x20-\\x7e&&[^;]]{0,4096})(;.*)?", Pattern.DOTALL);
    private static final Pattern EXPIRED = Pattern.compile("(?i);\\s*max-age\\s*=\\s*(?:0|-\\d+)\\s*(?:;|$)");
    private static final Pattern SECURE = Pattern.compile("(?i);\\s*secure\\s*(?:;|$)");

    private record Cookie(String value, boolean isSecure) {}

    private final Map<String, Map<String, Cookie>> byHost = new HashMap<>();

    /** Notes a header {@code Set-Cookie} of a server. */
    void set(Origin server, String header) {
        Matcher cookie = COOKIE.matcher(header);
        if (!cookie.matches()) {
            return;
        }
        Map<String, Cookie> cookies = byHost.computeIfAbsent(server.host(), unknown -> new LinkedHashMap<>());
        String name = cookie.group(1);
        String attributes = cookie.group(3) == null ? "" : cookie.group(3);
        if (EXPIRED.matcher(attributes).find()) {
            cookies.remove(name);
        } else if (cookies.size() < MAX_COOKIES || cookies.containsKey(name)) {
            cookies.put(
                    name,
                    new Cookie(
                            cookie.group(2).strip(), SECURE.matcher(attributes).find()));
        }
    }

    /** The header {@code Cookie} for a server; empty when there are none for it. */
    Optional<String> header(Origin server) {
        String cookies = byHost.getOrDefault(server.host(), Map.of()).entrySet().stream()
                .filter(cookie -> server.isEncrypted() || !cookie.getValue().isSecure())
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue().value())
                .collect(Collectors.joining("; "));
        return cookies.isEmpty() ? Optional.empty() : Optional.of(cookies);
    }
}
