package io.github.hfmodels.testhub;

import java.util.Optional;

/**
 * A request as it arrived and, once answered, what became of it.
 *
 * @param target what the request line names, undecoded
 * @param status status of the answer, 0 as long as there is none
 * @param bodyBytes bytes of content handed to the connection
 */
public record RecordedRequest(
        Server server, String method, String target, Headers headers, int status, long bodyBytes) {

    /** Which of the two servers was asked. */
    public enum Server {
        HUB,
        CDN
    }

    /** The undecoded path, with the endpoint's prefix. */
    public String path() {
        // A client that takes the hub for its proxy names the server too.
        String path = target.startsWith("/") ? target : target.replaceFirst("^https?://[^/?]*", "");
        int question = path.indexOf('?');
        return question < 0 ? path : path.substring(0, question);
    }

    /** The undecoded query. */
    public Optional<String> query() {
        int question = target.indexOf('?');
        return question < 0 ? Optional.empty() : Optional.of(target.substring(question + 1));
    }

    public Optional<String> header(String name) {
        return headers.first(name);
    }

    @Override
    public String toString() {
        return server + " " + method + " " + target + " -> " + status + " (" + bodyBytes + " bytes)";
    }
}
