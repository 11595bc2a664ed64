package io.github.hfmodels.preset.onnx;

import io.github.hfmodels.model.InvalidValueException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The primitives of protobuf's wire format, read with a small buffer from a file of any size. Skipped bytes are not read.
 *
 * <p>Methods throw {@link InvalidValueException} for bytes that are not protobuf.
 */
final class ProtobufFile implements Closeable {

    private static final int BUFFER = 16_384;
    private static final int MAX_VARINT = 10;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
    private final long size;

    /** The position in the file of the buffer's end. */
    private long bufferEnd;

    ProtobufFile(Path file) throws IOException {
        channel = FileChannel.open(file);
        size = channel.size();
    }

    long size() {
        return size;
    }

    /** The position of the next byte. */
    long position() {
        return bufferEnd - buffer.remaining();
    }

    long varint() throws IOException {
        long value = 0;
        for (int i = 0; i < MAX_VARINT; i++) {
            byte next = next();
            value |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a number has more than " + MAX_VARINT + " bytes");
    }

    /** Reads that many bytes as a text; callers make sure that they are few. */
    String text(int length) throws IOException {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = next();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Skips that many bytes, which must not be more than the file has. */
    void skip(long length) {
        if (length <= buffer.remaining()) {
            buffer.position(buffer.position() + (int) length);
        } else {
            bufferEnd = position() + length;
            buffer.limit(0);
        }
    }

    InvalidValueException malformed(String what) {
        return new InvalidValueException(what + ", before byte " + position() + " of " + size);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private byte next() throws IOException {
        if (!buffer.hasRemaining()) {
            fill();
        }
        return buffer.get();
    }

    private void fill() throws IOException {
        if (bufferEnd >= size) {
            throw malformed("it ends too early");
        }
        buffer.clear();
        int count = channel.read(buffer, bufferEnd);
        buffer.flip();
        if (count <= 0) {
            throw new EOFException("the file has become shorter");
        }
        bufferEnd += count;
    }
}
