package io.github.hfmodels.testhub;

import java.io.InputStream;
import java.util.Random;

/**
 * Repeats one pseudo-random block, starting at a place that depends on the seed and with the number of each repetition
 * mixed in, so that a shifted, repeated or foreign part of the stream changes the hash.
 */
final class GeneratedStream extends InputStream {
    private static final byte[] BLOCK = block(1 << 20);
    private static final int SPREAD = 7919;

    private final long end;
    private long position;

    GeneratedStream(long seed, long size, long offset) {
        long start = Math.floorMod(seed * SPREAD, (long) BLOCK.length);
        this.end = start + size;
        this.position = start + offset;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (position >= end) {
            return -1;
        }
        long number = position / BLOCK.length;
        int start = (int) (position % BLOCK.length);
        int count = (int) Math.min(Math.min(length, BLOCK.length - start), end - position);
        System.arraycopy(BLOCK, start, target, offset, count);
        for (int i = start; i < Math.min(start + count, Long.BYTES); i++) {
            target[offset + i - start] ^= (byte) (number >>> (Byte.SIZE * i));
        }
        position += count;
        return count;
    }

    private static byte[] block(int size) {
        byte[] block = new byte[size];
        new Random(1).nextBytes(block);
        return block;
    }
}
