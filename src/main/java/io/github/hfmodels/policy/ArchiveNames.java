package io.github.hfmodels.policy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks for pickled objects in ZIP and TAR archives, such as PyTorch's files are, by the names of their entries. */
record ArchiveNames(FileBytes bytes) {

    private static final String LOCAL_HEADER = "PK\3\4";
    private static final String DIRECTORY_HEADER = "PK\1\2";
    private static final String DIRECTORY_END = "PK\5\6";
    private static final String DIRECTORY_END_64 = "PK\6\6";
    private static final String LOCATOR_64 = "PK\6\7";
    private static final int DIRECTORY_END_LENGTH = 22;
    private static final int DIRECTORY_END_64_LENGTH = 56;
    private static final int LOCATOR_LENGTH = 20;
    private static final int MAX_COMMENT = 0xffff;

    private static final int TAR_BLOCK = 512;
    private static final int MAX_SHOWN = 1024;
    private static final String HAS_NAMES = "LxgX";
    private static final String NO_CONTENT = "123456";
    private static final String HAS_RECORDS = "xgX";
    private static final String HAS_LONG_NAME = "LK";
    /** A record begins with its length in bytes. */
    private static final Pattern RECORD_LENGTH = Pattern.compile("0{0,20}([0-9]{1,9}) (?!=)");

    /** POSIX' records have more than the name. */
    private static final int MAX_RECORDS = FileBytes.WINDOW;

    /**
     * The name of an entry that can run code when it is loaded.
     *
     * @return empty when there is none, or the bytes are no archive
     * @throws IOException when the bytes cannot be read
     */
    static Optional<String> unsafe(FileBytes bytes) throws IOException {
        var names = new ArchiveNames(bytes);
        String name = names.ofZip();
        return Optional.ofNullable(name == null ? names.ofTar() : name).map(ArchiveNames::shown);
    }

    /** Other archives have files of all kinds that end in {@code .bin}. PyTorch's oldest format has an entry {@code pickle}. */
    private static boolean isUnsafe(String entry) {
        String name = read(entry);
        return UnsafeFormats.has(name) && !name.endsWith(".bin") || name.equals("pickle");
    }

    /** Python and C take a name to end before what is 0. */
    private static String read(String entry) {
        return entry.split("\0", 2)[0];
    }

    private static String shown(String entry) {
        String name = read(entry);
        return name.substring(Math.max(0, name.length() - MAX_SHOWN));
    }

    /** Readers look for the end of an archive, which may be behind something else. */
    private @Nullable String ofZip() throws IOException {
        for (int i = 0; i < FileBytes.WINDOW; i++) {
            if (bytes.has(i, LOCAL_HEADER)) {
                String name = bytes.text(i + 30, (int) bytes.number(i + 26, 2));
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
                    // Behind something else it is not where the locator says, but before it.
                    for (long end64 : new long[] {bytes.number(locator + 8, 8), locator - DIRECTORY_END_64_LENGTH}) {
                        if (end64 >= 0 && bytes.has(end64, DIRECTORY_END_64)) {
                            directories.add(end64 - bytes.number(end64 + 40, 8));
                            directories.add(bytes.number(end64 + 48, 8));
                        }
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
            String name = bytes.text(header + 46, (int) length);
            if (isUnsafe(name)) {
                return name;
            }
            header += 46 + length + rest;
        }
        return null;
    }

    /** Goes from entry to entry as Python does. */
    private @Nullable String ofTar() throws IOException {
        long header = 0;
        long sizeInRecords = -1;
        long sizeForAll = -1;
        while (isTarHeader(header)) {
            int type = bytes.at(header + 156);
            String own = read(bytes.text(header, 100));
            // Links and folders have none, whatever they say.
            boolean hasContent = NO_CONTENT.indexOf(type) < 0 && !(type == 0 && own.endsWith("/"));
            long size = hasContent ? number(header + 124, 12) : 0;
            // GNU's, POSIX' and Solaris' entries that have the long name of the next one.
            boolean hasNames = HAS_NAMES.indexOf(type) >= 0;
            String names = hasNames ? bytes.text(header + TAR_BLOCK, (int) Math.min(blocks(size), MAX_RECORDS)) : own;
            // Also what is a value in a record.
            for (String name : names.split("[\0\n=]", -1)) {
                if (isUnsafe(name)) {
                    return name;
                }
            }
            if (HAS_RECORDS.indexOf(type) >= 0) {
                long said = sizeIn(names);
                if (type == 'g') {
                    sizeForAll = said < 0 ? sizeForAll : said;
                } else if (sizeInRecords < 0) {
                    // What is for all counts only where there are records of an entry, too.
                    sizeInRecords = said < 0 ? sizeForAll : said;
                }
            } else if (HAS_LONG_NAME.indexOf(type) < 0) {
                size = hasContent && sizeInRecords >= 0 ? sizeInRecords : size;
                sizeInRecords = -1;
            }
            if (size < 0 || size > bytes.size() - header - TAR_BLOCK) {
                return null;
            }
            header += TAR_BLOCK + blocks(size);
        }
        return null;
    }

    private static long blocks(long size) {
        return (size + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK;
    }

    /** The size that POSIX' records say, of which the last one counts; -1 for none, 0 for what is no number. */
    private static long sizeIn(String records) {
        long size = -1;
        int record = 0;
        Matcher length = RECORD_LENGTH.matcher(records);
        while (record < records.length()
                && length.region(record, records.length()).lookingAt()) {
            int end = record + Integer.parseInt(length.group(1));
            if (records.startsWith("size=", length.end())) {
                int from = length.end() + "size=".length();
                String value = records.substring(from, Math.max(from, Math.min(end - 1, records.length())))
                        .strip();
                size = value.matches("[0-9]{1,18}") ? Long.parseLong(value) : 0;
            }
            if (end <= record) {
                break;
            }
            record = end;
        }
        return size;
    }

    /** By its checksum, since the oldest ones have no magic number. */
    private boolean isTarHeader(long header) throws IOException {
        // The beginning first, from where more is read at once.
        if (bytes.at(header) < 0 || bytes.at(header + TAR_BLOCK - 1) < 0) {
            return false;
        }
        long sum = 0;
        long signedSum = 0;
        for (int i = 0; i < TAR_BLOCK; i++) {
            int next = i >= 148 && i < 156 ? ' ' : bytes.at(header + i);
            sum += next;
            signedSum += (byte) next;
        }
        long said = number(header + 148, 8);
        return said >= 0 && (said == sum || said == signedSum);
    }

    /** GNU writes what has too many octal digits as a big-endian number after a byte that says so. */
    private long number(long position, int length) throws IOException {
        if (bytes.at(position) != 0x80) {
            return octal(position, length);
        }
        byte[] digits = bytes.text(position + 1, length - 1).getBytes(StandardCharsets.ISO_8859_1);
        var number = new BigInteger(1, digits);
        return number.bitLength() < Long.SIZE ? number.longValue() : -1;
    }

    /** -1 for what is none. */
    private long octal(long position, int length) throws IOException {
        String digits = read(bytes.text(position, length)).strip();
        return digits.isEmpty() ? 0 : digits.matches("[0-7]{1,12}") ? Long.parseLong(digits, 8) : -1;
    }
}
