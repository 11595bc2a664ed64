package io.github.hfmodels.http;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A GET request.
 *
 * @param address where to
 * @param purpose what for, which decides how long the answer may be silent
 * @param range the part of the content that is wanted; null for all
 * @param pastCaches whether caches on the way are to ask again themselves
 */
public record HttpRequest(
        URI address, Purpose purpose, @Nullable Range range, boolean bypassCaches) {

    /** What a request is for. */
    public enum Purpose {
        API,
        CONTENT
    }

    /** Asks something of a server's API. */
    public static HttpRequest question(URI address) {
        return new HttpRequest(address, Purpose.API, null, false);
    }

    /**
     * Asks for all of a content.
     *
     * @param pastCaches whether caches on the way are to ask again themselves
     */
    public static HttpRequest content(URI address, boolean bypassCaches) {
        return new HttpRequest(address, Purpose.CONTENT, null, bypassCaches);
    }

    /**
     * Asks for a part of a content.
     *
     * @param pastCaches whether caches on the way are to ask again themselves
     */
    public static HttpRequest part(URI address, Range range, boolean bypassCaches) {
        return new HttpRequest(address, Purpose.CONTENT, range, bypassCaches);
    }

    /**
     * A part of a content.
     *
     * @param start the first byte, counted from 0
     * @param end the byte after the last
     */
    public record Range(long start, long end) {

        /** The part's length in bytes. */
        public long length() {
            return end - start;
        }

        /** As the header {@code Range} wants it. */
        String header() {
            return "bytes=" + start + "-" + (end - 1);
        }

        /** Whether a server that answers with this header {@code Content-Range} sends this part of a content of that size. */
        public boolean isAnsweredBy(String contentRange, long size) {
            String expected = "bytes " + start + "-" + (end - 1) + "/";
            return contentRange.equals(expected + size) || contentRange.equals(expected + "*");
        }
    }
}
