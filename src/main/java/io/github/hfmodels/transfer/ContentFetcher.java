package io.github.hfmodels.transfer;

import io.github.hfmodels.http.Addresses;
import io.github.hfmodels.http.HttpRequest;
import io.github.hfmodels.http.HttpResponse;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.http.HttpTransport;
import io.github.hfmodels.http.Origin;
import io.github.hfmodels.http.ResponseHead;
import io.github.hfmodels.http.TransferException;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Authority;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.transfer.SegmentedFetch.RangesRefused;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Downloads contents and verifies them, and repeats what fails for a while. A small content uses one connection, a large one as many
 * as are free. All contents share the transport's connections in the order of their requests. Memory does not depend on a
 * content's size. Thread-safe.
 */
public final class ContentFetcher implements Closeable {

    private static final Log LOG = Log.of(ContentFetcher.class);

    /** Below this size the requests of several connections cost more time than they save. */
    private static final long SMALL_BYTES = 32L * PartFile.BLOCK_BYTES;

    private final HttpTransport transport;
    private final Semaphore connections;
    private final ExecutorService threads;
    private final AtomicInteger segmented = new AtomicInteger();
    private final ConcurrentMap<String, String> memory;
    private final ConnectionRamp ramp;

    /** @param memory what this process has found out about servers */
    public ContentFetcher(HttpTransport transport, ConcurrentMap<String, String> memory) {
        this.transport = transport;
        this.memory = memory;
        this.connections = transport.settings().shared().connections();
        this.ramp = new ConnectionRamp(transport.settings().maxConnections(), System::nanoTime);
        this.threads = Executors.newCachedThreadPool(DaemonThreads.named("hf-models-transfer"));
    }

    /** Fetches one content, which any answer may have. */
    public void fetch(HttpRequest request, Digest digest, long size, Path part, TransferObserver observer)
            throws IOException {
        fetch(request, digest, size, HeadCheck.NONE, part, observer);
    }

    /**
     * Fetches one content. Beside the part there may be a journal, whose name is the part's with {@code .journal} added; the
     * caller deletes it after moving the content to its place. After a failure both may remain. The next call with the same
     * part resumes, in this process or another.
     *
     * @param request asks for all of the content
     * @param size the expected length in bytes
     * @param part the file to be written; no other thread or process may write it at the same time
     * @param check what every answer must pass
     * @param observer is notified of the bytes that arrive
     * @throws TransferException when the content is not the expected one
     * @throws HttpStatusException when the server does not give it
     * @throws IOException when the server cannot be reached or the file cannot be written
     */
    public void fetch(
            HttpRequest request, Digest digest, long size, HeadCheck check, Path part, TransferObserver observer)
            throws IOException {
        var expected = new ExpectedContent(request, digest, size, check);
        var progress = new ProgressCounter(observer);
        if (attempt(expected, part, progress)) {
            return;
        }
        progress.lostAll();
        LOG.warn(
                "{} sent a content that does not have the expected hash; trying again without caches",
                host(expected.address()));
        PartFile.delete(part);
        if (!attempt(expected.bypassingCaches(), part, progress)) {
            PartFile.delete(part);
            throw TransferException.permanent("the content from " + Addresses.printable(expected.address())
                    + " does not have the hash " + digest + " of the listing");
        }
    }

    private boolean attempt(ExpectedContent content, Path part, ProgressCounter progress) throws IOException {
        return receive(content, part, progress)
                && (content.digest().isHash() || content.digest().mayName(part));
    }

    private boolean receive(ExpectedContent content, Path part, ProgressCounter progress) throws IOException {
        if (content.size() < SMALL_BYTES) {
            return new PlainFetch(this, content, part, progress).run();
        }
        String refusal = "no ranges: " + Origin.of(content.address());
        boolean isLasting = false;
        // What is there already may be worth another try.
        if (!memory.containsKey(refusal) || PartFile.hasBlocks(part)) {
            try (PartFile file = PartFile.open(part, content.digest().hex(), content.size())) {
                return new SegmentedFetch(this, content, file, progress).run(threads);
            } catch (RangesRefused e) {
                LOG.debug("{}: {}; downloading over one connection", host(content.address()), e.getMessage());
                isLasting = e.isLasting();
                progress.lostAll();
            }
        }
        boolean matches = new PlainFetch(this, content, part, progress).run();
        if (isLasting) {
            memory.put(refusal, "refused");
        }
        return matches;
    }

    /**
     * Asks for the headers of a content, and asks again if that may help.
     *
     * @throws HttpStatusException when the server does not give them
     * @throws IOException when the server cannot be reached
     */
    public ResponseHead head(HttpRequest request) throws IOException {
        Retries retries = newRetries();
        while (true) {
            try {
                return get(request, HttpResponse::head);
            } catch (IOException e) {
                retries.after(e);
            }
        }
    }

    /** Makes a request as soon as a connection is free. */
    <T> T get(HttpRequest request, HttpResponse.Reader<T> reader) throws IOException {
        try {
            connections.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a connection");
        }
        try {
            return transport.get(request, reader);
        } finally {
            connections.release();
        }
    }

    /** A large content of which something is missing is being fetched, until {@link #contentEnds}. */
    void contentBegins() {
        segmented.incrementAndGet();
    }

    void contentEnds() {
        segmented.decrementAndGet();
    }

    /** How many connections one large content may use now, so that all large contents together use those that the ramp allows. */
    int connectionsForOne() {
        return share(ramp.limit());
    }

    /** How many connections have proven useful for one large content. */
    int provenForOne() {
        return share(ramp.proven());
    }

    private int share(int connections) {
        int contents = Math.max(1, segmented.get());
        return (connections + contents - 1) / contents;
    }

    ConnectionRamp ramp() {
        return ramp;
    }

    Retries newRetries() {
        return Retries.of(transport);
    }

    /** Ends the threads. The transport must have been closed before. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static String host(URI address) {
        return Authority.hostOf(address);
    }
}
