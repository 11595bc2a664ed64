package io.github.hfmodels.http;

/**
 * What is sent in the header of that name.
 *
 * @param headerValue scheme and credential; {@link #toString} never tells it
 * @param origin where the credential was found, in words for a message
 */
public record Authorization(String headerValue, String origin) {

    /** The credential of that scheme which the Hub takes. */
    public static Authorization bearer(String token, String origin) {
        return new Authorization("Bearer " + token, origin);
    }

    @Override
    public String toString() {
        return "authorization from " + origin;
    }
}
