package io.github.hfmodels.http;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** A server answered, and not with what was asked for. What that means is for the source of models to say. */
public final class HttpStatusException extends IOException {

    private static final long serialVersionUID = 1L;

    private final URI address;
    private final transient ResponseHead head;
    private final String body;

    /** @param body the beginning of the answer's text */
    public HttpStatusException(URI address, ResponseHead head, String body) {
        super(Addresses.printable(address) + " answered " + head.status());
        this.address = address;
        this.head = head;
        this.body = body;
    }

    /** Whether the server at this address is the one that answered, after redirects. */
    public boolean isFrom(URI server) {
        return Origin.of(server).equals(Origin.of(address));
    }

    /** The host that answered, after redirects. */
    public String host() {
        return address.getHost();
    }

    /** The HTTP status. */
    public int status() {
        return head.status();
    }

    /** The answer's header of that name, in any case. */
    public Optional<String> header(String name) {
        return head.header(name);
    }

    /** The beginning of the answer's text. */
    public String body() {
        return body;
    }
}
