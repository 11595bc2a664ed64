package io.github.hfmodels.transfer;

import io.github.hfmodels.model.RegularFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/**
 * A content that arrives in blocks, in any order, and the journal of the blocks that are present, so that another process can
 * resume when this one was killed.
 *
 * <p>The journal is a file beside the content. It begins with a line that has the content's digest and size. Each block has an
 * entry at a fixed position, with its CRC-32C and a mark, which is written after the block. Nothing is forced to the disk: what
 * a killed process wrote stays in the system's cache, and after a power cut the checksum shows that a block is missing. In the
 * end the digest decides.
 */
final class PartFile implements Closeable {

    /** A block's length in bytes. A killed process loses at most one block for each connection. */
    static final int BLOCK_BYTES = 256 * 1_024;

    private static final int HEADER_BYTES = 128;
    private static final int ENTRY_BYTES = 8;
    private static final int PRESENT = 0x48464d31;

    private final Path path;
    private final Path journalPath;
    private final long size;
    private final FileChannel content;
    private final FileChannel journal;
    /** The system lets only one thread write to a file at a time. Waiting for that within the system would use CPU time. */
    private final ReentrantLock writing = new ReentrantLock();

    private final Map<Integer, Integer> claims = new TreeMap<>();

    private PartFile(Path path, Path journalPath, long size, FileChannel content, FileChannel journal) {
        this.path = path;
        this.journalPath = journalPath;
        this.size = size;
        this.content = content;
        this.journal = journal;
    }

    static Path journalOf(Path part) {
        return part.resolveSibling(part.getFileName() + ".journal");
    }

    /**
     * Opens the part as a previous process left it, or a new one.
     *
     * @param identity identifies the content, such as its digest
     */
    static PartFile open(Path path, String identity, long size) throws IOException {
        Path journalPath = journalOf(path);
        FileChannel content = openOwn(path);
        FileChannel journal = null;
        try {
            journal = openOwn(journalPath);
            var part = new PartFile(path, journalPath, size, content, journal);
            part.readJournal(String.format(Locale.ROOT, "hf-models part 1 %s %d %d%n", identity, size, BLOCK_BYTES));
            return part;
        } catch (IOException e) {
            content.close();
            if (journal != null) {
                journal.close();
            }
            throw e;
        }
    }

    private static FileChannel openOwn(Path path) throws IOException {
        requireOwn(path);
        try {
            return FileChannel.open(
                    path,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // A link; Java does not name the path.
            throw failure(path, e);
        }
    }

    /** Refuses what is no file of ours: a link would be followed, and a pipe waited for. */
    static void requireOwn(Path path) throws IOException {
        try {
            RegularFile.require(path, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            // It will be created.
        }
    }

    /** Whether there are blocks of a content, of which some may be damaged. */
    static boolean hasBlocks(Path part) {
        try {
            return Files.size(journalOf(part)) > HEADER_BYTES && Files.size(part) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The blocks that are present according to the journal, with their checksums. */
    Map<Integer, Integer> claims() {
        return claims;
    }

    int blocks() {
        return Math.toIntExact((size + BLOCK_BYTES - 1) / BLOCK_BYTES);
    }

    long start(int block) {
        return (long) block * BLOCK_BYTES;
    }

    int length(int block) {
        return (int) Math.min(BLOCK_BYTES, size - start(block));
    }

    void write(ByteBuffer bytes, long position) throws FileSystemException {
        writing.lock();
        try {
            for (long at = position; bytes.hasRemaining(); ) {
                at += content.write(bytes, at);
            }
        } catch (IOException e) {
            throw failure(path, e);
        } finally {
            writing.unlock();
        }
    }

    /** Reads a whole block into the beginning of {@code buffer}; false when the file ends before it does. */
    boolean read(int block, byte[] buffer) throws FileSystemException {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length(block));
        try {
            for (long at = start(block); bytes.hasRemaining(); ) {
                int count = content.read(bytes, at);
                if (count < 0) {
                    return false;
                }
                at += count;
            }
            return true;
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    /** Notes that a block is present. */
    void note(int block, CRC32C checksum) throws FileSystemException {
        ByteBuffer entry = ByteBuffer.allocate(ENTRY_BYTES)
                .putInt((int) checksum.getValue())
                .putInt(PRESENT)
                .flip();
        try {
            journal.write(entry, HEADER_BYTES + (long) block * ENTRY_BYTES);
        } catch (IOException e) {
            throw failure(journalPath, e);
        }
    }

    @Override
    public void close() throws IOException {
        try (content) {
            journal.close();
        }
    }

    /** Deletes a part, and its journal. */
    static void delete(Path part) throws IOException {
        Files.deleteIfExists(journalOf(part));
        Files.deleteIfExists(part);
    }

    private void readJournal(String header) throws IOException {
        byte[] expected = header.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer text = ByteBuffer.allocate(expected.length);
        journal.read(text, 0);
        if (!Arrays.equals(text.array(), expected) || content.size() > size) {
            journal.truncate(0);
            content.truncate(0);
            journal.write(ByteBuffer.wrap(expected), 0);
            return;
        }
        ByteBuffer entries = ByteBuffer.allocate(blocks() * ENTRY_BYTES);
        for (int count = 0; count >= 0 && entries.hasRemaining(); ) {
            count = journal.read(entries, HEADER_BYTES + entries.position());
        }
        entries.flip();
        for (int block = 0; entries.remaining() >= ENTRY_BYTES; block++) {
            int checksum = entries.getInt();
            boolean isPresent = entries.getInt() == PRESENT;
            // huggingface_hub deletes the content without the journal when it prunes its cache.
            if (isPresent && start(block) + length(block) <= content.size()) {
                claims.put(block, checksum);
            }
        }
    }

    /** A failure that names the file. */
    static FileSystemException failure(Path file, IOException cause) {
        var failure = new FileSystemException(file.toString(), null, cause.getMessage());
        failure.initCause(cause);
        return failure;
    }
}
