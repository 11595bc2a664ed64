package io.github.hfmodels.transfer;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many connections all large contents together may use: one at first, and twice as many whenever the last ones have made the
 * download faster. On a line that is full, further connections only cost handshakes. A server may send the beginning faster than the
 * rest, so that nothing after it is faster: twice as many are tried once more when the rate is steady, and again when it has fallen to less
 * than half for good. Thread-safe.
 */
final class ConnectionRamp {

    /** A rate is measured over at least this time. */
    private static final long MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Blocks of several connections arrive together, so fewer would say little. */
    private static final int MIN_BLOCKS = 8;

    /** How much faster twice as many connections must be. Where none is held back by its server, they are not. */
    private static final double FASTER = 1.5;

    /** How long no connection must have helped before more are tried again. */
    private static final long STEADY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final int NONE = -1;

    private final int max;
    private final LongSupplier nanoTime;
    private int limit = 1;
    private int proven = 1;
    private int open;
    private int receiving;
    private double bestRate;
    private long steadySince;
    private boolean hasTriedAgain;
    private long start;

    /** How many blocks have arrived since {@code start}. */
    private int blocks = NONE;

    /** @param nanoTime as {@link System#nanoTime()} */
    ConnectionRamp(int max, LongSupplier nanoTime) {
        this.max = max;
        this.nanoTime = nanoTime;
    }

    synchronized int limit() {
        return limit;
    }

    /** How many connections have made the download faster than fewer did. */
    synchronized int proven() {
        return proven;
    }

    /** A connection of a large content. */
    final class Connection implements AutoCloseable {

        private boolean isOpen;
        private boolean isReceiving;

        /** It has something to fetch. */
        void begins() {
            synchronized (ConnectionRamp.this) {
                if (!isOpen) {
                    isOpen = true;
                    open++;
                    blocks = NONE;
                }
            }
        }

        /** A block has arrived. */
        void arrived() {
            synchronized (ConnectionRamp.this) {
                if (!isReceiving) {
                    isReceiving = true;
                    receiving++;
                    blocks = NONE;
                }
                measure();
            }
        }

        @Override
        public void close() {
            synchronized (ConnectionRamp.this) {
                open -= isOpen ? 1 : 0;
                receiving -= isReceiving ? 1 : 0;
                blocks = NONE;
            }
        }
    }

    Connection newConnection() {
        return new Connection();
    }

    private void measure() {
        if (receiving < open) {
            // Those that were added last do not receive yet.
            return;
        }
        long now = nanoTime.getAsLong();
        blocks++;
        if (blocks == 0) {
            start = now;
        } else if (now - start >= MIN_NANOS && (receiving == 1 || blocks >= Math.max(MIN_BLOCKS, 2 * receiving))) {
            double rate = (double) blocks / (now - start);
            boolean isFaster = rate > bestRate * FASTER;
            if (hasTriedAgain && rate >= bestRate / 2) {
                steadySince = now;
            }
            if (isFaster || start - steadySince > STEADY_NANOS) {
                hasTriedAgain = !isFaster;
                steadySince = now;
                bestRate = rate;
                proven = isFaster ? receiving : proven;
                limit = Math.max(limit, Math.min(max, 2 * receiving));
            }
            blocks = NONE;
        }
    }
}
