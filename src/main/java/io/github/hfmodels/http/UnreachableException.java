package io.github.hfmodels.http;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.proxy.Proxy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;

/** A server did not respond at all; the cause says what happened instead. */
public final class UnreachableException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String host;
    private final transient @Nullable Proxy proxy;

    /**
     * @param host the host that did not respond
     * @param proxy the proxy that was used; null when there is none
     */
    public UnreachableException(String host, @Nullable Proxy proxy, IOException cause) {
        super(
                host + " cannot be reached" + (proxy == null ? "" : " by the proxy " + proxy) + ": "
                        + Printable.of(String.valueOf(cause.getMessage())),
                cause);
        this.host = host;
        this.proxy = proxy;
    }

    /** The proxy that was used; it may be what did not respond. */
    public Optional<Proxy> proxy() {
        return Optional.ofNullable(proxy);
    }

    /** Whether there was not even a connection. */
    public boolean isConnectionFailure() {
        Throwable cause = getCause();
        return cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnknownHostException
                || cause instanceof ConnectTimeoutException
                || (cause instanceof TimedOutException late && late.step() == TimedOutException.Step.CONNECTION);
    }

    /** The host that did not respond. After a redirect it is not the endpoint's. */
    public String host() {
        return host;
    }
}
