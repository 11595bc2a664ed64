package io.github.hfmodels.transfer;

import io.github.hfmodels.model.Digest;
import io.github.hfmodels.transfer.HttpTransport.Purpose;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.apache.hc.core5.http.ConnectionClosedException;

/** Brings contents to disk, hashing them on the way; memory does not depend on their size. Thread-safe. */
public final class ContentFetcher {

    private static final int BUFFER_BYTES = 64 * 1_024;

    private final HttpTransport transport;

    /** Fetches over {@code transport}, whose connections bound how many contents arrive at once. */
    public ContentFetcher(HttpTransport transport) {
        this.transport = transport;
    }

    /**
     * Fetches one content into a new file. On failure the file may be left behind, incomplete.
     *
     * @param size the length in bytes that the listing promises
     * @param part the file to be written; must not exist
     * @throws TransferException when what arrives is not the promised content
     * @throws HttpStatusException when the server does not give it
     * @throws IOException when the server cannot be reached or the file cannot be written
     */
    public void fetch(URI address, Digest digest, long size, Path part) throws IOException {
        transport.get(address, Purpose.CONTENT, answer -> {
            if (answer.length() >= 0 && answer.length() != size) {
                throw notAsPromised(answer, "has " + answer.length() + " bytes where the listing promises " + size);
            }
            return receive(answer, digest, size, part);
        });
    }

    private static long receive(Answer answer, Digest digest, long size, Path part) throws IOException {
        MessageDigest hash = digest.newComputation(size);
        byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, size + 1)];
        long received = 0;
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int count; (count = read(answer, buffer, received, size)) >= 0; ) {
                received += count;
                if (received > size) {
                    throw notAsPromised(answer, "is longer than the " + size + " bytes that the listing promises");
                }
                hash.update(buffer, 0, count);
                write(file, ByteBuffer.wrap(buffer, 0, count), part);
            }
        }
        if (received < size) {
            throw endedEarly(answer, received, size);
        }
        if (!digest.matches(hash)) {
            throw notAsPromised(answer, "does not have the hash " + digest + " that the listing promises");
        }
        return received;
    }

    private static int read(Answer answer, byte[] buffer, long received, long size) throws IOException {
        InputStream body = answer.body();
        try {
            return body.read(buffer);
        } catch (ConnectionClosedException e) {
            TransferException early = endedEarly(answer, received, size);
            early.initCause(e);
            throw early;
        }
    }

    /** Tells a disk that is full from a server that breaks off. */
    private static void write(FileChannel file, ByteBuffer bytes, Path part) throws FileSystemException {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            var failure = new FileSystemException(part.toString(), null, e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    private static TransferException endedEarly(Answer answer, long received, long size) {
        return notAsPromised(answer, "ended after " + received + " of " + size + " bytes");
    }

    private static TransferException notAsPromised(Answer answer, String what) {
        String page = answer.isWebPage() ? "; it is a web page, perhaps of a proxy that wants a login" : "";
        return new TransferException("the content from " + Addresses.printable(answer.address()) + " " + what + page);
    }
}
