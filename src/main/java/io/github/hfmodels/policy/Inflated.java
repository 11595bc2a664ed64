package io.github.hfmodels.policy;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of what is compressed. Checksums are not looked at, since what has a wrong one may still be loaded. Java's own reader of
 * gzip calls itself for each empty member, and takes zeros between members for the end.
 */
final class Inflated {

    private static final String GZIP = "\u001f\u008b\b";
    private static final int GZIP_HEADER = 10;
    private static final int GZIP_TRAILER = 8;
    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    /** Few bytes, so that many small members are no work. */
    private static final int BUFFER = 64;

    private final FileBytes bytes;
    private final byte[] beginning = new byte[FileBytes.WINDOW];
    private int length;

    private Inflated(FileBytes bytes) {
        this.bytes = bytes;
    }

    static boolean isGzip(FileBytes bytes) throws IOException {
        return bytes.has(0, GZIP);
    }

    /** Returns null for what cannot be undone at all. */
    static @Nullable FileBytes ofGzip(FileBytes bytes) throws IOException {
        var inflated = new Inflated(bytes);
        long position = 0;
        while (position >= 0 && inflated.length < inflated.beginning.length && bytes.has(position, GZIP)) {
            position = inflated.inflate(inflated.afterHeader(position), true);
            if (position >= 0) {
                position = inflated.afterZeros(position + GZIP_TRAILER);
            }
        }
        return inflated.beginning(position);
    }

    /** Returns null for what cannot be undone at all. */
    static @Nullable FileBytes ofZlib(FileBytes bytes) throws IOException {
        var inflated = new Inflated(bytes);
        return inflated.beginning(inflated.inflate(0, false));
    }

    private @Nullable FileBytes beginning(long end) {
        // What there is counts.
        return end < 0 && length == 0 ? null : FileBytes.ofBeginning(Arrays.copyOf(beginning, length));
    }

    /** Returns the position after what is compressed; -1 when it is broken. */
    private long inflate(long position, boolean isWithoutHeader) throws IOException {
        var inflater = new Inflater(isWithoutHeader);
        try (var stream = new InflaterInputStream(bytes.stream(position), inflater, BUFFER)) {
            int read = 0;
            while (read >= 0 && length < beginning.length) {
                read = stream.read(beginning, length, beginning.length - length);
                length += Math.max(read, 0);
            }
            return position + inflater.getBytesRead();
        } catch (ZipException | EOFException e) {
            return -1;
        } finally {
            inflater.end();
        }
    }

    private long afterHeader(long member) throws IOException {
        int flags = bytes.at(member + 3);
        long position = member + GZIP_HEADER;
        if ((flags & HAS_EXTRA) != 0) {
            position += 2 + bytes.number(position, 2);
        }
        for (int flag : new int[] {HAS_NAME, HAS_COMMENT}) {
            if ((flags & flag) != 0) {
                while (bytes.at(position++) > 0) {
                    // The text ends with a zero.
                }
            }
        }
        return (flags & HAS_CHECKSUM) == 0 ? position : position + 2;
    }

    private long afterZeros(long from) throws IOException {
        long position = from;
        while (bytes.at(position) == 0) {
            position++;
        }
        return position;
    }
}
