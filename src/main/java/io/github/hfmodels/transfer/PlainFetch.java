package io.github.hfmodels.transfer;

import io.github.hfmodels.http.Addresses;
import io.github.hfmodels.http.HttpResponse;
import io.github.hfmodels.http.TransferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** Fetches one content over one connection: a small one, or one from a server that does not support ranges. */
final class PlainFetch {

    private static final int BUFFER_BYTES = 64 * 1_024;

    private final ContentFetcher fetcher;
    private final ExpectedContent content;
    private final Path part;
    private final ProgressCounter progress;
    private boolean hasBegun;

    PlainFetch(ContentFetcher fetcher, ExpectedContent content, Path part, ProgressCounter progress) {
        this.fetcher = fetcher;
        this.content = content;
        this.part = part;
        this.progress = progress;
    }

    /**
     * Replaces what is there of the content, once the server has begun to send it.
     *
     * @return whether the content has its digest
     * @throws TransferException when its length is wrong
     * @throws IOException when the download fails; a beginning of the content does not remain
     */
    boolean run() throws IOException {
        boolean isWhole = false;
        try {
            boolean matches = receive();
            isWhole = true;
            return matches;
        } finally {
            if (hasBegun && !isWhole) {
                PartFile.delete(part);
            }
        }
    }

    private boolean receive() throws IOException {
        Retries retries = fetcher.newRetries();
        while (true) {
            try {
                progress.requested();
                return fetcher.get(content.request(), content.checked(this::receive));
            } catch (IOException e) {
                progress.lostAll();
                if (Retries.isRefusedAfterRedirect(e)) {
                    retries.again(e);
                } else {
                    retries.after(e);
                }
            }
        }
    }

    private boolean receive(HttpResponse response) throws IOException {
        long size = content.size();
        ContentBody.check(response, size);
        PartFile.requireOwn(part);
        if (!hasBegun) {
            if (PartFile.hasBlocks(part)) {
                ContentBody.checkForPage(response);
            }
            hasBegun = true;
            // Bytes of this response must not be taken for blocks of others.
            Files.deleteIfExists(PartFile.journalOf(part));
        }
        MessageDigest hash = content.digest().newComputation(size);
        byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, size + 1)];
        var body = new ContentBody(response);
        long received = 0;
        try (FileChannel file = FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS)) {
            int count = body.read(buffer, buffer.length);
            while (count > 0) {
                received += count;
                if (received > size) {
                    throw ContentBody.unexpected(response, "is longer than " + size + " bytes");
                }
                hash.update(buffer, 0, count);
                write(file, ByteBuffer.wrap(buffer, 0, count));
                progress.received(count);
                count = count < buffer.length ? 0 : body.read(buffer, buffer.length);
            }
        }
        if (received < size) {
            throw TransferException.temporary("the content from " + Addresses.printable(response.address())
                    + " ended after " + received + " of " + size + " bytes");
        }
        return content.isMetBy(hash);
    }

    /** Names the file in a failure, so that a full disk is not taken for a failure of the network. */
    private void write(FileChannel file, ByteBuffer bytes) throws FileSystemException {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw PartFile.failure(part, e);
        }
    }
}
