package io.github.hfmodels.http;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The cookies of one chain of redirects: some gateways redirect to the same address until they get theirs back. Each goes to the
 * host that set it and to no other, and none outlives the chain.
 */
final class RedirectCookies {

    private static final int MAX_COOKIES = 20;

    private record Cookie(String name, String value, boolean isSecure, boolean isExpired) {

        private static final Pattern COOKIE = Pattern.compile(
                "\\s*([!#$%&'*+.^_`|~\\w-]{1,200})=([\\x20-\\x7e&&[^;]]{0,4096})(;.*)?", Pattern.DOTALL);
        private static final Pattern EXPIRED = Pattern.compile("(?i);\\s*max-age\\s*=\\s*(?:0|-\\d+)\\s*(?:;|$)");
        private static final Pattern SECURE = Pattern.compile("(?i);\\s*secure\\s*(?:;|$)");

        /** Reads a header {@code Set-Cookie}; empty when it is not one. */
        static Optional<Cookie> parse(String header) {
            Matcher cookie = COOKIE.matcher(header);
            if (!cookie.matches()) {
                return Optional.empty();
            }
            String attributes = cookie.group(3) == null ? "" : cookie.group(3);
            return Optional.of(new Cookie(
                    cookie.group(1),
                    cookie.group(2).strip(),
                    SECURE.matcher(attributes).find(),
                    EXPIRED.matcher(attributes).find()));
        }
    }

    private final Map<String, Map<String, Cookie>> byHost = new HashMap<>();

    /** Notes a header {@code Set-Cookie} of a server. */
    void set(Origin server, String header) {
        Cookie.parse(header).ifPresent(cookie -> set(server, cookie));
    }

    private void set(Origin server, Cookie cookie) {
        Map<String, Cookie> cookies = byHost.computeIfAbsent(server.host(), unknown -> new LinkedHashMap<>());
        if (cookie.isExpired()) {
            cookies.remove(cookie.name());
        } else if (cookies.size() < MAX_COOKIES || cookies.containsKey(cookie.name())) {
            cookies.put(cookie.name(), cookie);
        }
    }

    /**
     * The header {@code Cookie} for a server; empty when there are none for it.
     *
     * @param own the header that it is sent anyway; empty for none. Of its cookies those are left out that the server has set itself
     */
    Optional<String> header(Origin server, String own) {
        List<Cookie> cookies = byHost.getOrDefault(server.host(), Map.of()).values().stream()
                .filter(cookie -> server.isEncrypted() || !cookie.isSecure())
                .toList();
        if (cookies.isEmpty()) {
            return Optional.empty();
        }
        Set<String> names = cookies.stream().map(Cookie::name).collect(Collectors.toSet());
        Stream<String> others = Arrays.stream(own.split(";"))
                .map(String::strip)
                .filter(cookie -> !cookie.isEmpty() && !names.contains(cookie.split("=", 2)[0].strip()));
        return Optional.of(Stream.concat(others, cookies.stream().map(cookie -> cookie.name() + "=" + cookie.value()))
                .collect(Collectors.joining("; ")));
    }
}
