package io.github.hfmodels.settings;

/**
 * A token for the Hub.
 *
 * @param secret the token itself, which {@link #toString} leaves out
 * @param foundIn where it was found, in words for a log
 */
public record Token(String secret, String foundIn) {

    @Override
    public String toString() {
        return "token from " + foundIn;
    }
}
