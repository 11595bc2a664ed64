package io.github.hfmodels.proxy;

import org.jspecify.annotations.Nullable;

/**
 * A server that passes requests on.
 *
 * @param scheme {@code http}, or {@code https} for one that is itself talked to over an encrypted connection
 * @param host its host
 * @param port its port
 * @param login who may use it; null when anybody may
 * @param origin where it was found, in words for a message
 */
public record Proxy(
        String scheme, String host, int port, @Nullable Login login, String origin) {

    /**
     * Who may use a proxy.
     *
     * @param user the user's name
     * @param password the password; {@link #toString} never tells it
     */
    public record Login(String user, String password) {

        @Override
        public String toString() {
            return "a login";
        }
    }

    /** Host, port and where that was found, for messages. */
    @Override
    public String toString() {
        return host + ":" + port + " (from " + origin + ")";
    }
}
