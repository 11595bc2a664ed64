package io.github.hfmodels.transfer;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** A server answered, and not with what was asked for. What that means is for the source of models to say. */
public final class HttpStatusException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> headers;
    private final String body;

    HttpStatusException(URI address, int status, Map<String, String> headers, String body) {
        super(Addresses.printable(address) + " answered " + status);
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The answer's header of that name, in any case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The beginning of the answer's text. */
    public String body() {
        return body;
    }
}
