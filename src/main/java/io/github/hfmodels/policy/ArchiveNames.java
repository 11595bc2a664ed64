package io.github.hfmodels.policy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for pickled objects in ZIP and TAR archives, such as PyTorch's files are, by the names of their entries. */
final class ArchiveNames {

    private static final String LOCAL_HEADER = "PK\3\4";
    private static final String DIRECTORY_HEADER = "PK\1\2";
    private static final String DIRECTORY_END = "PK\5\6";
    private static final String DIRECTORY_END_64 = "PK\6\6";
    private static final String LOCATOR_64 = "PK\6\7";
    private static final int DIRECTORY_END_LENGTH = 22;
    private static final int LOCATOR_LENGTH = 20;
    private static final int MAX_COMMENT = 0xffff;

    private static final int TAR_BLOCK = 512;
    private static final int MAX_NAME = 1024;
    /** POSIX' records have more than the name. */
    private static final int MAX_RECORDS = FileBytes.WINDOW;

    private final FileBytes bytes;

    private ArchiveNames(FileBytes bytes) {
        this.bytes = bytes;
    }

    /**
     * The name of an entry that can run code when it is loaded.
     *
     * @return empty when there is none, or the bytes are no archive
     * @throws IOException when the bytes cannot be read
     */
    static Optional<String> unsafe(FileBytes bytes) throws IOException {
        var names = new ArchiveNames(bytes);
        return Optional.ofNullable(bytes.has(0, LOCAL_HEADER) ? names.ofZip() : names.ofTar());
    }

    /** Other archives have files of all kinds that end in {@code .bin}. PyTorch's oldest format has an entry {@code pickle}. */
    private static boolean isUnsafe(String name) {
        return UnsafeFormats.has(name) && !name.endsWith(".bin") || name.equals("pickle");
    }

    private @Nullable String ofZip() throws IOException {
        for (int i = 0; i < FileBytes.WINDOW; i++) {
            if (bytes.has(i, LOCAL_HEADER)) {
                String name = name(i + 30, bytes.number(i + 26, 2));
                if (isUnsafe(name)) {
                    return name;
                }
            }
        }
        for (long directory : directories()) {
            String name = ofDirectory(directory);
            if (name != null) {
                return name;
            }
        }
        return null;
    }

    /** Where the central directory may be: readers do not agree on that if the archive contradicts itself. */
    private Set<Long> directories() throws IOException {
        var directories = new LinkedHashSet<Long>();
        long last = bytes.size() - DIRECTORY_END_LENGTH;
        for (long end = last; end >= Math.max(0, last - MAX_COMMENT) && bytes.size() != Long.MAX_VALUE; end--) {
            if (bytes.has(end, DIRECTORY_END)) {
                directories.add(end - bytes.number(end + 12, 4));
                directories.add(bytes.number(end + 16, 4));
                long locator = end - LOCATOR_LENGTH;
                if (locator > 0 && bytes.has(locator, LOCATOR_64)) {
                    long end64 = bytes.number(locator + 8, 8);
                    if (end64 >= 0 && bytes.has(end64, DIRECTORY_END_64)) {
                        directories.add(end64 - bytes.number(end64 + 40, 8));
                        directories.add(bytes.number(end64 + 48, 8));
                    }
                }
            }
        }
        return directories;
    }

    private @Nullable String ofDirectory(long directory) throws IOException {
        long header = directory;
        while (header >= 0 && bytes.has(header, DIRECTORY_HEADER)) {
            long length = bytes.number(header + 28, 2);
            long rest = bytes.number(header + 30, 2) + bytes.number(header + 32, 2);
            String name = name(header + 46, length);
            if (isUnsafe(name)) {
                return name;
            }
            header += 46 + length + rest;
        }
        return null;
    }

    /** The end of a name, which is what matters. */
    private String name(long position, long length) throws IOException {
        int shown = (int) Math.min(Math.max(length, 0), MAX_NAME);
        return bytes.text(position + length - shown, shown);
    }

    private @Nullable String ofTar() throws IOException {
        long header = 0;
        while (isTarHeader(header)) {
            long size = size(header + 124, 12);
            int type = bytes.at(header + 156);
            // GNU's and POSIX' entries that have the long name of the next one.
            String names = type == 'L' || type == 'x'
                    ? bytes.text(header + TAR_BLOCK, (int) Math.min(size, MAX_RECORDS))
                    : bytes.text(header, 100);
            for (String name : names.split("[\0\n]", -1)) {
                if (isUnsafe(name)) {
                    return name;
                }
            }
            if (size < 0 || size > bytes.size() - header - TAR_BLOCK) {
                return null;
            }
            header += TAR_BLOCK + (size + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK;
        }
        return null;
    }

    /** By its checksum, since the oldest ones have no magic number. */
    private boolean isTarHeader(long header) throws IOException {
        if (bytes.at(header) <= 0 || bytes.at(header + TAR_BLOCK - 1) < 0) {
            return false;
        }
        long sum = 0;
        for (int i = 0; i < TAR_BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : bytes.at(header + i);
        }
        return sum == octal(header + 148, 8);
    }

    /** GNU writes what has too many octal digits as a big-endian number after a byte that says so. */
    private long size(long position, int length) throws IOException {
        if (bytes.at(position) != 0x80) {
            return octal(position, length);
        }
        byte[] digits = bytes.text(position + 1, length - 1).getBytes(StandardCharsets.ISO_8859_1);
        var size = new BigInteger(1, digits);
        return size.bitLength() < Long.SIZE ? size.longValue() : -1;
    }

    /** -1 for what is none. */
    private long octal(long position, int length) throws IOException {
        String digits = bytes.text(position, length).replaceAll("[ \0]", "");
        return digits.matches("[0-7]{1,12}") ? Long.parseLong(digits, 8) : -1;
    }
}
