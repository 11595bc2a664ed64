package io.github.hfmodels.http;

import io.github.hfmodels.model.Secrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one server, and no other, is sent to identify the user.
 *
 * @param origin the server
 * @param path the path of the server's base address, without a slash at the end; may be empty
 * @param otherPaths paths of base addresses on the same server that have credentials of their own
 * @param authorization the header of that name; null when there is none
 * @param headers further headers
 * @param lookup where the user may put a credential
 */
public record Credentials(
        Origin origin,
        String path,
        List<String> otherPaths,
        @Nullable Authorization authorization,
        Headers headers,
        Lookup lookup) {

    /** Letters, digits and {@code -._~}, which nobody needs to encode, and which servers decode. */
    private static final Pattern DISGUISED =
            Pattern.compile("(?i)%(?:2[de]|3[0-9]|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae])");

    public Credentials {
        otherPaths = List.copyOf(otherPaths);
    }

    /**
     * Credentials for the server at an address, the only one in use.
     *
     * @throws io.github.hfmodels.model.InvalidValueException when it is not an HTTP address
     */
    public static Credentials of(URI server, @Nullable Authorization authorization, Headers headers) {
        return new Credentials(Origin.of(server), path(server), List.of(), authorization, headers, Lookup.DEFAULT);
    }

    /** The same credentials beside those for other addresses, to which they are not sent. */
    public Credentials besides(Collection<URI> others) {
        List<String> onSameServer = others.stream()
                .filter(other -> Origin.of(other).equals(origin))
                .map(Credentials::path)
                .filter(other -> !other.equals(path))
                .toList();
        return new Credentials(origin, path, onSameServer, authorization, headers, lookup);
    }

    /** The same credentials, which the user may put elsewhere. */
    public Credentials in(Lookup other) {
        return new Credentials(origin, path, otherPaths, authorization, headers, other);
    }

    /** Whether they may be sent to this address: it is on their server, and not below an address that has its own. */
    boolean isFor(URI address) {
        if (!Origin.of(address).equals(origin)) {
            return false;
        }
        if (otherPaths.isEmpty()) {
            return true;
        }
        String requested = path(address);
        return !DISGUISED.matcher(requested).find()
                && isNotBelowOther(path(address.normalize()))
                && isNotBelowOther(path(URI.create(asServersMayRead(requested)).normalize()));
    }

    /** As servers that decode slashes, and ignore parameters and empty segments, read it. */
    private static String asServersMayRead(String path) {
        return path.replaceAll("(?i)%2f|%5c", "/").replaceAll(";[^/]*", "").replaceAll("/+", "/");
    }

    private boolean isNotBelowOther(String requested) {
        int own = isBelow(path, requested) ? path.length() : -1;
        return otherPaths.stream().noneMatch(other -> other.length() > own && isBelow(other, requested));
    }

    private static boolean isBelow(String base, String path) {
        return path.equals(base) || path.startsWith(base + "/");
    }

    private static String path(URI address) {
        String path = address.getRawPath();
        return path == null ? "" : path.replaceAll("/+$", "");
    }

    /**
     * Where a credential for the server is looked for.
     *
     * @param serverId the id by which the user's settings would have it
     * @param usesEnvironment whether the environment's token is sent if the settings have none
     */
    public record Lookup(String serverId, boolean usesEnvironment) {

        /** The place of the credential for the Hub. */
        public static final Lookup DEFAULT = new Lookup("huggingface", true);
    }

    /**
     * Further headers that a server wants.
     *
     * @param fields values by name; {@link #toString} shows the names alone
     * @param foundIn where they were found, in words for a message
     */
    public record Headers(Map<String, String> fields, String foundIn) {

        /** No further headers. */
        public static final Headers NONE = new Headers(Map.of(), "nowhere");

        @Override
        public String toString() {
            return "headers " + fields.keySet() + " from " + foundIn;
        }
    }

    /**
     * The value of the header {@code Authorization}.
     *
     * @param headerValue scheme and credential; {@link #toString} never shows it
     * @param foundIn where the credential was found, in words for a message
     */
    public record Authorization(String headerValue, String foundIn) {

        /** A token, in the scheme that the Hub takes. */
        public static Authorization bearer(String token, String foundIn) {
            return new Authorization("Bearer " + token, foundIn);
        }

        /** Keeps the credential, and the login that a Basic one has, out of what is printed. */
        void hide() {
            // Padding, which may be left out, is no secret.
            String credential =
                    headerValue.substring(headerValue.indexOf(' ') + 1).strip().replaceFirst("=+$", "");
            Secrets.hide(credential);
            if (headerValue.toLowerCase(Locale.ROOT).startsWith("basic ")) {
                try {
                    String login = new String(Base64.getDecoder().decode(credential), StandardCharsets.UTF_8);
                    Secrets.hide(login);
                    Secrets.hide(login.substring(login.indexOf(':') + 1));
                } catch (IllegalArgumentException e) {
                    // A header of the settings, which may have any form.
                }
            }
        }

        @Override
        public String toString() {
            return "authorization from " + foundIn;
        }
    }
}
