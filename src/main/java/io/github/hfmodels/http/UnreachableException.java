package io.github.hfmodels.http;

import java.io.IOException;

/** A server did not answer at all; the cause says what happened instead. */
public final class UnreachableException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String host;

    /** @param host the host that did not answer */
    public UnreachableException(String host, IOException cause) {
        super(host + " cannot be reached: " + cause.getMessage(), cause);
        this.host = host;
    }

    /** The host that did not answer, which need not be the endpoint's. */
    public String host() {
        return host;
    }
}
