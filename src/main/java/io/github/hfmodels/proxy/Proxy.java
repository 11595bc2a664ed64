package io.github.hfmodels.proxy;

import org.jspecify.annotations.Nullable;

/**
 * A proxy server.
 *
 * @param scheme {@code http}, or {@code https} when the connection to the proxy itself is encrypted
 * @param host its host
 * @param port its port
 * @param login its login; null when it does not need one
 * @param foundIn where it was found, in words for a message
 */
public record Proxy(
        String scheme, String host, int port, @Nullable Login login, String foundIn) {

    /**
     * The login of a proxy.
     *
     * @param user the user's name
     * @param password the password; {@link #toString} never shows it
     */
    public record Login(String user, String password) {

        @Override
        public String toString() {
            return "a login";
        }
    }

    /** Host, port and where they were found, for messages. */
    @Override
    public String toString() {
        return host + ":" + port + " (from " + foundIn + ")";
    }
}
