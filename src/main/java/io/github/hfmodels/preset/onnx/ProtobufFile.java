package io.github.hfmodels.preset.onnx;

import io.github.hfmodels.model.InvalidValueException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file in protobuf's wire format, of any size. Skipped bytes are not read.
 *
 * <p>Methods throw {@link InvalidValueException} for bytes that are not protobuf.
 */
final class ProtobufFile implements Closeable {

    private static final int MAX_VARINT = 10;

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;

    private final InputStream in;
    private final long size;
    private long position;

    ProtobufFile(Path file) throws IOException {
        size = Files.size(file);
        // This stream skips without reading.
        in = new BufferedInputStream(new FileInputStream(file.toFile()));
    }

    long size() {
        return size;
    }

    /** What is to be done with the fields of a message. Those that ONNX does not use are of no interest here. */
    interface Fields {

        /** A number. */
        default void number(long field, long value) {}

        /**
         * A message, text or other bytes, of which all, nothing or a part may be read.
         *
         * @param end the position in the file of the end
         */
        void bytes(long field, long end) throws IOException;
    }

    /** Reads a message that ends at a position. */
    void read(long end, Fields fields) throws IOException {
        while (position < end) {
            long tag = varint();
            long field = tag >>> 3;
            if (tag < 0 || tag > 0xffff_ffffL || field == 0) {
                throw malformed("a field has no number");
            }
            switch ((int) (tag & 7)) {
                case VARINT -> fields.number(field, varint());
                case LENGTH_DELIMITED -> {
                    long endOfField = endOf(varint(), end);
                    fields.bytes(field, endOfField);
                    skipTo(endOfField);
                }
                case FIXED_64 -> skipTo(endOf(Long.BYTES, end));
                case FIXED_32 -> skipTo(endOf(Integer.BYTES, end));
                default -> throw malformed("a field has a type that ONNX does not use");
            }
        }
        if (position > end) {
            throw tooLong();
        }
    }

    /** The bytes up to a position as a text; callers make sure that they are few. */
    String text(long end) throws IOException {
        var bytes = new byte[(int) (end - position)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) next();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    long position() {
        return position;
    }

    InvalidValueException malformed(String what) {
        return new InvalidValueException(what + ", before byte " + position + " of " + size);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private long varint() throws IOException {
        long value = 0;
        for (int i = 0; i < MAX_VARINT; i++) {
            int next = next();
            value |= (long) (next & 0x7f) << (7 * i);
            if (next < 0x80) {
                return value;
            }
        }
        throw malformed("a number has more than " + MAX_VARINT + " bytes");
    }

    private int next() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw malformed("it ends too early");
        }
        position++;
        return next;
    }

    private long endOf(long length, long endOfMessage) {
        if (length < 0 || length > endOfMessage - position) {
            throw tooLong();
        }
        return position + length;
    }

    private InvalidValueException tooLong() {
        return malformed("a field is longer than the message that it is in");
    }

    private void skipTo(long end) throws IOException {
        in.skipNBytes(end - position);
        position = end;
    }
}
