package io.github.hfmodels.proxy;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advised;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A proxy did not let a request pass. The message says which proxy, and why. */
public final class ProxyException extends IOException implements Advised {

    private static final long serialVersionUID = 1L;
    private static final int WANTS_LOGIN = 407;
    private static final int FIRST_SERVER_ERROR = 500;

    private final int status;
    private final transient Advice advice;

    private ProxyException(int status, String reason, Advice advice, @Nullable UserException cause) {
        super(reason, cause);
        this.status = status;
        this.advice = advice;
    }

    /** No request was made, because the configuration is wrong. */
    public static ProxyException misconfigured(UserException problem) {
        return new ProxyException(0, String.valueOf(problem.getMessage()), problem.advice(), problem);
    }

    /**
     * The proxy answered instead of the server.
     *
     * @param target the server, as host and port
     * @param status the HTTP status
     * @param challenge the header {@code Proxy-Authenticate}; empty when there is none
     */
    public static ProxyException refusal(Proxy proxy, String target, int status, String challenge) {
        if (status == WANTS_LOGIN) {
            return loginRefusal(proxy, challenge);
        }
        return status >= FIRST_SERVER_ERROR
                ? refusal(proxy, status, "cannot reach " + target, "try again later, or check the proxy")
                : refusal(
                        proxy,
                        status,
                        "refuses to connect to " + target,
                        "let it allow that host, or exempt the host from it (nonProxyHosts, NO_PROXY)");
    }

    private static ProxyException loginRefusal(Proxy proxy, String challenge) {
        boolean acceptsBasic =
                challenge.isEmpty() || challenge.toLowerCase(Locale.ROOT).matches("(?s)(.*,\\s*)?basic\\b.*");
        if (!acceptsBasic) {
            return new ProxyException(
                    WANTS_LOGIN,
                    "the proxy " + proxy + " wants another login than Basic, which is not supported (407 "
                            + Printable.of(challenge) + ")",
                    Advice.of("let it accept Basic, or use another proxy"),
                    null);
        }
        return proxy.login() == null
                ? refusal(proxy, WANTS_LOGIN, "wants a login", "add user and password where it is configured")
                : refusal(proxy, WANTS_LOGIN, "refuses the login", "check user and password where it is configured");
    }

    private static ProxyException refusal(Proxy proxy, int status, String what, String advice) {
        return new ProxyException(
                status, "the proxy " + proxy + " " + what + " (" + status + ")", Advice.of(advice), null);
    }

    /** The HTTP status of the proxy's response; 0 when no request was made. */
    public int status() {
        return status;
    }

    @Override
    public Advice advice() {
        return advice;
    }

    /** Whether the configuration must change, here or at the proxy, before the same request can succeed. */
    public boolean isUserError() {
        return status < FIRST_SERVER_ERROR;
    }
}
