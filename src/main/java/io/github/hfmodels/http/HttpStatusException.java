package io.github.hfmodels.http;

import io.github.hfmodels.model.Authority;
import io.github.hfmodels.model.Secrets;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A server's response is not a success. Only the source of models knows what the status means. */
public final class HttpStatusException extends IOException {

    private static final long serialVersionUID = 1L;

    /** A signed address has some ten; each is searched for in the whole text. */
    private static final int MAX_VALUES = 100;

    /** What ModelScope's addresses have that is no secret, and that its messages are about. */
    private static final Set<String> KNOWN = Set.of("FilePath", "Revision");

    private final URI address;
    private final boolean isRedirected;
    private final transient ResponseHead head;
    private final String body;

    /** @param body the beginning of the response's text */
    public HttpStatusException(URI address, ResponseHead head, String body) {
        this(address, address, head, body);
    }

    /**
     * @param requested the address of the request
     * @param address the address that sent the response, after redirects
     * @param body the beginning of the response's text
     */
    public HttpStatusException(URI requested, URI address, ResponseHead head, String body) {
        super(Addresses.printable(address) + " answered " + head.status());
        this.address = address;
        // The Hub redirects from former names of a repository, too, but to addresses without a query.
        this.isRedirected = !Origin.of(requested).equals(Origin.of(address))
                || (address.getRawQuery() != null && !address.equals(requested));
        this.head = head;
        this.body = Secrets.without(queryValues(address), body);
    }

    /** A signed address is as good as a token, and its server may say in which part of it the signature is wrong. */
    private static List<String> queryValues(URI address) {
        return address.getQuery() == null
                ? List.of()
                : Arrays.stream(address.getQuery().split("&"))
                        .filter(parameter -> !KNOWN.contains(parameter.split("=", 2)[0]))
                        .map(parameter -> parameter.substring(parameter.indexOf('=') + 1))
                        .distinct()
                        .limit(MAX_VALUES)
                        .toList();
    }

    /** Whether the response is from that server, after redirects. */
    public boolean isFrom(Origin server) {
        return server.equals(Origin.of(address));
    }

    /** Whether the response is from another server than the one that was asked, or from a signed address of the same. */
    public boolean isRedirected() {
        return isRedirected;
    }

    /** The host that sent the response, after redirects. */
    public String host() {
        return Authority.hostOf(address);
    }

    /** The server that sent the response, after redirects: {@code https://host}, with the port if it is not the usual one. */
    public String server() {
        return Origin.of(address).toString();
    }

    public ResponseHead head() {
        return head;
    }

    public int status() {
        return head.status();
    }

    public Optional<String> header(String name) {
        return head.header(name);
    }

    /** The beginning of the response's text. */
    public String body() {
        return body;
    }
}
