package io.github.hfmodels.testhub;

import java.io.InputStream;
import java.util.Random;

/**
 * Repeats one pseudo-random block, each time with the block's number mixed into its first bytes, so that a shifted,
 * repeated or swapped part of the stream always changes the hash.
 */
final class GeneratedStream extends InputStream {
    private static final int BLOCK_SIZE = 1 << 20;

    private final byte[] block;
    private final long size;
    private long position;

    GeneratedStream(byte[] block, long size, long position) {
        this.block = block;
        this.size = size;
        this.position = position;
    }

    static byte[] block(long size, long seed) {
        byte[] block = new byte[(int) Math.min(BLOCK_SIZE, size)];
        new Random(seed).nextBytes(block);
        return block;
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
        if (position >= size) {
            return -1;
        }
        long number = position / BLOCK_SIZE;
        int start = (int) (position % BLOCK_SIZE);
        int count = (int) Math.min(Math.min(length, BLOCK_SIZE - start), size - position);
        System.arraycopy(block, start, target, offset, count);
        for (int i = start; i < Math.min(start + count, Long.BYTES); i++) {
            target[offset + i - start] ^= (byte) (number >>> (Byte.SIZE * i));
        }
        position += count;
        return count;
    }
}
