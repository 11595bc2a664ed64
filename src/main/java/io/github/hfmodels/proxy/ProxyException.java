package io.github.hfmodels.proxy;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import java.io.IOException;
import java.util.Locale;

/** A proxy did not let a request pass. The message says which, why, and what to do. */
public final class ProxyException extends IOException {

    private static final long serialVersionUID = 1L;
    private static final int WANTS_LOGIN = 407;
    private static final int FIRST_SERVER_ERROR = 500;

    private final int status;

    private ProxyException(String message, int status, UserException cause) {
        super(message, cause);
        this.status = status;
    }

    private ProxyException(String message, int status) {
        super(message);
        this.status = status;
    }

    /** No request was made, because what is configured makes no sense. */
    public static ProxyException misconfigured(UserException problem) {
        return new ProxyException(String.valueOf(problem.getMessage()), 0, problem);
    }

    /**
     * The proxy's own answer.
     *
     * @param target the server that was to be reached, as host and port
     * @param status the HTTP status
     * @param challenge what the header {@code Proxy-Authenticate} says; empty when there is none
     */
    public static ProxyException refusal(Proxy proxy, String target, int status, String challenge) {
        return new ProxyException("the proxy " + proxy + " " + reason(proxy, target, status, challenge), status);
    }

    private static String reason(Proxy proxy, String target, int status, String challenge) {
        if (status == WANTS_LOGIN) {
            if (!challenge.isEmpty() && !challenge.toLowerCase(Locale.ROOT).matches("(?s)(.*,\\s*)?basic\\b.*")) {
                return "wants another login than Basic, which is not supported (407 " + Printable.of(challenge)
                        + "); let it accept Basic, or use another proxy";
            }
            return proxy.login() == null
                    ? "wants a login (407); add user and password where it is configured"
                    : "refuses the login (407); check user and password where it is configured";
        }
        return status >= FIRST_SERVER_ERROR
                ? "cannot reach " + target + " (" + status + "); try again later, or check the proxy"
                : "refuses to connect to " + target + " (" + status
                        + "); let it allow that host, or exempt the host from it (nonProxyHosts, NO_PROXY)";
    }

    /** The HTTP status that the proxy answered; 0 when it was not asked. */
    public int status() {
        return status;
    }

    /** Whether the configuration must change, here or at the proxy, rather than the world. */
    public boolean isUserError() {
        return status < FIRST_SERVER_ERROR;
    }
}
