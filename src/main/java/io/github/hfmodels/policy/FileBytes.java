package io.github.hfmodels.policy;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The bytes of a file wherever one looks, of which only some are in memory, and only so many are read. */
final class FileBytes implements Closeable {

    /** How many bytes are read at once. */
    static final int WINDOW = 1 << 16;

    /** How many bytes are read after a step forward, which more such steps may follow. */
    private static final int STEP = 1 << 10;

    /** 64 MiB for the most hostile file; of any other the beginning is enough. */
    private static final int MAX_READ = 1 << 26;

    private final @Nullable FileChannel channel;
    private final byte[] window;
    private final long size;
    private long start;
    private int length;
    private long read;

    private FileBytes(@Nullable FileChannel channel, byte[] window, long size, int length) {
        this.channel = channel;
        this.window = window;
        this.size = size;
        this.length = length;
    }

    /** @throws IOException when it cannot be opened */
    static FileBytes of(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file);
        return new FileBytes(channel, new byte[WINDOW], channel.size(), 0);
    }

    /** The first bytes of something longer. */
    static FileBytes ofBeginning(byte[] bytes) {
        return new FileBytes(null, bytes, Long.MAX_VALUE, bytes.length);
    }

    /** The size in bytes; of a beginning more than is there. */
    long size() {
        return size;
    }

    /**
     * The byte at a position, as an unsigned number; -1 beyond the end.
     *
     * @throws IOException when it cannot be read, or too much has been read
     */
    int at(long position) throws IOException {
        if (position < start || position >= start + length) {
            if (position < 0 || position >= size || channel == null) {
                return -1;
            }
            read(channel, position);
            if (position >= start + length) {
                return -1;
            }
        }
        return window[(int) (position - start)] & 0xff;
    }

    private void read(FileChannel file, long position) throws IOException {
        int most = position > start + length ? STEP : WINDOW;
        read += most;
        if (read > MAX_READ) {
            throw new IOException("too much of it would have to be read");
        }
        // Who looks back will go on to do so.
        start = position < start ? Math.max(0, position - WINDOW / 2) : position;
        length = 0;
        var buffer = ByteBuffer.wrap(window, 0, most);
        while (buffer.hasRemaining() && file.read(buffer, start + buffer.position()) > 0) {
            length = buffer.position();
        }
    }

    /** The number of that many bytes, little-endian; -1 when it is beyond the end, or negative. */
    long number(long position, int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            int next = at(position + i);
            if (next < 0) {
                return -1;
            }
            number |= (long) next << i * Byte.SIZE;
        }
        return Math.max(number, -1);
    }

    /** Whether these bytes, each a char, are at the position. */
    boolean has(long position, String bytes) throws IOException {
        for (int i = 0; i < bytes.length(); i++) {
            if (at(position + i) != bytes.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The bytes at a position, each as a char; fewer where the end is before. */
    String text(long position, int bytes) throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < bytes; i++) {
            int next = at(position + i);
            if (next < 0) {
                break;
            }
            text.append((char) next);
        }
        return text.toString();
    }

    /** All of them from a position on, one after another. */
    InputStream stream(long from) {
        return new InputStream() {
            private long position = from;

            @Override
            public int read() throws IOException {
                int next = at(position);
                position++;
                return next;
            }
        };
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
