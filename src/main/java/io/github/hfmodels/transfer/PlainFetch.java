package io.github.hfmodels.transfer;

import io.github.hfmodels.http.Addresses;
import io.github.hfmodels.http.HttpRequest;
import io.github.hfmodels.http.HttpResponse;
import io.github.hfmodels.http.TransferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** Fetches one content over one connection, hashing it on the way. For small contents, and for servers without ranges. */
final class PlainFetch {

    private static final int BUFFER_BYTES = 64 * 1_024;

    private final ContentFetcher fetcher;
    private final ExpectedContent content;
    private final Path part;
    private final ProgressCounter arrivals;

    PlainFetch(ContentFetcher fetcher, ExpectedContent content, Path part, ProgressCounter arrivals) {
        this.fetcher = fetcher;
        this.content = content;
        this.part = part;
        this.arrivals = arrivals;
    }

    /**
     * @return whether the content has its digest
     * @throws TransferException when its length is wrong
     * @throws IOException when the content cannot be had
     */
    boolean run() throws IOException {
        Retries retries = fetcher.newRetries();
        while (true) {
            try {
                return fetcher.get(HttpRequest.content(content.address(), content.bypassCaches()), this::receive);
            } catch (IOException e) {
                arrivals.lostAll();
                retries.after(e);
            }
        }
    }

    private boolean receive(HttpResponse answer) throws IOException {
        long size = content.size();
        if (answer.length() >= 0 && answer.length() != size) {
            throw fetcher.notAsPromised(answer, "has " + answer.length() + " bytes where the listing promises " + size);
        }
        MessageDigest hash = content.digest().newComputation(size);
        byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, size + 1)];
        var body = new StallDetector(answer, fetcher.silence());
        long received = 0;
        try (FileChannel file = FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS)) {
            for (int count; (count = body.read(buffer, buffer.length)) >= 0; ) {
                received += count;
                if (received > size) {
                    throw fetcher.notAsPromised(
                            answer, "is longer than the " + size + " bytes that the listing promises");
                }
                hash.update(buffer, 0, count);
                write(file, ByteBuffer.wrap(buffer, 0, count));
                arrivals.received(count);
            }
        }
        if (received < size) {
            throw TransferException.passing("the content from " + Addresses.printable(answer.address())
                    + " ended after " + received + " of " + size + " bytes");
        }
        return content.digest().matches(hash);
    }

    /** Tells a disk that is full from a server that breaks off. */
    private void write(FileChannel file, ByteBuffer bytes) throws FileSystemException {
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
}
