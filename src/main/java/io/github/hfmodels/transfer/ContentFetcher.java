package io.github.hfmodels.transfer;

import io.github.hfmodels.http.Addresses;
import io.github.hfmodels.http.HttpRequest;
import io.github.hfmodels.http.HttpResponse;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.http.HttpTransport;
import io.github.hfmodels.http.TransferException;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.transfer.SegmentedFetch.RangesRefused;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings contents to disk, verified, whatever happens on the way that can be mended. Small ones over one connection, large
 * ones over as many as are free; all contents together share the transport's connections, first come, first served.
 * Memory does not depend on their size. Thread-safe.
 */
public final class ContentFetcher implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(ContentFetcher.class);

    /** Below this several connections bring less than their requests cost. */
    private static final long SMALL_BYTES = 32L * PartFile.BLOCK_BYTES;

    private final HttpTransport transport;
    private final Semaphore connections;
    private final ExecutorService threads;
    private final AtomicInteger segmented = new AtomicInteger();

    /** Fetches over {@code transport}. */
    public ContentFetcher(HttpTransport transport) {
        this.transport = transport;
        this.connections = transport.settings().shared().connections();
        this.threads = Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "hf-models-transfer");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Fetches one content. Beside the part there may be a journal, named like it with {@code .journal} added, which the
     * caller deletes once the content has its place. On failure both may stay; given the same name again, the next call goes
     * on from there, in this process or another.
     *
     * @param size the length in bytes that the listing promises
     * @param part the file to be written; nobody else may write it meanwhile
     * @param observer is told of what arrives
     * @throws TransferException when what arrives is not the promised content
     * @throws HttpStatusException when the server does not give it
     * @throws IOException when the server cannot be reached or the file cannot be written
     */
    public void fetch(URI address, Digest digest, long size, Path part, TransferObserver observer) throws IOException {
        var arrivals = new ProgressCounter(observer);
        if (attempt(new ExpectedContent(address, digest, size, false), part, arrivals)) {
            return;
        }
        arrivals.lostAll();
        LOG.warn("{} sent a content without the hash that the listing promises; asking past caches", host(address));
        PartFile.delete(part);
        if (!attempt(new ExpectedContent(address, digest, size, true), part, arrivals)) {
            PartFile.delete(part);
            throw TransferException.lasting("the content from " + Addresses.printable(address)
                    + " does not have the hash " + digest + " that the listing promises");
        }
    }

    private boolean attempt(ExpectedContent content, Path part, ProgressCounter arrivals) throws IOException {
        if (content.size() >= SMALL_BYTES) {
            segmented.incrementAndGet();
            try (PartFile file = PartFile.open(part, content.digest().hex(), content.size())) {
                return new SegmentedFetch(this, content, file, arrivals).run(threads);
            } catch (RangesRefused e) {
                LOG.debug("{}: {}; fetching all of it over one connection", host(content.address()), e.getMessage());
                PartFile.delete(part);
                arrivals.lostAll();
            } finally {
                segmented.decrementAndGet();
            }
        }
        boolean isWhole = false;
        try {
            boolean matches = new PlainFetch(this, content, part, arrivals).run();
            isWhole = true;
            return matches;
        } finally {
            if (!isWhole) {
                PartFile.delete(part);
            }
        }
    }

    /** Makes a request when a connection is free. */
    <T> T get(HttpRequest get, HttpResponse.Reader<T> reader) throws IOException {
        try {
            connections.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a connection");
        }
        try {
            return transport.get(get, reader);
        } finally {
            connections.release();
        }
    }

    /** How many connections one large content may use at present, so that all together use what there are. */
    int connectionsForOne() {
        int contents = Math.max(1, segmented.get());
        return (transport.settings().maxConnections() + contents - 1) / contents;
    }

    Retries newRetries() {
        return Retries.of(transport);
    }

    Duration silence() {
        return transport.settings().readTimeout();
    }

    TransferException notAsPromised(HttpResponse answer, String what) {
        String page = answer.isWebPage() ? "; it is a web page, perhaps of a proxy that wants a login" : "";
        return TransferException.lasting(
                "the content from " + Addresses.printable(answer.address()) + " " + what + page);
    }

    /** Ends the threads; whatever is being fetched must have been given up before. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static String host(URI address) {
        return String.valueOf(address.getHost());
    }
}
