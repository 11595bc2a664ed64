package io.github.hfmodels.http;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request: GET, HEAD for what is to be known of a content without it, or POST of a form.
 *
 * @param address the address
 * @param purpose decides how long the server may be silent
 * @param credentials are sent if the address is on their server; null for none
 * @param range the part of the content that is wanted; null for all of it
 * @param bypassesCaches whether caches between here and the server must ask the server again
 * @param form names and values, encoded for addresses, which are sent as the body; null for none
 * @param headers further headers, by name, which no server is sent but that of the address
 */
public record HttpRequest(
        URI address,
        Purpose purpose,
        @Nullable Credentials credentials,
        @Nullable Range range,
        boolean bypassesCaches,
        @Nullable String form,
        Map<String, String> headers) {

    /** What a request is for. */
    public enum Purpose {
        API,
        CONTENT,
        /** The headers of a content, with HEAD, or with GET for a part of it where HEAD is refused. */
        HEADERS
    }

    /** A call of a server's API. */
    public static HttpRequest api(URI address, @Nullable Credentials credentials) {
        return new HttpRequest(address, Purpose.API, credentials, null, false, null, Map.of());
    }

    /** A call of a server's API with a form. */
    public static HttpRequest form(URI address, String form, @Nullable Credentials credentials) {
        return new HttpRequest(address, Purpose.API, credentials, null, false, form, Map.of());
    }

    /** A request for a whole content. */
    public static HttpRequest content(URI address, @Nullable Credentials credentials) {
        return content(address, credentials, Map.of());
    }

    /**
     * A request for a whole content.
     *
     * @param headers further headers, which make the address the only one that may be asked for parts of the content
     */
    public static HttpRequest content(URI address, @Nullable Credentials credentials, Map<String, String> headers) {
        return new HttpRequest(address, Purpose.CONTENT, credentials, null, false, null, headers);
    }

    /** A request for the headers of a content. */
    public static HttpRequest head(URI address, @Nullable Credentials credentials) {
        return new HttpRequest(address, Purpose.HEADERS, credentials, null, false, null, Map.of());
    }

    /** The same request for a part of the content, sent to an address to which redirects led. */
    public HttpRequest part(URI target, Range part) {
        boolean isSame = Origin.of(target).equals(Origin.of(address));
        return new HttpRequest(target, purpose, credentials, part, bypassesCaches, form, isSame ? headers : Map.of());
    }

    /**
     * The same request, for which caches between here and the server must ask the server again. It has no further headers, since
     * these may ask for what caches have.
     */
    public HttpRequest bypassingCaches() {
        return new HttpRequest(address, purpose, credentials, range, true, form, Map.of());
    }

    /**
     * A part of a content.
     *
     * @param start the first byte, counted from 0
     * @param end the byte after the last
     */
    public record Range(long start, long end) {

        /** The value of the header {@code Range}. */
        String header() {
            return "bytes=" + start + "-" + (end - 1);
        }

        /** Whether a response with this header {@code Content-Range} has this part of a content of that size. */
        public boolean matches(String contentRange, long size) {
            String expected = "bytes " + start + "-" + (end - 1) + "/";
            return contentRange.equals(expected + size) || contentRange.equals(expected + "*");
        }
    }
}
