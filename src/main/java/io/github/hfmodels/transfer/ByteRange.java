package io.github.hfmodels.transfer;

/**
 * A part of a content.
 *
 * @param start the first byte, counted from 0
 * @param end the byte after the last
 */
record ByteRange(long start, long end) {

    long length() {
        return end - start;
    }

    /** As the header {@code Range} wants it. */
    String header() {
        return "bytes=" + start + "-" + (end - 1);
    }

    /** Whether a server that answers with this header {@code Content-Range} sends this part of a content of that size. */
    boolean isAnsweredBy(String contentRange, long size) {
        String expected = "bytes " + start + "-" + (end - 1) + "/";
        return contentRange.equals(expected + size) || contentRange.equals(expected + "*");
    }
}
