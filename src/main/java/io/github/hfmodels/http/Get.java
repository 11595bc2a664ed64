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
public record Get(URI address, Purpose purpose, @Nullable ByteRange range, boolean pastCaches) {

    /** What a request is for. */
    public enum Purpose {
        QUESTION,
        CONTENT
    }

    /** Asks something of a server's API. */
    public static Get question(URI address) {
        return new Get(address, Purpose.QUESTION, null, false);
    }

    /**
     * Asks for all of a content.
     *
     * @param pastCaches whether caches on the way are to ask again themselves
     */
    public static Get content(URI address, boolean pastCaches) {
        return new Get(address, Purpose.CONTENT, null, pastCaches);
    }

    /**
     * Asks for a part of a content.
     *
     * @param pastCaches whether caches on the way are to ask again themselves
     */
    public static Get part(URI address, ByteRange range, boolean pastCaches) {
        return new Get(address, Purpose.CONTENT, range, pastCaches);
    }
}
