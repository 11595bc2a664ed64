package io.github.hfmodels.testhub;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tokens and passwords that the hub accepts. A user with a password counts as the token {@code user:password}. */
final class Credentials {
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();

    /** Who asks: nobody in particular ({@code token} empty), somebody known, or somebody with bad credentials. */
    record Caller(String token, boolean valid) {
        boolean isAnonymous() {
            return token.isEmpty();
        }

        boolean isKnown() {
            return valid && !token.isEmpty();
        }
    }

    void addTokens(String... more) {
        tokens.addAll(Set.of(more));
    }

    Caller caller(@Nullable String authorization) {
        if (authorization == null) {
            return new Caller("", true);
        }
        String[] words = authorization.split(" ", 2);
        String token = words.length < 2 ? authorization : words[1];
        if (words[0].equalsIgnoreCase("Basic")) {
            try {
                token = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return new Caller(token, false);
            }
        }
        return new Caller(token, tokens.contains(token));
    }
}
