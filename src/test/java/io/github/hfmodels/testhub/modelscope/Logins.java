package io.github.hfmodels.testhub.modelscope;

import io.github.hfmodels.testhub.Headers;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The tokens that the server knows, and the one that a request has. Thread-safe. */
final class Logins {

    private static final String BEARER = "Bearer ";
    private static final String SESSION = "m_session_id=";

    private final Set<String> tokens = ConcurrentHashMap.newKeySet();

    void add(String... more) {
        tokens.addAll(Set.of(more));
    }

    boolean knows(String token) {
        return token.isEmpty() || tokens.contains(token);
    }

    /** The token of a request; empty when it has none. */
    static String of(Headers headers, Set<Variation> variations) {
        Optional<String> bearer = headers.first("Authorization")
                .filter(value -> value.startsWith(BEARER) && !variations.contains(Variation.COOKIE_ONLY))
                .map(value -> value.substring(BEARER.length()));
        Optional<String> cookie = headers.all("Cookie").stream()
                .filter(value -> !variations.contains(Variation.BEARER_ONLY))
                .flatMap(value -> Arrays.stream(value.split(";")))
                .map(String::strip)
                .filter(value -> value.startsWith(SESSION))
                .map(value -> value.substring(SESSION.length()))
                .findFirst();
        return bearer.or(() -> cookie).orElse("");
    }
}
