package io.github.hfmodels.http;

import io.github.hfmodels.model.Secrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one server, and no other, is sent to identify the user.
 *
 * @param origin the server
 * @param authorization the header of that name; null when there is none
 * @param headers further headers
 */
public record Credentials(Origin origin, @Nullable Authorization authorization, Headers headers) {

    /**
     * Credentials for the server at an address.
     *
     * @throws io.github.hfmodels.model.InvalidValueException when it is not an HTTP address
     */
    public static Credentials of(URI server, @Nullable Authorization authorization, Headers headers) {
        return new Credentials(Origin.of(server), authorization, headers);
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
