package io.github.hfmodels.http;

import java.util.Map;
import java.util.Optional;

/**
 * The beginning of an answer.
 *
 * @param status the HTTP status
 * @param headers the headers, found by name in any case
 */
public record ResponseHead(int status, Map<String, String> headers) {

    /** The header of that name, in any case; several of one name are joined by commas. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
