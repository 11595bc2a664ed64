package io.github.hfmodels.settings;

/**
 * A secret for the Hub together with where it came from.
 *
 * @param secret the token itself; {@link #toString} never shows it
 * @param foundIn where it was found, in words for a log
 */
public record Token(String secret, String foundIn) {

    @Override
    public String toString() {
        return "token from " + foundIn;
    }
}
