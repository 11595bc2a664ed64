package io.github.hfmodels.settings;

/**
 * A secret for the Hub together with where it came from.
 *
 * @param secret the token itself; {@link #toString} never tells it
 * @param origin where it was found, in words for a log
 */
public record Token(String secret, String origin) {

    @Override
    public String toString() {
        return "token from " + origin;
    }
}
