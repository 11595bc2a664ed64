package io.github.hfmodels.source.hub;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.RegularFile;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.function.BooleanSupplier;

/**
 * Copies one content from a mirror folder and verifies it. The part always has the content's beginning, so a later copy goes on where
 * an earlier one ended: the disk of a folder may be slow, or far away.
 *
 * @param source the file in the folder
 * @param what the file, as users are told of it
 * @param digest the expected digest
 * @param size the expected length in bytes
 * @param part the file to be written
 * @param isClosed says whether to stop
 */
record FolderTransfer(Path source, String what, Digest digest, long size, Path part, BooleanSupplier isClosed) {

    private static final int BUFFER_BYTES = 256 * 1_024;

    /** @throws SourceException when the file in the folder cannot be read, or has another content */
    void run(TransferObserver observer) throws IOException {
        observer.requested();
        long present = present();
        if (present > 0) {
            observer.resumed(present);
            if (copy(present, observer)) {
                return;
            }
            // Perhaps it began with something else.
            observer.lost(size);
        }
        if (!copy(0, observer)) {
            observer.lost(size);
            Files.delete(part);
            throw corrupt("does not have the hash " + digest + " of the listing");
        }
    }

    /** How long the beginning is that a copy has left. What another source has left may have gaps, and has a journal. */
    private long present() throws IOException {
        Path journal = part.resolveSibling(part.getFileName() + ".journal");
        try {
            long length = RegularFile.require(part, LinkOption.NOFOLLOW_LINKS).size();
            return Files.deleteIfExists(journal) || length > size ? 0 : length;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /**
     * Copies what follows the beginning.
     *
     * @return whether all of it has the digest
     */
    private boolean copy(long present, TransferObserver observer) throws IOException {
        MessageDigest hash = digest.newComputation(size);
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (FileChannel from = open();
                FileChannel to = FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS)) {
            truncate(to, present);
            while (readPart(to, buffer.clear()) >= 0) {
                failIfClosed();
                hash.update(buffer.flip());
            }
            from.position(present);
            long copied = present;
            for (int count; (count = read(from, buffer.clear())) >= 0; ) {
                failIfClosed();
                copied += count;
                if (copied > size) {
                    throw corrupt("is longer than the " + size + " bytes of the listing");
                }
                hash.update(buffer.flip());
                write(to, buffer.rewind());
                observer.received(count);
            }
            if (copied < size) {
                throw corrupt("has " + copied + " bytes instead of the " + size + " of the listing");
            }
            return digest.matches(hash);
        }
    }

    private FileChannel open() throws SourceException {
        try {
            return FileChannel.open(source, StandardOpenOption.READ);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private int read(FileChannel from, ByteBuffer buffer) throws IOException {
        try {
            return from.read(buffer);
        } catch (ClosedByInterruptException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private void truncate(FileChannel to, long length) throws IOException {
        try {
            to.truncate(length);
        } catch (IOException e) {
            throw ofPart(e);
        }
    }

    private int readPart(FileChannel to, ByteBuffer buffer) throws IOException {
        try {
            return to.read(buffer);
        } catch (IOException e) {
            throw ofPart(e);
        }
    }

    private void write(FileChannel to, ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
        } catch (IOException e) {
            throw ofPart(e);
        }
    }

    /** Names the file in a failure, so that it is not taken for one of the folder. */
    private IOException ofPart(IOException cause) {
        if (cause instanceof ClosedByInterruptException interruption) {
            return interrupted(interruption);
        }
        var failure = new FileSystemException(part.toString(), null, cause.getMessage());
        failure.initCause(cause);
        return failure;
    }

    private void failIfClosed() throws SourceException {
        if (isClosed.getAsBoolean()) {
            throw new SourceException(Kind.UNAVAILABLE, what + ": the copy was stopped", Advice.NONE, null);
        }
    }

    private InterruptedIOException interrupted(ClosedByInterruptException cause) {
        var failure = new InterruptedIOException("interrupted while copying " + what);
        failure.initCause(cause);
        return failure;
    }

    private SourceException unreadable(IOException cause) {
        return new SourceException(
                Kind.UNAVAILABLE,
                what + " cannot be read: " + DiskFailure.of(cause).reason(),
                Advice.of("check the folder and its disk"),
                cause);
    }

    private SourceException corrupt(String how) {
        return new SourceException(Kind.CORRUPT, what + " " + how, Advice.of(FolderSource.MIRROR_AGAIN), null);
    }
}
