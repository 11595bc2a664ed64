package io.github.hfmodels.http;

/**
 * A part of a content.
 *
 * @param start the first byte, counted from 0
 * @param end the byte after the last
 */
public record ByteRange(long start, long end) {

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
