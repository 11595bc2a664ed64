package io.github.hfmodels.testhub;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes that a repository serves. They may exceed memory, so they are only ever read as a stream. */
public interface Content {
    long size();

    /** Opens the bytes from {@code offset} to the end. */
    InputStream open(long offset) throws IOException;

    /** Lowercase SHA-256 of the bytes, computed once. */
    String sha256();

    /** Lowercase SHA-1 that git gives a blob of these bytes, computed once. */
    String gitSha1();

    static Content of(byte[] bytes) {
        byte[] copy = bytes.clone();
        return new StreamContent(
                copy.length,
                offset -> new ByteArrayInputStream(copy, Math.toIntExact(offset), copy.length - (int) offset));
    }

    static Content of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Serves a file from disk; it must not change while the hub runs. */
    static Content of(Path file) {
        try {
            return new StreamContent(
                    Files.size(file),
                    offset -> Channels.newInputStream(FileChannel.open(file).position(offset)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pseudo-random bytes made while they are read: any size, no memory, the same bytes for the same seed. */
    static Content generated(long size, long seed) {
        return new StreamContent(size, offset -> new GeneratedStream(seed, size, offset));
    }
}
