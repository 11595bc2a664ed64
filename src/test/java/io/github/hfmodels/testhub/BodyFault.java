package io.github.hfmodels.testhub;

/**
 * What goes wrong while a body is written. Positions count the bytes of this answer; only the flipped byte is a position
 * in the whole file, so that it stays the same when a download resumes. A negative position means never.
 */
record BodyFault(
        long endAfter,
        boolean reset,
        long stallAfter,
        long flipAt,
        long bytesPerSecond,
        int extra,
        Encoding encoding,
        Gate gate) {

    static final BodyFault NONE = new BodyFault(-1, false, -1, -1, 0, 0, Encoding.LENGTH, new Gate());

    /** How the body is delimited and encoded. */
    enum Encoding {
        LENGTH,
        CHUNKED,
        GZIP
    }

    BodyFault withEnd(long position, boolean withReset) {
        return new BodyFault(position, withReset, stallAfter, flipAt, bytesPerSecond, extra, encoding, gate);
    }

    BodyFault withStall(long position) {
        return new BodyFault(endAfter, reset, position, flipAt, bytesPerSecond, extra, encoding, gate);
    }

    BodyFault withFlip(long position) {
        return new BodyFault(endAfter, reset, stallAfter, position, bytesPerSecond, extra, encoding, gate);
    }

    BodyFault withRate(long rate) {
        return new BodyFault(endAfter, reset, stallAfter, flipAt, rate, extra, encoding, gate);
    }

    BodyFault withExtra(int bytes) {
        return new BodyFault(endAfter, reset, stallAfter, flipAt, bytesPerSecond, bytes, encoding, gate);
    }

    BodyFault withEncoding(Encoding other) {
        return new BodyFault(endAfter, reset, stallAfter, flipAt, bytesPerSecond, extra, other, gate);
    }

    BodyFault withGate(Gate other) {
        return new BodyFault(endAfter, reset, stallAfter, flipAt, bytesPerSecond, extra, encoding, other);
    }
}
